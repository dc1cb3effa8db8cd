"""Settings of gunicorn for ``gunicorn serve:app``, which reads this file: the same that ``memograph serve`` has.

Values come from memograph.toml, and from memograph.publish.serving.server, so that they cannot drift. SIGHUP reads both
anew. What is given on gunicorn's command line comes last and wins.
"""

from gunicorn.arbiter import Arbiter

from memograph.cli import ensure_release, publish_settings
from memograph.config import load_config
from memograph.publish.serving.server import gunicorn_options, listening_at

_config = load_config()
_options = gunicorn_options(publish_settings(_config))
globals().update(_options)
bind = listening_at(_config.serve.host, _config.serve.port)


def on_starting(server: Arbiter) -> None:
    """Build the release first if anything has changed, before there are web processes that need one."""
    ensure_release(_config)
    _options["on_starting"](server)
