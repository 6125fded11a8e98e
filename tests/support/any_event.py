"""Any event that its class allows, for laws (hypothesis)."""

from datetime import UTC, date, datetime
from enum import StrEnum
from functools import cache
from types import UnionType
from typing import Annotated, Any, Union, get_args, get_origin, get_type_hints

from hypothesis import strategies as st
from pydantic import BaseModel, StringConstraints

from contracts.events.catalogue import PUBLISHERS
from contracts.events.event import Event
from contracts.vocabulary.types import AgencyCode, Id
from local.partnership import FRAMEWORK

ids = st.uuids().map(str)
OURS: dict[Any, st.SearchStrategy[str]] = {Id: ids, AgencyCode: st.sampled_from(sorted(FRAMEWORK.agency_codes()))}


def any_event() -> st.SearchStrategy[Event]:
    """An event of any class in the catalogue."""
    return st.sampled_from(sorted(PUBLISHERS, key=lambda each: each.type())).flatmap(event_of)


@cache
def event_of(event: type[Event]) -> st.SearchStrategy[Event]:
    hints = get_type_hints(event, include_extras=True)
    return st.fixed_dictionaries({name: values(hints[name]) for name in event.model_fields}).map(event.model_validate)


def values(hint: Any) -> st.SearchStrategy[Any]:
    """Values of a field's type."""
    origin, inner = get_origin(hint), get_args(hint)
    if hint in OURS:
        return OURS[hint]
    if origin is Annotated:
        return codes(inner[1]) if inner[0] is str else st.integers(min_value=1, max_value=10_000)
    if origin is tuple:
        return st.lists(values(inner[0]), max_size=3).map(tuple)
    if origin is dict:
        return st.dictionaries(values(inner[0]), values(inner[1]), max_size=3)
    if origin in (Union, UnionType):
        return st.one_of([values(each) for each in inner])
    return plain(hint)


def codes(constraints: StringConstraints) -> st.SearchStrategy[str]:
    longest = constraints.max_length or 10_000
    return st.from_regex(str(constraints.pattern), fullmatch=True).filter(lambda text: len(text) <= longest and text.isascii())


def plain(hint: Any) -> st.SearchStrategy[Any]:
    if isinstance(hint, type) and issubclass(hint, StrEnum):
        return st.sampled_from(sorted(hint))
    if isinstance(hint, type) and issubclass(hint, BaseModel):
        hints = get_type_hints(hint, include_extras=True)
        return st.fixed_dictionaries({name: values(hints[name]) for name in hint.model_fields}).map(hint.model_validate)
    return {
        bool: st.booleans(),
        date: st.dates(),
        datetime: st.datetimes(timezones=st.just(UTC)),
        type(None): st.none(),
    }[hint]
