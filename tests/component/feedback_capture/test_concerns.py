"""A sign that somebody may be at risk now is seen at once, taken by one person, and concluded (FC3)."""

import asyncio
import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from secrets import token_hex
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
from services.feedback_capture.commands.concern import raise_from
from services.feedback_capture.domain.concern.state import concern_id, concern_ids
from services.feedback_capture.domain.contribution.erasing import PATIENCE
from tests.component.feedback_capture.steps import (
    AGENCY,
    ANOTHER_AGENCY,
    PRACTITIONERS,
    answered,
    contributing,
    facilitator,
    form_of,
    offering,
    opened,
    party,
    response_of,
    surveyed,
)
from tests.component.harness import Component
from tests.service.calling import done, refused

SAID: dict[str, Any] = {"answers": {"what": "He keeps hitting me"}, "contact": "the blue door", "not_safe_now": True}


NO_REFERRAL = {"outcome": "no-referral", "reason": "They meant a lost umbrella."}


class Raised:
    """A response that raised a concern: its survey, its secret and its receipt code."""

    def __init__(self, feedback: Component) -> None:
        feedback.clock.move_to(datetime(2028, 2, 14, 9, tzinfo=UTC))
        self.survey, self.key = surveyed(feedback), token_hex(24)
        self.receipt = done(answered(feedback, self.survey, self.key, **SAID), 201)["receipt"]
        self.response = response_of(self.survey, self.key)
        self.id = concern_id(self.response)
        self.path = f"/concerns/{self.id}"
        feedback.drain()


@pytest.fixture
def concern(feedback: Component) -> Raised:
    return Raised(feedback)


def test_concern_is_shown_with_every_word(feedback: Component, concern: Raised) -> None:
    shown = done(feedback("decider").get(concern.path))
    assert (shown["words"], shown["contact"]) == ({"what": "He keeps hitting me"}, "the blue door")
    assert shown["why"] == ["said-so", "in-words"]
    open_now = feedback("decider").get("/concerns", status="open", limit=200).json()
    assert concern.id in [each["id"] for each in open_now]


def test_concern_emits_a_link_and_no_trace(feedback: Component, concern: Raised) -> None:
    (raised,) = feedback.emitted(concern.id)
    assert isinstance(raised.event, ImmediateConcernRaised)
    assert raised.event.link == f"{feedback.room.url}{concern.path}"
    assert raised.envelope.traceparent is None


def test_concern_is_unknown_to_those_of_an_agency_who_do_not_decide(feedback: Component, concern: Raised) -> None:
    other = feedback("agency-lead", "contributor", "practitioner", agency=ANOTHER_AGENCY)
    refused(other.get(concern.path), 403)
    refused(other.post(f"{concern.path}/taken"), 403)
    refused(other.get("/concerns"), 403)


@pytest.mark.parametrize(
    ("role", "agency"),
    [
        ("decider", ANOTHER_AGENCY),
        ("scrutineer", "partnership"),
        ("facilitator", "partnership"),
        ("business-unit", "partnership"),
    ],
)
def test_everyone_on_the_ladder_can_read_and_take_a_concern(
    feedback: Component, concern: Raised, role: str, agency: str
) -> None:
    person = feedback(role, agency=agency)
    assert done(person.get(concern.path))["status"] == "open"
    done(person.post(f"{concern.path}/taken"))


def test_concern_is_taken_taken_over_and_concluded(feedback: Component, concern: Raised) -> None:
    first = feedback("decider", person_ref="p-takes")
    done(first.post(f"{concern.path}/taken"))
    assert refused(first.post(f"{concern.path}/taken"), 409) == [("concern/taken-already", "")]
    over = done(feedback("facilitator", person_ref="p-takes-over").post(f"{concern.path}/taken"))
    assert [each["person_ref"] for each in over["takings"]] == ["p-takes", "p-takes-over"]
    concluded = done(feedback("decider").post(f"{concern.path}/outcome", NO_REFERRAL))
    assert (concluded["status"], concluded["conclusion"]["reason"]) == ("concluded", None)
    shown = done(feedback("scrutineer").get(concern.path))
    assert shown["conclusion"]["reason"] == NO_REFERRAL["reason"]
    feedback.drain()
    kinds = [type(each.event) for each in feedback.emitted(concern.id)]
    assert kinds == [ImmediateConcernRaised, ImmediateConcernTaken, ImmediateConcernConcluded]
    everything = [feedback.stored(each) for each in ("aggregates", "history")]
    assert "umbrella" not in json.dumps(everything, default=str)


