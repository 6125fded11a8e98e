"""Marked fields are found by walking a model, sealed in place, and opened again (docs/access.md "Encryption")."""

from copy import deepcopy
from typing import Annotated, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import Field

from services.chassis.privacy.keyring import DataKey
from services.chassis.privacy.sealing import Place, marks_of, places
from services.chassis.rules.sealed import ERASED, SEALED, Sealed, Sensitive
from services.chassis.rules.values import Value


class Note(Value):
    text: Sensitive
    code: str = "plain"


class Contact(Value):
    owner: str = "another"
    address: Annotated[str | None, Sealed(by="owner")] = None


class Case(Value):
    id: str = "mine"
    title: Sensitive = ""
    lines: tuple[Sensitive, ...] = ()
    notes: tuple[Note, ...] = ()
    by_code: dict[str, Note] = Field(default_factory=dict)
    scales: Annotated[dict[str, int], SEALED] = Field(default_factory=dict)
    themes: Annotated[tuple[str, ...], SEALED] = ()
    last: Note | None = None
    reason: Sensitive | None = None
    contact: Contact = Contact()


TEXT = st.text(min_size=1, max_size=20)
NOTES = st.builds(Note, text=TEXT)
CASES = st.builds(
    Case,
    title=TEXT,
    lines=st.lists(TEXT, max_size=3).map(tuple),
    notes=st.lists(NOTES, max_size=3).map(tuple),
    by_code=st.dictionaries(TEXT, NOTES, max_size=3),
    scales=st.dictionaries(TEXT, st.integers(1, 5), max_size=3),
    themes=st.lists(TEXT, max_size=3).map(tuple),
    last=st.none() | NOTES,
    reason=st.none() | TEXT,
    contact=st.builds(Contact, address=st.none() | TEXT),
)
KEYS = {owner: DataKey.new(owner) for owner in ("mine", "another")}


def found(raw: dict[str, Any]) -> list[Place]:
    return list(places(Case, "case", "mine", raw))


def sealed(case: Case) -> dict[str, Any]:
    raw = case.model_dump(mode="json")
    for each in found(raw):
        each.seal(KEYS[each.owner])
    return raw


@given(CASES)
def test_state_is_the_same_after_sealing_and_opening(case: Case) -> None:
    raw = sealed(case)
    for each in found(raw):
        assert isinstance(each.value, bytes)
        each.open(KEYS[each.owner])
    assert Case.model_validate(raw) == case


@given(CASES)
def test_state_is_read_after_its_key_is_erased(case: Case) -> None:
    raw = sealed(case)
    for each in found(raw):
        each.clear()
    gone = Case.model_validate(raw)
    assert gone.title == ERASED
    assert gone.lines == (ERASED,) * len(case.lines)
    assert [each.text for each in gone.notes] == [ERASED] * len(case.notes)
    assert (gone.scales, gone.themes, gone.reason, gone.contact.address) == ({}, (), None, None)
    assert [each.code for each in gone.notes] == [each.code for each in case.notes], "what is not marked stays"


def test_places_name_owner_and_field_without_positions() -> None:
    case = Case(title="t", notes=(Note(text="a"), Note(text="b")), contact=Contact(address="c"))
    assert [(each.owner, each.name) for each in found(case.model_dump(mode="json"))] == [
        ("mine", "case.title"),
        ("mine", "case.notes.text"),
        ("mine", "case.notes.text"),
        ("another", "case.contact.address"),
    ]


def test_empty_values_need_no_key() -> None:
    assert found(Case().model_dump(mode="json")) == []


def test_sealing_twice_gives_other_bytes() -> None:
    case = Case(title="the same")
    assert sealed(case) != sealed(case)
    assert deepcopy(case) == case


class Two(Value):
    value: Note | Contact


class Number(Value):
    value: Annotated[int, SEALED]


@pytest.mark.parametrize("model", [Two, Number])
def test_mark_that_cannot_be_honoured_is_an_error(model: type[Value]) -> None:
    with pytest.raises(TypeError, match=model.__name__):
        marks_of(model)


def test_model_without_marks_has_none() -> None:
    class Plain(Value):
        name: str

    assert marks_of(Plain) is None
    assert list(places(Plain, "plain", "mine", {"name": "x"})) == []
