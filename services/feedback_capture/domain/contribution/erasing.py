"""Erasing a withdrawn contribution: the alarm repeats until the deletion of its key is recorded (FC2)."""

from datetime import datetime, timedelta

from contracts.vocabulary.types import Id
from services.chassis.rules.decisions import Decided, Given
from services.feedback_capture.domain.contribution.state import Contribution, ContributionStatus

PATIENCE = timedelta(minutes=10)
"""The domain time that an attempt to erase may take before the next one starts."""


def alarm(contribution: Contribution, given: Given) -> datetime | None:
    """Returns the time of the next attempt to erase."""
    if not needs_erasing(contribution):
        return None
    return contribution.erasing_at + PATIENCE if contribution.erasing_at else contribution.withdrawn_at


def ring(contribution: Contribution, given: Given) -> Decided[Contribution]:
    """Starts an attempt. The process that saves this deletes the key."""
    if not needs_erasing(contribution):
        return Decided(contribution)
    return Decided(contribution.model_copy(update={"erasing_at": given.now}))


def needs_erasing(contribution: Contribution) -> bool:
    """Decides whether its key must go now. While a legal hold is in force, no one reads it, and the key stays."""
    withdrawn = contribution.status is ContributionStatus.WITHDRAWN
    return withdrawn and contribution.erased_on is None and not contribution.retention.is_held


def keys_to_erase(contribution: Contribution) -> tuple[Id, ...]:
    """Returns the owners of the keys to delete."""
    return (contribution.id,) if needs_erasing(contribution) else ()


def record_erased(contribution: Contribution, given: Given) -> Decided[Contribution]:
    """Records that the key is gone, and drops all that it sealed. The count remains."""
    if not needs_erasing(contribution):
        return Decided(contribution)
    nothing: dict[str, object] = dict.fromkeys(("words", "wants_changed", "party", "taken_by"))
    return Decided(contribution.model_copy(update=nothing | {"themes": (), "erased_on": given.today}))
