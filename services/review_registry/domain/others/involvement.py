"""Involvement in a review, kept by feedback capture: the progress of each party, without what was said (RR6, R17, R18)."""

from collections.abc import Callable, Mapping
from typing import Any

from contracts.events.event import Event
from contracts.events.feedback_capture import (
    InvolvementAnswered,
    InvolvementFedBack,
    InvolvementNotTold,
    InvolvementOffered,
    InvolvementPlanned,
    InvolvementResumed,
)
from contracts.vocabulary.feedback import InvolvementStatus, InvolvementStep
from contracts.vocabulary.types import Code, Id
from services.chassis.rules.decisions import derived
from services.chassis.rules.values import Value


class PartyProgress(Value):
    """A party to be offered a part. Its group is known once the plan is."""

    id: Id
    group: Code | None = None
    number: int = 1
    """The number within the group."""
    status: InvolvementStatus = InvolvementStatus.NOT_STARTED
    explained: bool = False
    """Set once taking part was explained."""
    approved: bool = False
    """Set if its exception was approved."""
    fed_back: tuple[InvolvementStep, ...] = ()
    not_told: tuple[InvolvementStep, ...] = ()
    """The steps that the party does not hear, for an approved reason."""


class InvolvementProgress(Value):
    """The projection of everybody who is to be offered a part in one review."""

    id: Id
    review: Id
    planned: bool = False
    """Set once the plan is known. It may name nobody."""
    parties: tuple[PartyProgress, ...] = ()

    def party(self, id_: str) -> PartyProgress:
        """Returns the party. An unknown party has not started."""
        return next((each for each in self.parties if each.id == id_), PartyProgress(id=id_))


def involvement_id(review: str) -> Id:
    """Returns the id of a review's involvement, the same here and in feedback capture."""
    return derived("involvement", review)


def _planned(involvement: InvolvementProgress, event: InvolvementPlanned) -> InvolvementProgress:
    """Returns the parties of the plan in order, then those that events named before any plan. Others were taken back."""
    planned = tuple(
        involvement.party(each.id).model_copy(update={"group": each.group, "number": each.number}) for each in event.parties
    )
    others = tuple(
        each for each in involvement.parties if each.group is None and each.id not in {party.id for party in planned}
    )
    return involvement.model_copy(update={"planned": True, "parties": planned + others})


def _with_party(involvement: InvolvementProgress, changed: PartyProgress) -> InvolvementProgress:
    """Returns the involvement with this party changed. A party that an event names before the plan is kept."""
    known = {each.id: each for each in involvement.parties} | {changed.id: changed}
    return involvement.model_copy(update={"parties": tuple(known.values())})


def _offered(involvement: InvolvementProgress, event: InvolvementOffered) -> InvolvementProgress:
    changes = {"status": InvolvementStatus.INVITED, "explained": event.explained, "approved": False, "not_told": ()}
    return _with_party(involvement, involvement.party(event.party).model_copy(update=changes))


def _answered(involvement: InvolvementProgress, event: InvolvementAnswered) -> InvolvementProgress:
    changes = {"status": event.status, "approved": event.approved}
    return _with_party(involvement, involvement.party(event.party).model_copy(update=changes))


def _resumed(involvement: InvolvementProgress, event: InvolvementResumed) -> InvolvementProgress:
    """Returns the party to the start, because its approval has run out. A part must be offered and explained again."""
    changes = {"status": InvolvementStatus.NOT_STARTED, "approved": False, "explained": False, "not_told": ()}
    return _with_party(involvement, involvement.party(event.party).model_copy(update=changes))


def _fed_back(involvement: InvolvementProgress, event: InvolvementFedBack) -> InvolvementProgress:
    party = involvement.party(event.party)
    changes = {"fed_back": tuple(dict.fromkeys((*party.fed_back, event.step)))}
    return _with_party(involvement, party.model_copy(update=changes))


def _not_told(involvement: InvolvementProgress, event: InvolvementNotTold) -> InvolvementProgress:
    party = involvement.party(event.party)
    changes = {"not_told": tuple(dict.fromkeys((*party.not_told, event.step)))}
    return _with_party(involvement, party.model_copy(update=changes))


CHANGES: Mapping[type[Event], Callable[[InvolvementProgress, Any], InvolvementProgress]] = {
    InvolvementPlanned: _planned,
    InvolvementOffered: _offered,
    InvolvementAnswered: _answered,
    InvolvementResumed: _resumed,
    InvolvementFedBack: _fed_back,
    InvolvementNotTold: _not_told,
}
"""The involvement after each event."""


def involvement_of(event: Any) -> Id:
    """Returns the id of the involvement that an event is about."""
    return involvement_id(event.review)


def new_involvement(id_: Id, event: Any) -> InvolvementProgress:
    """Returns an involvement before the first event about it."""
    return InvolvementProgress(id=id_, review=event.review)


def keys(involvement: InvolvementProgress) -> dict[str, Any]:
    """Returns no query keys, because it is found by its id."""
    return {}


def threads(involvement: InvolvementProgress) -> tuple[str, ...]:
    """Returns the review's thread, then its own."""
    return (involvement.review, involvement.id)
