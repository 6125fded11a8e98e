"""Overriding a reason at a gate, as a recorded decision of the scrutineer (RR6)."""

from pydantic import Field

from services.chassis.rules.decisions import Decided, Given, Reason, Refused
from services.chassis.rules.values import CommandBody
from services.review_registry.domain.review.gates import GATES
from services.review_registry.domain.review.gates.facts import GateFacts
from services.review_registry.domain.review.gates.override import FIRM
from services.review_registry.domain.review.state import Gate, Override, Review


class OverrideGate(CommandBody):
    """Overrides every reason of one code at one gate."""

    gate: Gate
    code: str = Field(pattern=r"^[a-z-]+/[a-z-]+$", max_length=64)
    reason: str = Field(min_length=10, max_length=2000)


def override_gate(review: Review, command: OverrideGate, given: Given, facts: GateFacts) -> Decided[Review]:
    """Overrides a reason that the gate gives now. A reason that nobody has seen cannot be overridden."""
    if command.code in FIRM:
        sentence = "You cannot override this requirement. Meet it first."
        raise Refused(Reason("override/not-possible", sentence, "code"))
    if command.code not in {reason.code for reason in GATES[command.gate](review, facts, given)}:
        sentence = "The gate does not need this now. Choose a code that it still needs."
        raise Refused(Reason("override/not-needed", sentence, "code"))
    override = Override(**command.model_dump(), on=given.today, by=given.actor.person_ref)
    return Decided(review.model_copy(update={"overrides": (*review.overrides, override)}))