def test_waiting_concern_is_reported_by_the_service_itself(
    feedback: Component, concern: Raised, caplog: pytest.LogCaptureFixture
) -> None:
    """The log holds counts and minutes. It names no concern, and repeats no word."""
    feedback.clock.advance(timedelta(minutes=15))
    feedback.drain()
    (event,) = [each.event for each in feedback.emitted(concern.id) if isinstance(each.event, ImmediateConcernNotTaken)]
    assert event.age_minutes == 15
    reports = [each for each in caplog.records if each.message.startswith("concerns: someone may be at risk")]
    facts = reports[-1].__dict__["facts"]
    assert (reports[-1].levelname, facts["open"] >= 1, facts["oldest_minutes"] >= 15) == ("ERROR", True, True)
    assert facts.keys() == {"kind", "open", "taken", "oldest_minutes"}
    done(feedback("decider").post(f"{concern.path}/taken"))
    feedback.clock.advance(timedelta(hours=4))
    feedback.drain()
    assert isinstance(feedback.emitted(concern.id)[-1].event, ImmediateConcernNotConcluded)


def test_response_is_withdrawn_only_after_its_concern_has_an_outcome(feedback: Component, concern: Raised) -> None:
    back = {"receipt": concern.receipt}
    for step in (f"{concern.path}/taken", f"{concern.path}/outcome"):
        answer = feedback.anybody().post("/receipts/withdrawals", back, key=token_hex(24))
        assert refused(answer, 409) == [("response/concern-open", "")]
        done(feedback("decider").post(step, NO_REFERRAL if step.endswith("outcome") else None))
    assert done(feedback.anybody().post("/receipts/withdrawals", back, key=token_hex(24)))["status"] == "withdrawn"


def test_withdrawal_erases_the_words_of_the_concern_too(feedback: Component, concern: Raised) -> None:
    done(feedback("decider").post(f"{concern.path}/taken"))
    done(feedback("decider").post(f"{concern.path}/outcome", NO_REFERRAL))
    done(feedback.anybody().post("/receipts/withdrawals", {"receipt": concern.receipt}, key=token_hex(24)))
    feedback.drain()
    ids = {concern.id, concern.response}
    assert not [each for each in feedback.stored("keys") if each["_id"] in ids]
    assert ids <= {each["_id"] for each in feedback.stored("erased")}
    shown = done(feedback("decider").get(concern.path))
    assert (shown["words"], shown["conclusion"]["reason"]) == ({"what": "[erased]"}, None)
    assert shown["conclusion"]["outcome"] == "no-referral"
    everything = [feedback.stored(each) for each in ("aggregates", "history")]
    assert "hitting" not in json.dumps(everything, default=str)


def open_concerns(feedback: Component) -> list[dict[str, Any]]:
    return list(feedback("facilitator").get("/concerns", status="open", limit=200).json())


@pytest.fixture
def raised_since(feedback: Component) -> Callable[[], list[dict[str, Any]]]:
    """Returns the open concerns that were raised since the test began."""
    before = {each["id"] for each in open_concerns(feedback)}
    return lambda: [each for each in open_concerns(feedback) if each["id"] not in before]


