"""Naming a facilitator for a review (FC1)."""

from contracts.vocabulary.types import PersonRef
from services.chassis.rules.decisions import Decided, Given, Reason, refuse_if_any
from services.chassis.rules.values import CommandBody
from services.feedback_capture.domain.involvement.state import MOST, Involvement


class NameFacilitator(CommandBody):
    """Names a person to hear the parties of this review. The person can see it from then on."""

    person_ref: PersonRef


def name_facilitator(involvement: Involvement, command: NameFacilitator, given: Given) -> Decided[Involvement]:
    reasons = []
    if command.person_ref in involvement.facilitators:
        reasons.append(
            Reason(
                "involvement/named-already",
                "This person is already named for this review. Choose another facilitator.",
                "person_ref",
            )
        )
    if len(involvement.facilitators) >= MOST:
        reasons.append(
            Reason(
                "involvement/too-many-facilitators",
                f"A review can have at most {MOST} facilitators, so you cannot add another.",
            )
        )
    refuse_if_any(reasons)
    return Decided(involvement.model_copy(update={"facilitators": (*involvement.facilitators, command.person_ref)}))
