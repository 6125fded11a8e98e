"""An agency reads what it owns or supports. Everything else answers like a missing document."""

import re
from datetime import timedelta
from uuid import uuid4

from local.partnership import AMBULANCE, SECOND_COUNCIL, SECOND_HOSPITAL
from tests.component.action_tracking.steps import agreed, asked
from tests.component.harness import Component
from tests.service.calling import done, refused

OURS, THEIRS, HELPER = SECOND_HOSPITAL, SECOND_COUNCIL, "public-health-nursing"


def test_another_agencys_things_answer_like_missing_ones(tracking: Component) -> None:
    action = agreed(tracking, OURS)
    (obligation,) = asked(tracking, OURS)
    other = tracking("agency-lead", agency=THEIRS)

    def answers(action: str, obligation: str) -> list[tuple[int, str]]:
        responses = [
            other.get(f"/actions/{action}"),
            other.get(f"/actions/{action}/history"),
            other.get(f"/obligations/{obligation}"),
            other.post(f"/actions/{action}/progress", {"percent": 10}),
            other.post(f"/actions/{action}/completion"),
            tracking("contributor", agency=THEIRS).post(f"/actions/{action}/progress", {"percent": 10}),
        ]
        return [(each.status_code, re.sub(f"{action}|{obligation}", "ID", each.text)) for each in responses]

    assert answers(action, obligation) == answers(str(uuid4()), str(uuid4()))
    assert {status for status, _ in answers(action, obligation)} == {404}
    assert done(other.get("/mine")) == {"obligations": [], "actions": [], "oldest_days": 0}


def test_supporting_agency_reads_an_action_but_cannot_report(tracking: Component) -> None:
    action = agreed(tracking, OURS, supporting=[HELPER])
    helper = tracking("agency-lead", agency=HELPER)
    assert done(helper.get(f"/actions/{action}"))["id"] == action
    assert refused(helper.post(f"/actions/{action}/progress", {"percent": 10}), 409) == [("action/not-your-agency", "")]


def test_action_is_found_by_its_reference(tracking: Component) -> None:
    action = agreed(tracking, OURS)
    unit, reference = tracking("business-unit"), done(tracking("business-unit").get(f"/actions/{action}"))["reference"]
    assert done(unit.get(f"/actions/{reference}"))["id"] == action
    assert tracking("agency-lead", agency=THEIRS).get(f"/actions/{reference}").status_code == 404
    tracking.drain()
    by_id, by_reference = unit.get("/ledger", about=action).json(), unit.get("/ledger", about=reference).json()
    assert by_id == by_reference != []


def test_mine_shows_everything_the_agency_owes_with_its_age(tracking: Component) -> None:
    action = agreed(tracking, AMBULANCE)
    (obligation,) = asked(tracking, AMBULANCE)
    tracking.clock.advance(timedelta(days=2, minutes=1))
    tracking.drain()
    owed = done(tracking("agency-lead", agency=AMBULANCE).get("/mine"))
    assert [each["id"] for each in owed["actions"]] == [action]
    assert [each["id"] for each in owed["obligations"]] == [obligation]
    assert owed["oldest_days"] == 2
