"""The published OpenAPI documents are what the services serve, and say what their routes take and give."""

import json
import re
from typing import Any

import pytest

from contracts.publishing.publish import stale
from local.openapi import BUILDS, FOLDER, documents

PUBLIC = {"public", "library"}
"""Tags of what anybody may read or send without a token."""
ASKS_ONLY = ("/parked", "/receipts")
"""Below these a POST may do without a key: to repeat it changes nothing more."""


@pytest.fixture(scope="module")
def made() -> dict[str, str]:
    return documents()


def operations(text: str) -> list[tuple[str, str, dict[str, Any]]]:
    paths = json.loads(text)["paths"]
    return [(method, path, told) for path, methods in paths.items() for method, told in methods.items()]


def test_what_is_published_is_what_is_served(made: dict[str, str]) -> None:
    assert stale(made, FOLDER) == [], "python -m local.openapi writes them anew"


def asks_who_calls(path: str, told: dict[str, Any]) -> bool:
    return not path.startswith("/health") and PUBLIC.isdisjoint(told["tags"])


@pytest.mark.parametrize("service", BUILDS)
def test_every_route_has_a_name_of_its_own_a_summary_and_a_place(service: str, made: dict[str, str]) -> None:
    told = [each for _, _, each in operations(made[f"{service}.json"])]
    names = [each["operationId"] for each in told]
    assert len(set(names)) == len(names)
    assert all(re.fullmatch(r"([A-Z][a-z]+)+", name) for name in names)
    assert all(each["summary"] and each["tags"] for each in told)


@pytest.mark.parametrize("service", BUILDS)
def test_every_answer_says_its_form(service: str, made: dict[str, str]) -> None:
    for method, path, told in operations(made[f"{service}.json"]):
        good = {status: each for status, each in told["responses"].items() if status < "300"}
        assert len(good) == 1, (method, path)
        for answer in good.values():
            assert answer["content"], (method, path)
            assert answer["content"].get("application/json", {"schema": "a page"})["schema"], (method, path)
        if not path.startswith("/health"):
            noes = set(told["responses"]) - set(good)
            assert noes >= {"422", "503"} | ({"401", "403"} if asks_who_calls(path, told) else set()), (method, path)
            assert all(set(told["responses"][each]["content"]) == {"application/problem+json"} for each in noes), (method, path)


@pytest.mark.parametrize("service", BUILDS)
def test_what_is_not_public_asks_for_a_token_and_a_command_for_its_key(service: str, made: dict[str, str]) -> None:
    for method, path, told in operations(made[f"{service}.json"]):
        assert ("security" in told) == asks_who_calls(path, told), path
        if method == "post" and not path.startswith(ASKS_ONLY):
            required = {each["name"] for each in told["parameters"] if each["required"]}
            assert "Idempotency-Key" in required, path
