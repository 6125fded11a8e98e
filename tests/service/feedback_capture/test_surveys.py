"""Surveys over HTTP: anybody answers without an account, and only a receipt code leads back (FC3, FC4, FC5)."""

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from secrets import token_hex
from typing import Any
from uuid import uuid4
from zoneinfo import ZoneInfo

import httpx
import pymongo
import pytest

from contracts.events.feedback_capture import (
    FeedbackSummarised,
    FeedbackUnanswered,
    ImmediateConcernRaised,
    ImmediateConcernTaken,
)
from local.embedded import Embedded
from local.partnership import COUNCIL
from local.waiting import eventually
from services.feedback_capture.domain.response.receipt import response_id
from services.feedback_capture.domain.summary.state import summary_id
from tests.service.calling import Caller, People, done, refused
from tests.service.topic import told

FEEDBACK = "feedback-capture"
LONDON = ZoneInfo("Europe/London")
BEGIN = datetime(2028, 2, 14, 9, 41, 17, tzinfo=UTC)
TODAY = BEGIN.date().isoformat()
SURVEY = {
    "title": "How was it when people came to see you?",
    "source_group": "young-person",
    "service": "social-care",
    "questions": [
        {"code": "what", "words": "What should be different?", "kind": "text"},
        {"code": "heard", "words": "Did people listen to you?", "kind": "scale"},
    ],
    "closes": "2028-03-31",
}
WORDS = "Nobody asked me, ring 01202 496023, I have a marmalade cat"
Stored = dict[str, list[dict[str, Any]]]


@pytest.fixture(autouse=True, scope="module")
def time_of_its_own(deployment: Embedded) -> Iterator[None]:
    deployment.clock.move_to(BEGIN)
    yield
    deployment.clock.reset()


@pytest.fixture
def anybody(feedback: People) -> Caller:
    """Without a token."""
    return Caller(feedback.client, "")


@pytest.fixture
def survey(feedback: People) -> str:
    return str(done(feedback("business-unit").post("/surveys", SURVEY), 201)["id"])


def answered(anybody: Caller, survey: str, key: str = "", **changed: Any) -> httpx.Response:
    body = {"survey": survey, "answers": {"what": WORDS, "heard": "2"}} | changed
    return anybody.post("/responses", body, key=key or token_hex(24))


def stored(deployment: Embedded, *ids: str) -> Stored:
    """All that lies in the store of these aggregates, once everything is sent and filed."""
    with pymongo.MongoClient[dict[str, Any]](deployment.store_uri(FEEDBACK)) as client:
        database = client.get_default_database()
        unsent = {"_id": {"$in": ids}, "pending_since": {"$exists": True}}
        eventually(lambda: database.aggregates.count_documents(unsent) == 0, what="all is filed")
        return {
            "aggregates": list(database.aggregates.find({"_id": {"$in": ids}})),
            "history": list(database.history.find({"aggregate": {"$in": ids}})),
            "keys": list(database["keys"].find({"_id": {"$in": ids}})),
            "erased": list(database.erased.find({"_id": {"$in": ids}})),
        }


def moments(value: Any) -> Iterator[datetime]:
    """Every time in a stored document."""
    if isinstance(value, datetime):
        yield value.replace(tzinfo=UTC)
    elif isinstance(value, dict):
        for each in value.values():
            yield from moments(each)
    elif isinstance(value, list):
        for each in value:
            yield from moments(each)


def test_the_form_says_what_must_be_known_before_anything_is_written(anybody: Caller, survey: str) -> None:
    form = done(anybody.get(f"/surveys/{survey}/form"))
    assert [notice["code"] for notice in form["notices"]] == ["at-risk-now", "how-it-is-used", "anonymous", "receipt"]
    assert (form["open"], form["questions"]) == (True, SURVEY["questions"])
    refused(anybody.get(f"/surveys/{uuid4()}/form"), 404)


