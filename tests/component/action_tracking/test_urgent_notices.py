"""An immediate concern notifies people up its ladder, from the first minute until it is taken (AT5)."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest

from contracts.events.feedback_capture import (
    ImmediateConcernConcluded,
    ImmediateConcernNotConcluded,
    ImmediateConcernNotTaken,
    ImmediateConcernRaised,
    ImmediateConcernTaken,
)
from contracts.vocabulary.feedback import Urgency
from local.partnership import COUNCIL, POLICE
from services.action_tracking.domain.urgent_notice.state import notice_id
from services.chassis.rules.decisions import derived
from tests.component.action_tracking.steps import BEGIN, appointed, laid_down, messages, next_morning
from tests.component.harness import Component


def raised(tracking: Component) -> str:
    """Raises a concern now. Returns its id."""
    concern = str(uuid4())
    link = f"https://feedback.example/concerns/{concern}"
    tracking.receive(ImmediateConcernRaised(concern=concern, urgency=Urgency.NOW, link=link), concern, 1)
    return concern


def climbed(tracking: Component, concern: str) -> dict[str, Any]:
    """Returns the urgent notice after all that is due has happened."""
    tracking.drain()
    (notice,) = tracking("facilitator").get("/urgent-notices", concern=concern).json()
    found: dict[str, Any] = notice
    return found


def outcomes(notice: dict[str, Any]) -> list[str]:
    return [step["outcome"] for step in notice["steps"]]


def test_urgent_notice_climbs_until_the_concern_is_taken(tracking: Component) -> None:
    """The second and third rung pass while the service does nothing, and it catches up."""
    tracking.clock.move_to(BEGIN)
    roles = (("duty-contact", "p-duty"), ("business-unit", "p-urgent-unit"), ("executive", "p-urgent-exec"))
    holders = [appointed(tracking, role, "partnership", person) for role, person in roles]
    concern, began = raised(tracking), tracking.clock.now()
    notice = climbed(tracking, concern)
    assert outcomes(notice) == ["sent"]
    message = derived(derived("message", notice_id(concern), "duty-contact"), "p-duty")
    assert [(each["person_ref"], each["message_id"]) for each in notice["steps"][0]["told"]] == [("p-duty", message)]
    (text,) = messages(tracking, "p-duty")
    assert text.startswith(f"Message-ID: {message}\n")
    assert f"https://feedback.example/concerns/{concern}" in text

    tracking.clock.advance(timedelta(minutes=150))
    notice = climbed(tracking, concern)
    assert outcomes(notice) == ["sent", "sent", "sent"]
    assert [step["told"][0]["person_ref"] for step in notice["steps"]] == [person for _, person in roles]
    assert [len(messages(tracking, person)) for _, person in roles] == [1, 1, 1]

    taken_at = began + timedelta(minutes=151, seconds=30)
    tracking.receive(ImmediateConcernTaken(concern=concern), concern, 2, at=taken_at)
    unit = tracking("business-unit")
    (taken,) = unit.get("/urgent-notices", concern=concern, status="ended").json()
    assert taken["ended_after_minutes"] == 151
    assert unit.get("/urgent-notices", status="open").json() == []
    next_morning(tracking)
    assert climbed(tracking, concern)["steps"] == notice["steps"]
    for holder in holders:
        laid_down(tracking, holder)


def test_next_rung_is_notified_at_once_when_no_one_holds_one(tracking: Component, caplog: pytest.LogCaptureFixture) -> None:
    next_morning(tracking)  # an ended role is held until the end of its last day
    appointed(tracking, "executive", "partnership", "p-only-exec")
    notice = climbed(tracking, raised(tracking))
    assert outcomes(notice) == ["nobody", "nobody", "sent"]
    (told,) = notice["steps"][2]["told"]
    assert (told["person_ref"], told["instead_of"]) == ("p-only-exec", ["duty-contact", "business-unit"])
    (text,) = messages(tracking, "p-only-exec")
    assert "because no one could be reached as duty contact for urgent concerns or business unit" in text
    failures = [record for record in caplog.records if "a message could not be sent" in record.message]
    assert [record.__dict__["facts"]["document"] for record in failures] == [notice["id"]] * 2


def test_late_outcome_notifies_the_ladder_until_it_is_recorded(tracking: Component) -> None:
    next_morning(tracking)
    holders = [appointed(tracking, role, "partnership", f"p-late-{role}") for role in ("duty-contact", "business-unit")]
    concern = raised(tracking)
    tracking.receive(ImmediateConcernTaken(concern=concern), concern, 2)
    link = f"https://feedback.example/concerns/{concern}"
    late = ImmediateConcernNotConcluded(concern=concern, urgency=Urgency.NOW, link=link, age_minutes=240)
    tracking.receive(late, concern, 3)
    tracking.drain()
    tracking.clock.advance(timedelta(minutes=30))
    tracking.drain()
    unit = tracking("business-unit")
    (notice,) = unit.get("/urgent-notices", concern=concern, status="open").json()
    assert (notice["asks"], outcomes(notice)) == ("outcome", ["sent", "sent"])
    assert "recorded no outcome" in messages(tracking, "p-late-business-unit")[-1]
    tracking.receive(ImmediateConcernConcluded(concern=concern), concern, 4)
    assert unit.get("/urgent-notices", concern=concern, status="open").json() == []
    for each in holders:
        laid_down(tracking, each)


def test_outcome_in_time_leaves_no_second_notice(tracking: Component) -> None:
    concern = raised(tracking)
    for number, event in enumerate((ImmediateConcernTaken, ImmediateConcernConcluded), start=2):
        tracking.receive(event(concern=concern), concern, number)
    (notice,) = tracking("scrutineer").get("/urgent-notices", concern=concern).json()
    assert notice["asks"] == "take"


def test_notice_is_unknown_to_the_agency_that_it_is_kept_from(tracking: Component) -> None:
    concern = str(uuid4())
    link = f"https://feedback.example/concerns/{concern}"
    report = ImmediateConcernNotTaken(concern=concern, urgency=Urgency.NOW, link=link, kept_from=POLICE, age_minutes=15)
    tracking.receive(report, concern, 1)
    for agency, known in ((POLICE, 0), (COUNCIL, 1)):
        assert len(tracking("decider", agency=agency).get("/urgent-notices", concern=concern).json()) == known
    tracking.receive(ImmediateConcernTaken(concern=concern), concern, 2)
