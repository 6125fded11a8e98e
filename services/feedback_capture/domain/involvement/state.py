"""The stored state of an involvement, who may see it, and the keys that find it (FC1, R17, R18)."""

from datetime import date
from typing import Any

from pydantic import Field

from contracts.vocabulary.feedback import InvolvementStatus, InvolvementStep
from contracts.vocabulary.roles import FACILITATOR
from contracts.vocabulary.types import Code, Id, PersonRef
from services.chassis.rules.access import PARTNERSHIP_READERS, named
from services.chassis.rules.decisions import Actor, derived
from services.chassis.rules.values import Value
from services.feedback_capture.domain.access import is_business_unit

TAKES_PART = (InvolvementStatus.ACCEPTED, InvolvementStatus.CONTRIBUTED)
AWAY = (InvolvementStatus.DEFERRED, InvolvementStatus.NOT_INVITED)
"""Statuses without an offer for now. The alarm ends them on the day to look again."""
MOST = 200
"""The most parties, and the most facilitators, of one review. All of them fit in one event."""


class Offer(Value):
    """The last offer of a part."""

    on: date
    by: PersonRef
    channel: Code
    language: Code
    format: Code
    advocate_offered: bool
    explained: tuple[Code, ...]


class Answer(Value):
    """The last answer of a party. A party that declines is never asked for a reason."""

    on: date
    status: InvolvementStatus
    reason: Code | None = None


class Away(Value):
    """An approved reason not to offer a part for now, and the day to look again."""

    on: date
    approved_by: PersonRef
    agency: Code
    reason: str
    look_again: date
    until: Code | None = None


class FedBack(Value):
    """A record that a party heard the findings, or the outcome."""

    on: date
    by: PersonRef
    channel: Code


class Party(Value):
    """A person, or a group, to be offered a part.

    `due` holds the date of each step that the party is owed. `overdue` holds the last date of each step that was reported as
    overdue.
    """

    id: Id
    group: Code
    person_ref: PersonRef | None = None
    agency: Code | None = None
    """The employer of a practitioner. It never leaves the service."""
    status: InvolvementStatus = InvolvementStatus.NOT_STARTED
    due: dict[InvolvementStep, date] = Field(default_factory=dict)
    overdue: dict[InvolvementStep, date] = Field(default_factory=dict)
    offer: Offer | None = None
    answer: Answer | None = None
    away: Away | None = None
    told: dict[InvolvementStep, FedBack] = Field(default_factory=dict)

    @property
    def offered(self) -> bool:
        """True if the party has an offer, answered or not, that was not put off since."""
        return self.offer is not None and self.status not in (*AWAY, InvolvementStatus.NOT_STARTED)


class Involvement(Value):
    """The parties of a review, and the facilitators named to hear them.

    `owes` holds the steps that the review has reached. Each party that takes part is owed them.
    """

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
    """Derives the id, so that each review has one involvement."""
    return derived("involvement", review)


def keys(involvement: Involvement) -> dict[str, Any]:
    """Returns the flat query keys."""
    return {"review": involvement.review, "facilitators": list(involvement.facilitators)}


def threads(involvement: Involvement) -> tuple[str, ...]:
    return (involvement.review,)


def is_named(involvement: Involvement | None, actor: Actor) -> bool:
    """Returns true if the actor is a facilitator named for this review."""
    return involvement is not None and actor.holds(FACILITATOR) and actor.person_ref in involvement.facilitators


def readers(involvement: Involvement) -> tuple[str, ...]:
    """Returns the partnership-wide roles and the facilitators that it names. No agency reads it."""
    return (*PARTNERSHIP_READERS, *(named(each, FACILITATOR) for each in involvement.facilitators))


def sees_people(involvement: Involvement, actor: Actor) -> bool:
    """Returns true if the actor sees the reference and the agency of each party. Only those who make the offers do."""
    return is_business_unit(actor) or is_named(involvement, actor)
