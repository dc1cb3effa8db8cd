"""What the Reconciliation Service API 0.2 says of its messages, as JSON Schemas (draft 2020-12).

Written from the text and the schemas of the Final Community Group Report of 10 April 2023 (the specification's appendix
"JSON Schemas"); each name is the one that its schema has there. All that those demand is demanded here, and more: no
member that the text does not have, `batchSize`, scores from 0 to 100, features with both members, and identifiers and
names that are not empty, which the text asks for and those schemas do not. What a message of ours has beyond the text
is listed in `OURS`.
"""

from __future__ import annotations

from typing import Any

import jsonschema

Schema = dict[str, Any]

#: Members that this service adds: what is wrong with one query of a batch.
OURS: Schema = {"error": {"type": "string", "minLength": 1}}

TEXT: Schema = {"type": "string", "minLength": 1}
ADDRESS: Schema = {"type": "string", "pattern": "^https?://"}
NAMED: Schema = {
    "type": "object",
    "required": ["id", "name"],
    "properties": {"id": TEXT, "name": TEXT},
    "additionalProperties": False,
}
DESCRIBED: Schema = {**NAMED, "properties": {**NAMED["properties"], "description": {"type": "string"}}}


def closed(required: str, **properties: Schema) -> Schema:
    """An object with these members and no others; `required` names those that must be there."""
    return {
        "type": "object",
        "required": required.split(),
        "properties": properties,
        "additionalProperties": False,
    }


def listed(items: Schema) -> Schema:
    return {"type": "array", "items": items}


TEMPLATE: Schema = closed("url", url={"type": "string", "pattern": r"^https?://.*\{\{id\}\}"})
SUGGEST: Schema = closed(
    "service_url service_path",
    service_url=ADDRESS,
    service_path={"type": "string", "pattern": "^/"},
    flyout_service_url=ADDRESS,
    flyout_service_path={"type": "string", "pattern": r"^/.*\$\{id\}"},
)
SETTING: Schema = {
    "oneOf": [
        closed(
            "type label name", type={"const": kind}, default={"type": default}, label=TEXT, name=TEXT, help_text=TEXT
        )
        for kind, default in (("number", "number"), ("text", "string"), ("checkbox", "boolean"))
    ]
}

MANIFEST: Schema = closed(
    "versions name identifierSpace schemaSpace",
    versions={**listed(TEXT), "contains": {"const": "0.2"}},
    name=TEXT,
    identifierSpace=ADDRESS,
    schemaSpace=ADDRESS,
    documentation=ADDRESS,
    serviceVersion=TEXT,
    logo=ADDRESS,
    view=TEMPLATE,
    feature_view=TEMPLATE,
    defaultTypes={**listed(DESCRIBED), "uniqueItems": True},
    suggest=closed("", entity=SUGGEST, property=SUGGEST, type=SUGGEST),
    preview=closed(
        "url width height", url=TEMPLATE["properties"]["url"], width={"type": "integer"}, height={"type": "integer"}
    ),
    extend=closed(
        "",
        propose_properties=closed("service_url service_path", service_url=ADDRESS, service_path=TEXT),
        property_settings=listed(SETTING),
    ),
    batchSize={"type": "integer", "minimum": 1},
)

CANDIDATE: Schema = closed(
    "id name score match type features",
    id=TEXT,
    name=TEXT,
    description={"type": "string"},
    score={"type": "number", "minimum": 0, "maximum": 100},
    features=listed(closed("id value", id=TEXT, value={"type": ["boolean", "number"]})),
    match={"type": "boolean"},
    type=listed(NAMED),
)
RECONCILIATION_RESULT_BATCH: Schema = {
    "type": "object",
    "additionalProperties": closed("result", result=listed(CANDIDATE), **OURS),
}

SUGGEST_ENTITIES_RESPONSE: Schema = closed(
    "result",
    result=listed({**DESCRIBED, "properties": {**DESCRIBED["properties"], "notable": listed(NAMED)}}),
)
SUGGEST_PROPERTIES_RESPONSE: Schema = closed("result", result=listed(DESCRIBED))
SUGGEST_TYPES_RESPONSE: Schema = closed("result", result=listed(DESCRIBED))
FLYOUT_RESPONSE: Schema = closed("id html", id=TEXT, html=TEXT)
DATA_EXTENSION_PROPERTY_PROPOSAL: Schema = closed(
    "type properties", type={"type": "string"}, properties=listed(NAMED), limit={"type": "integer"}
)

#: ISO 8601 with a time, as the specification's schema of a data extension response has it.
MOMENT = r"^-?\d{4,}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])T([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d+)?(Z|[+-]\d\d:\d\d)?$"
DATA_EXTENSION_RESPONSE: Schema = closed(
    "meta rows",
    meta=listed(closed("id name", id=TEXT, name=TEXT, type=NAMED, service=ADDRESS)),
    rows={
        "type": "object",
        "additionalProperties": {
            "type": "object",
            "additionalProperties": listed(
                {
                    "oneOf": [
                        DESCRIBED,
                        closed("str", str={"type": "string"}),
                        closed("float", float={"type": "number"}),
                        closed("int", int={"type": "integer"}),
                        closed("date", date={"type": "string", "pattern": MOMENT}),
                    ]
                }
            ),
        },
    },
)


def validate(message: object, schema: Schema) -> None:
    """Hold a message against a schema."""
    jsonschema.Draft202012Validator(schema).validate(message)
