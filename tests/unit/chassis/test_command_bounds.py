"""No command takes a date or a number that nothing can be counted with."""

import importlib
from collections.abc import Iterator
from datetime import date
from typing import Any, get_args

import pytest
from pydantic import ValidationError

from local.parts.names import SERVICES, module
from services.chassis.rules.values import FIRST_YEAR, LARGEST_NUMBER, LAST_YEAR, CommandBody

for service in SERVICES:
    importlib.import_module(module(service))
BEYOND: dict[type, tuple[Any, ...]] = {
    date: (f"{LAST_YEAR + 1}-01-01", f"{FIRST_YEAR - 1}-12-31", "9999-12-31", "0001-01-01"),
    int: (LARGEST_NUMBER + 1, -LARGEST_NUMBER - 1, 10**30),
}


def bodies(parent: type[CommandBody] = CommandBody) -> Iterator[type[CommandBody]]:
    for each in parent.__subclasses__():
        yield each
        yield from bodies(each)


def types_in(annotation: Any) -> Iterator[Any]:
    yield annotation
    for part in get_args(annotation):
        yield from types_in(part)


FIELDS = sorted(
    (body.__module__, body.__name__, name, type_.__name__)
    for body in set(bodies())
    for name, field in body.model_fields.items()
    for type_ in BEYOND
    if type_ in set(types_in(field.annotation))
)


BOUNDS = {"date_out_of_range", "number_out_of_range", "greater_than", "greater_than_equal", "less_than_equal"}


@pytest.mark.parametrize(("of", "body", "field", "type_"), FIELDS)
def test_field_of_a_command_refuses_what_lies_beyond_reason(of: str, body: str, field: str, type_: str) -> None:
    command = getattr(importlib.import_module(of), body)
    for beyond in next(values for each, values in BEYOND.items() if each.__name__ == type_):
        found = {kind for value in (beyond, [beyond]) for place, kind in faults(command, {field: value}) if place == field}
        assert found & BOUNDS, (beyond, found)


def faults(command: type[CommandBody], body: dict[str, Any]) -> list[tuple[Any, str]]:
    """Returns the field and the kind of each fault."""
    try:
        command.model_validate(body)
    except ValidationError as refusal:
        return [(error["loc"][0], error["type"]) for error in refusal.errors()]
    return []
