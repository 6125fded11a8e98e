"""What waits for a person, from the steps of a service (AT8)."""

from datetime import timedelta

from services.chassis.http.waiting import waits_shown
from services.chassis.rules.calendar import add_working_days
from services.chassis.rules.decisions import Actor
from services.chassis.rules.waits import Wait, decision_due, for_person
from tests.builders.given import CLOSED, MONDAY, actor, at, some_id

OLD = Wait("decide", ("decider",), some_id("old"), MONDAY - timedelta(days=9), MONDAY.date(), "https://here.example/1")
NEW = Wait("offer", ("business-unit", "facilitator"), some_id("new"), MONDAY, None, "https://here.example/2")


def seen(who: Actor) -> list[str]:
    return [each.asks for each in for_person([NEW, OLD], who)]


def test_each_role_sees_its_own_steps_and_the_business_unit_all_of_them_oldest_first() -> None:
    assert seen(actor("business-unit")) == ["decide", "offer"]
    assert seen(actor("decider", "police")) == ["decide"]
    assert seen(actor("facilitator")) == ["offer"]
    assert seen(actor("business-unit", "police")) == ["offer"], "the role at one agency does not see all"
    assert seen(actor("scrutineer")) == []


def test_step_is_shown_with_its_working_days_late() -> None:
    shown = waits_shown(OLD, at(MONDAY + timedelta(days=7)))
    assert (shown.who, shown.days_late) == ("decider", 5)
    assert waits_shown(OLD, at()).days_late == 0
    assert waits_shown(NEW, at(MONDAY + timedelta(days=700))).days_late == 0


def test_decision_has_the_days_of_the_settings() -> None:
    assert decision_due(MONDAY.date(), at()) == add_working_days(MONDAY.date(), 10, CLOSED)
