"""The reference of a service's addresses: its OpenAPI document, and a plain page made from it, without scripts.

Outside the local profile both ask for a token of any role.
"""

import re
from collections.abc import Iterator, Mapping
from html import escape
from typing import Any

from fastapi import APIRouter, Depends, FastAPI
from fastapi.responses import HTMLResponse, JSONResponse, Response

from contracts.vocabulary.roles import ROLES
from services.chassis.http.identity import signed_in

POLICY = {"Content-Security-Policy": "default-src 'none'; style-src 'self'; frame-ancestors 'none'"}
STYLE = """
body { font: 1rem/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem }
h2 { margin-top: 2.5rem; border-bottom: 2px solid #1a1a1a }
h3 { margin: 2rem 0 .25rem; font-size: 1rem }
code { font: .9rem/1.4 ui-monospace, monospace; overflow-wrap: anywhere }
table { border-collapse: collapse; width: 100%; margin: .5rem 0 }
th, td { text-align: left; vertical-align: top; padding: .2rem .6rem .2rem 0; border-bottom: 1px solid #ccc }
p { margin: .25rem 0 }
"""


def reference(app: FastAPI, *, is_open: bool) -> APIRouter:
    """Returns the routes of the reference. They are no part of the document themselves."""
    who = [] if is_open else [Depends(signed_in(*sorted(ROLES)))]
    routes = APIRouter(include_in_schema=False)

    @routes.get("/openapi.json", dependencies=who)
    async def document() -> Response:
        return JSONResponse(app.openapi())

    @routes.get("/docs", dependencies=who)
    async def page() -> Response:
        return HTMLResponse(html_page(app.openapi()), headers=POLICY)

    @routes.get("/docs/style.css")
    async def style() -> Response:
        return Response(STYLE, media_type="text/css")

    return routes


def html_page(document: Mapping[str, Any]) -> str:
    """Returns the page of an OpenAPI document, by areas."""
    info = document["info"]
    areas = "\n".join(_area(document, tag) for tag in document["tags"])
    return f"""<!DOCTYPE html>
<html lang="en-GB">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{escape(info["title"])}: addresses</title>
<link rel="stylesheet" href="docs/style.css">
</head>
<body>
<main>
<h1>{escape(info["title"])}</h1>
<p>{_words(info.get("description", ""))}</p>
<p>Programs read the same in <a href="openapi.json">openapi.json</a>.</p>
{areas}
</main>
</body>
</html>
"""


def _area(document: Mapping[str, Any], tag: Mapping[str, str]) -> str:
    operations = "\n".join(
        _operation(document, method, path, operation)
        for path, methods in document["paths"].items()
        for method, operation in methods.items()
        if tag["name"] in operation["tags"]
    )
    return f"<h2>{escape(tag['name'])}</h2>\n<p>{_words(tag['description'])}</p>\n{operations}"


def _operation(document: Mapping[str, Any], method: str, path: str, operation: Mapping[str, Any]) -> str:
    body = operation.get("requestBody", {}).get("content", {}).get("application/json", {}).get("schema", {})
    parameters = [
        (f"{each['name']} ({each['in']})", _kind(each.get("schema", {})), each.get("description", ""))
        for each in operation.get("parameters", ())
    ]
    answers = [(status, _kind(_schema_of(answer)), answer["description"]) for status, answer in operation["responses"].items()]
    return "\n".join([
        f"<h3><code>{method.upper()} {escape(path)}</code></h3>",
        *(f"<p>{_words(each)}</p>" for each in (operation["summary"], *operation["description"].split("\n\n"))),
        _table("You send", [*parameters, *_fields(document, body)]),
        _table("You get", answers),
    ])  # fmt: skip


def _fields(document: Mapping[str, Any], schema: Mapping[str, Any]) -> Iterator[tuple[str, str, str]]:
    """Yields name, type and meaning of each field of a body."""
    model = _resolved(document, schema)
    needed = model.get("required", ())
    for name, field in model.get("properties", {}).items():
        yield name, _kind(field) + ("" if name in needed else ", may be left out"), field.get("description", "")


def _resolved(document: Mapping[str, Any], schema: Mapping[str, Any]) -> Mapping[str, Any]:
    named: Mapping[str, Any] = document["components"]["schemas"].get(_name(schema), schema)
    return named


def _schema_of(answer: Mapping[str, Any]) -> Mapping[str, Any]:
    return next((content.get("schema", {}) for content in answer.get("content", {}).values()), {})


def _name(schema: Mapping[str, Any]) -> str:
    return str(schema.get("$ref", "")).rpartition("/")[2]


def _kind(schema: Mapping[str, Any]) -> str:
    """Returns the type of a schema in words."""
    if name := _name(schema):
        return name
    if options := [_kind(each) for each in (*schema.get("anyOf", ()), *schema.get("oneOf", ()))]:
        return " or ".join(each for each in options if each != "null")
    if schema.get("type") == "array":
        return f"list of {_kind(schema.get('items', {}))}"
    return str(schema.get("format") or schema.get("type") or "any")


def _table(title: str, rows: list[tuple[str, str, str]]) -> str:
    if not rows:
        return ""
    inner = "\n".join(
        f"<tr><td><code>{escape(name)}</code></td><td>{escape(kind)}</td><td>{_words(meaning)}</td></tr>"
        for name, kind, meaning in rows
    )
    return f"<table>\n<tr><th scope=col>{title}</th><th scope=col>Type</th><th scope=col>Meaning</th></tr>\n{inner}\n</table>"


CODE = re.compile(r"`([^`]*)`")


def _words(text: str) -> str:
    """Returns a text as HTML, with code between backticks."""
    return CODE.sub(r"<code>\1</code>", escape(text))
