"""The sample release and its settings for all tests of this package."""

from tests.publish_sample import build_dir, client, listener, release, server, settings

__all__ = ["build_dir", "client", "listener", "release", "server", "settings"]
