"""What the site is and has, for programs and crawlers: dumps and releases, OpenAPI, API catalogue, sitemap."""
