"""Sealing the marked fields of a stored state. The marks are found by walking its model once (`rules.sealed`)."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from types import NoneType, UnionType
from typing import Annotated, Any, Union, get_args, get_origin

from pydantic import BaseModel

from services.chassis.privacy.keyring import DataKey
from services.chassis.rules.sealed import ERASED, LOCKED, Sealed


@dataclass(frozen=True)
class Marked:
    """A field to seal: the sibling that names its owner, and the value that stands for an erased one."""

    by: str | None
    erased: Any


@dataclass(frozen=True)
class Parts:
    """The marked fields of a model, by name."""

    fields: Mapping[str, Any]


@dataclass(frozen=True)
class Each:
    """The items of a list, or the values of a mapping."""

    of: Any


@dataclass(frozen=True, slots=True)
class Place:
    """A place of a stored state that holds a sealed value, or one to seal."""

    holder: Any
    at: Any
    owner: str
    name: str
    """The path of its fields, without positions in lists."""
    erased: Any

    @property
    def value(self) -> Any:
        return self.holder[self.at]

    def seal(self, key: DataKey) -> None:
        self.holder[self.at] = key.seal(self.name, json.dumps(self.value, ensure_ascii=False).encode())

    def open(self, key: DataKey) -> None:
        """Puts the plain value in its place. Raises cryptography's InvalidTag."""
        self.holder[self.at] = json.loads(key.open(self.name, self.value))

    def clear(self) -> None:
        """Puts the value in its place that stands for an erased one."""
        self.holder[self.at] = self.erased

    def lock(self) -> None:
        """Puts the value in its place that stands for one that no key opens."""
        self.holder[self.at] = LOCKED if self.erased == ERASED else self.erased


@lru_cache(maxsize=256)
def marks_of(model: type[BaseModel]) -> Parts | None:
    """Returns the marked fields of a model and of the models in it, or None.

    Raises TypeError for a mark that cannot be honoured: on a value that has no erased form, or on one of several models.
    """
    found = {
        name: marks
        for name, each in model.model_fields.items()
        if (marks := _marks(Annotated[each.annotation, *each.metadata] if each.metadata else each.annotation, model))
    }
    return Parts(found) if found else None


def places(model: type[BaseModel], name: str, owner: str, raw: Mapping[str, Any]) -> Iterator[Place]:
    """Yields the places of a stored state that are not empty. `name` is the kind's name, and begins the name of each place."""
    marks = marks_of(model)
    if marks:
        yield from _places(marks, {"": raw}, "", owner, name)


def _places(marks: Any, holder: Any, at: Any, owner: str, name: str) -> Iterator[Place]:
    value = holder[at]
    if not value:
        return
    match marks:
        case Marked():
            yield Place(holder, at, owner, name, marks.erased)
        case Each():
            for each in range(len(value)) if isinstance(value, Sequence) else value:
                yield from _places(marks.of, value, each, owner, name)
        case Parts():
            for field, inside in marks.fields.items():
                by = inside.by if isinstance(inside, Marked) else None
                if field in value:
                    yield from _places(inside, value, field, value[by] if by else owner, f"{name}.{field}")


def _marks(annotation: Any, model: type[BaseModel]) -> Any:
    """Returns the marks in an annotation, or None."""
    origin, arguments = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        mark = next((each for each in arguments[1:] if isinstance(each, Sealed)), None)
        return Marked(mark.by, _erased(arguments[0], model)) if mark else _marks(arguments[0], model)
    if origin in (Union, UnionType):
        found = [marks for each in arguments if (marks := _marks(each, model))]
        if len(found) > 1:
            raise TypeError(f"{model.__name__} has a marked field in one of several models")
        marks = found[0] if found else None
        return Marked(marks.by, None) if isinstance(marks, Marked) and NoneType in arguments else marks
    if origin in (tuple, list, dict):
        marks = _marks(arguments[-1 if origin is dict else 0], model)
        return Each(marks) if marks else None
    return marks_of(annotation) if isinstance(annotation, type) and issubclass(annotation, BaseModel) else None


def _erased(annotation: Any, model: type[BaseModel]) -> Any:
    """Returns the value that stands for an erased one of this type."""
    origin, arguments = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        return _erased(arguments[0], model)
    if origin in (Union, UnionType) and NoneType in arguments:
        return None
    if annotation is str:
        return ERASED
    if origin in (tuple, list):
        return []
    if origin is dict:
        return {}
    raise TypeError(f"{model.__name__} marks a value that has no erased form: {annotation}")
