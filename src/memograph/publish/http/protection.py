"""What browsers may do with our answers, and whose scripts may read them, said in headers. Installed by app.py."""

from __future__ import annotations

from collections.abc import Mapping

from flask import Flask, Response, request

#: Content-Security-Policy: style sheets, scripts and pictures in files of ours, requests and forms to this site.
POLICY = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self'",
    "connect-src": "'self'",
    "form-action": "'self'",
    "base-uri": "'none'",
    "frame-ancestors": "'none'",
}

#: By endpoint of Flask, what its pages may, or may not, otherwise.
OTHERWISE: Mapping[str, Mapping[str, str]] = {
    # A part of YASGUI, column-resizer, writes a style element: this one, by its hash.
    "sparql.sparql": {"style-src": "'self' 'sha256-zCK2EVMoPc04mRF/g5CotUvxbJPWS+8V0b+s9ptqQIk='"},
    # The one page that others may show in a frame, OpenRefine for instance: it has neither scripts nor forms, so there
    # is nothing in it that somebody could be tricked to click on.
    "reconcile_preview.preview": {
        "script-src": "'none'",
        "connect-src": "'none'",
        "form-action": "'none'",
        "frame-ancestors": "*",
    },
}

#: Anybody's script may read what we publish; nothing here depends on who asks.
CORS_HEADERS = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": (
        "Link, ETag, Retry-After, Content-Location, Memograph-Truncated, Memento-Datetime, Accept-Ranges, Content-Range"
    ),
}
PREFLIGHT_HEADERS = {
    "Access-Control-Allow-Methods": "GET, HEAD, POST, OPTIONS",
    # Names for clients that do not know the star, and Authorization, which it leaves out (Fetch, “CORS protocol”).
    "Access-Control-Allow-Headers": "*, Accept, Accept-Datetime, Authorization, Content-Type, If-None-Match, Range",
    "Access-Control-Max-Age": "86400",
}


def _security_headers(otherwise: Mapping[str, str]) -> dict[str, str]:
    policy = {**POLICY, **otherwise}
    headers = {
        "Content-Security-Policy": "; ".join(f"{name} {value}" for name, value in policy.items()),
        "X-Content-Type-Options": "nosniff",
        "X-Frame-Options": "DENY",
        "Referrer-Policy": "strict-origin-when-cross-origin",
    }
    if policy["frame-ancestors"] != POLICY["frame-ancestors"]:
        del headers["X-Frame-Options"]  # knows no “anybody”
    return headers


SECURITY_HEADERS = _security_headers({})

#: As pairs: a list is added without a search for each name, and nothing else sets them.
_ALL_ANSWERS = [*CORS_HEADERS.items(), *SECURITY_HEADERS.items()]
_OTHER_ANSWERS = {
    endpoint: [*CORS_HEADERS.items(), *_security_headers(otherwise).items()]
    for endpoint, otherwise in OTHERWISE.items()
}


def protect(app: Flask) -> None:
    """Have all answers of an application say so."""
    app.after_request(_add_headers)


def _add_headers(response: Response) -> Response:
    others = _OTHER_ANSWERS.get(request.endpoint or "")
    response.headers.extend(_ALL_ANSWERS if others is None or not _is_page(response) else others)
    if request.method == "OPTIONS":
        response.headers.update(PREFLIGHT_HEADERS)
    return response


def _is_page(response: Response) -> bool:
    return request.method in ("GET", "HEAD") and response.status_code in (200, 304)
