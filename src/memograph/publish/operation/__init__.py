"""For those who run the site: health, metrics, the access log, and what each client may use."""
