"""Marks for the fields of a state that hold text about people. The store seals them (docs/access.md "Encryption")."""

from dataclasses import dataclass
from typing import Annotated

ERASED = "[erased]"
"""The text that stands in the place of an erased one."""
LOCKED = "[cannot be opened]"
"""The text that stands in the place of one whose key is missing, though it was not erased."""


@dataclass(frozen=True, slots=True)
class Sealed:
    """Marks a field whose value is stored sealed, in the document and in its history.

    The key is the document's own, or that of the owner named by the field `by` of the same model. Once the key is erased, a
    text reads as `ERASED`, an optional value as None, and a list or a mapping as empty.
    """

    by: str | None = None


SEALED = Sealed()
"""The mark of a field that is sealed under the key of its document."""

Sensitive = Annotated[str, SEALED]
"""Text about people."""
