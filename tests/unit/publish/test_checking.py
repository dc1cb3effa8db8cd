"""What SHACL said of one statement, from the reports in a release."""

from __future__ import annotations

import json
from pathlib import Path

from memograph.publish.pages.checking import Checked, Remark, checked
from tests.publish_sample import SITE


def test_what_shacl_said_of_a_statement(tmp_path: Path) -> None:
    """From the report of its document in the release; of others only the number. No name leads out of the folder."""
    reports = tmp_path / "reports"
    reports.mkdir()
    iri = SITE.thing("statement", "x")
    told = [
        {"focus": iri, "severity": "Warning", "message": "Look."},
        {"focus": "y", "severity": "Info", "message": ""},
    ]
    (reports / "d4.json").write_text(json.dumps({"conforms": True, "results": told}), encoding="utf-8")
    (tmp_path / "out.json").write_text(json.dumps({"conforms": True, "results": []}), encoding="utf-8")
    (reports / "bad.json").write_text("[", encoding="utf-8")
    found = checked(reports, "d4", frozenset({iri}))
    assert found == Checked(True, (Remark("Warning", "Look."),), 1)
    assert [checked(reports, name, frozenset()) for name in ("../out", "bad", "nothing")] == [None, None, None]
    (reports / "documents").mkdir()
    (reports / "d4.json").rename(reports / "documents/d4.json")
    assert checked(reports, "d4", frozenset({iri})) == found, "a release of now has them in a folder"
    assert checked(reports, "../bad", frozenset()) is None
