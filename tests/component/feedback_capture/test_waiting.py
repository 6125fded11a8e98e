"""Feedback is not forgotten: it climbs by its own clock, and a reply ends the wait of what it covers (FC4, FC5)."""

from datetime import UTC, date, datetime, timedelta
from secrets import token_hex

import pytest

from contracts.events.feedback_capture import FeedbackUnanswered, FeedbackUncoded
from contracts.vocabulary.feedback import SourceGroup
from local.partnership import POLICE
from services.feedback_capture.domain.waiting.state import waiting_for
from tests.component.feedback_capture.steps import (
    FACILITATOR,
    SIBLINGS,
    answered,
    facilitator,
    opened,
    party,
    replied,
    response_of,
    surveyed,
)
from tests.component.harness import Component
from tests.service.calling import done, refused

THEME, SERVICE, GROUP = "online-harm", "social-care", SourceGroup.YOUNG_PERSON
BEGIN = date(2029, 1, 1)
UNCODED = waiting_for(None, SERVICE, GROUP).id
UNANSWERED = waiting_for(THEME, SERVICE, GROUP).id


@pytest.fixture(autouse=True)
def survey(feedback: Component) -> str:
    feedback.empty()
    feedback.clock.move_to(datetime(2029, 1, 1, 9, tzinfo=UTC))
    return surveyed(feedback, closes="2029-12-31")


def on(feedback: Component, days: int) -> None:
    """Moves to the morning of a day, and lets the clock ring."""
    day = BEGIN + timedelta(days=days)
    feedback.clock.move_to(datetime(day.year, day.month, day.day, 9, tzinfo=UTC))
    feedback.drain()


def said(feedback: Component, survey: str, theme: str | None = THEME) -> str:
    """Answers a survey, and codes the answer. Returns its receipt."""
    key = token_hex(24)
    receipt = done(answered(feedback, survey, key, answers={"what": "It is not right."}, consents=[]), 201)["receipt"]
    if theme:
        coded(feedback, response_of(survey, key), theme)
    return str(receipt)


def coded(feedback: Component, response: str, theme: str = THEME) -> None:
    done(feedback("business-unit").post(f"/responses/{response}/codes", {"themes": [theme]}))


def reported(feedback: Component, waiting: str) -> list[tuple[str, int]]:
    events = [each.event for each in feedback.emitted(waiting)]
    return [(type(each).__name__, each.rung) for each in events if isinstance(each, FeedbackUnanswered | FeedbackUncoded)]


def listed(feedback: Component) -> list[str]:
    return [each["id"] for each in feedback("decider").get("/late-feedback").json()]


def shown_to(feedback: Component, receipt: str) -> int:
    """Returns how many replies a receipt shows."""
    return len(done(feedback.anybody().post("/receipts", {"receipt": receipt}))["replies"])


def test_uncoded_answer_climbs_without_any_command(feedback: Component, survey: str) -> None:
    said(feedback, survey, None)
    on(feedback, 14)
    assert reported(feedback, UNCODED) == []
    on(feedback, 15)
    assert reported(feedback, UNCODED) == [("FeedbackUncoded", 1)]
    on(feedback, 45)
    assert reported(feedback, UNCODED) == [("FeedbackUncoded", 1), ("FeedbackUncoded", 2)]
    assert listed(feedback) == [UNCODED]
    (answer,) = feedback("business-unit").get("/responses", survey=survey).json()
    coded(feedback, answer["id"])
    on(feedback, 46)
    assert listed(feedback) == []


def test_answer_that_is_coded_late_is_late_from_the_day_it_was_said(feedback: Component, survey: str) -> None:
    """A summary in between changes nothing."""
    said(feedback, survey, None)
    on(feedback, 70)
    (answer,) = feedback("business-unit").get("/responses", survey=survey).json()
    coded(feedback, answer["id"])
    feedback.drain()
    assert reported(feedback, UNANSWERED) == [("FeedbackUnanswered", 1)]
    on(feedback, 91)
    assert reported(feedback, UNANSWERED)[1:] == [("FeedbackUnanswered", 2)]
    shown = done(feedback("business-unit").get(f"/late-feedback/{UNANSWERED}"))
    assert (shown["theme"], shown["due"], shown["rung"]) == (THEME, (BEGIN + timedelta(days=60)).isoformat(), 2)


