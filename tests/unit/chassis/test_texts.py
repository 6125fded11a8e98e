"""Commands hold texts as people see them, and numbers that are numbers."""

import importlib
import unicodedata
from collections.abc import Iterator
from types import UnionType
from typing import Any, Union, get_args, get_origin

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel, ValidationError

from local.parts.names import SERVICES, module
from services.chassis.rules.texts import KEPT, visible
from services.chassis.rules.values import CommandBody

for service in SERVICES:
    importlib.import_module(module(service))
UNSEEN = "\x00\x07\x1b\x85\u202e\u2066\u200b\u2060\ufeff\u00ad\U000e0041"
TITLES = {"title", "place"}
NUMBERS_NOT = (True, False, "10", 10.0)


def bodies(parent: type[CommandBody] = CommandBody) -> Iterator[type[CommandBody]]:
    for each in parent.__subclasses__():
        yield each
        yield from bodies(each)


BODIES = sorted(set(bodies()), key=str)


def parts(annotation: Any) -> Iterator[Any]:
    yield annotation
    for each in get_args(annotation):
        yield from parts(each)


def fields(model: type[BaseModel], at: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], set[Any], Any]]:
    """Yields the path, the types and the annotation of each field of a body, and of the models in it."""
    for name, field in model.model_fields.items():
        found = {each for each in parts(field.annotation) if isinstance(each, type)}
        yield (*at, name), found, field.annotation
        for inner in found:
            if issubclass(inner, BaseModel):
                yield from fields(inner, (*at, name))


def nested(path: tuple[str, ...], value: Any, annotations: dict[tuple[str, ...], Any]) -> dict[str, Any]:
    """Returns a body with this value at a path, in a list where the body has one."""
    for end in range(len(path), 0, -1):
        options = [annotations[path[:end]], *parts(annotations[path[:end]])]
        is_list = end < len(path) and any(get_origin(each) in (tuple, list) for each in options)
        value = {path[end - 1]: [value] if is_list else value}
    return value  # type: ignore[no-any-return]


WHOLE = [
    (body, path)
    for body in BODIES
    for path, found, annotation in fields(body)
    if int in found and not {str, float} & found and get_origin(annotation) in (None, Union, UnionType)
]


def places(body: type[CommandBody], sent: dict[str, Any]) -> dict[tuple[Any, ...], str]:
    try:
        body.model_validate(sent)
    except ValidationError as refusal:
        return {tuple(part for part in error["loc"] if isinstance(part, str)): error["type"] for error in refusal.errors()}
    return {}


@pytest.mark.parametrize(("body", "path"), WHOLE, ids=lambda each: ".".join(each) if isinstance(each, tuple) else each.__name__)
@pytest.mark.parametrize("value", NUMBERS_NOT, ids=repr)
def test_whole_number_of_a_command_is_neither_text_nor_truth(
    value: Any, body: type[CommandBody], path: tuple[str, ...]
) -> None:
    annotations = {at: annotation for at, _, annotation in fields(body)}
    assert places(body, nested(path, value, annotations)).get(path) == "int_type"


def test_there_are_numbers_to_check() -> None:
    assert {path[-1] for _, path in WHOLE} >= {"head_count", "count", "percent", "edition"}


@pytest.mark.parametrize("body", BODIES, ids=lambda each: each.__name__)
def test_command_sees_its_texts_as_people_do(body: type[CommandBody]) -> None:
    """The check that comes before all others leaves the same text to each field of a model."""
    check: Any = body.as_people_see_it  # pydantic wraps it
    seen = check({"a": f"x{UNSEEN}y", "b": [{"c": f"{UNSEEN}z\r\nz"}]})
    assert seen == {"a": "x\ny", "b": [{"c": "\nz\nz"}]}


TITLED = [(body, path) for body in BODIES for path, found, _ in fields(body) if path[-1] in TITLES and str in found]


@pytest.mark.parametrize(
    ("body", "path"), TITLED, ids=lambda each: ".".join(each) if isinstance(each, tuple) else each.__name__
)
def test_title_has_one_line(body: type[CommandBody], path: tuple[str, ...]) -> None:
    (name,) = path
    seen = body.__pydantic_validator__.validate_assignment(body.model_construct(), name, "The hall\n\nat the corner")
    assert getattr(seen, name) == "The hall at the corner"


@given(st.text())
def test_visible_text_is_seen_whole(text: str) -> None:
    shown = visible(text)
    assert visible(shown) == shown
    assert all(each in KEPT or unicodedata.category(each) != "Cc" for each in shown)


@pytest.mark.parametrize(
    "text",
    ["\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645", "\U0001f468\u200d\U0001f469", "\u0915\u094d\u200d\u0937", "a\tb\nc"],
)
def test_joiners_that_carry_meaning_stay(text: str) -> None:
    assert visible(text) == text
