"""The OpenAPI description of the message door, made from the tables of operations and of errors."""

import re
from functools import cache
from http import HTTPStatus
from typing import Any

from onroll.doors.mesh.errors import TABLE
from onroll.doors.mesh.operations import OPERATIONS, REFERENCE, TEXT, TOKEN_ERRORS, Operation

VERSION = "2026-11-22"
MEDIA_TYPE = "application/vnd.mesh.v2+json"
MAYBE_TEXT = {"type": ["string", "null"]}

PATH_PARTS: dict[str, dict[str, Any]] = {
    "mailbox": {"type": "string", "pattern": "^[0-9A-Z]{7}$", "example": "8201234"},
    "reference": REFERENCE,
    "number": {"type": "integer", "minimum": 1, "maximum": 10000},
    "local_id": {"type": "string", "minLength": 1, "maxLength": 300},
    "organisation": {"type": "string", "pattern": "^[0-9A-Z]{7}$", "example": "8205678"},
    "workflow": {"type": "string", "enum": ["ONROLL_CTF", "ONROLL_DOCUMENT"]},
}


def _object(properties: dict[str, Any], *, optional: tuple[str, ...] = (), **more: Any) -> dict[str, Any]:
    required = [name for name in properties if name not in optional]
    return {"type": "object", "properties": properties, "required": required, **more}


SCHEMAS: dict[str, Any] = {
    "Ping": _object({"status": {"type": "string"}}),
    "Mailbox": _object({"mailbox_id": {"type": "string"}}),
    "Sent": _object({"message_id": REFERENCE}),
    "Inbox": _object(
        {
            "messages": {"type": "array", "items": REFERENCE},
            "links": _object({"self": {"type": "string"}, "next": {"type": "string"}}, optional=("next",)),
            "approx_inbox_count": {"type": "integer"},
        }
    ),
    "Count": _object({"count": {"type": "integer"}}),
    "Endpoints": _object(
        {
            "results": {
                "type": "array",
                "items": _object({"mailbox_id": {"type": "string"}, "mailbox_name": {"type": "string"}}),
            }
        }
    ),
    "OnRoll": _object(
        {"pupil": {"type": "integer", "minimum": 1, "maximum": 100000}, "from": {"type": "string", "format": "date"}},
        additionalProperties=False,
    ),
    "Confirmed": _object(
        {"message_id": REFERENCE, "state": {"type": "string"}, "pupils_left": {"type": "integer", "minimum": 0}}
    ),
    "Tracking": _object(
        {
            "message_id": REFERENCE,
            "local_id": MAYBE_TEXT,
            "workflow_id": MAYBE_TEXT,
            "filename": MAYBE_TEXT,
            "expiry_time": MAYBE_TEXT,
            "upload_timestamp": MAYBE_TEXT,
            "recipient": MAYBE_TEXT,
            "recipient_name": MAYBE_TEXT,
            "recipient_ods_code": MAYBE_TEXT,
            "recipient_org_code": MAYBE_TEXT,
            "recipient_org_name": MAYBE_TEXT,
            "status": {"enum": ["uploading", "accepted", "acknowledged", "undeliverable"]},
            "status_success": {"type": "boolean"},
            "status_event": MAYBE_TEXT,
            "status_timestamp": MAYBE_TEXT,
            "status_description": MAYBE_TEXT,
            "status_code": MAYBE_TEXT,
            "state": {"type": "string", "description": "Our own state; docs/reference/states.md"},
            "state_name": {"type": "string"},
            "on_roll": {"type": "boolean", "description": "The school has said so; acknowledged is only collected."},
        },
        optional=(
            *("expiry_time", "recipient_name", "recipient_ods_code", "recipient_org_code", "recipient_org_name"),
            *("status_event", "status_timestamp", "status_code", "state_name"),
        ),
    ),
    "Error": _object(
        {
            "message_id": REFERENCE,
            "internal_id": {"type": "string"},
            "detail": {
                "type": "array",
                "minItems": 1,
                "items": _object({"event": TEXT, "code": TEXT, "msg": {"type": "string"}}),
            },
        },
        optional=("message_id",),
    ),
}


@cache
def description() -> dict[str, Any]:
    """Return the description, as OpenAPI 3.1."""
    paths: dict[str, dict[str, Any]] = {}
    for operation in OPERATIONS:
        paths.setdefault(operation.path, {})[operation.method] = _operation(operation)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "OnRoll message interface",
            "version": VERSION,
            "description": "Of the shape of the NHS message exchange (MESH), version 2, so that software made for that "
            "works unchanged. The table of errors: docs/reference/mesh-errors.md.",
        },
        "paths": paths,
        "components": {
            "schemas": SCHEMAS,
            "securitySchemes": {"token": {"type": "apiKey", "in": "header", "name": "Authorization"}},
        },
    }


def _operation(operation: Operation) -> dict[str, Any]:
    described: dict[str, Any] = {
        "operationId": operation.name,
        "summary": operation.summary,
        "parameters": _parameters(operation),
        "responses": {str(status): _answer(status, schema) for status, schema in operation.answers},
        "security": [{"token": []}] if operation.needs_key else [],
    }
    if operation.body:
        described["requestBody"] = {"required": True, "content": _body(operation.body)}
    for status in sorted({*operation.errors, *(TOKEN_ERRORS if operation.needs_key else ())}):
        described["responses"][str(status)] = _error(status, has_body=operation.method != "head")
    return described


def _parameters(operation: Operation) -> list[dict[str, Any]]:
    names = re.findall(r"\{(\w+)\}", operation.path)
    found = [{"name": name, "in": "path", "required": True, "schema": PATH_PARTS[name]} for name in names]
    for place, parameters in (("query", operation.query), ("header", operation.headers)):
        found += [{"name": name, "in": place, "required": must, "schema": schema} for name, must, schema in parameters]
    return found


def _body(name: str) -> dict[str, Any]:
    if name == "bytes":
        return {"application/octet-stream": {"schema": {"type": "string", "format": "binary", "minLength": 1}}}
    return {"application/json": {"schema": {"$ref": f"#/components/schemas/{name}"}}}


def _answer(status: int, name: str) -> dict[str, Any]:
    described: dict[str, Any] = {"description": HTTPStatus(status).phrase}
    if name == "bytes":
        described["content"] = {"*/*": {"schema": {}}}
    elif name:
        described["content"] = {MEDIA_TYPE: {"schema": {"$ref": f"#/components/schemas/{name}"}}}
    return described


def _error(status: int, *, has_body: bool) -> dict[str, Any]:
    codes = ", ".join(row.code for row in TABLE if row.status == status)
    described: dict[str, Any] = {"description": f"Codes: {codes}"}
    if has_body:
        described["content"] = {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Error"}}}
    return described
