"""A clear answer that names each fault at once, at its path, and nothing half done."""

import json
from typing import Any
from uuid import uuid4

import httpx
import pytest

from local.partnership import COUNCIL
from local.scenarios.playing import play
from local.scenarios.review_registry import opening, to_a_lead
from tests.component.harness import Connected
from tests.conformance.everything import Everything
from tests.service.calling import Caller, refused

LARGEST = 262_144


@pytest.fixture(scope="module")
def unit(services: Connected) -> Caller:
    return services["review-registry"]("business-unit")


@pytest.fixture(scope="module")
def review(services: Connected) -> str:
    """A review in its scoping."""
    everything = Everything(services, {name: each.people for name, each in services.items()})
    return play(everything.at_the_registry, to_a_lead(), until="in scoping")["review"]


def raw(caller: Caller, content: Any, path: str = "/reviews", **headers: str) -> httpx.Response:
    usual = {"Content-Type": "application/json"}
    return caller.client.post(path, content=content, headers=caller.headers(str(uuid4())) | usual | headers)


def test_every_fault_is_named_at_its_path(unit: Caller, review: str) -> None:
    scope = {
        "period_from": "yesterday",
        "children": [],
        "agencies": [{"agency": COUNCIL, "part": "watching"}, {"agency": "No Code"}],
        "lines_of_enquiry": [""],
        "colour": "blue",
    }
    response = unit.client.post(f"/reviews/{review}/scope", json=scope, headers=unit.headers())
    assert sorted(refused(response, 422)) == [
        ("request/date-from-datetime-parsing", "period_from"),
        ("request/enum", "agencies/0/part"),
        ("request/extra-forbidden", "colour"),
        ("request/missing", "agencies/1/part"),
        ("request/missing", "header/Idempotency-Key"),
        ("request/missing", "period_to"),
        ("request/string-pattern-mismatch", "agencies/1/agency"),
        ("request/string-too-short", "lines_of_enquiry/0"),
        ("request/too-short", "children"),
    ]


@pytest.mark.parametrize(
    "content",
    [b"", b"{", b"[]", b"7", b"null", b'"text"', b"\xff\xfe", b'{"title": NaN}', b"[" * 50_000, b'{"\\ud800": "\\ud800"}'],
)
def test_what_is_no_such_json_is_malformed(content: bytes, unit: Caller) -> None:
    refused(raw(unit, content), 422)


def test_a_field_with_an_odd_name_is_refused_without_its_name(unit: Caller) -> None:
    paths = [path for _, path in refused(raw(unit, json.dumps(opening() | {"Jane Smith, born 2019": 1})), 422)]
    assert paths == [""]


@pytest.mark.parametrize("kind", ["", "text/plain", "application/xml", "multipart/form-data", "application/jsonx"])
def test_what_is_not_json_is_not_taken(kind: str, unit: Caller) -> None:
    headers = {**unit.headers(str(uuid4())), "Content-Type": kind}
    refused(unit.client.post("/reviews", content=b"{}", headers=headers), 415)


def test_json_with_a_character_set_is_taken(unit: Caller) -> None:
    content = json.dumps(opening())
    assert raw(unit, content, **{"Content-Type": "application/json; charset=utf-8"}).status_code == 201


def test_what_is_too_large_is_refused_whether_its_size_is_declared_or_not(unit: Caller) -> None:
    refused(raw(unit, b" " * (LARGEST + 1)), 413)
    refused(raw(unit, (b" " * 65_536 for _ in range(5))), 413)
    largest = json.dumps(opening()).encode().ljust(LARGEST)
    assert raw(unit, largest).status_code == 201


@pytest.mark.parametrize("params", [{"limit": 0}, {"limit": 201}, {"limit": "x"}, {"after": "x"}, {"stage": "No Code"}])
def test_a_wrong_question_is_malformed(params: dict[str, Any], unit: Caller) -> None:
    ((_, path),) = refused(unit.get("/reviews", **params), 422)
    assert path == f"query/{next(iter(params))}"


@pytest.mark.parametrize("id_", ["0b1e6a52-7c0e-4c55-9d0a-1f6f2f1d7a31", "x", "$where", "%00", "..%2f", "é", "x" * 2000])
def test_what_is_unknown_is_not_found_whatever_its_id_looks_like(id_: str, unit: Caller) -> None:
    refused(unit.get(f"/reviews/{id_}"), 404)
    refused(unit.post(f"/reviews/{id_}/moves", {"to": "scoping"}), 404)


def test_nowhere_and_no_such_method_are_problems_too(unit: Caller, review: str) -> None:
    refused(unit.get("/nowhere"), 404)
    response = unit.client.delete(f"/reviews/{review}", headers=unit.headers())
    refused(response, 405)
