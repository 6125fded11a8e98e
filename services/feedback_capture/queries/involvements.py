"""Involvements: the parties of each review, and the steps that are late (FC1)."""

from collections.abc import Sequence
from datetime import date

from pydantic import BaseModel

from contracts.vocabulary.feedback import InvolvementStatus, InvolvementStep
from contracts.vocabulary.roles import FACILITATOR
from contracts.vocabulary.types import Code, Id, PersonRef
from services.chassis.http.listings import Filter, Listing
from services.chassis.room.erasure import opened
from services.chassis.room.reading import belonging
from services.chassis.room.room import Room
from services.chassis.rules.access import person_at
from services.chassis.rules.decisions import Actor, Given
from services.feedback_capture.domain.involvement.state import (
    Answer,
    FedBack,
    Involvement,
    NotToldFor,
    Offer,
    Party,
    Proposal,
    Reminder,
    is_colleague,
    is_own_part,
    sees_people,
)
from services.feedback_capture.kinds import INVOLVEMENT

INVOLVEMENTS = Listing(INVOLVEMENT, filters={"review": Filter("review", "the id of a review")})


class AwayShown(BaseModel):
    """An offer that was put off. The reason is shown only to those who make the offers, and not in answers to commands."""

    on: date
    approved_by: PersonRef
    agency: Code
    reason: str | None
    look_again: date
    until: Code | None


class PartyShown(BaseModel):
    """A party today. Its person and agency are shown only to those who make the offers."""

    id: Id
    group: Code
    label: str
    """The label that tells it from the others, such as Parent or carer 2."""
    person_ref: PersonRef | None
    agency: Code | None
    status: InvolvementStatus
    due: dict[InvolvementStep, date]
    overdue: dict[InvolvementStep, date]
    offer: Offer | None
    reminders: tuple[Reminder, ...]
    answer: Answer | None
    away: AwayShown | None
    told: dict[InvolvementStep, FedBack]
    not_told: dict[InvolvementStep, NotToldFor]
    proposals: tuple[Proposal, ...]
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


class OwnPart(BaseModel):
    """A practitioner's own part in a review, and the other route of a concern about conduct (FC2)."""

    involvement: Id
    party: Id
    label: str
    status: InvolvementStatus
    offer: Offer | None
    due: dict[InvolvementStep, date]
    told: dict[InvolvementStep, FedBack]
    conduct: str


def involvement_shown(involvement: Involvement, given: Given) -> InvolvementShown:
    return _shown(involvement, given, {})


async def involvements_opened(room: Room, involvements: Sequence[Involvement], given: Given) -> list[InvolvementShown]:
    """Returns involvements with the reasons that offers were put off, if the reader sees the people."""
    return [_shown(each, given, await _reasons(room, each, given)) for each in involvements]


async def own_parts(room: Room, actor: Actor, given: Given) -> list[OwnPart]:
    """Returns the parts of the practitioner who asks, and no one else's."""
    found: list[Involvement] = await belonging(room, INVOLVEMENT, {"people": person_at(actor.person_ref, actor.agency)})
    return [_own(each, party, given) for each in found for party in each.parties if is_own_part(party, actor)]


async def _reasons(room: Room, involvement: Involvement, given: Given) -> dict[Id, str | None]:
    if not sees_people(involvement, given.actor):
        return {}
    return {each.id: await opened(room, involvement.id, each.away.reason) for each in involvement.parties if each.away}


def _shown(involvement: Involvement, given: Given, reasons: dict[Id, str | None]) -> InvolvementShown:
    """Returns the view. A facilitator does not learn of a party of their own agency (FC2)."""
    sees, hears = sees_people(involvement, given.actor), given.actor.holds(FACILITATOR)
    hidden = {} if sees else {"person_ref": None, "agency": None}
    parties = tuple(
        _party_shown(party.model_copy(update=hidden), given, reasons.get(party.id))
        for party in involvement.parties
        if not (hears and is_colleague(party, given.actor))
    )
    return InvolvementShown(**dict(involvement) | {"parties": parties})


def _party_shown(party: Party, given: Given, reason: str | None) -> PartyShown:
    late = tuple(step for step, by in party.due.items() if given.today > by)
    away = AwayShown(**dict(party.away) | {"reason": reason}) if party.away else None
    shown = {"label": _label(party, given), "away": away, "offer_by": party.due.get(InvolvementStep.OFFER), "late": late}
    return PartyShown(**dict(party) | shown)


def _own(involvement: Involvement, party: Party, given: Given) -> OwnPart:
    return OwnPart(
        **dict(party),
        involvement=involvement.id,
        party=party.id,
        label=_label(party, given),
        conduct=given.framework.involvement.conduct,
    )


def _label(party: Party, given: Given) -> str:
    return given.framework.involvement.party_label(party.group, party.number)
