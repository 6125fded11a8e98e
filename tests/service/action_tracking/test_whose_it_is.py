"""An agency reads what it owns or supports. Everything else answers like a missing document."""

import re
from datetime import timedelta
from uuid import uuid4

from local.embedded import Embedded
from local.partnership import AMBULANCE, SECOND_COUNCIL, SECOND_HOSPITAL
from tests.service.action_tracking.steps import agreed, asked
from tests.service.calling import People, done, refused

OURS, THEIRS, HELPER = SECOND_HOSPITAL, SECOND_COUNCIL, "public-health-nursing"


async def test_another_agencys_things_answer_like_missing_ones(deployment: Embedded, tracking: People) -> None:
    action = await agreed(deployment, tracking, OURS)
    (obligation,) = await asked(deployment, tracking, OURS)
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
    for path in ("/actions", "/obligations", "/mine"):
        assert {action, obligation}.isdisjoint(re.findall(r"[0-9a-f-]{36}", other.get(path, limit=200).text)), path


async def test_supporting_agency_reads_an_action_but_cannot_report(deployment: Embedded, tracking: People) -> None:
    action = await agreed(deployment, tracking, OURS, supporting=[HELPER])
    helper = tracking("agency-lead", agency=HELPER)
    assert done(helper.get(f"/actions/{action}"))["id"] == action
    assert refused(helper.post(f"/actions/{action}/progress", {"percent": 10}), 409) == [("action/not-your-agency", "")]


async def test_mine_shows_everything_the_agency_owes_with_its_age(deployment: Embedded, tracking: People) -> None:
    agency = AMBULANCE
    action = await agreed(deployment, tracking, agency)
    (obligation,) = await asked(deployment, tracking, agency)
    deployment.clock.advance(timedelta(days=2, minutes=1))
    owed = done(tracking("agency-lead", agency=agency).get("/mine"))
    assert [each["id"] for each in owed["actions"]] == [action]
    assert obligation in [each["id"] for each in owed["obligations"]]
    assert owed["oldest_days"] == 2
