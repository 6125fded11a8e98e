"""The stored state of an involvement, who may see it, and the keys that find it (FC1, R17, R18)."""

from collections.abc import Iterator
from datetime import date
from enum import StrEnum
from typing import Any

from pydantic import AwareDatetime, Field

from contracts.vocabulary.feedback import InvolvementStatus, InvolvementStep, NotTold, WithdrawnWords
from contracts.vocabulary.roles import FACILITATOR
from contracts.vocabulary.types import Code, Id, PersonRef
from services.chassis.rules.access import PARTNERSHIP_READERS, person_at
from services.chassis.rules.decisions import Actor, derived
from services.chassis.rules.person import Person, is_one_of
from services.chassis.rules.retention import Retained
from services.chassis.rules.sealed import Sensitive
from services.chassis.rules.values import Value
from services.feedback_capture.domain.access import is_business_unit
from services.feedback_capture.domain.asked import STEPS, Asked

TAKES_PART = (InvolvementStatus.ACCEPTED, InvolvementStatus.CONTRIBUTED)
AWAY = (InvolvementStatus.DEFERRED, InvolvementStatus.NOT_INVITED)
"""Statuses without an offer for now. The alarm ends them on the day to look again."""
ANSWERED = (*TAKES_PART, InvolvementStatus.DECLINED, InvolvementStatus.NO_RESPONSE, InvolvementStatus.WITHDREW)
"""Statuses that follow from an answer to an offer, or from none."""
OUT_OF_REACH = (InvolvementStatus.UNABLE, InvolvementStatus.NOBODY_IN_THIS_GROUP)
"""Approved statuses of parties whom no one can tell anything."""
MOST = 200
"""The most parties, and the most facilitators, of one review. All of them fit in one event."""


class Excuse(StrEnum):
    """An exception that one person records and another approves."""

    UNABLE = "unable"
    NOBODY_IN_THIS_GROUP = "nobody-in-this-group"
    FINDINGS_NOT_TOLD = "findings-not-told"
    OUTCOME_NOT_TOLD = "outcome-not-told"


class Proposal(Value):
    """An exception that waits for its approval, and the person who checked it."""

    excuse: Excuse
    reason: Code | None
    on: date
    by: Person


class Reminder(Value):
    """A reminder of the last offer."""

    on: date
    recorded_at: AwareDatetime
    by: Person
    channel: Code


class Offer(Value):
    """The last offer of a part: the day of it, and the time at which a person recorded it."""

    on: date
    recorded_at: AwareDatetime
    by: Person
    channel: Code
    language: Code
    format: Code
    advocate_offered: bool
    explained: tuple[Code, ...]


class Answer(Value):
    """The last answer of a party. A party that declines is never asked for a reason."""

    on: date
    recorded_at: AwareDatetime
    status: InvolvementStatus
    reason: Code | None = None
    words: WithdrawnWords | None = None
    """The choice of a party who withdraws about the words already given."""


class Correction(Value):
    """An answer that was recorded wrongly, and why. It stays beside the right answer."""

    was: Answer
    because: Sensitive
    """Only those who make the offers read it."""
    by: Person
    at: AwareDatetime


class TakenBack(Value):
    """A party that a person added by mistake, and why it was taken back."""

    group: Code
    number: int
    because: Sensitive
    """Only those who make the offers read it."""
    by: Person
    at: AwareDatetime


class Away(Value):
    """An approved reason not to offer a part for now, and the day to look again."""

    on: date
    approved_by: Person
    reason: Sensitive
    """Only those who make the offers read it."""
    look_again: date
    until: Code | None = None


class FedBack(Value):
    """A record that a party heard the findings, or the outcome."""

    on: date
    recorded_at: AwareDatetime
    by: Person
    channel: Code


class NotToldFor(Value):
    """An approved reason that a party does not hear the findings, or the outcome."""

    on: date
    reason: NotTold
    approved_by: Person


class Who(Value):
    """The part of a party that says who it is."""

    id: Id
    person_ref: PersonRef | None = None
    agency: Code | None = None
    """The employer of a practitioner. It never leaves the service."""


class Part(Who):
    """The part of a party that the party itself may see. `due` holds the date of each step that it is owed."""

    group: Code
    number: int = 1
    """The number within the group, in the order of planning."""
    status: InvolvementStatus = InvolvementStatus.NOT_STARTED
    due: dict[InvolvementStep, date] = Field(default_factory=dict)
    offer: Offer | None = None
    told: dict[InvolvementStep, FedBack] = Field(default_factory=dict)


