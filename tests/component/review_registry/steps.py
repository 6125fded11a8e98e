"""Steps of tests: parties who are offered a part, as feedback capture emits it."""

from collections.abc import Sequence

from contracts.events.event import Event
from contracts.events.feedback_capture import (
    InvolvementAnswered,
    InvolvementFedBack,
    InvolvementOffered,
    InvolvementPlanned,
    Party,
)
from contracts.vocabulary.feedback import InvolvementStatus, InvolvementStep
from local.partnership import FRAMEWORK
from services.chassis.rules.decisions import derived
from services.review_registry.domain.others.involvement import involvement_id
from tests.component.harness import Component

TYPE = FRAMEWORK.review_type("lcspr")
assert TYPE is not None
GROUPS = TYPE.involves


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
    receive_all(registry, involvement_id(review), answers, first=10)


def fed_back(registry: Component, review: str, group: str, step: InvolvementStep, number: int) -> None:
    """Receives that a group has had this feedback."""
    event = InvolvementFedBack(review=review, party=party(review, group), step=step)
    registry.receive(event, involvement_id(review), number)
