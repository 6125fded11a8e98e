"""Surveys are answered without an account, and only a receipt code leads back to an answer (FC3, FC4, FC5)."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime, time, timedelta
from secrets import token_hex
from typing import Any
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest

from contracts.events.feedback_capture import FeedbackUnread, ReplyRecalled
from contracts.vocabulary.reviews import WithdrawalReason
from services.feedback_capture.domain.response.consents import Purpose
from services.feedback_capture.domain.response.erasing import contact_owner
from services.feedback_capture.domain.unread.state import unread_id
from tests.component.feedback_capture.steps import (
    ANOTHER_AGENCY,
    FACILITATOR,
    SURVEY,
    WORDS,
    answered,
    form_of,
    replied,
    response_of,
    surveyed,
)
from tests.component.harness import Component
from tests.service.calling import agency_of, done, refused

LONDON = ZoneInfo("Europe/London")
BEGIN = datetime(2028, 2, 14, 9, 41, 17, tzinfo=UTC)


@pytest.fixture(autouse=True)
def survey(feedback: Component) -> str:
    """A survey that is open on the day of these tests."""
    feedback.clock.move_to(BEGIN)
    return surveyed(feedback)


def stored(feedback: Component, *ids: str) -> dict[str, list[dict[str, Any]]]:
    """Returns all that is stored of these aggregates, in each collection."""
    feedback.drain()
    return {
        name: [each for each in feedback.stored(name) if {each["_id"], each.get("aggregate")} & set(ids)]
        for name in ("aggregates", "history", "keys", "erased")
    }


def moments(value: Any) -> Iterator[datetime]:
    """Yields every time in a stored document."""
    if isinstance(value, datetime):
        yield value.replace(tzinfo=UTC)
    elif isinstance(value, dict):
        for each in value.values():
            yield from moments(each)
    elif isinstance(value, list):
        for each in value:
            yield from moments(each)


def test_form_asks_about_danger_first(feedback: Component, survey: str) -> None:
    form = done(feedback.anybody().get(f"/surveys/{survey}/form"))
    assert [notice["code"] for notice in form["notices"]] == ["who-reads-it", "how-it-is-used", "anonymous", "receipt"]
    assert form["first"]["field"] == "not_safe_now"
    assert (form["open"], form["questions"]) == (True, SURVEY["questions"])
    refused(feedback.anybody().get(f"/surveys/{uuid4()}/form"), 404)


def test_repeated_answer_returns_the_same_receipt(feedback: Component, survey: str) -> None:
    key = token_hex(24)
    receipt = done(answered(feedback, survey, key), 201)["receipt"]
    assert done(answered(feedback, survey, key), 201)["receipt"] == receipt
    other_order = {"heard": "2", "what": WORDS}
    assert done(answered(feedback, survey, key, answers=other_order), 201)["receipt"] == receipt
    refused(answered(feedback, survey, key, answers={"heard": "3"}), 422)
    refused(answered(feedback, survey, "short-key-" + "x" * 21), 422)


FORM = "form_token"


@pytest.mark.parametrize("words", ["Nothing more.", "He keeps hitting me"])
def test_form_is_answered_once(feedback: Component, survey: str, words: str) -> None:
    """A second answer from it is refused, and still read."""
    form, keys = form_of(feedback, survey), (token_hex(24), token_hex(24))
    first, second = ({"answers": {"what": each}} | form for each in ("All was well.", words))
    done(feedback.anybody().post("/responses", first, key=keys[0]), 201)
    codes = refused(feedback.anybody().post("/responses", second, key=keys[1]), 409)
    read = [("response/read-anyway", "")] if words.startswith("He") else []
    assert codes == [("form/used", FORM), *read]
    done(feedback.anybody().post("/responses", first, key=keys[0]), 201)
    listed = feedback("business-unit").get("/responses", survey=survey).json()
    assert [each["answers"] for each in listed] == [{"what": "All was well."}]


def test_answer_needs_the_token_of_its_own_form(feedback: Component, survey: str) -> None:
    nonce, ends, fingerprint = form_of(feedback, survey)[FORM].split(".")
    another = form_of(feedback, surveyed(feedback))[FORM]
    wrong = ["x", another, f"{nonce}.{int(ends) + 1}.{fingerprint}", f"{nonce[::-1]}.{ends}.{fingerprint}", f"{nonce}.{ends}.é"]
    for token in wrong:
        answer = answered(feedback, survey, form_token=token, answers={"what": "I am not safe", "else": "wrong"})
        assert refused(answer, 409) == [("form/not-ours", FORM), ("response/read-anyway", "")]
    missing = {"survey": survey, "answers": {"what": "All was well."}}
    assert refused(feedback.anybody().post("/responses", missing, key=token_hex(24)), 409) == [("form/missing", FORM)]
    assert feedback("business-unit").get("/responses", survey=survey).json() == []


def test_form_ends_after_the_hours_of_the_settings(feedback: Component, survey: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Answers that were sent in time keep their receipt."""
    key, late = token_hex(24), token_hex(24)
    receipt = done(answered(feedback, survey, key), 201)["receipt"]
    form_of(feedback, survey, late)
    hours, real = timedelta(hours=feedback.framework.feedback.form_hours), feedback.room.real
    monkeypatch.setattr(feedback.room, "real", lambda: real() + hours - timedelta(minutes=1))
    form_of(feedback, survey, "another")
    monkeypatch.setattr(feedback.room, "real", lambda: real() + hours + timedelta(minutes=1))
    assert refused(answered(feedback, survey, late), 409) == [("form/expired", FORM)]
    assert done(answered(feedback, survey, key), 201)["receipt"] == receipt


