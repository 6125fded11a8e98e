"""Base models of the settings document."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, StringConstraints

from contracts.vocabulary.types import Code

Words = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]


class Setting(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True)


class Label(Setting):
    """A code with its label."""

    code: Code
    label: Words
