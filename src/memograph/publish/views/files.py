"""Views as files: drawings as SVG and PNG, rows as CSV, networks as GraphML, maps as GeoJSON (RFC 7946)."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Sequence
from pathlib import Path

from flask import render_template

from memograph.publish.links import Links
from memograph.xmlchars import readable_xml

#: Pixels for each unit of a drawing.
_ZOOM = 2

#: The font of names in pictures; the machine's own fonts have what it lacks.
_FONT = "Lato"


def svg(name: str, drawn: object, links: Links) -> bytes:
    """A drawing as a file of its own, whose links are whole addresses."""
    return readable_xml(render_template(f"drawings/{name}.svg", drawn=drawn, whole=links.absolute, alone=True).encode())


def png(drawing: bytes) -> bytes:
    """A drawing as a picture."""
    import font_lato  # type: ignore[import-untyped]
    import resvg_py

    folder = Path(font_lato.__file__).parent / "files"
    return resvg_py.svg_to_bytes(
        svg_string=drawing.decode(), zoom=_ZOOM, font_dirs=[str(folder)], font_family=_FONT, sans_serif_family=_FONT
    )


def rows_csv(names: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    """Rows as CSV (RFC 4180), as the answer to the same question in SPARQL would be."""
    file = io.StringIO(newline="")
    writer = csv.writer(file)
    writer.writerow(names)
    writer.writerows(["" if value is None else value for value in row] for row in rows)
    return file.getvalue().encode()


def geojson(features: Iterable[dict[str, object]]) -> bytes:
    """Features as a collection."""
    whole = {"type": "FeatureCollection", "features": list(features)}
    return (json.dumps(whole, ensure_ascii=False, indent=1) + "\n").encode()
