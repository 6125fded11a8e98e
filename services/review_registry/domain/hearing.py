"""Who is heard in a review, as feedback capture tells it (RR6, R17, R18): where each party stands, and nothing of what was
said. And how much was said on a theme, where so many said it that nobody can be told apart."""

from collections.abc import Callable
from typing import Any

from pydantic import BaseModel, ConfigDict

from contracts.events.event import Event
from contracts.events.feedback_capture import (
    FeedbackSummarised,
    InvolvementAnswered,
    InvolvementFedBack,
    InvolvementOffered,
    InvolvementPlanned,
    InvolvementResumed,
)
from contracts.vocabulary.feedback import InvolvementStatus, InvolvementStep, SourceGroup
from contracts.vocabulary.types import Code, Count, Id
from services.chassis.rules.decisions import derived


class PartyProgress(BaseModel):
    """A party to be offered a part, as far as it is known here. The group comes with the plan."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: Id
    group: Code | None = None
    status: InvolvementStatus = InvolvementStatus.NOT_STARTED
    explained: bool = False
    """Told how taking part works."""
    approved: bool = False
    """That it is not invited, or later, was approved by somebody who may."""
    fed_back: tuple[InvolvementStep, ...] = ()


class InvolvementProgress(BaseModel):
    """Everybody who is to be offered a part in one review. `parties` is empty until there is a plan."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: Id
    review: Id
    parties: tuple[PartyProgress, ...] = ()

    def party(self, id_: str) -> PartyProgress:
        """As known; one that nothing was heard of yet has not started."""
        return next((each for each in self.parties if each.id == id_), PartyProgress(id=id_))


class FeedbackHeard(BaseModel):
    """How many of one group said something on a theme about a service, in one period."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: Id
    summary: Id
    period: Code
    theme: Code
    source_group: SourceGroup
    service: Code
    count: Count


def involvement_id(review: str) -> str:
    """The id of a review's involvement, here and where it is decided."""
    return derived("involvement", review)


def feedback_id(event: FeedbackSummarised) -> str:
    return derived("feedback", event.summary, event.source_group, event.service, event.theme)


def _planned(event: InvolvementPlanned, before: InvolvementProgress) -> tuple[PartyProgress, ...]:
    """The parties of the plan in its order, with what is known of them; then any other that was heard of."""
    planned = tuple(before.party(each.id).model_copy(update={"group": each.group}) for each in event.parties)
    others = tuple(each for each in before.parties if each.id not in {party.id for party in planned})
    return planned + others


def _offered(event: InvolvementOffered, party: PartyProgress) -> dict[str, Any]:
    return {"status": InvolvementStatus.INVITED, "explained": event.explained, "approved": False}


def _answered(event: InvolvementAnswered, party: PartyProgress) -> dict[str, Any]:
    return {"status": event.status, "approved": event.approved}


def _resumed(event: InvolvementResumed, party: PartyProgress) -> dict[str, Any]:
    """What was approved has run out: a part is to be offered, and explained, again."""
    return {"status": InvolvementStatus.NOT_STARTED, "approved": False, "explained": False}


def _fed_back(event: InvolvementFedBack, party: PartyProgress) -> dict[str, Any]:
    return {"fed_back": tuple(dict.fromkeys((*party.fed_back, event.step)))}


PARTY_CHANGES: dict[type[Event], Callable[[Any, PartyProgress], dict[str, Any]]] = {
    InvolvementOffered: _offered,
    InvolvementAnswered: _answered,
    InvolvementResumed: _resumed,
    InvolvementFedBack: _fed_back,
}
"""What each event changes of the party that it is about."""


def heard(before: InvolvementProgress, event: Any) -> InvolvementProgress:
    """What is known of the involvement after this event. A party heard of before its plan is kept."""
    if isinstance(event, InvolvementPlanned):
        return before.model_copy(update={"parties": _planned(event, before)})
    party = before.party(event.party)
    changed = party.model_copy(update=PARTY_CHANGES[type(event)](event, party))
    if party in before.parties:
        return before.model_copy(update={"parties": tuple(changed if each.id == party.id else each for each in before.parties)})
    return before.model_copy(update={"parties": (*before.parties, changed)})


INVOLVEMENT_EVENTS: tuple[type[Event], ...] = (InvolvementPlanned, *PARTY_CHANGES)
