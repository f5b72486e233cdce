"""The public interface described (OpenAPI 3.1), made from the cards themselves."""

import dataclasses
import types
import typing
from enum import Enum
from typing import Annotated, Any, Union, get_args, get_origin

from najda.engine.card import Request
from najda.engine.discovery import Desks
from najda.plain import is_required

Schema = dict[str, Any]
_SCALARS: dict[Any, str] = {str: "string", int: "integer", float: "number", bool: "boolean"}
_PROBLEM: Schema = {
    "type": "object",
    "required": ["title", "status", "code"],
    "properties": {
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "code": {"type": "string"},
        "field": {"type": ["string", "null"]},
        "values": {"type": "object"},
    },
}


def describe(desks: Desks) -> Schema:
    """The whole description."""
    paths: dict[str, Any] = {
        "/api/v1/health": {"get": _operation("Whether the base is up", {"200": "up"})},
        "/api/v1/reports": {"post": _report()},
        "/api/v1/reports/{id}": {"get": _reading("One report", ("id",), ())},
        "/api/v1/views/{view}": {"get": _reading("Rows of a view", ("view",), ("key",))},
        "/api/v1/search": {"get": _reading("Facts that hold all the words", (), ("q",))},
        "/api/v1/changes": {"get": _reading("Facts by arrival number", (), ("after",))},
        "/api/v1/copies": {"get": _reading("Copies of facts; 0: not here", (), ("fact",))},
        "/api/v1/outbox": {
            "post": {
                **_operation("Take in a phone's sealed outbox", {"201": "answers, in order"}),
                "requestBody": {"content": {"application/octet-stream": {}}},
            }
        },
        "/api/v1/exchange": {"get": _reading("Bases, links and copies", (), ())},
        "/api/v1/attachments": {
            "post": {
                **_operation("Store a file", {"201": "SHA-256 and size"}),
                "requestBody": {"content": {"application/octet-stream": {}}},
            }
        },
        "/api/v1/attachments/{sha256}": {"get": _reading("The original", ("sha256",), ("type",))},
    }
    for (desk, name), act in desks.acts.items():
        said = _said(act.decide.__doc__)
        paths[f"/api/v1/acts/{desk}/{name}"] = {
            "post": {
                **_operation(said, {"201": "Written and on disk"}),
                "description": f"Roles: {', '.join(sorted(role.value for role in act.roles))}.",
                "requestBody": _body(schema_of(act.form)),
            }
        }
    return {
        "openapi": "3.1.0",
        "info": {"title": "Najda", "version": "1"},
        "paths": paths,
        "security": [{"token": []}],
        "components": {
            "schemas": {"Problem": _PROBLEM},
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}},
        },
    }


def _said(doc: str | None) -> str:
    return (doc or "").strip().split("\n", 1)[0]


def _operation(summary: str, good: dict[str, str]) -> Schema:
    problem = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
    responses: Schema = {status: {"description": words} for status, words in good.items()}
    for status, words in {
        "400": "Unreadable", "401": "Log in first", "403": "Role too small", "404": "Not here",
        "409": "In conflict", "413": "Too large", "422": "Not possible", "503": "Not stored",
    }.items():  # fmt: skip
        responses[status] = {"description": words, "content": problem}
    return {"summary": summary, "responses": responses}


def _reading(summary: str, in_path: tuple[str, ...], in_query: tuple[str, ...]) -> Schema:
    parameters = [
        {"name": name, "in": "path", "required": True, "schema": {"type": "string"}}
        for name in in_path
    ]
    parameters += [
        {"name": name, "in": "query", "required": False, "schema": {"type": "string"}}
        for name in in_query
    ]
    return {**_operation(summary, {"200": "Found"}), "parameters": parameters}


def _body(schema: Schema) -> Schema:
    return {"required": True, "content": {"application/json": {"schema": schema}}}


def _report() -> Schema:
    text = {"type": ["string", "null"]}
    properties: Schema = {
        "text": {"type": "string"}, "channel": {"type": "string"}, "source": text,
        "chain": {"type": "array", "items": {"type": "string"}},
        "received_at": {"type": ["integer", "string", "null"]},
        "occurred": {"type": ["integer", "string", "object", "null"]},
        "place": {"type": ["string", "object", "null"]},
        "caller": {"type": ["string", "object", "null"]}, "lang": text, "id": text,
        "attachments": {"type": "array", "items": {"type": ["string", "object"]}},
    }  # fmt: skip
    schema = {"type": "object", "required": ["text", "channel"], "properties": properties}
    return {**_operation("One report", {"201": "id, fact, copies"}), "requestBody": _body(schema)}


def schema_of(kind: type[Request]) -> Schema:
    """The JSON schema of a form."""
    hints = typing.get_type_hints(kind, include_extras=True)
    fields = dataclasses.fields(kind)
    return {
        "type": "object",
        "required": [f.name for f in fields if is_required(f) and f.name != "id"],
        "properties": {f.name: _schema(hints[f.name]) for f in fields},
    }


def _schema(hint: Any) -> Schema:
    origin = get_origin(hint)
    if origin is Annotated:
        return _schema(get_args(hint)[0])
    if origin in (Union, types.UnionType):
        return {"anyOf": [_schema(one) for one in get_args(hint)]}
    if origin is tuple:
        return {"type": "array", "items": _schema(get_args(hint)[0])}
    if hint is type(None):
        return {"type": "null"}
    if isinstance(hint, type) and issubclass(hint, Enum):
        return {"enum": [member.value for member in hint]}
    if dataclasses.is_dataclass(hint):
        return schema_of(typing.cast("type[Request]", hint))
    return {"type": _SCALARS[hint]}