def test_weak_key_shows_no_one_another_receipt(feedback: Component, survey: str) -> None:
    """Two pages that send the same key and the same words get a receipt each."""
    body, key = {"answers": {"heard": "4"}}, "k" * 32
    forms = [form_of(feedback, survey) for _ in range(2)]
    receipts = {done(feedback.anybody().post("/responses", body | each, key=key), 201)["receipt"] for each in forms}
    assert len(receipts) == 2
    done(feedback.anybody().post("/responses", {"answers": {"heard": "1"}} | form_of(feedback, survey), key=key), 201)


def test_refused_answer_leaves_no_key(feedback: Component, survey: str) -> None:
    before = len(feedback.stored("keys"))
    wrong = {"else": "This survey does not ask this."}
    refused(answered(feedback, survey, answers=wrong), 409)
    refused(answered(feedback, survey, form_token="x"), 409)
    assert len(feedback.stored("keys")) == before


def test_survey_and_form_are_checked_before_the_answers(feedback: Component, survey: str) -> None:
    """The first fault stands alone, because no one has looked at the answers."""
    wrong: dict[str, Any] = {"answers": {"else": "x", "heard": "6"}}
    unknown = feedback.anybody().post("/responses", {"survey": str(uuid4())} | wrong, key=token_hex(24))
    assert refused(unknown, 409) == [("response/unknown-survey", "survey")]
    assert refused(answered(feedback, survey, form_token="x", **wrong), 409) == [("form/not-ours", FORM)]
    feedback.clock.move_to(datetime(2028, 4, 1, 9, tzinfo=UTC))
    assert refused(answered(feedback, survey, **wrong), 409) == [("response/survey-closed", "survey")]


def test_receipt_opens_its_response_alone(feedback: Component, survey: str) -> None:
    receipt = done(answered(feedback, survey), 201)["receipt"]
    shown = done(feedback.anybody().post("/receipts", {"receipt": receipt.lower()}))
    uses = ["improve-service", "share-with-partners"]
    nothing = {"replies": [], "more_replies": False}
    assert shown == {"status": "received", "said_on": BEGIN.date().isoformat(), "consents": uses} | nothing
    for wrong in ("", "no code", f"{'A' if receipt[0] != 'A' else 'B'}{receipt[1:]}"):
        refused(feedback.anybody().post("/receipts", {"receipt": wrong}), 404)


def test_response_is_read_masked_with_suggested_themes(feedback: Component, survey: str) -> None:
    key = token_hex(24)
    done(answered(feedback, survey, key), 201)
    (read,) = feedback("business-unit").get("/responses", survey=survey).json()
    assert read["id"] == response_of(survey, key)
    assert read["answers"] == {"what": "Nobody asked me, ring [...], I have a marmalade cat"}
    assert (read["scales"], read["hits"], read["suggestions"]) == ({"heard": 2}, ["phone"], ["voice-of-child"])