def test_an_answer_gives_a_receipt_that_shows_what_came_of_it(
    deployment: Embedded, feedback: People, anybody: Caller, survey: str
) -> None:
    key = token_hex(24)
    receipt = done(answered(anybody, survey, key), 201)["receipt"]
    assert done(answered(anybody, survey, key), 201)["receipt"] == receipt
    refused(answered(anybody, survey, key, answers={"heard": "3"}), 422)
    refused(answered(anybody, survey, "short-key-" + "x" * 21), 422)
    assert done(anybody.post("/receipts", {"receipt": receipt.lower()})) == {
        "status": "received",
        "said_on": TODAY,
        "replies": [],
    }
    for wrong in ("", "no code", f"{'A' if receipt[0] != 'A' else 'B'}{receipt[1:]}"):
        refused(anybody.post("/receipts", {"receipt": wrong}), 404)

    unit = feedback("business-unit")
    (read,) = unit.get("/responses", survey=survey).json()
    assert read["id"] == response_id(survey, key)
    assert read["answers"] == {"what": "Nobody asked me, ring [...], I have a marmalade cat"}
    assert (read["scales"], read["hits"], read["suggestions"]) == ({"heard": 2}, ["phone"], ["voice-of-child"])
    assert feedback("facilitator", agency=COUNCIL).get("/responses", survey=survey).json() == []
    done(unit.post(f"/responses/{read['id']}/codes", {"themes": ["voice-of-child"]}))
    draft = {"theme": "voice-of-child", "said": "You are not asked.", "done": "You are asked.", "because": "It is your life."}
    reply = done(feedback("business-unit", person_ref="p-writes").post("/replies", draft), 201)["id"]
    done(feedback("decider").post(f"/replies/{reply}/clearance"))
    shown = done(anybody.post("/receipts", {"receipt": receipt}))
    assert shown["status"] == "coded"
    assert (draft | {"link": f"{deployment.url(FEEDBACK)}/replies/{reply}", "actions": []}) in shown["replies"]

    kept = stored(deployment, read["id"])
    assert [len(found) for found in kept.values()] == [1, 2, 1, 0]
    assert {each["command"] for each in kept["history"]} == {"Respond", "CodeResponse"}
    assert {moment.astimezone(LONDON).time() for moment in moments(kept)} == {time.min}, "kept to the day"
    told_of_it = json.dumps(kept, default=str)
    assert not any(secret in told_of_it for secret in ("marmalade", "496023", receipt, receipt.replace("-", ""), key, "T09:41"))


async def test_whoever_may_be_at_risk_is_seen_at_once_and_taken_by_one_person(
    deployment: Embedded, feedback: People, anybody: Caller, survey: str
) -> None:
    key = token_hex(24)
    said = {"answers": {"what": "He keeps hitting me"}, "contact": "the blue door", "not_safe_now": True}
    receipt = done(answered(anybody, survey, key, **said), 201)["receipt"]
    decider = feedback("decider", person_ref="p-takes")
    (concern,) = [each for each in decider.get("/concerns", status="open", limit=200).json() if each["survey"] == survey]
    assert (concern["words"], concern["contact"]) == ({"what": "He keeps hitting me"}, "the blue door")
    assert concern["why"] == ["said-so", "in-words"]
    found = await told(deployment, FEEDBACK, concern["id"], until=[ImmediateConcernRaised])
    assert found[0].event.model_dump()["link"] == f"{deployment.url(FEEDBACK)}/concerns/{concern['id']}"
    assert found[0].envelope.traceparent is None
    refused(feedback("decider", agency=COUNCIL).get(f"/concerns/{concern['id']}"), 404)
    refused(feedback("decider", agency=COUNCIL).post(f"/concerns/{concern['id']}/taken"), 404)

    back = {"receipt": receipt}
    assert refused(anybody.post("/receipts/withdrawals", back, key=token_hex(24)), 409) == [("response/concern-open", "")]
    assert done(decider.post(f"/concerns/{concern['id']}/taken"))["taken_by"] == "p-takes"
    assert refused(feedback("facilitator").post(f"/concerns/{concern['id']}/taken"), 409) == [("concern/taken-already", "")]
    await told(deployment, FEEDBACK, concern["id"], until=[ImmediateConcernTaken])

    assert done(anybody.post("/receipts/withdrawals", back, key=token_hex(24)))["status"] == "withdrawn"
    assert done(answered(anybody, survey, key, **said), 201)["receipt"] == receipt, "a repeat brings nothing back"
    ids = (response_id(survey, key), concern["id"])
    kept = stored(deployment, *ids)
    assert kept["keys"] == [], "what was sealed under them is gone from state, history and backups"
    assert {each["_id"] for each in kept["erased"]} == set(ids)
    (response,) = [each for each in kept["aggregates"] if each["_id"] == ids[0]]
    assert (response["state"]["status"], response["state"]["texts"], response.get("alarm_at")) == ("withdrawn", {}, None)
    assert "hitting" not in json.dumps(kept, default=str)
    assert done(decider.get(f"/concerns/{concern['id']}"))["words"] == {"what": None}
    (listed,) = feedback("business-unit").get("/responses", survey=survey).json()
    assert (listed["status"], listed["answers"]) == ("withdrawn", {})


