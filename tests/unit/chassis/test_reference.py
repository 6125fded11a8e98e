"""The reference of addresses is readable without scripts, and outside the local profile for people with a token alone."""

import json

import httpx
import pytest

from contracts.publishing.publish import PUBLISHED
from local.parts.names import SERVICES
from services.chassis.host import Host
from services.chassis.http.reference import html_page
from services.chassis.settings import HostSettings

PATHS = ("/docs", "/openapi.json")


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize(("profile", "status"), [("local", 200), ("production", 401)])
async def test_reference_asks_for_a_token_outside_the_local_profile(profile: str, status: int, path: str) -> None:
    addresses = {
        "issuer": "https://issuer.example",
        "jwks": "https://issuer.example/keys",
        "public_url": "https://pages.example",
    }
    settings = HostSettings(profile=profile, audience="pages", **addresses)  # type: ignore[arg-type]
    host = Host("pages", settings)
    async with httpx.AsyncClient(transport=httpx.ASGITransport(host.app), base_url="http://pages") as pages:
        answer = await pages.get(path)
        assert answer.status_code == status
        assert "frame-ancestors 'none'" in answer.headers["Content-Security-Policy"]
        assert (await pages.get("/docs/style.css")).headers["Content-Type"].startswith("text/css")
        assert (await pages.get("/redoc")).status_code == 404


@pytest.mark.parametrize("service", SERVICES)
def test_page_shows_every_address_and_loads_nothing_from_elsewhere(service: str) -> None:
    document = json.loads((PUBLISHED / "openapi" / f"{service}.json").read_text())
    page = html_page(document)
    for path, methods in document["paths"].items():
        for method in methods:
            assert f"<code>{method.upper()} {path}</code>" in page
    assert "<script" not in page
    assert "//" not in "".join(part for part in page.split('"') if part.startswith(("http", "//")))
    assert ">None<" not in page


def test_page_escapes_what_the_document_holds() -> None:
    get = {"tags": ["<i>"], "summary": "<b>`x`", "description": "Roles: `<i>`.", "responses": {"200": {"description": "<i>"}}}
    tag = {"name": "<i>", "description": "<i>"}
    document = {"info": {"title": "<i>", "description": "<i>"}, "tags": [tag], "paths": {"/<i>": {"get": get}}}
    page = html_page(document | {"components": {"schemas": {}}})
    assert "<i>" not in page
    assert "&lt;b&gt;<code>x</code>" in page
