"""A proposal for a thematic product, from the events of all services (LD2, LD3)."""

from datetime import date
from typing import Any
from uuid import uuid4

from contracts.events.action_tracking import ActionAgreed, ActionJudged, ActionReopened, ActionSustained, RecheckRecorded
from contracts.events.feedback_capture import FeedbackSummarised, ReplyPublished, ReplyRecalled
from contracts.events.review_registry import ThemeRecurred
from contracts.vocabulary.actions import Effectiveness, Judgement, RecheckResult, Strength
from contracts.vocabulary.feedback import SourceGroup
from contracts.vocabulary.reviews import WithdrawalReason
from local.partnership import POLICE
from tests.component.harness import Component
from tests.component.learning_dissemination.steps import point_of, receive_all, release, reviewed
from tests.service.calling import done

THEME = "record-keeping"
REFERENCE = "NM-2026-K7Q4"


def proposed(learning: Component) -> dict[str, Any]:
    return done(learning("business-unit").get("/proposals", theme=THEME))


def agree(learning: Component, finding: str) -> str:
    """Receives an action that answers the finding, and its acceptance. Returns its id."""
    action = str(uuid4())
    agreed = ActionAgreed(
        action=action,
        reference=REFERENCE,
        findings=(finding,),
        obligations=(str(uuid4()),),
        themes=("neglect",),
        strength=Strength.STRONGER,
        agency=POLICE,
        agencies=(POLICE,),
        due=date(2030, 1, 1),
        epoch=1,
    )
    judged = ActionJudged(
        action=action,
        agencies=(POLICE,),
        epoch=1,
        outcome=Judgement.ACCEPTED,
        effectiveness=Effectiveness.PRACTICE_CHANGED,
    )
    receive_all(learning, action, agreed, judged)
    return action


def test_proposal_shows_points_recurrences_and_feedback(learning: Component) -> None:
    review, finding = reviewed(learning, THEME)
    assert proposed(learning)["reviews"] == []
    other, second = reviewed(learning, THEME)
    link = f"https://registry.example/themes/{THEME}"
    learning.receive(ThemeRecurred(theme=THEME, finding=second, earlier_findings=(finding,), link=link), str(uuid4()), 1)
    summary, reply = str(uuid4()), str(uuid4())
    heard = FeedbackSummarised(
        summary=summary, period="2026-q3", source_group=SourceGroup.CHILD, service="school", theme=THEME, count=7
    )
    learning.receive(heard, summary, 1)
    answer = ReplyPublished(
        reply=reply, theme=THEME, findings=(second,), link=f"https://feedback.example/replies/{reply}", sha256="b" * 64
    )
    learning.receive(answer, reply, 1)
    for source in ((reply,), ("recurrence", THEME, second)):
        assert point_of(learning, *source)["themes"] == [THEME]
    proposal = proposed(learning)
    assert proposal["recurred"] == 1
    assert [each["counts"][0]["count"] for each in proposal["heard"]] == [7]
    sources = {each["review"]: sorted(point["source"] for point in each["points"]) for each in proposal["reviews"]}
    assert sources == {review: ["finding", "recurrence"], other: ["finding", "recurrence", "reply"]}


def test_proposal_shows_an_action_and_whether_it_was_sustained(learning: Component) -> None:
    review, finding = str(uuid4()), str(uuid4())
    learning.receive(release(review, finding, THEME), review, 1)
    reviewed(learning, THEME)
    action = agree(learning, finding)
    learnt = point_of(learning, action)
    assert (learnt["source"], learnt["findings"], learnt["themes"]) == ("action", [finding], ["neglect"])

    def known() -> dict[str, Any]:
        (of_review,) = [each for each in proposed(learning)["reviews"] if each["review"] == review]
        (shown,) = of_review["actions"]
        return {name: shown[name] for name in ("reference", "status", "effectiveness", "held", "reopened")}

    expected: dict[str, Any] = {"reference": REFERENCE, "reopened": 0}
    assert known() == expected | {"status": "accepted", "effectiveness": "practice-changed", "held": None}
    failed = RecheckRecorded(action=action, epoch=1, recheck=1, result=RecheckResult.NOT_SUSTAINED)
    again = ActionReopened(action=action, agencies=(POLICE,), epoch=2, due=date(2030, 1, 1))
    receive_all(learning, action, failed, again, first=100)
    expected |= {"reopened": 1, "held": "not-sustained", "effectiveness": None}
    assert known() == expected | {"status": "in-progress"}
    receive_all(learning, action, ActionSustained(action=action, epoch=2), first=102)
    assert known() == expected | {"status": "sustained"}


def test_recalled_reply_withdraws_its_point(learning: Component) -> None:
    reply = str(uuid4())
    link = f"https://feedback.example/replies/{reply}"
    learning.receive(ReplyPublished(reply=reply, theme=THEME, link=link, sha256="b" * 64), reply, 1)
    learning.receive(ReplyRecalled(reply=reply, reason=WithdrawalReason.IDENTIFIES_SOMEBODY), reply, 2)
    assert point_of(learning, reply)["withdrawn"] == "identifies-somebody"
