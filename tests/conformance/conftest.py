"""A server process on the sample release, for all conformance tests of publishing."""

from tests.publish_sample import build_dir, client, listener, release, server

__all__ = ["build_dir", "client", "listener", "release", "server"]
