"""RR5, R9, R17, R18, domain.md 12: nothing is published before two people made each check, nobody can be recognised, those who
took part were told first, nothing holds it back, and somebody else than the author decided."""

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given as any_
from hypothesis import strategies as st

from contracts.events.review_registry import PublicationWithdrawn, ReviewPublished
from contracts.vocabulary.feedback import InvolvementStatus
from contracts.vocabulary.reviews import HoldKind, WithdrawalReason
from services.chassis.rules.decisions import Actor
from services.review_registry.domain.review.checking import CheckPublication, check_publication
from services.review_registry.domain.review.gates.facts import GateFacts
from services.review_registry.domain.review.gates.publication import gate
from services.review_registry.domain.review.guards import while_open
from services.review_registry.domain.review.holding import PlaceHold, place_hold
from services.review_registry.domain.review.public_text import improvements
from services.review_registry.domain.review.publishing import publish_review
from services.review_registry.domain.review.reporting import write_report
from services.review_registry.domain.review.responding import RecordResponse, record_response
from services.review_registry.domain.review.state import Gate, Override, Review
from services.review_registry.domain.review.withdrawing import WithdrawPublication, withdraw_publication
from tests.builders.refusals import codes, places
from tests.builders.review_registry import BUSINESS_UNIT, DECIDED, DECIDER, ID, LEAD, NOW, PARTIES, TODAY, UNHEARD, URL, given
from tests.builders.review_registry_closing import (
    CHECKS,
    HEARD,
    at,
    checked,
    deciding,
    in_report,
    published,
    ready,
    report,
    reported,
    responded,
    told,
    with_party,
)

UNTOLD = "involvement/findings-not-told"


def needs(review: Review, facts: GateFacts | None = None) -> list[tuple[str, str]]:
    return [(each.code, each.path) for each in gate(review, facts or told(), given())]


def unanswered(review: Review) -> list[str]:
    """What the detectors found that nobody said a word about."""
    return [path.removeprefix("answers/") for code, path in needs(review) if code == "publication/identifies"]


def publishing(review: Review, outcome: str = "full", facts: GateFacts | None = None, **changed: Any) -> list[str]:
    """Why this decision is refused."""
    return codes(publish_review, review, deciding(outcome, **changed), given(DECIDER), facts or told())


def test_when_nothing_is_missing_it_is_published_where_anybody_can_read_it() -> None:
    assert needs(ready()) == []
    decided = publish_review(ready(), deciding(), given(DECIDER), told())
    until = date(2027, 3, 2)
    assert decided.events == (ReviewPublished(review=ID, link=f"{URL}/public/reviews/{ID}", until=until),)
    assert decided.state.publication is not None
    assert (decided.state.publication.on, decided.state.publication.until) == (TODAY, until)
    assert decided.state.triggers["published"] == TODAY, "which stops the clock"
    assert (decided.state.decisions[-1].decision, decided.state.decisions[-1].outcome) == ("publish", "full")


