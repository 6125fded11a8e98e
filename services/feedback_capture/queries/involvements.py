"""Involvements: the parties of each review, and the steps that are late (FC1)."""

from datetime import date

from pydantic import BaseModel

from contracts.vocabulary.feedback import InvolvementStatus, InvolvementStep
from contracts.vocabulary.types import Code, Id, PersonRef
from services.chassis.http.listings import Filter, Listing
from services.chassis.rules.decisions import Given
from services.feedback_capture.domain.involvement.state import (
    Answer,
    Away,
    FedBack,
    Involvement,
    Offer,
    Party,
    sees_people,
)
from services.feedback_capture.kinds import INVOLVEMENT

INVOLVEMENTS = Listing(INVOLVEMENT, filters={"review": Filter("review", "the id of a review")})


class PartyShown(BaseModel):
    """A party today. Its person and agency are shown only to those who make the offers."""

    id: Id
    group: Code
    person_ref: PersonRef | None
    agency: Code | None
    status: InvolvementStatus
    due: dict[InvolvementStep, date]
    overdue: dict[InvolvementStep, date]
    offer: Offer | None
    answer: Answer | None
    away: Away | None
    told: dict[InvolvementStep, FedBack]
    offer_by: date | None
    late: tuple[InvolvementStep, ...]
    """The steps whose date has passed."""


class InvolvementShown(BaseModel):
    """An involvement with its parties today."""

    id: Id
    review: Id
    review_type: Code
    stage: Code | None
    scoped_on: date | None
    published_on: date | None
    publication_withdrawn: Code | None
    closed_on: date | None
    parties: tuple[PartyShown, ...]
    facilitators: tuple[PersonRef, ...]
    owes: tuple[InvolvementStep, ...]


def involvement_shown(involvement: Involvement, given: Given) -> InvolvementShown:
    hidden = {} if sees_people(involvement, given.actor) else {"person_ref": None, "agency": None}
    parties = tuple(_party_shown(party.model_copy(update=hidden), given.today) for party in involvement.parties)
    return InvolvementShown(**dict(involvement) | {"parties": parties})


def _party_shown(party: Party, today: date) -> PartyShown:
    late = tuple(step for step, by in party.due.items() if today > by)
    return PartyShown(**dict(party), offer_by=party.due.get(InvolvementStep.OFFER), late=late)
