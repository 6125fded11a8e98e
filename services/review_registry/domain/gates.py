"""The gates of a review, each as everything that it still needs, and passing one in spite of a reason (RR1, RR5, RR6)."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from services.chassis.rules.decisions import Decided, Given, Reason, Refused
from services.review_registry.domain import closing, publication, stages
from services.review_registry.domain.gate_facts import GateFacts
from services.review_registry.domain.overrides import FIRM, Gate, Override, OverrideGate

if TYPE_CHECKING:
    from services.review_registry.domain.review import Review

GATES: dict[Gate, Callable[[Review, GateFacts, Given], list[Reason]]] = {
    Gate.STAGE: lambda review, facts, given: stages.gate(review, stages.type_of(review, given.framework), facts),
    Gate.PUBLICATION: publication.gate,
    Gate.CLOSING: closing.gate,
}


def override_gate(review: Review, command: OverrideGate, given: Given, facts: GateFacts) -> Decided[Review]:
    """Only what the gate asks for now, so that nothing is waved through before anybody knows of it."""
    if command.code in FIRM:
        raise Refused(Reason("override/not-possible", "This is not a matter of judgement: it is put right.", "code"))
    if command.code not in {reason.code for reason in GATES[command.gate](review, facts, given)}:
        raise Refused(Reason("override/not-needed", "The gate does not ask for this now.", "code"))
    override = Override(**dict(command), on=given.today, by=given.actor.person_ref)
    return Decided(review.model_copy(update={"overrides": (*review.overrides, override)}))
