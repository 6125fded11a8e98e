"""A sign that somebody is at risk now raises a concern, until a person takes it (FC3)."""

from datetime import timedelta

import pytest

from services.chassis.rules.decisions import ANONYMOUS, Actor, Given, derived
from services.feedback_capture.domain.concern.raising import raise_concern
from services.feedback_capture.domain.concern.state import concern_id, keys
from services.feedback_capture.domain.concern.taking import TakeConcern, take_concern
from services.feedback_capture.domain.response.answering import sort_answers
from services.feedback_capture.kinds import CONCERN
from tests.builders.feedback_capture import reads
from tests.builders.feedback_surveys import FRAMEWORK, NOW, answering, at, raised, saying, survey
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


def by(person: str, minutes: int, agency: str = "partnership") -> Given:
    return at(NOW + timedelta(minutes=minutes), actor=Actor(frozenset({"decider"}), agency, person))


def test_concern_is_taken_and_taken_over_with_everyone_kept() -> None:
    decided = take_concern(raised(), TakeConcern(), by("p-first", 1))
    assert [event.type() for event in decided.events] == ["learning.ImmediateConcernTaken.v1"]
    assert (keys(raised())["status"], keys(decided.state)["status"]) == ("open", "taken")
    over = take_concern(decided.state, TakeConcern(), by("p-first", 2, "police"))
    assert over.events == ()
    assert [(each.person_ref, each.agency) for each in over.state.takings] == [
        ("p-first", "partnership"),
        ("p-first", "police"),
    ]
    assert over.state.takings[0].at == NOW + timedelta(minutes=1)


def test_concern_is_not_taken_twice_by_the_same_person_in_a_row() -> None:
    taken = take_concern(raised(), TakeConcern(), by("p-first", 1)).state
    assert codes(take_concern, taken, TakeConcern(), by("p-first", 2)) == ["concern/taken-already"]


@pytest.mark.parametrize("role", ["business-unit", "facilitator", "scrutineer"])
def test_concern_is_read_by_those_who_act_for_the_partnership(role: str) -> None:
    assert reads(CONCERN, raised(), Actor(frozenset({role}), "partnership", "p-1"))
    assert not reads(CONCERN, raised(), Actor(frozenset({role}), "police", "p-1"))


@pytest.mark.parametrize("agency", ["partnership", "police", "hospital"])
def test_concern_is_read_by_every_decider(agency: str) -> None:
    assert reads(CONCERN, raised(), Actor(frozenset({"decider"}), agency, "p-1"))


def test_concern_is_read_by_no_one_else() -> None:
    for role in ("agency-lead", "inspector", "practitioner", "operator"):
        assert not reads(CONCERN, raised(), Actor(frozenset({role}), "partnership", "p-1"))
    assert not reads(CONCERN, raised(), ANONYMOUS)


def test_concern_is_kept_from_the_agency_of_the_person_who_said_it() -> None:
    kept = raised().model_copy(update={"kept_from": "police"})
    assert not reads(CONCERN, kept, Actor(frozenset({"decider", "facilitator"}), "police", "p-1"))
    assert reads(CONCERN, kept, Actor(frozenset({"decider"}), "hospital", "p-1"))