Since = Callable[[], list[dict[str, Any]]]
CLOSED = datetime(2028, 4, 1, 9, tzinfo=UTC)
SPOILT: dict[str, dict[str, Any]] = {
    "an unknown survey": {"survey": str(uuid4())},
    "no survey": {"survey": None},
    "an unknown question": {"answers": {"what": "He keeps hitting me", "else": "x"}},
    "off the scale": {"answers": {"what": "He keeps hitting me", "heard": "6"}},
    "too long": {"answers": {"what": "He keeps hitting me. " * 400}},
    "an unknown field": {"colour": "blue"},
    "contact without leave": {"contact": "ring me, he keeps hitting me", "answers": {"what": ""}},
}
"""Forms that are refused, though they say that someone is at risk."""


@pytest.mark.parametrize("how", SPOILT)
def test_refused_form_raises_its_concern_once(feedback: Component, how: str, raised_since: Since) -> None:
    feedback.clock.move_to(datetime(2028, 2, 14, 9, tzinfo=UTC))
    key, form = token_hex(24), form_of(feedback, surveyed(feedback))
    body = form | {"answers": {"what": "He keeps hitting me"}} | SPOILT[how]
    for _ in range(2):
        answer = feedback.anybody().post("/responses", body, key=key)
        if answer.status_code == 201:
            assert how == "contact without leave", "a risk is a reason to take contact details"
        else:
            assert ("response/read-anyway", "") in refused(answer, answer.status_code)
    (raised,) = raised_since()
    assert "hitting me" in json.dumps([raised["words"], raised["contact"]])
    feedback.drain()
    assert [type(each.event) for each in feedback.emitted(raised["id"])] == [ImmediateConcernRaised]


@pytest.mark.parametrize("content", [b'{"answers": {"what": "He keeps hitting me"', b"He keeps hitting me"])
def test_form_that_is_no_json_raises_its_concern_once(feedback: Component, content: bytes, raised_since: Since) -> None:
    for headers in ({}, {"Idempotency-Key": "short"}, {"Idempotency-Key": token_hex(24)}):
        for _ in range(2):
            caller = feedback.anybody()
            answer = caller.client.post("/responses", content=content, headers={"Content-Type": "application/json"} | headers)
            assert ("response/read-anyway", "") in refused(answer, 422)
    assert len(raised_since()) == 2, "one for the words, and one for those with a secret of their own"


def test_second_try_in_other_words_raises_another_concern(feedback: Component, raised_since: Since) -> None:
    survey, key = surveyed(feedback), token_hex(24)
    refused(answered(feedback, survey, key, answers={"else": "He keeps hitting me"}), 409)
    receipt = done(answered(feedback, survey, key, answers={"what": "i want to kill my self"}), 201)["receipt"]
    first, second = raised_since()
    assert {str(first["words"]), str(second["words"])} == {
        "{'else': 'He keeps hitting me'}",
        "{'what': 'i want to kill my self'}",
    }
    for each in (first, second):
        done(feedback("decider").post(f"/concerns/{each['id']}/taken"))
        done(feedback("decider").post(f"/concerns/{each['id']}/outcome", NO_REFERRAL))
    done(feedback.anybody().post("/receipts/withdrawals", {"receipt": receipt}, key=token_hex(24)))
    erased = {each["_id"] for each in feedback.stored("erased")}
    assert {first["id"], second["id"]} <= erased


def test_closed_survey_still_raises_a_concern(feedback: Component, raised_since: Since) -> None:
    feedback.clock.move_to(datetime(2028, 2, 14, 9, tzinfo=UTC))
    survey = surveyed(feedback)
    feedback.clock.move_to(CLOSED)
    answer = answered(feedback, survey, answers={"what": "im scared 2 go home"})
    assert refused(answer, 409) == [("response/survey-closed", "survey"), ("response/read-anyway", "")]
    (raised,) = raised_since()
    assert (raised["survey"], raised["words"]) == (survey, {"what": "im scared 2 go home"})


def test_harmless_form_that_is_refused_raises_nothing(feedback: Component, raised_since: Since) -> None:
    body = {"survey": str(uuid4()), "answers": {"what": "All was well."}}
    answer = feedback.anybody().post("/responses", body, key=token_hex(24))
    assert refused(answer, 409) == [("response/unknown-survey", "survey")]
    assert raised_since() == []


