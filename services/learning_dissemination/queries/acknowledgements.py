"""Acknowledgements, as the people who made them see them (LD5)."""

from typing import Any

from pydantic import AwareDatetime, BaseModel

from contracts.vocabulary.types import Code, Id
from services.chassis.http.listings import Listing
from services.chassis.rules.decisions import Actor, Given
from services.learning_dissemination.domain.acknowledgement.state import Acknowledgement
from services.learning_dissemination.kinds import ACKNOWLEDGEMENT

ACKNOWLEDGEMENTS = Listing(ACKNOWLEDGEMENT)


class AcknowledgementShown(BaseModel):
    """An acknowledgement, without the person."""

    id: Id
    product: Id
    agency: Code
    professional_group: Code
    at: AwareDatetime


class OwnAcknowledgement(AcknowledgementShown):
    """The reader's own acknowledgement. `will_do` reads `[erased]` once it is erased."""

    will_do: str


def acknowledgement_shown(acknowledgement: Acknowledgement, given: Given) -> AcknowledgementShown:
    return AcknowledgementShown(**_fields(acknowledgement))


def own_acknowledgement(acknowledgement: Acknowledgement, given: Given) -> OwnAcknowledgement:
    return OwnAcknowledgement(**_fields(acknowledgement), will_do=acknowledgement.will_do)


def of_person(actor: Actor) -> dict[str, str]:
    """Returns the key that keeps the list to the reader's own."""
    return {"person_ref": actor.person_ref, "agency": actor.agency}


def _fields(acknowledgement: Acknowledgement) -> dict[str, Any]:
    return {
        "id": acknowledgement.id,
        "product": acknowledgement.product,
        "agency": acknowledgement.agency,
        "professional_group": acknowledgement.professional_group,
        "at": acknowledgement.at,
    }
