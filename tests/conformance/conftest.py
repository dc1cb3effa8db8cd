"""A server process on the sample release, for all conformance tests of publishing."""

from tests.large_sample import large_build_dir
from tests.publish_sample import build_dir, client, hurried, listener, release, server

__all__ = ["build_dir", "client", "hurried", "large_build_dir", "listener", "release", "server"]
