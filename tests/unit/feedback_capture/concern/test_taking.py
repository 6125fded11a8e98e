"""A sign that somebody is at risk now raises a concern, until one person takes it (FC3)."""

from services.chassis.rules.decisions import ANONYMOUS, Actor, derived
from services.feedback_capture.domain.concern.raising import raise_concern
from services.feedback_capture.domain.concern.state import concern_id, keys
from services.feedback_capture.domain.concern.taking import TakeConcern, take_concern
from services.feedback_capture.domain.response.answering import sort_answers
from services.feedback_capture.kinds import CONCERN
from tests.builders.feedback_capture import reads
from tests.builders.feedback_surveys import FRAMEWORK, NOW, UNIT, answering, at, raised, saying, survey
from tests.builders.refusals import codes


def test_concern_emits_a_link_and_none_of_the_words() -> None:
    answered = sort_answers(answering(answers={"what": "He is hitting me"}, not_safe_now=True), survey(), FRAMEWORK)
    decided = raise_concern(None, saying(answered), at(actor=ANONYMOUS, id_=derived("a concern")))
    (event,) = decided.events
    assert event.model_dump(mode="json") == {
        "concern": derived("a concern"),
        "urgency": "now",
        "link": f"https://feedback.example/concerns/{derived('a concern')}",
        "kept_from": None,
    }
    assert decided.state.why == ("said-so", "in-words")
    assert decided.state.texts == {"what": "He is hitting me"}
    assert decided.state.raised_at == NOW


def test_concern_keeps_contact_details() -> None:
    assert raised().contact == "by the blue door"


def test_concern_is_raised_once_when_the_caller_repeats() -> None:
    answered = sort_answers(answering(not_safe_now=True), survey(), FRAMEWORK)
    again = raise_concern(raised(), saying(answered), at())
    assert (again.state, again.events) == (raised(), ())
    assert len({concern_id("a"), concern_id("a", 1), concern_id("b"), concern_id("a")}) == 3


def test_concern_is_taken_by_one_person() -> None:
    decided = take_concern(raised(), TakeConcern(), at())
    assert (decided.state.taken_by, decided.state.taken_at, decided.state.open) == ("p-unit", NOW, False)
    assert [event.type() for event in decided.events] == ["learning.ImmediateConcernTaken.v1"]
    assert (keys(raised())["status"], keys(decided.state)["status"]) == ("open", "taken")
    assert codes(take_concern, decided.state, TakeConcern(), at()) == ["concern/taken-already"]


def test_concern_is_read_by_the_partnership_only() -> None:
    assert reads(CONCERN, raised(), UNIT)
    assert not reads(CONCERN, raised(), Actor(frozenset({"decider"}), "police", "p-1"))
    assert not reads(CONCERN, raised(), ANONYMOUS)
