"""What every part of the settings document is made of."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, StringConstraints

from contracts.vocabulary.types import Code

Words = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]


class Setting(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True)


class Label(Setting):
    """A code with the words for it."""

    code: Code
    label: Words
