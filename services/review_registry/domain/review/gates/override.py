"""The effect of overrides on a gate (RR6)."""

from collections.abc import Iterable

from services.chassis.rules.decisions import Reason
from services.review_registry.domain.review.state import Gate, OverrideStatus, ReviewPublic

FIRM = (
    "finding/not-confirmed",
    "lead/independence-lost",
    "lead/not-appointed",
    "lead/not-declared",
    "publication/identifies",
    "publication/names-subject",
    "report/missing",
    "review/too-early",
    "review/wrong-stage",
)
"""Reasons that nobody can override.

They are the order of stages, an independent lead, confirmed findings, a report, and words that identify.
"""


def not_overridden(review: ReviewPublic, gate: Gate, reasons: Iterable[Reason]) -> list[Reason]:
    """Returns the reasons without an approved override of this code and subject, each once."""
    overridden = {
        (each.code, each.path) for each in review.overrides if each.gate is gate and each.status is OverrideStatus.APPROVED
    }
    return [reason for reason in dict.fromkeys(reasons) if (reason.code, reason.path) not in overridden]