def test_contribution_raises_a_concern_before_it_is_refused(feedback: Component, raised_since: Since) -> None:
    """The practitioner has not acknowledged the undertaking, so the contribution is refused."""
    _, shown = opened(feedback)
    hears = facilitator(feedback, shown)
    done(hears.post(f"/involvements/{shown['id']}/offers", offering(shown, PRACTITIONERS)))
    words = "I think the children are being hurt tonight."
    refused(hears.post("/contributions", contributing(shown, words=words, no_blame_acknowledged=False)), 409)
    (raised,) = raised_since()
    assert (raised["involvement"], raised["words"]["words"]) == (shown["id"], words)
    feedback.drain()
    (event,) = feedback.emitted(raised["id"])
    assert isinstance(event.event, ImmediateConcernRaised)
    assert event.event.kept_from == AGENCY


def test_contribution_is_kept_from_its_agency_and_withdrawn_after_the_outcome(feedback: Component, raised_since: Since) -> None:
    _, shown = opened(feedback)
    hears = facilitator(feedback, shown)
    done(hears.post(f"/involvements/{shown['id']}/offers", offering(shown, PRACTITIONERS)))
    given = done(hears.post("/contributions", contributing(shown, words="I think they are being hurt tonight.")), 201)
    (raised,) = raised_since()
    refused(feedback("decider", agency=AGENCY).get(f"/concerns/{raised['id']}"), 404)
    refused(feedback("decider", agency=AGENCY).post(f"/concerns/{raised['id']}/taken"), 404)
    other = feedback("decider", agency=ANOTHER_AGENCY)
    for step, body in (("taken", None), ("outcome", NO_REFERRAL)):
        assert refused(hears.post(f"/contributions/{given['id']}/withdrawal"), 409) == [("contribution/concern-open", "")]
        done(other.post(f"/concerns/{raised['id']}/{step}", body))
    done(hears.post(f"/contributions/{given['id']}/withdrawal"))


def test_words_of_an_open_concern_outlive_the_withdrawal_of_their_party(feedback: Component, raised_since: Since) -> None:
    _, shown = opened(feedback)
    hears, path = facilitator(feedback, shown), f"/involvements/{shown['id']}"
    done(hears.post(f"{path}/offers", offering(shown, PRACTITIONERS)))
    given = done(hears.post("/contributions", contributing(shown, words="I think they are being hurt tonight.")), 201)
    (raised,) = raised_since()
    who = party(shown, PRACTITIONERS)["id"]
    done(hears.post(f"{path}/answers", {"party": who, "status": "contributed"}))
    done(hears.post(f"{path}/answers", {"party": who, "status": "withdrew", "words": "erase"}))
    feedback.drain()
    unit = feedback("business-unit")
    assert done(unit.get(f"/contributions/{given['id']}"))["status"] == "withdrawn"
    concern = f"/concerns/{raised['id']}"
    assert done(unit.get(concern))["words"]["words"] == "I think they are being hurt tonight."
    done(unit.post(f"{concern}/taken"))
    done(unit.post(f"{concern}/outcome", NO_REFERRAL))
    feedback.clock.advance(PATIENCE)
    feedback.drain()
    assert set(done(unit.get(concern))["words"].values()) == {"[erased]"}


def test_other_words_of_one_form_at_the_same_moment_are_all_kept(feedback: Component) -> None:
    said, words = str(uuid4()), [f"He hits me, {number}" for number in range(4)]

    async def at_once() -> list[bool]:
        raised = (raise_from(feedback.room, said, {"what": each}, None, ("in-words",), {}) for each in words)
        return await asyncio.gather(*raised)

    assert all(feedback.run(at_once()))
    ids = concern_ids(said)
    kept = [each["state"]["texts"]["what"] for each in feedback.opened() if each["_id"] in ids]
    assert sorted(kept) == words
