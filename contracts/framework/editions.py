"""Editions of the settings: what an earlier edition still governs once a later one is in force."""

from collections.abc import Mapping
from typing import Any

from contracts.framework.document import Framework

KEPT = (
    "effective_from", "sources", "stages", "review_types", "clocks", "independence", "themes", "factors", "response_days",
    "rechecks", "publication",
)  # fmt: skip
"""The rules that a running review keeps. The edition in force gives the rest: people, places and today's ladders."""


def governed(kept: Framework, present: Framework) -> Framework:
    """Returns the settings for what runs under an earlier edition: its rules, with the present partnership and agencies.

    An agency that the present edition no longer has is still known.
    """
    known = present.agency_codes()
    rules: dict[str, Any] = {name: getattr(kept, name) for name in KEPT}
    agencies = (*present.agencies, *(each for each in kept.agencies if each.code not in known))
    return present.model_copy(update=rules | {"edition": kept.edition, "agencies": agencies})


def read_kept(stored: Mapping[str, Any], present: Framework) -> Framework:
    """Returns a stored edition. Raises pydantic's ValidationError if this version of the software cannot read it.

    A setting that the edition did not have yet is taken from the present document.
    """
    return Framework.model_validate(_filled(stored, present.model_dump(mode="json")))


def _filled(stored: Mapping[str, Any], present: Mapping[str, Any]) -> dict[str, Any]:
    sections = {
        name: _filled(value, present[name]) if isinstance(value, Mapping) and isinstance(present.get(name), Mapping) else value
        for name, value in stored.items()
    }
    return dict(present) | sections
