"""The OpenAPI document of a service, as it is served and published."""

import re
from collections.abc import Iterator
from typing import Any

from fastapi import FastAPI
from fastapi.dependencies.models import Dependant
from fastapi.routing import APIRoute, iter_route_contexts
from typing_extensions import override

from contracts.vocabulary.areas import PARAMETERS, TAGS
from services.chassis.http.identity import SignedIn
from services.chassis.http.left_out import DESCRIBED, HEADER

PROBLEM = "#/components/schemas/Problem"
PUBLIC = "Anyone may call this. It takes no token."
ABOUT: dict[str, Any] = {
    "contact": {"name": "The business unit of the safeguarding partnership"},
    "license_info": {"name": "Apache License 2.0", "identifier": "Apache-2.0"},
}


class Described(FastAPI):
    """An app whose OpenAPI document describes every tag, parameter, role and refusal."""

    @override
    def openapi(self) -> dict[str, Any]:
        completed = self.openapi_schema
        document = super().openapi()
        if document is not completed:
            refuse_shared_names(document)
            routes = [context.original_route for context in iter_route_contexts(self.routes)]
            may = {route.operation_id: roles(route.dependant) for route in routes if isinstance(route, APIRoute)}
            for operation in _operations(document):
                listed = operation["responses"].get("200", {}).get("content", {}).get("application/json", {})
                may_leave_out = listed.get("schema", {}).get("type") == "array"
                _describe(operation, may[operation["operationId"]], may_leave_out=may_leave_out)
            used = {tag for operation in _operations(document) for tag in operation["tags"]}
            document["tags"] = [{"name": tag, "description": TAGS[tag]} for tag in sorted(used)]
        return document


def refuse_shared_names(document: dict[str, Any]) -> None:
    """Raises if two models share a name: FastAPI then names both by their modules, and generated clients lose one of them."""
    shared = sorted(name for name in document.get("components", {}).get("schemas", {}) if "__" in name)
    if shared:
        raise ValueError(f"models of one service need names of their own: {', '.join(shared)}")


def roles(dependant: Dependant) -> tuple[str, ...]:
    """Returns the roles that may call a route; none for a public route."""
    if isinstance(dependant.call, SignedIn):
        return dependant.call.roles
    return tuple(role for each in dependant.dependencies for role in roles(each))


def plural(name: str) -> str:
    """Returns the plural of a kind's name."""
    return re.sub("([^aeiou])ys$", r"\1ies", f"{name}s")


def _operations(document: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for methods in document["paths"].values():
        yield from methods.values()


def _describe(operation: dict[str, Any], may: tuple[str, ...], *, may_leave_out: bool) -> None:
    """Completes an operation. A refusal has the media type that it is sent as, which FastAPI would call plain JSON."""
    access = f"Roles: {', '.join(f'`{role}`' for role in sorted(may))}." if may else PUBLIC
    operation["description"] = "\n\n".join(filter(None, [operation.get("description"), access]))
    operation.setdefault("security", [])
    for parameter in operation.get("parameters", ()):
        if parameter["name"] in PARAMETERS:
            parameter.setdefault("description", PARAMETERS[parameter["name"]])
    if may_leave_out:
        operation["responses"]["200"]["headers"] = {HEADER: DESCRIBED}
    for response in operation["responses"].values():
        for content in response.get("content", {}).values():
            if content.get("schema", {}).get("$ref") == PROBLEM:
                response["content"] = {"application/problem+json": content}
