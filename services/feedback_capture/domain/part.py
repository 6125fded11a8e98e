"""What every command of feedback capture is made of."""

from pydantic import BaseModel, ConfigDict


class Part(BaseModel):
    """Something that people say. Unknown fields are refused, and blanks around a text are no text."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)
