"""Parts of documents: what a list reads of each, instead of its whole state."""

from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any, get_args, get_origin

from pydantic import BaseModel


class Nothing(BaseModel):
    """The part of a document that holds nothing of its state."""


@lru_cache(maxsize=256)
def part_fields(state: type[BaseModel], part: type[BaseModel]) -> tuple[str, ...]:
    """Returns the fields of a stored document that a part of its state is read from.

    A field of the part is the state's field of that name. A model in it that is not the state's own is itself a part: of each
    finding it reads what its model names. The store leaves out a null in its place, so such a field needs a default. A field
    that the state does not have is a query key.
    """
    keys = [f"keys.{name}" for name in part.model_fields if name not in state.model_fields]
    return (*_paths(part, state, "state"), *keys)


def part_of(state: type[BaseModel], part: type[BaseModel], record: Mapping[str, Any]) -> BaseModel:
    """Returns the part of a stored record, also if the record has more. Raises pydantic's ValidationError."""
    keys = {name: value for name, value in record.get("keys", {}).items() if name not in state.model_fields}
    return part.model_validate(keys | record.get("state", {}), extra="ignore")


def _paths(part: type[BaseModel], whole: type[BaseModel], at: str) -> Iterator[str]:
    for name, field in part.model_fields.items():
        if name in whole.model_fields:
            mine, theirs = _model_in(field.annotation), _model_in(whole.model_fields[name].annotation)
            if mine and theirs and mine is not theirs:
                yield from _paths(mine, theirs, f"{at}.{name}")
            else:
                yield f"{at}.{name}"


def _model_in(annotation: Any) -> type[BaseModel] | None:
    """Returns the one model in the type of a field: of itself, of its items, or of its value if it has one."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    if isinstance(origin := get_origin(annotation), type) and issubclass(origin, Mapping):
        return None
    found = {model for each in get_args(annotation) if (model := _model_in(each))}
    return found.pop() if len(found) == 1 else None
