"""Involvements: the parties of each review, and the steps that are late (FC1)."""

from datetime import date

from pydantic import AwareDatetime, BaseModel

from contracts.vocabulary.feedback import InvolvementStatus, InvolvementStep
from contracts.vocabulary.roles import FACILITATOR
from contracts.vocabulary.types import Code, Id, PersonRef
from services.chassis.http.listings import Filter, Listing
from services.chassis.room.reading import belonging
from services.chassis.room.room import Room
from services.chassis.rules.access import person_at
from services.chassis.rules.decisions import Actor, Given
from services.chassis.rules.person import Person
from services.feedback_capture.domain.involvement.state import (
    Answer,
    Correction,
    FedBack,
    Involvement,
    NotToldFor,
    Offer,
    Part,
    Parts,
    Party,
    Proposal,
    Reminder,
    TakenBack,
    is_colleague,
    is_own_part,
    sees_people,
)
from services.feedback_capture.kinds import INVOLVEMENT

INVOLVEMENTS = Listing(INVOLVEMENT, filters={"review": Filter("review", "the id of a review")})


class AwayShown(BaseModel):
    """An offer that was put off. The reason is shown only to those who make the offers, and not in answers to commands."""

    on: date
    approved_by: Person
    reason: str | None
    look_again: date
    until: Code | None


class CorrectionShown(BaseModel):
    """An answer that was recorded wrongly. The reason is shown only to those who make the offers."""

    was: Answer
    because: str | None
    by: Person
    at: AwareDatetime


class TakenBackShown(BaseModel):
    """A party that was taken back. The reason is shown only to those who make the offers."""

    group: Code
    number: int
    because: str | None
    by: Person
    at: AwareDatetime


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
    corrections: tuple[CorrectionShown, ...]
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
    going_ahead_on: date | None
    scoped_on: date | None
    published_on: date | None
    publication_withdrawn: Code | None
    closed_on: date | None
    ended_on: date | None
    parties: tuple[PartyShown, ...]
    taken_back: tuple[TakenBackShown, ...]
    facilitators: tuple[Person, ...]
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
    """Returns the answer to a command, without reasons."""
    return _shown(involvement, given, with_reasons=False)


def involvement_opened(involvement: Involvement, given: Given) -> InvolvementShown:
    """Returns an involvement with its reasons, if the reader sees the people."""
    return _shown(involvement, given, with_reasons=sees_people(involvement, given.actor))


async def own_parts(room: Room, actor: Actor, given: Given) -> list[OwnPart]:
    """Returns the parts of the practitioner who asks, and no one else's."""
    who = person_at(actor.person_ref, actor.agency)
    found: list[Parts] = await belonging(room, INVOLVEMENT, {"people": who}, part=Parts)
    return [_own(each, party, given) for each in found for party in each.parties if is_own_part(party, actor)]


def _shown(involvement: Involvement, given: Given, *, with_reasons: bool) -> InvolvementShown:
    """Returns the view. A facilitator does not learn of a party of their own agency (FC2)."""
    sees, hears = sees_people(involvement, given.actor), given.actor.holds(FACILITATOR)
    hidden = {} if sees else {"person_ref": None, "agency": None}
    parties = tuple(
        _party_shown(party.model_copy(update=hidden), given, with_reasons=with_reasons)
        for party in involvement.parties
        if not (hears and is_colleague(party, given.actor))
    )
    taken_back = [
        TakenBackShown(**dict(each) | {"because": each.because if with_reasons else None}) for each in involvement.taken_back
    ]
    return InvolvementShown(**dict(involvement) | {"parties": parties, "taken_back": taken_back})


def _party_shown(party: Party, given: Given, *, with_reasons: bool) -> PartyShown:
    late = tuple(step for step, by in party.due.items() if given.today > by)
    away = AwayShown(**dict(party.away) | {"reason": party.away.reason if with_reasons else None}) if party.away else None
    corrections = [
        CorrectionShown(**dict(each) | {"because": each.because if with_reasons else None}) for each in party.corrections
    ]
    shown = {
        "label": _label(party, given),
        "away": away,
        "corrections": corrections,
        "offer_by": party.due.get(InvolvementStep.OFFER),
        "late": late,
    }
    return PartyShown(**dict(party) | shown)


def _because(mistake: Correction | TakenBack, *, with_reasons: bool) -> dict[str, str | None]:
    return {"because": mistake.because if with_reasons else None}


def _own(involvement: Parts, party: Part, given: Given) -> OwnPart:
    return OwnPart(
        **dict(party),
        involvement=involvement.id,
        party=party.id,
        label=_label(party, given),
        conduct=given.framework.involvement.conduct,
    )


def _label(party: Part, given: Given) -> str:
    return given.framework.involvement.party_label(party.group, party.number)
