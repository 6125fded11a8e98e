"""Each person sees and hears of what waits for them, until it is done (AT4, AT5, AT8)."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from contracts.events.action_tracking import ActionEscalated, ActionOverdue
from local.partnership import COUNCIL, HOSPITAL, POLICE
from services.chassis.rules.calendar import add_working_days
from tests.component.action_tracking.steps import (
    BEGIN,
    accepting,
    agreed,
    appointed,
    asked,
    completed,
    laid_down,
    ledger,
    measured,
    messages,
    months_later,
    next_morning,
    sent,
    today,
)
from tests.component.harness import Component
from tests.service.calling import done, refused, roles_given_back

HELD = {"result": "sustained", "why": "The measure shows it."}


@pytest.fixture(autouse=True)
def roles(tracking: Component) -> Iterator[None]:
    """Ends every role that a test appointed, so that the next test begins with an empty directory."""
    if tracking.clock.now() < BEGIN:
        tracking.clock.move_to(BEGIN)
    with roles_given_back(tracking.people):
        yield


def noon_after(tracking: Component, working_days: int) -> None:
    """Moves the clock to noon, some working days on, and does all that is due."""
    day = add_working_days(today(tracking), working_days, tracking.room.holidays)
    tracking.clock.move_to(datetime(day.year, day.month, day.day, 12, tzinfo=UTC))
    tracking.drain()


def waiting(tracking: Component, about: str, *role: str, agency: str = "partnership", **filters: str) -> list[dict[str, Any]]:
    """Returns the rows about a thing that wait for a person."""
    found = tracking(*role, agency=agency).get("/waiting", **filters).json()
    return [each for each in found if each["about"] == about]


def test_line_is_left_out_when_the_thing_is_done_before_the_digest_goes(tracking: Component) -> None:
    partner, owner = "p-waits-judge", "p-waits-owner"
    appointed(tracking, "executive", HOSPITAL, partner)
    appointed(tracking, "agency-lead", POLICE, owner)
    action = agreed(tracking, POLICE)
    shown = completed(tracking, POLICE, action)
    done(tracking("decider").post(f"/actions/{action}/judgements", accepting(shown)))
    tracking.drain()
    next_morning(tracking)
    tracking.drain()
    (digest,) = tracking("business-unit").get("/digests", person_ref=partner).json()
    assert [each["outcome"] for each in digest["sendings"]] == ["nothing-left"]
    assert messages(tracking, partner) == []
    (text,) = messages(tracking, owner)
    assert "Prepare its re-check" in text
    assert text.count(action) == 1


def test_step_waits_for_those_who_can_take_it_and_nobody_else(tracking: Component) -> None:
    appointed(tracking, "executive", HOSPITAL, "p-waits-hospital")
    action = agreed(tracking, POLICE, supporting=[COUNCIL])
    (row,) = waiting(tracking, action, "agency-lead", agency=POLICE)
    assert (row["asks"], row["who"], row["agency"], row["days_late"]) == ("do-action", "agency-lead", POLICE, 0)
    assert waiting(tracking, action, "decider") == []
    assert waiting(tracking, action, "contributor", agency=POLICE) == [], "it does not name them"
    assert waiting(tracking, action, "business-unit") == [], "it is not late"

    completed(tracking, POLICE, action)
    by = add_working_days(today(tracking), tracking.room.framework.waiting.judge_days, tracking.room.holidays)
    for role, agency in (("decider", "partnership"), ("decider", HOSPITAL), ("business-unit", "partnership")):
        (row,) = waiting(tracking, action, role, agency=agency)
        assert (row["asks"], row["who"], row["by"]) == ("judge-action", "decider", by.isoformat())
        assert row["link"].endswith(f"/actions/{action}")
    for role, agency in (("agency-lead", POLICE), ("decider", POLICE), ("decider", COUNCIL), ("scrutineer", "partnership")):
        assert waiting(tracking, action, role, agency=agency) == [], (role, agency)


def test_helper_sees_the_actions_that_name_them(tracking: Component) -> None:
    named, other = agreed(tracking, POLICE, helpers=["p-waits-helper"]), agreed(tracking, POLICE)
    helper = tracking("contributor", agency=POLICE, person_ref="p-waits-helper")
    shown = [each["about"] for each in helper.get("/waiting").json()]
    assert named in shown
    assert other not in shown
    elsewhere = tracking("contributor", agency=COUNCIL, person_ref="p-waits-helper")
    assert elsewhere.get("/waiting").json() == []


def test_business_unit_sees_to_what_is_late(tracking: Component) -> None:
    action, (obligation,) = agreed(tracking, POLICE), asked(tracking, POLICE)
    unit = tracking("business-unit")

    def seen(about: str, **filters: str) -> bool:
        return about in [each["about"] for each in unit.get("/waiting", **filters).json()]

    for thing in (obligation, action):
        (row,) = waiting(tracking, thing, "agency-lead", agency=POLICE)
        day = date.fromisoformat(row["by"])
        tracking.clock.move_to(datetime(day.year, day.month, day.day, 12, tzinfo=UTC))
        assert not seen(thing), "it is due today"
        tracking.clock.advance(timedelta(days=1))
        assert seen(thing)
        assert seen(thing, agency=POLICE)
        assert not seen(thing, agency=COUNCIL)


def test_list_of_what_waits_is_filtered_and_oldest_first(tracking: Component) -> None:
    appointed(tracking, "executive", HOSPITAL, "p-waits-order")
    first, second = agreed(tracking, POLICE), agreed(tracking, COUNCIL)
    for agency, action in ((COUNCIL, second), (POLICE, first)):
        completed(tracking, agency, action)
        tracking.clock.advance(timedelta(hours=1))
    noon_after(tracking, 11)
    found = tracking("decider").get("/waiting").json()
    order = [each["about"] for each in found if each["about"] in (first, second)]
    assert order == [second, first]
    assert [each["since"] for each in found] == sorted(each["since"] for each in found)


def test_filters_take_known_values_only(tracking: Component) -> None:
    appointed(tracking, "executive", HOSPITAL, "p-waits-filters")
    action = agreed(tracking, POLICE)
    completed(tracking, POLICE, action)
    chair = tracking("decider")

    def about(**filters: str) -> list[str]:
        return [each["about"] for each in chair.get("/waiting", **filters).json() if each["about"] == action]

    assert about(agency=POLICE) == about(brag="green") == about(asks="judge-action") == [action]
    assert about(agency=COUNCIL) == about(brag="red") == about(asks="do-action") == []
    assert refused(chair.get("/waiting", agency="nobody"), 422) == [("request/unknown-value", "agency")]
    refused(chair.get("/waiting", brag="pink"), 422)
    refused(chair.get("/waiting", owner="p-1"), 422)


def test_judgement_that_waits_is_chased_to_the_top_and_again(tracking: Component) -> None:
    partner, chief = "p-waits-partner", "p-waits-chief"
    appointed(tracking, "executive", HOSPITAL, partner)
    appointed(tracking, "lead-safeguarding-partner", HOSPITAL, chief)
    action = agreed(tracking, POLICE)
    completed(tracking, POLICE, action)
    for step in (1, 9, 1, 4, 5, 10, 10, 10):
        noon_after(tracking, step)
    next_morning(tracking)
    events = [each.event for each in tracking.emitted(action)]
    assert not any(isinstance(each, ActionOverdue) for each in events), "the owner is not late"
    climbed = [each for each in events if isinstance(each, ActionEscalated)]
    assert [each.to_rung for each in climbed] == [rung.code for rung in tracking.room.framework.waiting.ladder]
    assert {each.asks for each in climbed} == {"judge-action"}
    again = [each for each in ledger(tracking, action) if each["event"] == "Round"]
    assert len(again) == 2
    assert [[person["person_ref"] for person in each["told"]] for each in again] == [[chief], [chief]]
    told = [line["asked"] for each in sent(tracking, chief, about=action) for line in each["lines"] if line["about"] == action]
    assert told == ["judge-action"] * 3
    (row,) = waiting(tracking, action, "scrutineer")
    assert (row["asks"], row["brag"], row["rung"]) == ("judge-action", "red", climbed[-1].to_rung)
    assert "Overdue by " in messages(tracking, chief)[-1]


def test_recheck_is_measured_by_the_agency_and_recorded_by_the_partnership(tracking: Component) -> None:
    appointed(tracking, "executive", HOSPITAL, "p-waits-recheck")
    action = agreed(tracking, POLICE)
    shown = completed(tracking, POLICE, action)
    done(tracking("decider").post(f"/actions/{action}/judgements", accepting(shown)))
    months_later(tracking, 3)
    (row,) = waiting(tracking, action, "agency-lead", agency=POLICE)
    assert row["asks"] == "offer-recheck"
    assert waiting(tracking, action, "decider") == []
    refused(tracking("decider").post(f"/actions/{action}/recheck-offers", {"measured": "9", "new_starters_know": True}), 403)
    measured(tracking, POLICE, action)
    assert waiting(tracking, action, "agency-lead", agency=POLICE) == []
    (row,) = waiting(tracking, action, "decider")
    assert row["asks"] == "record-recheck"
    told = {(person["person_ref"], person["line"]["asked"]) for each in ledger(tracking, action) for person in each["told"]}
    assert ("p-waits-recheck", "record-recheck") in told
    done(tracking("decider").post(f"/actions/{action}/rechecks", HELD))
    assert waiting(tracking, action, "decider") == []


def test_scrutineer_judges_where_the_directory_names_no_one_who_may(tracking: Component) -> None:
    appointed(tracking, "executive", POLICE, "p-waits-own")
    action = agreed(tracking, POLICE)
    accept = accepting(completed(tracking, POLICE, action))
    scrutineer, other = tracking("scrutineer"), appointed(tracking, "executive", HOSPITAL, "p-waits-other")
    assert refused(scrutineer.post(f"/actions/{action}/judgements", accept), 409) == [("judgement/not-a-decider", "")]
    laid_down(tracking, other)
    tracking.clock.advance(timedelta(days=1))
    assert done(scrutineer.post(f"/actions/{action}/judgements", accept))["status"] == "accepted"


def test_partnership_answers_for_what_it_owes(tracking: Component) -> None:
    appointed(tracking, "business-unit", "partnership", "p-waits-unit")
    (obligation,) = asked(tracking, "partnership")
    (entry,) = ledger(tracking, obligation)
    assert [(each["person_ref"], each["line"]["instead_of"]) for each in entry["told"]] == [("p-waits-unit", None)]
    (row,) = waiting(tracking, obligation, "business-unit")
    assert (row["asks"], row["who"], row["brag"]) == ("answer-finding", "business-unit", None)
