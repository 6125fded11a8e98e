"""The gate of publication (RR5, R9, R17, R18)."""

from datetime import timedelta
from typing import Any

import pytest

from contracts.vocabulary.feedback import InvolvementStatus, InvolvementStep
from contracts.vocabulary.reviews import HoldKind
from services.review_registry.domain.review.checking import CheckPublication, check_publication
from services.review_registry.domain.review.gates.facts import GateFacts
from services.review_registry.domain.review.gates.publication import gate
from services.review_registry.domain.review.public_text import found_in
from services.review_registry.domain.review.publishing import publish_review
from services.review_registry.domain.review.reporting import write_report
from services.review_registry.domain.review.responding import RecordResponse, record_response
from services.review_registry.domain.review.state import Gate, Review
from tests.builders.refusals import codes
from tests.builders.review_registry import BUSINESS_UNIT, DECIDED, DECIDER, LEAD, NOW, PARTIES, TODAY, UNHEARD, given, held
from tests.builders.review_registry_closing import (
    asked,
    asking,
    checked,
    deciding,
    ready,
    report,
    reported,
    told,
    with_party,
)
from tests.unit.chassis.corpus import forms

UNTOLD = "involvement/findings-not-told"
REACHED = ("accepted", "contributed", "declined", "no-response", "withdrew", "not-invited", "deferred")


def needs(review: Review, facts: GateFacts | None = None) -> list[tuple[str, str]]:
    return [(each.code, each.path) for each in gate(review, facts or told(), given())]


def unanswered(review: Review) -> list[str]:
    """Returns the kind of each hit that has no answer."""
    return [path.removeprefix("answers/").rsplit("-", 1)[0] for code, path in needs(review) if code == "publication/identifies"]


def publishing(review: Review, outcome: str = "full", facts: GateFacts | None = None, **changed: Any) -> list[str]:
    """Returns the codes with which this decision is refused."""
    return codes(publish_review, review, deciding(outcome, **changed), given(DECIDER), facts or told())


def test_gate_gives_everything_missing_at_once() -> None:
    review = write_report(reported(), report(body="Ask 01234 567890."), given(LEAD)).state
    assert set(publishing(held(review), facts=UNHEARD, embargo_until=TODAY + timedelta(days=1))) == {
        "review/too-early",
        "publication/not-checked",
        "publication/identifies",
        "involvement/no-plan",
        "publication/held",
        "publication/embargo",
        "finding/not-answered",
    }


def test_no_news_is_unmet() -> None:
    assert {code for code, _ in needs(ready(), UNHEARD)} == {"involvement/no-plan", "finding/not-answered"}


WRITTEN = dict(reversed(forms()))
"""The first form of each kind."""


@pytest.mark.parametrize("kind", WRITTEN)
@pytest.mark.parametrize("where", ["summary", "body"])
def test_identifying_text_needs_an_answer(kind: str, where: str) -> None:
    review = ready(**{where: f"It says {WRITTEN[kind]} here."})
    found = unanswered(review)
    assert kind in found
    answers = {each.replace("-", "_"): "A number of the review itself." for each in found}
    assert needs(checked(review, BUSINESS_UNIT, checks=(), **answers)) == []


def test_each_hit_needs_an_answer_of_its_own() -> None:
    review = ready(body="Published on 3 March 2026. Born on 4 May 2021.")
    one, other = (each.hit.key for each in found_in(review))
    command = CheckPublication(answers={one: "The day of publication."})
    review = check_publication(review, command, given(BUSINESS_UNIT)).state
    assert needs(review) == [("publication/identifies", f"answers/{other}")]


def test_hit_names_its_place_and_not_its_words() -> None:
    (reason,) = gate(ready(body="Seen twice. Born on 4 May 2021."), told(), given())
    assert "sentence 2 of the report contains what looks like a date" in reason.message
    assert "2021" not in reason.message


