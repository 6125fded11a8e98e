"""The effect of overrides on a gate (RR6)."""

from collections.abc import Iterable

from services.chassis.rules.decisions import Reason
from services.review_registry.domain.review.state import Gate, Review

FIRM = (
    "lead/independence-lost",
    "lead/not-appointed",
    "publication/identifies",
    "publication/names-subject",
    "report/missing",
    "review/too-early",
    "review/wrong-stage",
)
"""Reasons that nobody can override: the order of stages, an independent lead reviewer, a report, and words that identify."""


def not_overridden(review: Review, gate: Gate, reasons: Iterable[Reason]) -> list[Reason]:
    """Returns the reasons that the scrutineer did not override, each once."""
    overridden = {each.code for each in review.overrides if each.gate is gate}
    return [reason for reason in dict.fromkeys(reasons) if reason.code not in overridden]