STRANGERS = (
    ("facilitator", "partnership", "f-of-another-survey"),
    ("scrutineer", "partnership", FACILITATOR),
    ("decider", "partnership", FACILITATOR),
    ("inspector", "independent", FACILITATOR),
    ("agency-lead", ANOTHER_AGENCY, FACILITATOR),
)


@pytest.mark.parametrize(("role", "agency", "person"), STRANGERS)
def test_response_is_hidden_from_those_its_survey_does_not_name(
    feedback: Component, role: str, agency: str, person: str
) -> None:
    survey, key = surveyed(feedback, facilitators=[FACILITATOR]), token_hex(24)
    done(answered(feedback, survey, key), 201)
    surveyed(feedback, facilitators=["f-of-another-survey"])
    stranger, response = feedback(role, agency=agency, person_ref=person), response_of(survey, key)
    for filters in ({}, {"survey": survey}):
        read = stranger.get("/responses", **filters)
        assert read.status_code == 403 or not [each for each in read.json() if each["survey"] == survey]
    for path, body in (("codes", {"themes": ["voice-of-child"]}), ("reading", {})):
        assert stranger.post(f"/responses/{response}/{path}", body).status_code in (403, 404)
    assert stranger.get(f"/threads/{response}").status_code in (403, 404)


def test_facilitator_reads_and_codes_the_surveys_that_name_them(feedback: Component) -> None:
    person, key = "f-of-one-survey", token_hex(24)
    survey = surveyed(feedback, facilitators=[person, "f-second", person])
    done(answered(feedback, survey, key), 201)
    named = feedback("facilitator", person_ref=person)
    (read,) = named.get("/responses", survey=survey).json()
    assert read["id"] == response_of(survey, key)
    assert [each["survey"] for each in named.get("/responses", limit=200).json()] == [survey]
    done(named.post(f"/responses/{read['id']}/reading"))
    coded = done(named.post(f"/responses/{read['id']}/codes", {"themes": ["voice-of-child"]}))
    assert coded["status"] == "coded"


def test_facilitator_no_longer_named_reads_nothing(feedback: Component) -> None:
    before, after, key = "f-who-leaves", "f-who-comes", token_hex(24)
    survey = surveyed(feedback, facilitators=[before])
    done(answered(feedback, survey, key), 201)
    changed = feedback("business-unit").post(f"/surveys/{survey}/facilitators", {"facilitators": [after, after]})
    assert done(changed)["facilitators"] == [after]
    leaves, comes = (feedback("facilitator", person_ref=each) for each in (before, after))
    assert leaves.get("/responses").json() == []
    refused(leaves.post(f"/responses/{response_of(survey, key)}/reading"), 404)
    assert [each["survey"] for each in comes.get("/responses").json()] == [survey]
    refused(leaves.post(f"/surveys/{survey}/facilitators", {"facilitators": [before]}), 403)


def test_survey_shows_its_facilitators_to_the_partnership_alone(feedback: Component) -> None:
    survey = surveyed(feedback, facilitators=[FACILITATOR, FACILITATOR])
    for role, seen in (("business-unit", [FACILITATOR]), ("scrutineer", [FACILITATOR]), ("agency-lead", None)):
        caller = feedback(role, agency=agency_of(role, ANOTHER_AGENCY))
        (found,) = [each for each in caller.get("/surveys", limit=200).json() if each["id"] == survey]
        assert found["facilitators"] == seen
    assert "facilitators" not in done(feedback.anybody().get(f"/surveys/{survey}/form"))


def test_receipt_shows_the_replies_on_its_themes(feedback: Component, survey: str) -> None:
    key = token_hex(24)
    receipt = done(answered(feedback, survey, key), 201)["receipt"]
    codes = {"themes": ["voice-of-child"]}
    done(feedback("business-unit").post(f"/responses/{response_of(survey, key)}/codes", codes))
    reply = replied(feedback, "voice-of-child")
    shown = done(feedback.anybody().post("/receipts", {"receipt": receipt}))
    assert shown["status"] == "coded"
    words = {name: reply[name] for name in ("theme", "said", "done", "because")}
    assert words | {"link": f"{feedback.room.url}/replies/{reply['id']}", "actions": []} in shown["replies"]


