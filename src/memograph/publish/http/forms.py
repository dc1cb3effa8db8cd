"""Parameters of an address and of a form, decoded once, and strictly: what is not UTF-8 is refused and not replaced."""

from __future__ import annotations

from urllib.parse import parse_qsl

from flask import request
from werkzeug.exceptions import BadRequest, RequestEntityTooLarge

FORM_TYPE = "application/x-www-form-urlencoded"

#: Parameters that one request may have.
MOST_PARAMETERS = 1000


def whole_body() -> bytes:
    """The body of the request, whole: Werkzeug cuts one that comes in chunks at the limit and says nothing.

    Raises:
        RequestEntityTooLarge: it is over the limit.
    """
    data = request.get_data()
    in_chunks = request.content_length is None and request.environ.get("wsgi.input_terminated")
    if in_chunks and request.environ["wsgi.input"].read(1):
        raise RequestEntityTooLarge
    return data


def decoded(data: bytes) -> list[tuple[str, str]]:
    """Names and values of ``application/x-www-form-urlencoded``, in order.

    Raises:
        BadRequest: not UTF-8, or too many.
    """
    try:
        return parse_qsl(utf8(data), keep_blank_values=True, errors="strict", max_num_fields=MOST_PARAMETERS)
    except UnicodeDecodeError as error:
        raise BadRequest("The parameters are not UTF-8.") from error
    except ValueError as error:
        raise BadRequest(f"The parameters cannot be read: {error}") from error


def utf8(data: bytes) -> str:
    """Text of bytes.

    Raises:
        BadRequest: not UTF-8.
    """
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise BadRequest("The request is not UTF-8.") from error
