"""Malformed requests are refused in plain words, without the values that were sent."""

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any, Literal

import pytest
from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, StringConstraints, TypeAdapter, ValidationError

from contracts.publishing.publish import PUBLISHED
from contracts.vocabulary.types import Code, Id, Link, Pseudonym, Reference
from services.chassis.http.malformed import OTHERWISE, PATTERNS, reason_for, reasons_for

CANARY = "Jane Smith"


class Colour(StrEnum):
    RED = "red"
    BLUE = "blue"


class Planted(BaseModel):
    model_config = ConfigDict(extra="forbid")

    number: int


def refused(type_: Any, value: Any) -> list[tuple[str, str, str]]:
    with pytest.raises(ValidationError) as refusal:
        TypeAdapter(type_).validate_python(value)
    reasons = [reason_for({**error}) for error in refusal.value.errors()]
    return [(reason.code, reason.path, reason.message) for reason in reasons]


@pytest.mark.parametrize(("entries", "codes"), [([CANARY], ["0"]), ([], [""]), (["child-a", CANARY], ["1"])])
def test_list_is_not_too_short_because_an_entry_is_wrong(entries: list[str], codes: list[str]) -> None:
    with pytest.raises(ValidationError) as refusal:
        TypeAdapter(Annotated[tuple[Pseudonym, ...], Field(min_length=1)]).validate_python(entries)
    assert [reason.path for reason in reasons_for([{**error} for error in refusal.value.errors()])] == codes


@pytest.mark.parametrize(
    ("type_", "value", "sentence"),
    [
        (Code, CANARY, "Enter a code such as `police`: small letters, digits and hyphens."),
        (Pseudonym, CANARY, "Use a pseudonym such as child-a, never a name."),
        (Pseudonym, "child-jane", "Use a pseudonym such as child-a, never a name."),
        (Id, CANARY, "Enter an id, as another answer of this service gave it."),
        (Reference, CANARY, "Enter a reference such as `NM-2027-K7Q4`."),
        (Link, CANARY, "Enter an address that begins with https:// and has no question mark in it."),
        (Annotated[str, StringConstraints(pattern="^never$")], CANARY, OTHERWISE),
        (Annotated[str, StringConstraints(max_length=5)], CANARY, "Enter at most 5 characters."),
        (Annotated[str, StringConstraints(min_length=50)], CANARY, "Enter at least 50 characters."),
        (Annotated[str, StringConstraints(min_length=1)], "", "Enter some text."),
        (str, 7, "Enter some text."),
        (Colour, CANARY, "Choose one of: red or blue."),
        (Literal["red", "blue"], CANARY, "Choose one of: red or blue."),
        (int, CANARY, "Enter a whole number."),
        (float, CANARY, "Enter a number."),
        (bool, CANARY, "Choose true or false."),
        (Annotated[int, Field(ge=3)], 2, "Enter 3 or more."),
        (Annotated[int, Field(le=3)], 4, "Enter 3 or less."),
        (date, CANARY, "Enter a date such as 2027-03-31."),
        (datetime, CANARY, "Enter a date and time with its offset from UTC, such as 2027-03-31T09:30+01:00."),
        (
            AwareDatetime,
            datetime(2027, 1, 1, tzinfo=UTC).replace(tzinfo=None),
            "Enter a date and time with its offset from UTC, such as 2027-03-31T09:30+01:00.",
        ),
        (list[int], CANARY, "Send a list."),
        (Annotated[list[int], Field(min_length=1)], [], "Give at least one of these."),
        (Annotated[list[int], Field(max_length=1)], [1, 2], "Give at most 1 of these."),
        (Planted, CANARY, "Send an object with named fields."),
    ],
)
def test_sentence_says_what_to_enter(type_: Any, value: Any, sentence: str) -> None:
    ((_, _, message),) = refused(type_, value)
    assert message == sentence
    assert CANARY not in message


def test_missing_and_unknown_fields_are_named() -> None:
    assert refused(Planted, {"colour": CANARY}) == [
        ("request/missing", "number", "Enter a value. This cannot be left out."),
        ("request/extra-forbidden", "colour", "Remove this field, because this request does not take it."),
    ]


def test_field_name_that_could_be_a_value_is_left_out() -> None:
    assert [path for _, path, _ in refused(Planted, {"number": 1, "Jane Smith, born 2019": 1})] == [""]


def patterns(schema: Any) -> Iterator[str]:
    if isinstance(schema, dict):
        if isinstance(pattern := schema.get("pattern"), str):
            yield pattern
        for each in schema.values():
            yield from patterns(each)
    if isinstance(schema, list):
        for each in schema:
            yield from patterns(each)


def asked_for(document: dict[str, Any]) -> Iterator[Any]:
    """Yields the schemas of all parameters and request bodies, with the schemas that they refer to."""
    waiting: list[Any] = [
        part
        for methods in document["paths"].values()
        for operation in methods.values()
        for part in (operation.get("parameters"), operation.get("requestBody"))
    ]
    seen: set[str] = set()
    while waiting:
        schema = waiting.pop()
        yield schema
        for name, model in document["components"]["schemas"].items():
            if name not in seen and f'"#/components/schemas/{name}"' in json.dumps(schema):
                seen.add(name)
                waiting.append(model)


@pytest.mark.parametrize("file", sorted((PUBLISHED / "openapi").iterdir()), ids=lambda file: file.stem)
def test_every_pattern_that_a_request_must_match_has_a_sentence(file: Path) -> None:
    wanted = {pattern for schema in asked_for(json.loads(file.read_text())) for pattern in patterns(schema)}
    assert wanted
    assert wanted - set(PATTERNS) == set()
