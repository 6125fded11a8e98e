"""Short texts that are screened when they are entered (docs/domain.md "Screened texts")."""

from collections.abc import Container

from pydantic import AfterValidator
from pydantic_core import PydanticCustomError

from services.chassis.rules.detectors import DETECTORS, identifying

OF_WORK = frozenset({"date", "postcode", "school", "street"})
"""Kinds that texts about work may hold: a meeting has a day and an address."""


def _screen(allowed: Container[str]) -> AfterValidator:
    """Returns a validator that names each kind of hit, and never repeats the text."""

    def screened(text: str) -> str:
        found = [DETECTORS[kind] for kind in identifying(text) if kind not in allowed]
        if found:
            raise PydanticCustomError("identifying", "it may identify someone", {"found": " and ".join(found)})
        return text

    return AfterValidator(screened)


SCREENED = _screen(frozenset())
"""The mark of a text that may hold no hit of any detector."""
SCREENED_WORK = _screen(OF_WORK)
"""The mark of a text about work."""
