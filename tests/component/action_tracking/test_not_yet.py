"""An event about a document that is missing or not readable yet waits, and notifies no one."""

from typing import Any
from uuid import uuid4

from contracts.events.action_tracking import ActionAgreed, ActionCompleted
from contracts.events.review_registry import ReviewOpened
from contracts.vocabulary.actions import Strength
from local.partnership import POLICE, PREFIX
from tests.component.action_tracking.steps import agreed, ledger, today
from tests.component.harness import Component
from tests.service.calling import Caller, done


def operator(tracking: Component) -> Caller:
    return tracking("operator", agency="independent")


def parked(tracking: Component) -> list[dict[str, Any]]:
    """Returns the messages that wait for a document."""
    return [each for each in operator(tracking).get("/parked").json() if each["status"] == "not-yet"]


def heard_of(tracking: Component, about: str) -> list[str]:
    """Returns the events in the ledger about a thing."""
    return [each["event"] for each in ledger(tracking, about)]


def written_by(tracking: Component, schema: int, action: str) -> None:
    """Marks the document as written by a version with this schema."""

    async def mark() -> None:
        await tracking.room.store.aggregates.update_one({"_id": action}, {"$set": {"schema": schema}})

    tracking.run(mark())


def test_event_about_a_missing_action_waits(tracking: Component) -> None:
    action = str(uuid4())
    event = ActionAgreed(
        action=action,
        reference=f"{PREFIX}-2027-K7Q4",
        findings=(str(uuid4()),),
        obligations=(),
        themes=("neglect",),
        strength=Strength.WEAKER,
        agency=POLICE,
        agencies=(POLICE,),
        due=today(tracking),
        epoch=1,
    )
    tracking.receive(event, action, 1)
    (message,) = parked(tracking)
    assert (message["status"], message["reason"]) == ("not-yet", "NotYet")
    assert heard_of(tracking, action) == []
    done(operator(tracking).post(f"/parked/{message['id']}/discards", {"reason": "no-such-action"}))
    assert parked(tracking) == []


def test_event_waits_for_a_document_of_a_newer_version(tracking: Component) -> None:
    action = agreed(tracking, POLICE)
    assert "ActionAgreed" in heard_of(tracking, action)
    written_by(tracking, 99, action)
    tracking.receive(ActionCompleted(action=action, epoch=1), action, 50)
    (message,) = parked(tracking)
    assert (message["status"], message["reason"]) == ("not-yet", "NewerSchema")
    written_by(tracking, 1, action)
    assert heard_of(tracking, action)[-2:] == ["ActionAgreed", "ActionCompleted"]
    assert parked(tracking) == []


def test_event_about_the_document_of_another_kind_needs_a_person(tracking: Component) -> None:
    action = agreed(tracking, POLICE)
    tracking.receive(ReviewOpened(review=action, review_type="lcspr", restricted=False, statutory=True), action, 1)
    (message,) = tracking.troubled()
    assert message["reason"] == "its id belongs to a document of another kind"
    done(operator(tracking).post(f"/parked/{message['_id']}/discards", {"reason": "no-such-review"}))
