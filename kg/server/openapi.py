"""What the description for programs (OpenAPI) says of every route: how it refuses and fails."""

from __future__ import annotations

from typing import Any, Final

Schema = dict[str, Any]

_MEANING: Final = {
    400: "The request, or a value in it, cannot be read or names nothing",
    401: "The token is missing or wrong",
    403: "Not permitted here, or asked by a page of another origin or under another host name",
    404: "There is nothing at this address, or of this name",
    408: "Stopped at the deadline",
    409: "As the graph is, this cannot be done",
    422: "A parameter or the body is not of the described form",
    500: "The request needed too much memory or crashed the engine; only its worker died",
    503: "Too many requests are waiting, or another program is writing; see Retry-After",
}
_PROBLEM: Final[Schema] = {
    "type": "object",
    "description": "What happened, where, and what to do next",
    "properties": {
        "error": {"type": "string"},
        "where": {"type": "string"},
        "next_step": {"type": "string"},
        "line": {"type": "integer"},
        "column": {"type": "integer"},
        "excerpt": {"type": "string"},
        "candidates": {"type": "array", "items": {"type": "string"}},
    },
    "required": ["error"],
    "additionalProperties": False,
}
_OF_FASTAPI: Final = ("HTTPValidationError", "ValidationError")
_NO_WORKER: Final = frozenset({"/health", "/metrics"})


def refusals(*statuses: int) -> dict[int | str, Schema]:
    """Refusals of a route, for its ``responses``."""
    return {status: _refusal(status) for status in statuses}


def completed(schema: Schema) -> Schema:
    """The description with what every route may answer, and with our own form of errors."""
    known = schema.setdefault("components", {}).setdefault("schemas", {})
    for name in _OF_FASTAPI:
        known.pop(name, None)
    known["Problem"] = _PROBLEM
    for path, methods in schema["paths"].items():
        for told in methods.values():
            _complete(path, told["responses"])
    return schema


def _complete(path: str, responses: Schema) -> None:
    failures = (403,) if path in _NO_WORKER else (403, 408, 500, 503)
    for status in failures:
        responses.setdefault(str(status), _refusal(status))
    if "422" in responses:
        responses["422"] = _refusal(422)


def _refusal(status: int) -> Schema:
    problem = {"schema": {"$ref": "#/components/schemas/Problem"}}
    content = {"application/json": problem, "text/plain": {}, "text/html": {}}
    return {"description": _MEANING[status], "content": content}
