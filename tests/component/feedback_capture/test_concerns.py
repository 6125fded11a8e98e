"""A sign that somebody may be at risk now is seen at once, and taken by one person (FC3)."""

import json
from datetime import UTC, datetime
from secrets import token_hex
from typing import Any

import pytest

from contracts.events.feedback_capture import ImmediateConcernRaised, ImmediateConcernTaken
from services.feedback_capture.domain.concern.state import concern_id
from services.feedback_capture.domain.response.receipt import response_id
from tests.component.feedback_capture.steps import ANOTHER_AGENCY, answered, surveyed
from tests.component.harness import Component
from tests.service.calling import done, refused

SAID: dict[str, Any] = {"answers": {"what": "He keeps hitting me"}, "contact": "the blue door", "not_safe_now": True}


class Raised:
    """A response that raised a concern: its survey, its secret and its receipt code."""

    def __init__(self, feedback: Component) -> None:
        feedback.clock.move_to(datetime(2028, 2, 14, 9, tzinfo=UTC))
        self.survey, self.key = surveyed(feedback), token_hex(24)
        self.receipt = done(answered(feedback, self.survey, self.key, **SAID), 201)["receipt"]
        self.response = response_id(self.survey, self.key)
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


def test_concern_is_unknown_to_an_agency(feedback: Component, concern: Raised) -> None:
    other = feedback("decider", agency=ANOTHER_AGENCY)
    refused(other.get(concern.path), 404)
    refused(other.post(f"{concern.path}/taken"), 404)
    assert concern.id not in [each["id"] for each in other.get("/concerns").json()]


def test_concern_is_taken_by_one_person(feedback: Component, concern: Raised) -> None:
    taken = done(feedback("decider", person_ref="p-takes").post(f"{concern.path}/taken"))
    assert taken["taken_by"] == "p-takes"
    assert refused(feedback("facilitator").post(f"{concern.path}/taken"), 409) == [("concern/taken-already", "")]
    feedback.drain()
    kinds = [type(each.event) for each in feedback.emitted(concern.id)]
    assert kinds == [ImmediateConcernRaised, ImmediateConcernTaken]


def test_response_is_withdrawn_only_after_its_concern_is_taken(feedback: Component, concern: Raised) -> None:
    back = {"receipt": concern.receipt}
    answer = feedback.anybody().post("/receipts/withdrawals", back, key=token_hex(24))
    assert refused(answer, 409) == [("response/concern-open", "")]
    done(feedback("decider").post(f"{concern.path}/taken"))
    assert done(feedback.anybody().post("/receipts/withdrawals", back, key=token_hex(24)))["status"] == "withdrawn"


def test_withdrawal_erases_the_words_of_the_concern_too(feedback: Component, concern: Raised) -> None:
    done(feedback("decider").post(f"{concern.path}/taken"))
    done(feedback.anybody().post("/receipts/withdrawals", {"receipt": concern.receipt}, key=token_hex(24)))
    feedback.drain()
    ids = {concern.id, concern.response}
    assert not [each for each in feedback.stored("keys") if each["_id"] in ids]
    assert ids <= {each["_id"] for each in feedback.stored("erased")}
    assert done(feedback("decider").get(concern.path))["words"] == {"what": None}
    everything = [feedback.stored(each) for each in ("aggregates", "history")]
    assert "hitting" not in json.dumps(everything, default=str)
