"""The site as a WSGI application: ``gunicorn serve:app``, or ``python serve.py``, which is ``memograph serve``.

The release is built first if anything has changed since the last one, in a process of its own.
"""

import sys

from memograph.cli import ensure_release, main, publish_settings
from memograph.config import load_config
from memograph.publish.app import create_app

if __name__ == "__main__":
    main(["serve", *sys.argv[1:]])
else:
    _config = load_config()
    ensure_release(_config)
    app = create_app(publish_settings(_config))
