"""Every reaction of every service: an event that comes again, or after later ones, changes nothing."""

import pytest

from local.parts.names import SERVICES
from tests.component.harness import Component, Connected

UNHEARD = {
    "ActionOverdue", "ActionReopened", "ActionSustained", "FeedbackSummarised", "FeedbackUnanswered", "FeedbackUncoded",
    "FeedbackUnread", "HoldReviewDue", "ImmediateConcernNotConcluded", "ImmediateConcernNotTaken", "InvolvementFedBack",
    "LeadReviewerIndependenceLost", "LearningAcknowledged", "LearningDelivered", "ProductFlagged", "ProductWithdrawn",
    "ReachFellShort", "ReplyRecalled", "StatutoryClockMissed",
}  # fmt: skip
"""Events that no example brings about. Unit tests alone show what a service does when it hears one again."""


def states(component: Component) -> dict[str, object]:
    """Returns every document without what it remembers of events."""
    return {each["_id"]: (each["version"], each["state"]) for each in component.stored()}


@pytest.mark.usefixtures("there")
@pytest.mark.parametrize("service", SERVICES)
def test_event_that_was_heard_changes_nothing_when_it_comes_again(service: str, services: Connected) -> None:
    services.drain(with_trouble=True)
    component = services[service]
    before, parked = states(component), len(component.stored("parked"))
    for topic in component.service.listens:
        records = [each.record for each in services[topic].emitted()]
        for again in (records, records[::-1]):
            component.deliver(topic, *again)
    assert states(component) == before
    assert len(component.stored("parked")) == parked


@pytest.mark.usefixtures("there")
def test_every_reaction_has_an_example(services: Connected) -> None:
    emitted = {type(each.event).__name__ for service in services.values() for each in service.emitted()}
    heard = {event.__name__ for service in services.values() for event in service.service.reactions}
    assert sorted(heard - emitted) == sorted(UNHEARD)