async def test_counts_are_shown_from_the_threshold_on_and_summarised_once_the_quarter_is_over(
    deployment: Embedded, feedback: People, anybody: Caller, survey: str
) -> None:
    unit, lead = feedback("business-unit"), feedback("agency-lead", agency=COUNCIL)

    def heard_from(people: int) -> dict[str, Any]:
        for _ in range(people):
            done(answered(anybody, survey), 201)
        for each in unit.get("/responses", survey=survey).json():
            if each["status"] == "received":
                done(unit.post(f"/responses/{each['id']}/codes", {"themes": ["online-harm"]}))
        return done(lead.get(f"/surveys/{survey}/results"))

    few = heard_from(4)
    assert (few["responses"], {each["count"] for each in few["themes"]}) == (None, {None})
    assert set(few["scales"][0]["answers"].values()) == {None}
    enough = heard_from(1)
    assert (enough["responses"], enough["themes"]) == (5, [{"theme": "online-harm", "count": 5}])
    assert enough["scales"][0]["answers"]["2"] == 5

    period = {"period": "2028-q1"}
    assert refused(unit.post("/summaries", period), 409) == [("summary/not-over", "period")]
    deployment.clock.move_to(datetime(2028, 4, 3, 9, tzinfo=UTC))
    assert refused(answered(anybody, survey), 409) == [("response/survey-closed", "survey")]
    summary = done(unit.post("/summaries", period), 201)
    assert refused(unit.post("/summaries", period), 409) == [("summary/made-already", "period")]
    assert (summary["id"], summary["waiting"]) == (summary_id("2028-q1"), ["online-harm"])
    deployment.clock.move_to(datetime(2028, 3, 31, tzinfo=UTC) + timedelta(days=61, hours=1))
    found = await told(deployment, FEEDBACK, summary["id"], until=[FeedbackSummarised, FeedbackUnanswered])
    assert [each.event.model_dump(mode="json", exclude={"summary"}) for each in found] == [
        {
            "period": "2028-q1",
            "source_group": "young-person",
            "service": "social-care",
            "theme": "online-harm",
            "count": 5,
        },
        {"theme": "online-harm", "age_days": (date(2028, 5, 31) - date(2028, 3, 31)).days},
    ]
    draft = {"theme": "online-harm", "said": "You say it again.", "done": "We pass it on.", "because": "It helps."}
    reply = done(feedback("business-unit", person_ref="p-writes").post("/replies", draft), 201)["id"]
    done(feedback("decider").post(f"/replies/{reply}/clearance"))

    def covered() -> bool:
        (shown,) = [each for each in unit.get("/summaries").json() if each["id"] == summary["id"]]
        return not shown["waiting"]

    eventually(covered, what="the reply covers the theme")
