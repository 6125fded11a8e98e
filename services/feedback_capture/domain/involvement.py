"""Who is offered a part in a review, and where each party stands (FC1, R17, R18). One involvement a review."""

from datetime import date
from typing import Any

from pydantic import BaseModel, ConfigDict

from contracts.vocabulary.feedback import InvolvementStatus, InvolvementStep
from contracts.vocabulary.roles import PARTNERSHIP
from contracts.vocabulary.types import Code, Id, PersonRef
from services.chassis.rules.decisions import Actor, derived

READ_IT_ALL = ("business-unit", "decider", "scrutineer", "inspector")
TAKE_PART = (InvolvementStatus.ACCEPTED, InvolvementStatus.CONTRIBUTED)
AWAY = (InvolvementStatus.DEFERRED, InvolvementStatus.NOT_INVITED)
"""Not offered a part for now: they come back by themselves."""


class Held(BaseModel):
    """What is kept of an involvement. A name is never part of it."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Offer(Held):
    """The last offer of a part: how it was made, and by whom."""

    on: date
    by: PersonRef
    channel: Code
    language: Code
    format: Code
    advocate_offered: bool
    explained: tuple[Code, ...]


class Answer(Held):
    """What the party answered last. A reason is never asked of who declines."""

    on: date
    status: InvolvementStatus
    reason: Code | None = None


class Away(Held):
    """Why the party is not offered a part for now, who approved that, and when somebody looks again."""

    on: date
    approved_by: PersonRef
    agency: Code
    reason: str
    look_again: date
    until: Code | None = None


class Told(Held):
    """A party was told the findings, or what came of it."""

    on: date
    by: PersonRef
    channel: Code


class Party(Held):
    """Somebody to be offered a part. `due` holds what the party is owed and by when; `overdue` the last date of each step that
    was told as passed."""

    id: Id
    group: Code
    person_ref: PersonRef | None = None
    agency: Code | None = None
    """Whom a practitioner works for: it never leaves the service."""
    status: InvolvementStatus = InvolvementStatus.NOT_STARTED
    due: dict[InvolvementStep, date] = {}
    overdue: dict[InvolvementStep, date] = {}
    offer: Offer | None = None
    answer: Answer | None = None
    away: Away | None = None
    told: dict[InvolvementStep, Told] = {}

    @property
    def offered(self) -> bool:
        """Whether an offer stands, or stood until it was answered."""
        return self.offer is not None and self.status not in (*AWAY, InvolvementStatus.NOT_STARTED)


class Involvement(Held):
    """The parties of a review, and those named to hear them. `owes` holds the steps that the review has come to: who takes part
    is owed them."""

    id: Id
    review: Id
    review_type: Code
    stage: Code | None = None
    scoped_on: date | None = None
    published_on: date | None = None
    publication_withdrawn: Code | None = None
    closed_on: date | None = None
    parties: tuple[Party, ...] = ()
    facilitators: tuple[PersonRef, ...] = ()
    owes: tuple[InvolvementStep, ...] = ()

    def party(self, id_: str) -> Party | None:
        return next((each for each in self.parties if each.id == id_), None)

    def with_party(self, party: Party) -> "Involvement":
        return self.model_copy(update={"parties": tuple(party if each.id == party.id else each for each in self.parties)})


def involvement_id(review: str) -> Id:
    return derived("involvement", review)


def keys(state: Involvement) -> dict[str, Any]:
    return {"review": state.review, "facilitators": list(state.facilitators)}


def threads(state: Involvement) -> tuple[str, ...]:
    return (state.review,)


def named(state: Involvement | None, actor: Actor) -> bool:
    """Whether the actor is a facilitator of this very review."""
    return state is not None and actor.holds("facilitator") and actor.person_ref in state.facilitators


def visible(state: Involvement, actor: Actor) -> bool:
    """To those who read everything for the partnership, and to the facilitators that it names. To no agency."""
    return actor.holds(*READ_IT_ALL) or named(state, actor)


def knows_who(state: Involvement, actor: Actor) -> bool:
    """Whether the actor sees whom a party is: those who make the offers do."""
    return (actor.holds("business-unit") and actor.agency == PARTNERSHIP) or named(state, actor)