def test_reply_covers_what_was_said_before_it_and_nothing_later(feedback: Component, survey: str) -> None:
    before = said(feedback, survey)
    replied(feedback, THEME)
    on(feedback, 80)
    assert (reported(feedback, UNANSWERED), shown_to(feedback, before)) == ([], 1)
    after = said(feedback, survey)
    assert shown_to(feedback, after) == 0
    on(feedback, 140)
    assert reported(feedback, UNANSWERED) == []
    on(feedback, 141)
    assert reported(feedback, UNANSWERED) == [("FeedbackUnanswered", 1)]


@pytest.mark.parametrize("scope", [{"services": ["police"]}, {"source_groups": ["parent-carer"]}])
def test_reply_to_others_ends_no_wait(feedback: Component, survey: str, scope: dict[str, list[str]]) -> None:
    receipt = said(feedback, survey)
    replied(feedback, THEME, **scope)
    assert shown_to(feedback, receipt) == 0
    on(feedback, 61)
    assert reported(feedback, UNANSWERED) == [("FeedbackUnanswered", 1)]


def test_reply_ends_the_wait_and_its_recall_begins_it_again(feedback: Component, survey: str) -> None:
    receipt = said(feedback, survey)
    on(feedback, 65)
    assert listed(feedback) == [UNANSWERED]
    reply = replied(feedback, THEME)
    assert (listed(feedback), shown_to(feedback, receipt)) == ([], 1)
    on(feedback, 66)
    done(feedback("business-unit").post(f"/replies/{reply['id']}/recall", {"reason": "identifies-somebody"}))
    feedback.drain()
    assert (listed(feedback), shown_to(feedback, receipt)) == ([UNANSWERED], 0)
    assert reported(feedback, UNANSWERED) == [("FeedbackUnanswered", 1)] * 2


def test_late_feedback_is_known_to_those_who_reply(feedback: Component, survey: str) -> None:
    said(feedback, survey)
    on(feedback, 61)
    for role in ("business-unit", "decider"):
        done(feedback(role).get(f"/late-feedback/{UNANSWERED}"))
    refused(feedback("agency-lead", agency=POLICE).get(f"/late-feedback/{UNANSWERED}"), 403)


def asked_of(feedback: Component, role: str, **claims: str) -> list[str]:
    return [each["asks"] for each in feedback(role, **claims).get("/waiting").json()]


def test_what_waits_is_listed_for_each_of_those_who_can_do_it(feedback: Component, survey: str) -> None:
    review, shown = opened(feedback)
    hears, path, who = facilitator(feedback, shown), f"/involvements/{shown['id']}", party(shown, SIBLINGS)["id"]
    done(hears.post(f"{path}/proposals", {"party": who, "exception": "nobody-in-this-group"}))
    said(feedback, survey, None)
    draft = {"theme": THEME, "services": "all", "source_groups": "all", "said": "So.", "done": "So.", "because": "So."}
    done(feedback("business-unit", person_ref="p-writes").post("/replies", draft), 201)
    feedback.drain()
    assert set(asked_of(feedback, "business-unit")) == {"offer-part", "approve-exception", "read-answers", "clear-reply"}
    assert set(asked_of(feedback, "decider")) == {"approve-exception", "clear-reply"}
    assert set(asked_of(feedback, "facilitator", person_ref=FACILITATOR)) == {"offer-part"}
    assert asked_of(feedback, "facilitator", person_ref="f-of-no-review") == []
    assert asked_of(feedback, "decider", person_ref="p-writes") == ["approve-exception"], "nobody clears their own words"
    refused(feedback("agency-lead", agency=POLICE).get("/waiting"), 403)
    (one,) = feedback("decider").get("/waiting", asks="approve-exception", review=review).json()
    assert (one["about"], one["who"], one["days_late"]) == (who, "decider", 0)
    assert one["link"].endswith(path)
    assert feedback("decider").get("/waiting", review=survey).json() == []
    assert refused(feedback("decider").get("/waiting", colour="red"), 422) == [("request/unknown-parameter", "colour")]


def test_what_is_done_waits_no_more_and_what_is_late_says_so(feedback: Component, survey: str) -> None:
    said(feedback, survey)
    on(feedback, 61)
    (late,) = feedback("business-unit").get("/waiting", asks="reply-to-feedback").json()
    assert (late["about"], late["by"]) == (UNANSWERED, str(BEGIN + timedelta(days=60)))
    done(feedback("business-unit").get(late["link"].removeprefix(feedback.room.url)))
    replied(feedback, THEME)
    assert feedback("business-unit").get("/waiting", asks="reply-to-feedback").json() == []