def test_everything_that_is_missing_is_said_at_once() -> None:
    review = write_report(reported(), report(body="Ask 01234 567890."), given(LEAD)).state
    held = place_hold(review, holding(), given(DECIDER)).state
    assert set(publishing(held, facts=UNHEARD, embargo_until=TODAY + timedelta(days=1))) == {
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


@any_(st.sets(st.sampled_from(CHECKS)), st.sets(st.sampled_from(CHECKS)), st.sets(st.sampled_from(CHECKS)))
def test_each_check_is_made_by_two_people(first: set[str], again: set[str], second: set[str]) -> None:
    """The same person twice is one person."""
    review = checked(responded(), BUSINESS_UNIT, checks=tuple(first))
    review = checked(review, BUSINESS_UNIT, checks=tuple(again))
    review = checked(review, DECIDER, checks=tuple(second))
    missing = set(CHECKS) - ((first | again) & second)
    assert set(needs(review)) == {("publication/not-checked", f"checks/{each}") for each in missing}


def test_a_new_version_of_the_report_has_not_been_checked() -> None:
    again = write_report(ready(), report(), given(LEAD)).state
    assert again.report is not None
    assert again.report.version == 2
    assert {code for code, _ in needs(again)} == {"publication/not-checked"}
    assert len(needs(again)) == len(CHECKS)


WRITTEN = {
    "nhs-number": "943 476 5919",
    "date": "3 March 2025",
    "postcode": "BH1 1AA",
    "phone": "01202 123456",
    "e-mail": "someone@agency.example",
}


@pytest.mark.parametrize("kind", WRITTEN)
@pytest.mark.parametrize("where", ["summary", "body"])
def test_what_may_identify_somebody_is_answered_before_it_is_published(kind: str, where: str) -> None:
    review = ready(**{where: f"It says {WRITTEN[kind]} here."})
    found = unanswered(review)
    assert kind in found
    answers = {each.replace("-", "_"): "A number of the review itself." for each in found}
    assert needs(checked(review, BUSINESS_UNIT, checks=(), **answers)) == []


def test_the_response_and_the_learning_are_read_by_anybody_too() -> None:
    response = RecordResponse.model_validate({**DECIDED, "response": "Ask someone@agency.example."})
    assert unanswered(record_response(ready(), response, given(DECIDER)).state) == ["e-mail"]
    (found,) = ready().findings
    named = found.model_copy(update={"learning_statement": "What happened on 3 March 2025."})
    assert unanswered(ready().model_copy(update={"findings": (named,)})) == ["date"]


def test_an_answer_is_to_the_version_that_it_was_given_for() -> None:
    review = checked(ready(body="Written on 3 March 2025."), BUSINESS_UNIT, checks=(), date="The day of the report.")
    assert unanswered(review) == []
    assert unanswered(write_report(review, report(body="Born on 3 March 2025."), given(LEAD)).state) == ["date"]


def test_what_is_wrong_with_a_check_is_said_at_once() -> None:
    wrong = CheckPublication(checks=("jigsaw-test", "weather"), answers={"date": "There is none."})
    assert places(check_publication, reported(), wrong, given()) == [
        ("publication/unknown-check", "checks/1"),
        ("publication/nothing-to-answer", "answers"),
    ]
    assert codes(check_publication, in_report(), CheckPublication(checks=CHECKS), given()) == ["report/missing"]


def test_the_lead_of_another_review_checks_nothing_here() -> None:
    elsewhere = Actor(frozenset({"lead-reviewer", "scrutineer"}), "independent", "p-elsewhere")
    assert codes(check_publication, reported(), CheckPublication(checks=CHECKS), given(elsewhere)) == ["review/not-its-lead"]
    assert len(checked(responded(), LEAD, BUSINESS_UNIT, DECIDER).checks) == 3 * len(CHECKS)


@pytest.mark.parametrize("number", range(len(PARTIES)), ids=[each.group or "" for each in PARTIES])
@pytest.mark.parametrize("status", [InvolvementStatus.ACCEPTED, InvolvementStatus.CONTRIBUTED])
def test_whoever_took_part_is_told_the_findings_first(number: int, status: InvolvementStatus) -> None:
    """Family and practitioners alike (R17, R18)."""
    assert needs(ready(), with_party(number, status=status, fed_back=())) == [(UNTOLD, f"involvement/{PARTIES[number].id}")]
    assert publishing(ready(), facts=with_party(number, status=status, fed_back=())) == [UNTOLD]


@pytest.mark.parametrize("status", ["declined", "unable", "no-response", "withdrew"])
def test_whoever_took_no_part_need_not_be(status: str) -> None:
    assert needs(ready(), with_party(0, status=InvolvementStatus(status), fed_back=())) == []


@pytest.mark.parametrize("status", ["not-started", "invited", "reminded", "not-invited", "deferred"])
def test_of_nobody_is_it_open_whether_to_tell_them_first(status: str) -> None:
    """Also of a party that was deferred and has come back: without an approved reason it is not passed over."""
    facts = with_party(0, status=InvolvementStatus(status), fed_back=())
    assert needs(ready(), facts) == [("involvement/no-outcome", f"involvement/{PARTIES[0].id}")]
    if status in ("not-invited", "deferred"):
        assert needs(ready(), with_party(0, status=InvolvementStatus(status), fed_back=(), approved=True)) == []


def test_the_family_not_told_first_for_a_recorded_reason() -> None:
    override = Override(gate=Gate.PUBLICATION, code=UNTOLD, reason="They moved away.", on=TODAY, by="p-scrutineer")
    review = ready().model_copy(update={"overrides": (override,)})
    assert needs(review, told(parties=tuple(each.model_copy(update={"fed_back": ()}) for each in HEARD))) == []


def holding(kind: HoldKind = HoldKind.CRIMINAL, days: int = 30) -> PlaceHold:
    return PlaceHold(kind=kind, review_on=TODAY + timedelta(days=days), authority="The investigating officer.")


@pytest.mark.parametrize("kind", HoldKind)
def test_a_hold_in_force_keeps_it_back(kind: HoldKind) -> None:
    assert publishing(place_hold(ready(), holding(kind), given(DECIDER)).state) == ["publication/held"]


def test_an_embargo_is_kept_until_its_day_has_come() -> None:
    deferred = publish_review(ready(), deciding("defer", embargo_until=TODAY + timedelta(days=1)), given(DECIDER), told()).state
    assert deferred.publication is None
    assert publishing(deferred) == ["publication/embargo"]
    tomorrow = given(DECIDER, NOW + timedelta(days=1))
    assert publish_review(deferred, deciding(), tomorrow, told()).events


def test_every_agency_asked_has_answered_before_it_is_published() -> None:
    one, other = told().obligations
    facts = told(obligations=(one, other.model_copy(update={"answer": None})))
    assert publishing(ready(), facts=facts) == ["finding/not-answered"]


def test_whoever_wrote_the_report_does_not_decide_to_publish_it() -> None:
    """access.md: a report is approved by someone other than its author."""
    both = Actor(frozenset({"business-unit", "decider"}), "partnership", DECIDER.person_ref)
    own = write_report(responded(), report(), given(both)).state
    assert publishing(checked(own, BUSINESS_UNIT, DECIDER)) == ["publication/own-report"]


@pytest.mark.parametrize("outcome", ["defer", "not-publish"])
def test_not_publishing_is_a_decision_without_a_gate(outcome: str) -> None:
    decided = publish_review(responded(), deciding(outcome), given(DECIDER), UNHEARD)
    assert decided.events == ()
    assert decided.state.publication is None
    assert "published" not in decided.state.triggers
    assert decided.state.decisions[-1].outcome == outcome


def test_instead_of_the_report_its_improvements_are_published_under_the_same_gate() -> None:
    untold = tuple(each.model_copy(update={"fed_back": ()}) for each in HEARD)
    assert set(publishing(ready(), "improvements-only", told(parties=untold))) == {UNTOLD}
    review = published("improvements-only")
    assert review.publication is not None
    assert review.publication.outcome == "improvements-only"
    assert improvements(review) == [each.learning_statement for each in review.findings]
    assert codes(publish_review, responded(), deciding("improvements-only"), given(DECIDER), told()) == [
        "publication/not-checked"
    ] * len(CHECKS)


def test_it_is_published_once_and_what_is_read_is_not_changed_under_the_reader() -> None:
    response = RecordResponse.model_validate({**DECIDED, "response": "Something else after all."})
    assert publishing(published()) == ["publication/published-already"]
    assert codes(write_report, published(), report(), given()) == ["report/published"]
    assert codes(record_response, published(), response, given(DECIDER)) == ["report/published"]


def test_nothing_is_published_before_there_can_be_a_report() -> None:
    assert publishing(at(in_report(), "findings"), "not-publish") == ["review/too-early"]


def test_what_was_withdrawn_is_checked_anew_before_it_is_published_again() -> None:
    """It was taken back for a reason, though two people had found none."""
    review = withdraw_publication(
        published(), WithdrawPublication(reason=WithdrawalReason.IDENTIFIES_SOMEBODY), given(DECIDER)
    ).state
    assert publishing(review) == ["publication/not-checked"] * len(CHECKS)
    assert publish_review(checked(review, BUSINESS_UNIT, DECIDER), deciding(), given(DECIDER), told()).events


def test_a_response_that_was_written_anew_has_not_been_checked() -> None:
    """Anybody will read it beside the report."""
    answered = checked(ready(body="Ask 01202 123456."), BUSINESS_UNIT, checks=(), phone="A number for everybody.")
    response = RecordResponse.model_validate({**DECIDED, "response": "Something else after all."})
    again = record_response(answered, response, given(DECIDER)).state
    assert {code for code, _ in needs(again)} == {"publication/not-checked", "publication/identifies"}


def test_withdrawing_leaves_a_tombstone_and_a_corrected_report_can_be_published_anew() -> None:
    command = WithdrawPublication(reason=WithdrawalReason.IDENTIFIES_SOMEBODY)
    decided = withdraw_publication(published(), command, given(DECIDER))
    assert decided.events == (PublicationWithdrawn(review=ID, reason="identifies-somebody"),)
    assert decided.state.publication is not None
    assert (decided.state.publication.withdrawn_on, decided.state.publication.reason) == (TODAY, "identifies-somebody")
    assert codes(withdraw_publication, decided.state, command, given(DECIDER)) == ["publication/none"]
    corrected = write_report(decided.state, report(), given(LEAD)).state
    again = publish_review(checked(corrected, BUSINESS_UNIT, DECIDER), deciding(), given(DECIDER), told()).state
    assert again.publication is not None
    assert again.publication.withdrawn_on is None


def test_there_is_nothing_to_withdraw_before_it_is_published() -> None:
    assert codes(withdraw_publication, ready(), WithdrawPublication(reason=WithdrawalReason.FACTUAL_ERROR), given(DECIDER)) == [
        "publication/none"
    ]


def test_a_closed_review_is_published_no_more() -> None:
    closed = ready().model_copy(update={"closed_on": TODAY})
    assert codes(while_open(publish_review), closed, deciding(), given(DECIDER), told()) == ["review/closed"]


parties = st.tuples(*(st.sampled_from(InvolvementStatus) for _ in PARTIES))


@any_(parties, st.sets(st.sampled_from(HoldKind)), st.booleans())
def test_it_is_published_when_the_gate_asks_for_nothing_and_only_then(
    statuses: tuple[InvolvementStatus, ...],
    kinds: set[HoldKind],
    heard: bool,  # noqa: FBT001 - hypothesis gives it
) -> None:
    review = ready()
    for kind in sorted(kinds):
        review = place_hold(review, holding(kind), given(DECIDER)).state
    facts = told(
        parties=tuple(
            each.model_copy(update={"status": status, "fed_back": each.fed_back if heard else ()})
            for each, status in zip(HEARD, statuses, strict=True)
        )
    )
    needed = [code for code, _ in needs(review, facts)]
    if needed:
        assert publishing(review, facts=facts) == needed
    else:
        assert publish_review(review, deciding(), given(DECIDER), facts).state.publication