def test_hits_cannot_be_overridden() -> None:
    review = ready(body="Born on 4 May 2021.")
    ((code, path),) = needs(review)
    assert codes(asked, review, asking(code, path, Gate.PUBLICATION), told()) == ["override/not-possible"]


def test_detectors_read_the_response_and_the_learning() -> None:
    response = RecordResponse.model_validate({**DECIDED, "response": "Ask someone@agency.example."})
    assert unanswered(record_response(ready(), response, given(DECIDER)).state) == ["e-mail"]
    (found,) = ready().findings
    named = found.model_copy(update={"learning_statement": "What happened on 3 March 2025."})
    assert unanswered(ready().model_copy(update={"findings": (named,)})) == ["date"]


@pytest.mark.parametrize("number", range(len(PARTIES)), ids=[each.group or "" for each in PARTIES])
@pytest.mark.parametrize("status", [InvolvementStatus(each) for each in REACHED])
def test_each_party_within_reach_needs_the_findings(number: int, status: InvolvementStatus) -> None:
    """Taking part or not makes no difference, for family and practitioners alike (R17, R18)."""
    facts = with_party(number, status=status, fed_back=(), approved=True)
    assert needs(ready(), facts) == [(UNTOLD, f"involvement/{PARTIES[number].id}")]
    assert publishing(ready(), facts=facts) == [UNTOLD]
    excused = with_party(number, status=status, fed_back=(), approved=True, not_told=(InvolvementStep.FINDINGS,))
    assert needs(ready(), excused) == []


@pytest.mark.parametrize("status", ["unable", "nobody-in-this-group"])
def test_party_out_of_reach_needs_no_findings_when_approved(status: str) -> None:
    changed: dict[str, Any] = {"status": InvolvementStatus(status), "fed_back": ()}
    assert needs(ready(), with_party(0, **changed, approved=True)) == []
    assert {code for code, _ in needs(ready(), with_party(0, **changed))} == {"involvement/no-outcome", UNTOLD}


def test_two_parties_of_a_group_are_named_apart() -> None:
    twin = told().involvement
    assert twin is not None
    parents = next(each for each in twin.parties if each.group == "parents-carers")
    facts = told(
        parties=tuple(parents.model_copy(update={"id": number, "number": int(number), "fed_back": ()}) for number in "12")
    )
    messages = [each.message for each in gate(ready(), facts, given())]
    assert [each.rpartition(": ")[2] for each in messages] == ["Parent or carer 1.", "Parent or carer 2."]


@pytest.mark.parametrize("status", ["not-started", "invited", "reminded", "not-invited", "deferred"])
def test_each_party_needs_an_outcome(status: str) -> None:
    """This includes a deferred party that has come back, unless an exception was approved."""
    facts = with_party(0, status=InvolvementStatus(status))
    assert needs(ready(), facts) == [("involvement/no-outcome", f"involvement/{PARTIES[0].id}")]
    if status in ("not-invited", "deferred"):
        assert needs(ready(), with_party(0, status=InvolvementStatus(status), approved=True)) == []


@pytest.mark.parametrize("kind", HoldKind)
def test_hold_in_force_stops_publication(kind: HoldKind) -> None:
    assert publishing(held(ready(), kind)) == ["publication/held"]


def test_embargo_stops_publication_until_its_day() -> None:
    deferred = publish_review(ready(), deciding("defer", embargo_until=TODAY + timedelta(days=1)), given(DECIDER), told()).state
    assert deferred.publication is None
    assert publishing(deferred) == ["publication/embargo"]
    tomorrow = given(DECIDER, NOW + timedelta(days=1))
    assert publish_review(deferred, deciding(), tomorrow, told()).events


def test_publication_needs_every_response() -> None:
    one, other = told().obligations
    facts = told(obligations=(one, other.model_copy(update={"answer": None})))
    assert publishing(ready(), facts=facts) == ["finding/not-answered"]
