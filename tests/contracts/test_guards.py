"""No event can identify a person, and a service reads each (docs/domain.md "Never in an event"). Each guard bites."""

from datetime import date, datetime
from typing import Any, ClassVar, Literal

import pytest
from pydantic import BaseModel, ConfigDict, computed_field, create_model

from contracts.events.catalogue import PUBLISHERS
from contracts.events.event import Event
from contracts.events.guards import purposeless, revealing
from contracts.vocabulary.reviews import Priority
from contracts.vocabulary.types import Code, Count, Epoch, Id, Link, PersonRef, Reference, Sha256

EVENTS = sorted(PUBLISHERS, key=lambda each: each.type())


class Party(BaseModel):
    id: Id
    group: Code


class NamedParty(BaseModel):
    id: Id
    nickname: Code


class Loose(BaseModel):
    model_config = ConfigDict(extra="allow")

    id: Id


def planted(**fields: Any) -> type[Event]:
    definitions: dict[str, Any] = {name: (hint, ...) for name, hint in fields.items()}
    return create_model("Planted", __base__=Event, **definitions)


@pytest.mark.parametrize("event", EVENTS)
def test_no_event_can_tell_who_it_is_about(event: type[Event]) -> None:
    assert revealing(event) == []


@pytest.mark.parametrize("event", EVENTS)
def test_every_event_is_read_and_says_what_it_is_about(event: type[Event]) -> None:
    assert purposeless(event) == []


@pytest.mark.parametrize(
    "hint",
    [Id, Code, Reference, PersonRef, Link, Sha256, Count, Epoch, bool, date, datetime, Priority, Code | None, tuple[Id, ...],
     dict[Code, Count], dict[Code, tuple[Id, ...]], frozenset[Priority], tuple[Party, ...], date | None],
)  # fmt: skip
def test_what_says_nothing_about_anybody_is_allowed(hint: Any) -> None:
    assert revealing(planted(field=hint)) == []


@pytest.mark.parametrize(
    "hint",
    [str, str | None, tuple[str, ...], dict[str, Count], dict[Code, str], int, float, bytes, Any, object, dict[Code, Any],
     tuple, dict, list[str], set[str], Literal["a name"], tuple[NamedParty, ...], Loose, dict[Code, tuple[str, ...]] | None],
)  # fmt: skip
def test_any_other_type_is_a_fault_however_deep(hint: Any) -> None:
    assert revealing(planted(field=hint))


@pytest.mark.parametrize(
    "name",
    ["name", "child_name", "names", "date_of_birth", "dob", "address", "home_address", "postcode", "notes", "note",
     "description", "text", "free_text", "comment", "phone", "email", "nhs_number", "date_of_death", "Surname", "title"],
)  # fmt: skip
def test_a_telling_name_is_a_fault_whatever_the_type(name: str) -> None:
    assert revealing(planted(**{name: Code})) == [f"Planted.{name}: this field name is not allowed"]


def test_every_fault_is_told_at_once() -> None:
    assert len(revealing(planted(id=Id, name=Code, story=str, size=int))) == 3


def test_a_computed_field_is_a_fault() -> None:
    class Computing(Event):
        finding: Id

        @computed_field  # type: ignore[prop-decorator]
        @property
        def said(self) -> str:
            return ""

    assert revealing(Computing)


def test_an_event_read_by_nobody_or_about_nothing_is_a_fault() -> None:
    class Unread(Event):
        subject: ClassVar[str] = "finding"
        finding: Id

    class Misread(Unread):
        reads: ClassVar[tuple[str, ...]] = ("somebody",)

    class AboutNothing(Unread):
        subject: ClassVar[str] = "theme"
        reads: ClassVar[tuple[str, ...]] = ("review-registry",)

    class AboutACode(AboutNothing):
        theme: Code

    class Silent(Event):
        reads: ClassVar[tuple[str, ...]] = ("review-registry",)

    assert purposeless(Unread) == ["Unread: no service reads it"]
    assert purposeless(Misread) == ["Misread: read by somebody, which is not a service"]
    for event in (AboutNothing, AboutACode, Silent):
        assert [fault for fault in purposeless(event) if "is not a field that holds an id" in fault]
