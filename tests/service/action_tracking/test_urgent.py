"""An immediate concern notifies people up its ladder, from the first minute until it is taken (AT5)."""

from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from contracts.events.feedback_capture import ImmediateConcernRaised, ImmediateConcernTaken
from contracts.vocabulary.feedback import Urgency
from local.embedded import Embedded
from local.waiting import eventually
from local.wire import send, wire
from services.action_tracking.domain.urgent_notice.state import notice_id
from services.chassis.rules.decisions import derived
from tests.service.action_tracking.steps import TRACKING, listed, next_morning
from tests.service.action_tracking.test_digests import appointed, laid_down, messages
from tests.service.calling import People

FEEDBACK = "feedback-capture"


async def raised(deployment: Embedded) -> tuple[str, datetime]:
    """Raises a concern. Returns its id, and the time."""
    concern, now = str(uuid4()), deployment.clock.now()
    event = ImmediateConcernRaised(concern=concern, urgency=Urgency.NOW, link=f"https://feedback.example/concerns/{concern}")
    await send(deployment, FEEDBACK, [wire(event, concern, 1, now)])
    return concern, now


def climbed(tracking: People, concern: str, *outcomes: str) -> dict[str, Any]:
    """Returns the urgent notice once its rungs have these outcomes."""

    def found() -> dict[str, Any] | None:
        notices = listed(tracking("facilitator").get("/urgent-notices", concern=concern))
        came = [[step["outcome"] for step in each["steps"]] for each in notices]
        return notices[0] if came == [list(outcomes)] else None

    return eventually(found, what=f"its rungs are {outcomes}")


async def test_urgent_notice_climbs_until_the_concern_is_taken(deployment: Embedded, tracking: People) -> None:
    """The service is frozen while the second and third rung pass, then catches up."""
    next_morning(deployment)  # an ended role is held until the end of its last day
    roles = (("duty-contact", "p-duty"), ("business-unit", "p-urgent-unit"), ("executive", "p-urgent-exec"))
    holders = [appointed(deployment, tracking, role, "partnership", person) for role, person in roles]
    concern, began = await raised(deployment)
    (step,) = climbed(tracking, concern, "sent")["steps"]
    message = derived(derived("message", notice_id(concern), "duty-contact"), "p-duty")
    assert [(each["person_ref"], each["message_id"]) for each in step["told"]] == [("p-duty", message)]
    (text,) = [each for each in messages(deployment, "p-duty").values() if concern in each]
    assert text.startswith(f"Message-ID: {message}\n")
    assert f"https://feedback.example/concerns/{concern}" in text

    deployment.freeze(TRACKING)
    deployment.clock.advance(timedelta(minutes=150))
    deployment.thaw(TRACKING)
    notice = climbed(tracking, concern, "sent", "sent", "sent")
    assert [step["told"][0]["person_ref"] for step in notice["steps"]] == ["p-duty", "p-urgent-unit", "p-urgent-exec"]
    assert all(len([each for each in messages(deployment, person).values() if concern in each]) == 1 for _, person in roles)

    await send(deployment, FEEDBACK, [wire(ImmediateConcernTaken(concern=concern), concern, 2, began + timedelta(minutes=151))])
    unit = tracking("business-unit")
    (taken,) = eventually(lambda: listed(unit.get("/urgent-notices", concern=concern, status="taken")), what="it is taken")
    assert taken["taken_after_minutes"] == 151
    assert concern not in [each["concern"] for each in listed(unit.get("/urgent-notices", status="open", limit=200))]
    next_morning(deployment)
    assert climbed(tracking, concern, "sent", "sent", "sent")["steps"] == notice["steps"]
    for holder in holders:
        laid_down(deployment, tracking, holder)


async def test_next_rung_is_notified_at_once_when_no_one_holds_one(deployment: Embedded, tracking: People) -> None:
    next_morning(deployment)
    holder = appointed(deployment, tracking, "executive", "partnership", "p-only-exec")
    concern, _ = await raised(deployment)
    notice = climbed(tracking, concern, "nobody", "nobody", "sent")
    (told,) = notice["steps"][2]["told"]
    assert (told["person_ref"], told["instead_of"]) == ("p-only-exec", ["duty-contact", "business-unit"])
    (text,) = messages(deployment, "p-only-exec").values()
    assert "because no one could be reached as duty contact for urgent concerns or business unit" in text
    logs = "".join(file.read_text(errors="replace") for file in (deployment.folder / "logs").glob(f"{TRACKING}*.log"))
    said = [line for line in logs.splitlines() if "a message could not be sent" in line and notice["id"] in line]
    assert len(said) == 2
    laid_down(deployment, tracking, holder)
