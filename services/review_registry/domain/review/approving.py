"""The scrutineer's answer to an override that a decider asked for (RR6)."""

from datetime import date

from pydantic import Field

from contracts.vocabulary.types import Id
from services.chassis.rules.decisions import Decided, Given, Reason, Refused, refuse_if_any
from services.chassis.rules.happened import day_happened, day_reasons
from services.chassis.rules.values import CommandBody
from services.review_registry.domain.review.gates.facts import GateFacts
from services.review_registry.domain.review.overriding import not_needed
from services.review_registry.domain.review.sides import not_on_a_side
from services.review_registry.domain.review.state import Override, OverrideStatus, Review


class ApproveOverride(CommandBody):
    """Approves an override, so that the gate no longer asks for this reason of this subject."""

    override: Id
    reason: str = Field(min_length=10, max_length=2000)
    on: date | None = None
    """The day on which the scrutineer answered, if that is not today."""


class RefuseOverride(CommandBody):
    """Refuses an override, with the reason. The gate still needs what it needed."""

    override: Id
    reason: str = Field(min_length=10, max_length=2000)
    on: date | None = None
    """The day on which the scrutineer answered, if that is not today."""


Answer = ApproveOverride | RefuseOverride


def approve_override(review: Review, command: ApproveOverride, given: Given, facts: GateFacts) -> Decided[Review]:
    """Approves it, if the gate still gives this reason. Nobody approves what they asked for."""
    asked = _pending(review, command.override)
    refuse_if_any(
        _answering_reasons(review, asked, command, given) + [_gone() for _ in not_needed(review, asked, given, facts)]
    )
    return _answered(review, asked, OverrideStatus.APPROVED, command, given)


def refuse_override(review: Review, command: RefuseOverride, given: Given) -> Decided[Review]:
    """Refuses it. A decider may ask again, with better reasons."""
    asked = _pending(review, command.override)
    refuse_if_any(_answering_reasons(review, asked, command, given))
    return _answered(review, asked, OverrideStatus.REFUSED, command, given)


def _pending(review: Review, id_: str) -> Override:
    """Returns the override that waits for an answer. Raises Refused if there is none."""
    for each in review.overrides:
        if each.id == id_ and each.status is OverrideStatus.PENDING:
            return each
    sentence = "No override with this id waits for an answer. Choose one that does."
    raise Refused(Reason("override/not-pending", sentence, "override"))


def _answering_reasons(review: Review, asked: Override, command: Answer, given: Given) -> list[Reason]:
    """Returns everything that keeps this person from answering."""
    reasons = not_on_a_side(review, given) + day_reasons(command.on, given, not_before=asked.asked_on)
    # The reference alone is compared: one person may ask in one role and agency, and answer in another.
    if given.actor.person_ref == asked.asked_by:
        sentence = "You asked for this override, so someone else must answer."
        reasons.append(Reason("override/own-request", sentence, "override"))
    return reasons


def _gone() -> Reason:
    sentence = "The gate does not need this now, or its subject has changed. Refuse the override."
    return Reason("override/not-needed", sentence, "override")


def _answered(review: Review, asked: Override, status: OverrideStatus, command: Answer, given: Given) -> Decided[Review]:
    changes = {
        "status": status,
        "answered_on": day_happened(command.on, given),
        "answered_by": given.actor.person_ref,
        "answered_because": command.reason,
    }
    overrides = tuple(each.model_copy(update=changes) if each.id == asked.id else each for each in review.overrides)
    return Decided(review.model_copy(update={"overrides": overrides}))
