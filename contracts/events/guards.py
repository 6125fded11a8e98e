"""What is checked of every event, so that no event can tell who it is about and none is sent to nobody.

The tests plant violations and call these same functions.
"""

import types
from datetime import date, datetime
from enum import StrEnum
from typing import Annotated, Any, Union, get_args, get_origin, get_type_hints

from pydantic import BaseModel

from contracts.events.catalogue import SERVICES
from contracts.events.event import Event
from contracts.vocabulary.types import Code, Count, Epoch, Id, Link, Ordinal, PersonRef, Reference, Sha256

OPAQUE: tuple[Any, ...] = (Id, Code, Reference, PersonRef, Link, Sha256, Count, Epoch, Ordinal)
"""Ids, codes, references, links, hashes and counts: by themselves they say nothing about anybody."""

PLAIN: tuple[Any, ...] = (bool, date, datetime, type(None))

TELLING = frozenset({
    "name", "names", "forename", "forenames", "firstname", "surname", "lastname", "initials", "alias", "nickname", "dob",
    "birth", "birthday", "born", "death", "died", "address", "street", "postcode", "ward", "school", "phone", "telephone",
    "mobile", "email", "mail", "nhs", "upn", "nationality", "ethnicity", "gender", "sex", "religion", "note", "notes",
    "comment", "comments", "description", "text", "narrative", "title", "quote", "detail", "details", "message",
})  # fmt: skip
"""Words that no field is called by, whatever its type (domain.md 12)."""


def telling(event: type[Event]) -> list[str]:
    """Each field of an event that could carry a name, a date of birth or words about anybody (spec: mission 8)."""
    return fields_at_fault(event, event.wire_name())


def fields_at_fault(model: type[BaseModel], at: str) -> list[str]:
    hints = get_type_hints(model, include_extras=True)
    faults = [f"{at}.{field}: computed fields go out too, and are not checked" for field in model.model_computed_fields]
    if model.model_config.get("extra") == "allow":
        faults.append(f"{at}: lets through fields that nobody declared")
    for field in model.model_fields:
        where = f"{at}.{field}"
        if TELLING.intersection(field.lower().split("_")):
            faults.append(f"{where}: no event has a field of this name")
        faults.extend(type_at_fault(hints[field], where))
    return faults


def type_at_fault(hint: Any, where: str) -> list[str]:
    """What is wrong with a type: anything but opaque ones, enumerations, dates, booleans and containers of these."""
    if hint in OPAQUE or hint in PLAIN:
        return []
    if get_origin(hint) in (tuple, frozenset, dict, Union, types.UnionType):
        return [fault for part in get_args(hint) if part is not Ellipsis for fault in type_at_fault(part, where)]
    if isinstance(hint, type) and issubclass(hint, StrEnum):
        return []
    if isinstance(hint, type) and issubclass(hint, BaseModel):
        return fields_at_fault(hint, where)
    return [f"{where}: {spoken(hint)} is no id, code, date, count, link, hash, reference or enumeration"]


def spoken(hint: Any) -> str:
    plain = get_args(hint)[0] if get_origin(hint) is Annotated else hint
    return str(getattr(plain, "__name__", plain))


def purposeless(event: type[Event]) -> list[str]:
    """An event exists because somebody reads it, and says by an id what it is about (spec: events.md)."""
    faults = [f"{event.wire_name()}: read by {each}, which is no service" for each in event.reads if each not in SERVICES]
    if not event.reads:
        faults.append(f"{event.wire_name()}: read by nobody")
    subject = getattr(event, "subject", None)
    if subject not in event.model_fields or get_type_hints(event, include_extras=True)[subject] != Id:
        faults.append(f"{event.wire_name()}: its subject, {subject}, is no field that holds an id")
    return faults
