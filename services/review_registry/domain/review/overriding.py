"""Asking to override a reason at a gate (RR6). It has no effect before the scrutineer approves it."""

from datetime import date

from pydantic import Field

from contracts.vocabulary.reviews import HoldKind
from services.chassis.rules.decisions import Decided, Given, Reason, refuse_if_any
from services.chassis.rules.happened import day_happened, day_reasons
from services.chassis.rules.values import CommandBody
from services.review_registry.domain.review.gates import GATES
from services.review_registry.domain.review.gates.facts import GateFacts
from services.review_registry.domain.review.gates.override import FIRM
from services.review_registry.domain.review.sides import not_on_a_side
from services.review_registry.domain.review.state import Asked, Override, OverrideStatus, Review, hold_of

OF_A_COURT = (HoldKind.CRIMINAL, HoldKind.FAMILY_COURT)
"""Holds that nobody overrides without the authority of the prosecutor or the court."""


class AskOverride(Asked, CommandBody):
    """Asks to override one reason that a gate gives now, for its one subject."""

    code: str = Field(pattern=r"^[a-z-]+/[a-z-]+$", max_length=64)
    path: str = Field(default="", pattern=r"^[a-z0-9_/-]*$", max_length=200)
    reason: str = Field(min_length=10, max_length=2000)
    authority: str = Field(default="", max_length=2000)
    on: date | None = None
    """The day on which the decider asked, if that is not today."""


def ask_override(review: Review, command: AskOverride, given: Given, facts: GateFacts) -> Decided[Review]:
    """Records the request. A reason that nobody has seen cannot be overridden."""
    refuse_if_any(
        not_on_a_side(review, given) + day_reasons(command.on, given) + _asking_reasons(review, command, given, facts)
    )
    override = Override(
        **command.model_dump(exclude={"on"}),
        id=given.derive("override"),
        asked_on=day_happened(command.on, given),
        asked_by=given.actor.person_ref,
        asked_for=given.actor.agency,
    )
    return Decided(review.model_copy(update={"overrides": (*review.overrides, override)}))


def not_needed(review: Review, asked: Asked, given: Given, facts: GateFacts) -> list[Reason]:
    """Returns a reason unless the gate gives this reason for this subject now."""
    needed = GATES[asked.gate](review, facts, given)
    if asked.code not in {each.code for each in needed}:
        return [Reason("override/not-needed", "The gate does not need this now. Choose a code that it still needs.", "code")]
    if (asked.code, asked.path) not in {(each.code, each.path) for each in needed}:
        sentence = "The gate does not need this of that subject now. Copy the path of a reason that it still gives."
        return [Reason("override/not-needed", sentence, "path")]
    return []


def _asking_reasons(review: Review, command: AskOverride, given: Given, facts: GateFacts) -> list[Reason]:
    """Returns everything that keeps this override from being asked for."""
    if command.code in FIRM:
        return [Reason("override/not-possible", "You cannot override this requirement. Meet it first.", "code")]
    reasons = not_needed(review, command, given, facts)
    subject = (command.gate, command.code, command.path)
    pending = [each for each in review.overrides if each.status is OverrideStatus.PENDING]
    if subject in {(each.gate, each.code, each.path) for each in pending}:
        sentence = "Someone has asked for this already. Wait for the scrutineer's answer."
        reasons.append(Reason("override/asked-already", sentence, "code"))
    hold = hold_of(review, command.path.removeprefix("holds/"))
    if hold and hold.kind in OF_A_COURT and not command.authority:
        sentence = "Enter the authority of the prosecutor or the court that allows this despite the hold."
        reasons.append(Reason("override/no-authority", sentence, "authority"))
    return reasons
