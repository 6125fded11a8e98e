"""Base models of what domains hold and of what people send."""

from pydantic import BaseModel, ConfigDict


class Value(BaseModel):
    """A frozen part of a state or a view. Unknown fields are refused."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class CommandBody(BaseModel):
    """The body of a command, with white space stripped from the ends of its texts. Unknown fields are refused."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)
