"""Steps of tests: parties who are offered a part, as feedback capture emits it."""

from collections.abc import Sequence

from contracts.events.event import Event
from contracts.events.feedback_capture import (
    InvolvementAnswered,
    InvolvementFedBack,
    InvolvementNotTold,
    InvolvementOffered,
    InvolvementPlanned,
    Party,
)
from contracts.vocabulary.feedback import InvolvementStatus, InvolvementStep, NotTold
from local.partnership import FRAMEWORK
from services.chassis.rules.decisions import derived
from services.review_registry.domain.others.involvement import involvement_id
from tests.component.harness import Component

TYPE = FRAMEWORK.review_type("lcspr")
assert TYPE is not None
GROUPS = TYPE.involves
PARENTS = "parents-carers"


def party(review: str, group: str) -> str:
    return derived("party", review, group)


def receive_all(registry: Component, aggregate: str, events: Sequence[Event], first: int = 1) -> None:
    """Delivers the events of one aggregate, numbered from `first`."""
    for number, event in enumerate(events, start=first):
        registry.receive(event, aggregate, number)


def offered(registry: Component, review: str) -> None:
    """Receives the plan, and an offer to each party."""
    parties = tuple(Party(id=party(review, group), group=group) for group in GROUPS)
    offers = [InvolvementOffered(review=review, party=each.id, explained=True) for each in parties]
    receive_all(registry, involvement_id(review), [InvolvementPlanned(review=review, parties=parties), *offers])


def answered(registry: Component, review: str, takes_part: str) -> None:
    """Receives the answers: one group takes part, and the others decline."""
    accepts, declines = InvolvementStatus.ACCEPTED, InvolvementStatus.DECLINED
    answers = [
        InvolvementAnswered(review=review, party=party(review, group), status=accepts if group == takes_part else declines)
        for group in GROUPS
    ]
    receive_all(registry, involvement_id(review), answers, first=20)


def fed_back(registry: Component, review: str, step: InvolvementStep, first: int) -> None:
    """Receives that every group has had this feedback, but for the parents, who are not told for an approved reason."""
    heard = [InvolvementFedBack(review=review, party=party(review, group), step=step) for group in GROUPS if group != PARENTS]
    receive_all(registry, involvement_id(review), heard, first)
    reason = NotTold.COURT_OR_POLICE_DIRECTION
    excused = InvolvementNotTold(review=review, party=party(review, PARENTS), step=step, reason=reason)
    registry.receive(excused, involvement_id(review), first + len(heard))
