"""Base models of stored values and of commands."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from pydantic import BaseModel, ConfigDict, field_validator, model_validator
from pydantic_core import PydanticCustomError

from services.chassis.rules.texts import visible

FIRST_YEAR, LAST_YEAR = 1900, 2199
"""Dates outside these years are mistakes, and some of them no calendar can count from."""
LARGEST_NUMBER = 2**31 - 1
"""Larger numbers are mistakes, and the store takes none above 64 bits."""


class Value(BaseModel):
    """A frozen part of a state or a view. It refuses unknown fields."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class CommandBody(BaseModel):
    """The body of a command. It removes what shows nothing from texts, and refuses unknown fields."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)

    @model_validator(mode="before")
    @classmethod
    def as_people_see_it(cls, value: Any) -> Any:
        """Removes invisible characters from each text, before its length and form are checked."""
        return visible(value)

    @field_validator("*")
    @classmethod
    def within_reason(cls, value: Any) -> Any:
        """Refuses dates and numbers that nothing could be counted with."""
        for each in value if isinstance(value, tuple) else (value,):
            if isinstance(each, date) and not FIRST_YEAR <= each.year <= LAST_YEAR:
                raise PydanticCustomError("date_out_of_range", "out of range")
            if isinstance(each, int) and abs(each) > LARGEST_NUMBER:
                raise PydanticCustomError("number_out_of_range", "out of range")
        return value


def refuse_too_long(texts: Iterable[str], most: int) -> None:
    """Raises pydantic's error for texts that have more than `most` characters in all."""
    if sum(map(len, texts)) > most:
        raise PydanticCustomError("string_too_long", "too long in all", {"max_length": most})
