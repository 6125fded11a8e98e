"""Within a version of an event only optional fields are added (docs/architecture.md "Inbox")."""

import json
from pathlib import Path
from typing import Any

import pytest
from pydantic import Field, create_model

from contracts.events.catalogue import PUBLISHERS
from contracts.events.compatibility import breaking, broken
from contracts.events.event import Event
from contracts.events.review_registry import FindingRecorded
from contracts.publishing.asyncapi import message_key
from contracts.publishing.schemas import event_schema
from contracts.vocabulary.actions import Strength
from contracts.vocabulary.reviews import AgencyPart, Priority
from contracts.vocabulary.types import Code, Count, Id
from tests.support.published_schemas import FOLDER, git, promised


def test_no_promise_of_a_release_is_broken() -> None:
    """There is no release yet, so that the planted history below alone shows that this bites."""
    made = {f"{message_key(event)}.json": event_schema(event) for event in PUBLISHERS}
    before = promised()
    assert all(before.values()), "each release published schemas"
    assert {release: broken(schemas, made) for release, schemas in before.items()} == {release: [] for release in before}


def test_a_promise_of_an_earlier_release_is_still_held_to(tmp_path: Path) -> None:
    """Planted: a field goes between two releases. The later release agrees with what is made now, the earlier one does not.

    A commit that no release holds promises nothing.
    """
    file = tmp_path / FOLDER / "Planted.v1.json"
    file.parent.mkdir(parents=True)
    git(tmp_path, "init", "--quiet")
    history = {"": schema(later=(Code, ...)), "v0.1.0": schema(), "v0.2.0": schema(priority=None)}
    for release, each in history.items():
        file.write_text(json.dumps(each), encoding="utf-8")
        git(tmp_path, "add", ".")
        git(tmp_path, "-c", "user.name=planted", "-c", "user.email=planted@example.org", "commit", "--quiet", "-m", "planted")
        if release:
            git(tmp_path, "tag", release)
    made = {file.name: schema(priority=None)}
    found = {release: broken(schemas, made) for release, schemas in promised(tmp_path).items()}
    assert found == {"v0.1.0": ["Planted.v1.json: priority: removed"], "v0.2.0": []}


def test_nothing_was_promised_before_the_first_release(tmp_path: Path) -> None:
    assert promised(tmp_path) == {}


FIELDS: dict[str, Any] = {
    "review": (Id, ...),
    "priority": (Priority, ...),
    "parts": (dict[Code, AgencyPart], ...),
    "themes": (tuple[Code, ...], ...),
    "since": (Count | None, None),
}


def schema(**changed: Any) -> dict[str, Any]:
    """The schema of an event with these fields changed; None takes one away."""
    fields = {name: each for name, each in (FIELDS | changed).items() if each is not None}
    return create_model("Planted", __base__=Event, **fields).model_json_schema()


@pytest.mark.parametrize(
    ("changed", "fault"),
    [
        ({"priority": None}, "priority: removed"),
        ({"since": None}, "since: removed"),
        ({"later": (Code, ...)}, "later: new, and required"),
        ({"since": (Count | None, ...)}, "since: was optional before"),
        ({"review": (Id | None, None)}, "review: was required before"),
        ({"review": (Count, ...)}, "review: its type changed"),
        ({"review": (Code, ...)}, "review: its pattern changed"),
        ({"priority": (Strength, ...)}, "priority: high was removed from its values"),
        ({"themes": (tuple[Id, ...], ...)}, "themes: its pattern changed"),
        ({"themes": (Code, ...)}, "themes: its type changed"),
        ({"parts": (dict[Code, Priority], ...)}, "parts: "),
        ({"since": (Id | None, None)}, "since: its anyOf changed"),
    ],
)
def test_a_change_that_breaks_readers_or_history_is_told(changed: dict[str, Any], fault: str) -> None:
    found = breaking(schema(), schema(**changed))
    assert any(each.startswith(fault) for each in found), found


def test_a_value_taken_from_or_added_to_an_enumeration_is_told() -> None:
    before, narrowed = schema(), schema()
    narrowed["$defs"]["Priority"]["enum"] = ["high", "low"]
    assert breaking(before, narrowed) == ["priority: medium was removed from its values"]
    assert breaking(narrowed, before) == ["priority: medium was added to its values, which readers of this version do not know"]


def test_every_fault_is_told_at_once() -> None:
    found = breaking(schema(), schema(priority=None, since=None, later=(Code, ...), review=(Code, ...)))
    assert {each.split(":")[0] for each in found} == {"priority", "since", "later", "review"}


def test_an_optional_field_and_other_words_break_nothing() -> None:
    renamed = schema(extra=(tuple[Code, ...], ()), another=(Id | None, Field(default=None, description="Said otherwise.")))
    assert breaking(schema(), renamed | {"title": "Another", "description": "Said otherwise."}) == []


def test_an_event_that_is_gone_is_told_and_a_new_one_is_not() -> None:
    known = event_schema(FindingRecorded)
    assert broken({"FindingRecorded.v1.json": known}, {"FindingRecorded.v2.json": known}) == [
        "FindingRecorded.v1.json: is gone"
    ]
    assert broken({}, {"FindingRecorded.v1.json": known}) == []
