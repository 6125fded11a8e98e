"""Checks of every event: none can identify a person, and a service reads each.

Tests plant violations and call the same functions.
"""

import types
from datetime import date, datetime
from enum import StrEnum
from typing import Annotated, Any, Union, get_args, get_origin, get_type_hints

from pydantic import BaseModel

from contracts.events.catalogue import SERVICES
from contracts.events.event import Event
from contracts.vocabulary.types import AgencyCode, Code, Count, Epoch, Id, Link, Ordinal, PersonRef, Reference, Sha256

OPAQUE: tuple[Any, ...] = (Id, Code, AgencyCode, Reference, PersonRef, Link, Sha256, Count, Epoch, Ordinal)
"""Ids, codes, references, links, hashes and counts. By themselves they identify no one."""

PLAIN: tuple[Any, ...] = (bool, date, datetime, type(None))

REVEALING = frozenset({
    "name", "names", "forename", "forenames", "firstname", "surname", "lastname", "initials", "alias", "nickname", "dob",
    "birth", "birthday", "born", "death", "died", "address", "street", "postcode", "ward", "school", "phone", "telephone",
    "mobile", "email", "mail", "nhs", "upn", "nationality", "ethnicity", "gender", "sex", "religion", "note", "notes",
    "comment", "comments", "description", "text", "narrative", "title", "quote", "detail", "details", "message",
})  # fmt: skip
"""Words that no field name may contain, whatever its type (docs/domain.md "Never in an event")."""


def revealing(event: type[Event]) -> list[str]:
    """Returns each field of an event that could hold a name, a date of birth or words about a person."""
    return fields_at_fault(event, event.wire_name())


def fields_at_fault(model: type[BaseModel], at: str) -> list[str]:
    hints = get_type_hints(model, include_extras=True)
    faults = [f"{at}.{field}: computed fields are sent too, and no guard checks them" for field in model.model_computed_fields]
    if model.model_config.get("extra") == "allow":
        faults.append(f"{at}: accepts fields that it does not declare")
    for field in model.model_fields:
        where = f"{at}.{field}"
        if REVEALING.intersection(field.lower().split("_")):
            faults.append(f"{where}: this field name is not allowed")
        faults.extend(type_at_fault(hints[field], where))
    return faults


def type_at_fault(hint: Any, where: str) -> list[str]:
    """Returns the faults of a type. Allowed are opaque types, enumerations, dates, booleans and containers of these."""
    if hint in OPAQUE or hint in PLAIN:
        return []
    if get_origin(hint) in (tuple, frozenset, dict, Union, types.UnionType):
        return [fault for part in get_args(hint) if part is not Ellipsis for fault in type_at_fault(part, where)]
    if isinstance(hint, type) and issubclass(hint, StrEnum):
        return []
    if isinstance(hint, type) and issubclass(hint, BaseModel):
        return fields_at_fault(hint, where)
    return [f"{where}: {spoken(hint)} is not an id, code, date, count, link, hash, reference or enumeration"]


def spoken(hint: Any) -> str:
    plain = get_args(hint)[0] if get_origin(hint) is Annotated else hint
    return str(getattr(plain, "__name__", plain))


def purposeless(event: type[Event]) -> list[str]:
    """Returns the faults of an event that no service reads, or whose subject is not an id."""
    faults = [f"{event.wire_name()}: read by {each}, which is not a service" for each in event.reads if each not in SERVICES]
    if not event.reads:
        faults.append(f"{event.wire_name()}: no service reads it")
    subject = getattr(event, "subject", None)
    if subject not in event.model_fields or get_type_hints(event, include_extras=True)[subject] != Id:
        faults.append(f"{event.wire_name()}: its subject, {subject}, is not a field that holds an id")
    return faults
