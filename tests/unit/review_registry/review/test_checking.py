"""Checking a report before publication (RR5)."""

import pytest
from hypothesis import given as any_
from hypothesis import strategies as st

from contracts.vocabulary.reviews import WithdrawalReason
from services.chassis.rules.decisions import Actor
from services.review_registry.domain.review.checking import CheckPublication, check_publication
from services.review_registry.domain.review.gates.facts import GateFacts
from services.review_registry.domain.review.gates.publication import gate
from services.review_registry.domain.review.public_text import found_in, text_version
from services.review_registry.domain.review.publishing import publish_review
from services.review_registry.domain.review.reporting import write_report
from services.review_registry.domain.review.responding import RecordResponse, record_response
from services.review_registry.domain.review.state import Review
from services.review_registry.domain.review.withdrawing import WithdrawPublication, withdraw_publication
from tests.builders.refusals import codes, places
from tests.builders.review_registry import BUSINESS_UNIT, DECIDED, DECIDER, LEAD, given
from tests.builders.review_registry_closing import (
    CHAIR,
    CHECKS,
    checked,
    deciding,
    in_report,
    ready,
    report,
    reported,
    responded,
    told,
)

RESPONSE = RecordResponse.model_validate({**DECIDED, "response": "All of it is accepted, and more."})


def needs(review: Review, facts: GateFacts | None = None) -> list[tuple[str, str]]:
    return [(each.code, each.path) for each in gate(review, facts or told(), given())]


def unanswered(review: Review) -> list[str]:
    """Returns the kind of each hit that has no answer."""
    return [path.removeprefix("answers/").rsplit("-", 1)[0] for code, path in needs(review) if code == "publication/identifies"]


@any_(st.sets(st.sampled_from(CHECKS)), st.sets(st.sampled_from(CHECKS)), st.sets(st.sampled_from(CHECKS)))
def test_each_check_needs_two_people(first: set[str], again: set[str], second: set[str]) -> None:
    """One person who makes a check twice counts once."""
    review = checked(responded(), BUSINESS_UNIT, checks=tuple(first))
    review = checked(review, BUSINESS_UNIT, checks=tuple(again))
    review = checked(review, DECIDER, checks=tuple(second))
    missing = set(CHECKS) - ((first | again) & second)
    assert review.report is not None
    version = text_version(review, review.report)
    assert set(needs(review)) == {("publication/not-checked", f"report/{version}/checks/{each}") for each in missing}


def test_new_version_of_the_report_is_unchecked() -> None:
    again = write_report(ready(), report(), given(LEAD)).state
    assert again.report is not None
    assert again.report.version == 2
    assert {code for code, _ in needs(again)} == {"publication/not-checked"}
    assert len(needs(again)) == len(CHECKS)


def test_answer_counts_while_its_sentence_stands() -> None:
    review = checked(ready(body="Written on 3 March 2025."), BUSINESS_UNIT, checks=(), date="The day of the report.")
    assert unanswered(review) == []
    assert unanswered(write_report(review, report(body="Born on 3 March 2025."), given(LEAD)).state) == ["date"]
    longer = report(body="A new first sentence. Written on 3 March 2025. Ask 01202 123456.")
    assert unanswered(write_report(review, longer, given(LEAD)).state) == ["phone"]


def test_answer_does_not_survive_a_withdrawal() -> None:
    review = checked(ready(body="Written on 3 March 2025."), BUSINESS_UNIT, checks=(), date="The day of the report.")
    public = publish_review(review, deciding("full"), given(DECIDER), told()).state
    withdrawn = withdraw_publication(
        public, WithdrawPublication(reason=WithdrawalReason.IDENTIFIES_SOMEBODY), given(DECIDER)
    ).state
    assert unanswered(withdrawn) == ["date"]


def test_writer_of_the_report_cannot_answer_its_hits() -> None:
    review = ready(body="Written on 3 March 2025.")
    (found,) = found_in(review)
    command = CheckPublication(answers={found.hit.key: "The day of the report."})
    assert codes(check_publication, review, command, given(LEAD)) == ["publication/own-answer"]


@pytest.mark.parametrize("writer", [LEAD, CHAIR], ids=["of the report", "of the response"])
def test_writer_of_an_earlier_version_makes_no_check(writer: Actor) -> None:
    review = write_report(responded(), report(), given(BUSINESS_UNIT)).state
    again = record_response(review, RESPONSE, given(DECIDER)).state
    for person in (writer, BUSINESS_UNIT, DECIDER):
        assert places(check_publication, again, CheckPublication(checks=CHECKS), given(person)) == [
            ("publication/own-text", "checks")
        ]


def test_check_is_refused_with_every_reason() -> None:
    wrong = CheckPublication(checks=("jigsaw-test", "weather"), answers={"date": "There is none."})
    assert places(check_publication, reported(), wrong, given()) == [
        ("publication/unknown-check", "checks/1"),
        ("publication/nothing-to-answer", "answers/date"),
    ]
    assert codes(check_publication, in_report(), CheckPublication(checks=CHECKS), given()) == ["report/missing"]


def test_lead_of_another_review_cannot_check() -> None:
    elsewhere = Actor(frozenset({"lead-reviewer", "scrutineer"}), "independent", "p-elsewhere")
    assert codes(check_publication, reported(), CheckPublication(checks=CHECKS), given(elsewhere)) == ["review/not-its-lead"]
    assert len(checked(responded(by=BUSINESS_UNIT), LEAD, DECIDER).checks) == 2 * len(CHECKS)


def test_new_response_is_unchecked() -> None:
    """The public reads it beside the report. Answered hits of the report stand."""
    answered = checked(ready(body="Ask 01202 123456."), BUSINESS_UNIT, checks=(), phone="A number for everybody.")
    response = RecordResponse.model_validate({**DECIDED, "response": "Something else after all."})
    again = record_response(answered, response, given(DECIDER)).state
    assert {code for code, _ in needs(again)} == {"publication/not-checked"}