def test_response_is_stored_to_the_day_and_without_its_words(feedback: Component, survey: str) -> None:
    key = token_hex(24)
    receipt = done(answered(feedback, survey, key), 201)["receipt"]
    codes = {"themes": ["voice-of-child"]}
    done(feedback("business-unit").post(f"/responses/{response_of(survey, key)}/codes", codes))
    kept = stored(feedback, response_of(survey, key))
    assert [len(found) for found in kept.values()] == [1, 2, 1, 0]
    assert {each["command"] for each in kept["history"]} == {"Respond", "CodeResponse"}
    assert {moment.astimezone(LONDON).time() for moment in moments(kept)} == {time.min}
    secrets = ("marmalade", "496023", receipt, receipt.replace("-", ""), key, "T09:41")
    assert not any(secret in json.dumps(kept, default=str) for secret in secrets)


def test_withdrawn_response_leaves_its_count_and_no_key(feedback: Component, survey: str) -> None:
    key = token_hex(24)
    receipt = done(answered(feedback, survey, key), 201)["receipt"]
    back = feedback.anybody().post("/receipts/withdrawals", {"receipt": receipt}, key=token_hex(24))
    assert done(back)["status"] == "withdrawn"
    kept = stored(feedback, response_of(survey, key))
    assert (kept["keys"], len(kept["erased"])) == ([], 1)
    (response,) = kept["aggregates"]
    assert (response["state"]["texts"], response.get("alarm_at")) == ({}, None)
    (listed,) = feedback("business-unit").get("/responses", survey=survey).json()
    assert (listed["status"], listed["answers"]) == ("withdrawn", {})
    assert done(answered(feedback, survey, key), 201)["receipt"] == receipt, "a repeat brings nothing back"
    assert stored(feedback, response_of(survey, key))["keys"] == []


def test_closed_survey_takes_no_answer(feedback: Component, survey: str) -> None:
    feedback.clock.move_to(datetime(2028, 4, 1, 9, tzinfo=UTC))
    assert refused(answered(feedback, survey), 409) == [("response/survey-closed", "survey")]


def test_unread_words_are_reported_until_a_person_has_read_them(feedback: Component) -> None:
    survey = surveyed(feedback)
    for _ in range(2):
        done(answered(feedback, survey), 201)
    done(answered(feedback, survey, answers={"heard": "2"}), 201)
    reader = feedback("business-unit")

    def reported() -> list[int]:
        feedback.drain()
        return [each.event.days_late for each in feedback.emitted(unread_id(survey)) if isinstance(each.event, FeedbackUnread)]

    assert reported() == []
    feedback.clock.advance(timedelta(days=2))
    assert reported() == [1]
    unread = [each["id"] for each in reader.get("/responses", survey=survey, reading="unread").json() if each["answers"]]
    done(reader.post(f"/responses/{unread[0]}/reading"))
    feedback.clock.advance(timedelta(days=1))
    assert reported() == [1, 2]
    done(reader.post(f"/responses/{unread[1]}/codes", {"themes": ["voice-of-child"]}))
    feedback.clock.advance(timedelta(days=30))
    assert reported() == [1, 2]


def test_form_follows_a_survey_that_is_extended_and_closed_early(feedback: Component, survey: str) -> None:
    unit, path = feedback("business-unit"), f"/surveys/{survey}"
    done(unit.post(f"{path}/extensions", {"closes": "2028-04-30", "reason": "group-not-heard"}))
    feedback.clock.move_to(datetime(2028, 4, 1, 9, tzinfo=UTC))
    done(answered(feedback, survey), 201)
    form = done(feedback.anybody().get(f"{path}/form"))
    assert (form["open"], form["closes"]) == (True, "2028-04-30")
    done(unit.post(f"{path}/closure", {"reason": "enough-answers"}))
    assert not done(feedback.anybody().get(f"{path}/form"))["open"]
    assert refused(answered(feedback, survey), 409) == [("response/survey-closed", "survey")]