class Party(Part):
    """A person, or a group, to be offered a part.

    `overdue` holds the last date of each step that was reported as overdue.
    """

    added_by: Person | None = None
    """The person who added it. None if it follows from the type of the review."""
    overdue: dict[InvolvementStep, date] = Field(default_factory=dict)
    answer: Answer | None = None
    corrections: tuple[Correction, ...] = ()
    away: Away | None = None
    reminders: tuple[Reminder, ...] = ()
    not_told: dict[InvolvementStep, NotToldFor] = Field(default_factory=dict)
    proposals: tuple[Proposal, ...] = ()

    @property
    def last_asked(self) -> date | None:
        """The day of the offer, or of its last reminder."""
        asked = [each.on for each in self.reminders[-1:]] or ([self.offer.on] if self.offer else [])
        return asked[0] if asked else None

    @property
    def last_news(self) -> date | None:
        """The latest day of an offer, a reminder, an answer or a deferral. What happens next is not before it."""
        known = (self.offer, *self.reminders, self.answer, self.away)
        return max((each.on for each in known if each), default=None)

    @property
    def offered(self) -> bool:
        """True if the party has an offer, answered or not, that was not put off since."""
        return self.offer is not None and self.status not in (*AWAY, *OUT_OF_REACH, InvolvementStatus.NOT_STARTED)


class Hearing(Value):
    """The part of an involvement that says who hears whom."""

    parties: tuple[Who, ...] = ()
    facilitators: tuple[Person, ...] = ()


class Parts(Value):
    """The part of an involvement that its parties may see, each their own."""

    id: Id
    parties: tuple[Part, ...] = ()


class Involvement(Hearing, Retained):
    """The parties of a review, and the facilitators named to hear them.

    `owes` holds the steps that the review has reached. Each party that takes part is owed them.
    """

    id: Id
    review: Id
    review_type: Code
    stage: Code | None = None
    going_ahead_on: date | None = None
    """The day on which the review left screening. Nobody is owed an offer before it."""
    scoped_on: date | None = None
    agencies: tuple[Code, ...] = ()
    """The agencies under review."""
    published_on: date | None = None
    publication_withdrawn: Code | None = None
    closed_on: date | None = None
    ended_on: date | None = None
    """The day on which the review ended without being closed. It is none again once the review is reopened."""
    parties: tuple[Party, ...] = ()
    taken_back: tuple[TakenBack, ...] = ()
    owes: tuple[InvolvementStep, ...] = ()

    @property
    def over(self) -> bool:
        """True once the review has closed or ended, so that its clocks stand still."""
        return self.closed_on is not None or self.ended_on is not None

    def party(self, id_: str) -> Party | None:
        return next((each for each in self.parties if each.id == id_), None)

    def with_party(self, party: Party) -> "Involvement":
        return self.model_copy(update={"parties": tuple(party if each.id == party.id else each for each in self.parties)})


def involvement_id(review: str) -> Id:
    """Derives the id, so that each review has one involvement."""
    return derived("involvement", review)


def keys(involvement: Involvement) -> dict[str, Any]:
    """Returns the flat query keys."""
    heard_by = [person_at(each.person_ref, each.agency) for each in involvement.facilitators]
    people = [person_at(each.person_ref, each.agency) for each in involvement.parties if each.person_ref and each.agency]
    waits = [] if involvement.over else sorted({asked.value for each in involvement.parties for asked in _asked(each)})
    return {"review": involvement.review, "waits": waits, "facilitators": heard_by, "people": people}


def _asked(party: Party) -> Iterator[Asked]:
    """Yields what is asked of people for a party."""
    yield from (STEPS[step] for step in party.due)
    if party.away:
        yield Asked.LOOK_AGAIN
    if party.proposals:
        yield Asked.APPROVE_EXCEPTION


def threads(involvement: Involvement) -> tuple[str, ...]:
    return (involvement.review,)


def is_named(involvement: Hearing | None, actor: Actor) -> bool:
    """Returns true if the actor is a facilitator named for this review."""
    return involvement is not None and actor.holds(FACILITATOR) and is_one_of(actor, involvement.facilitators)


def readers(involvement: Involvement) -> tuple[str, ...]:
    """Returns the partnership-wide roles and the facilitators that it names. No agency reads it."""
    named = (person_at(each.person_ref, each.agency, FACILITATOR) for each in involvement.facilitators)
    return (*PARTNERSHIP_READERS, *named)


def is_own_part(party: Who, actor: Actor) -> bool:
    """Returns true if the party is the practitioner who asks."""
    return party.agency is not None and party.person_ref == actor.person_ref and actor.acts_for(party.agency)


def is_colleague(party: Who, actor: Actor) -> bool:
    """Returns true for a party of the actor's own agency. No colleague may know that a practitioner spoke (FC2)."""
    return party.agency is not None and actor.acts_for(party.agency)


def sees_people(involvement: Involvement, actor: Actor) -> bool:
    """Returns true if the actor sees the reference and the agency of each party. Only those who make the offers do."""
    return is_business_unit(actor) or is_named(involvement, actor)
