"""What every answer must have, whoever wrote it: the application, the file server, or gunicorn before them."""

from __future__ import annotations

from collections.abc import Mapping

#: Header → parts of its value.
SECURITY = {
    "content-security-policy": (
        "default-src 'none'",
        "script-src 'self'",
        "connect-src 'self'",
        "frame-ancestors 'none'",
        "base-uri 'none'",
        "form-action 'self'",
    ),
    "x-content-type-options": ("nosniff",),
    "referrer-policy": ("strict-origin-when-cross-origin",),
    "x-frame-options": ("DENY",),
    "access-control-allow-origin": ("*",),
    "access-control-expose-headers": ("Link", "ETag", "Retry-After", "Content-Location"),
}


#: The same of the one page that may be shown in a frame.
FRAMED = {
    **SECURITY,
    "content-security-policy": (
        "default-src 'none'",
        "script-src 'none'",
        "connect-src 'none'",
        "frame-ancestors *",
        "base-uri 'none'",
        "form-action 'none'",
    ),
    "x-frame-options": (),
}


def assert_headers(headers: Mapping[str, str], *, framed: bool = False) -> None:
    """`headers` by names in lower case, or by names whose case does not matter."""
    assert framed is ("x-frame-options" not in headers)
    for name, parts in (FRAMED if framed else SECURITY).items():
        assert all(part in headers.get(name, "") for part in parts), (name, headers.get(name))
    policy = headers["content-security-policy"]
    assert "unsafe" not in policy and "data:" not in policy and "http" not in policy
    assert "server" not in headers or "Python" not in headers["server"]
