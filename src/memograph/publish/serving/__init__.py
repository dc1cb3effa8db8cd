"""gunicorn with our application: the server, its web processes, and the connections that these take."""
