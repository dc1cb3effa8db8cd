"""Serves a table with csv-reconcile, in its own environment: ``csv_reconcile_server.py FOLDER TABLE CONFIG PORT``.

Its own command always takes port 5000 and one folder for all; what answers is its application as it is.
"""

import sys

from csv_reconcile import create_app, initdb

folder, table, config, port = sys.argv[1:]
app = create_app(config=config, instance_path=folder, scorerOption="dice")
with app.app_context():
    initdb.init_db_with_context(table, "id", "name")
app.run(port=int(port))
