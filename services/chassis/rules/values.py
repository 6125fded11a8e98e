"""Base models of stored values and of commands."""

from pydantic import BaseModel, ConfigDict


class Value(BaseModel):
    """A frozen part of a state or a view. It refuses unknown fields."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class CommandBody(BaseModel):
    """The body of a command. It strips white space from the ends of texts and refuses unknown fields."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)
