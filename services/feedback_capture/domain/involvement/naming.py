"""Naming the facilitators of a review, and removing them (FC1)."""

from contracts.vocabulary.roles import PARTNERSHIP
from contracts.vocabulary.types import Code, PersonRef
from services.chassis.rules.decisions import Decided, Given, Reason, Refused, refuse_if_any
from services.chassis.rules.person import Person
from services.chassis.rules.values import CommandBody
from services.feedback_capture.domain.involvement.state import MOST, Involvement


class NameFacilitator(CommandBody):
    """Names a person to hear the parties of this review. The person can see it from then on."""

    person_ref: PersonRef
    agency: Code = PARTNERSHIP
    """The agency that the person acts for."""


class RemoveFacilitator(CommandBody):
    """Removes a facilitator from this review. The person no longer sees it."""

    person_ref: PersonRef
    agency: Code = PARTNERSHIP


def name_facilitator(involvement: Involvement, command: NameFacilitator, given: Given) -> Decided[Involvement]:
    reasons, person = [], Person(**dict(command))
    if command.agency not in {PARTNERSHIP, *given.framework.agency_codes()}:
        reasons.append(Reason("involvement/unknown-agency", "Choose an agency of the partnership.", "agency"))
    if person in involvement.facilitators:
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
    return Decided(involvement.model_copy(update={"facilitators": (*involvement.facilitators, person)}))


def remove_facilitator(involvement: Involvement, command: RemoveFacilitator, given: Given) -> Decided[Involvement]:
    left = tuple(each for each in involvement.facilitators if each != Person(**dict(command)))
    if left == involvement.facilitators:
        raise Refused(Reason("involvement/not-named", "Choose a facilitator who is named for this review.", "person_ref"))
    return Decided(involvement.model_copy(update={"facilitators": left}))