def take_back(feedback: Component, receipt: str, purpose: str) -> dict[str, Any]:
    body = {"receipt": receipt, "purpose": purpose}
    return done(feedback.anybody().post("/receipts/consents", body, key=token_hex(24)))


def test_form_asks_for_each_use(feedback: Component, survey: str) -> None:
    form = done(feedback.anybody().get(f"/surveys/{survey}/form"))
    assert [each["purpose"] for each in form["consents"]] == [each.value for each in Purpose]
    assert all(each["words"].endswith((".", "?")) for each in form["consents"])


def test_contact_is_erased_when_its_consent_is_taken_back(feedback: Component, survey: str) -> None:
    key = token_hex(24)
    uses, contact = ["contact-again", "improve-service"], "by the marmalade door"
    receipt = done(answered(feedback, survey, key, contact=contact, consents=uses), 201)["receipt"]
    id_ = response_of(survey, key)
    (before,) = feedback("business-unit").get("/responses", survey=survey).json()
    assert before["contact"] == contact
    assert take_back(feedback, receipt, "contact-again")["consents"] == ["improve-service"]
    (after,) = feedback("business-unit").get("/responses", survey=survey).json()
    assert (after["contact"], after["answers"]) == (None, before["answers"])
    kept = stored(feedback, id_, contact_owner(id_))
    assert [each["_id"] for each in kept["keys"]] == [id_]
    refused(feedback.anybody().post("/receipts/consents", {"receipt": receipt, "purpose": "publish"}, key=token_hex(24)), 409)


def test_reply_is_recalled_when_the_consent_to_quote_is_taken_back(feedback: Component, survey: str) -> None:
    key = token_hex(24)
    receipt = done(answered(feedback, survey, key, consents=["quote-anonymised", "publish"]), 201)["receipt"]
    quoting = replied(feedback, "voice-of-child", quotes=[response_of(survey, key)])
    other = replied(feedback, "voice-of-child")
    take_back(feedback, receipt, "publish")
    feedback.drain()
    refused(feedback.anybody().get(f"/replies/{quoting['id']}"), 410)
    done(feedback.anybody().get(f"/replies/{other['id']}"))
    recalled = feedback.emitted(quoting["id"])[-1].event
    assert recalled == ReplyRecalled(reply=quoting["id"], reason=WithdrawalReason.CONSENT_WITHDRAWN)


def test_reply_is_recalled_when_the_response_that_it_quotes_is_withdrawn(feedback: Component, survey: str) -> None:
    key = token_hex(24)
    receipt = done(answered(feedback, survey, key, consents=["quote-anonymised", "publish"]), 201)["receipt"]
    quoting = replied(feedback, "voice-of-child", quotes=[response_of(survey, key)])
    done(feedback.anybody().post("/receipts/withdrawals", {"receipt": receipt}, key=token_hex(24)))
    kept = stored(feedback, response_of(survey, key))
    refused(feedback.anybody().get(f"/replies/{quoting['id']}"), 410)
    assert kept["keys"] == []


def test_facilitator_reads_words_only_with_consent(feedback: Component) -> None:
    survey = surveyed(feedback, facilitators=["f-reads"])
    done(answered(feedback, survey, consents=[]), 201)
    (unread,) = feedback("facilitator", person_ref="f-reads").get("/responses", survey=survey).json()
    (read,) = feedback("business-unit").get("/responses", survey=survey).json()
    assert (unread["answers"], unread["scales"]) == ({}, {"heard": 2})
    assert read["answers"]


@pytest.mark.parametrize("purpose", Purpose)
def test_response_rests_once_a_consent_is_taken_back(feedback: Component, survey: str, purpose: Purpose) -> None:
    """No alarm is left but that of the feedback that waits."""
    key = token_hex(24)
    receipt = done(answered(feedback, survey, key, consents=list(Purpose), contact="the door"), 201)["receipt"]
    take_back(feedback, receipt, purpose)
    (response,) = stored(feedback, response_of(survey, key))["aggregates"]
    assert response["state"]["erase_on"] is None
    assert response["alarm_at"] > feedback.clock.now()
