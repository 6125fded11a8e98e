"""The decision on publication (RR5, R9)."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given as any_
from hypothesis import strategies as st

from contracts.events.review_registry import ReviewPublished
from contracts.framework.document import Publishing
from contracts.vocabulary.feedback import InvolvementStatus
from contracts.vocabulary.reviews import HoldKind, WithdrawalReason
from local.partnership import FRAMEWORK, POLICE
from services.chassis.rules.decisions import Actor
from services.review_registry.domain.review.clocks import review_clocks
from services.review_registry.domain.review.gates.facts import GateFacts
from services.review_registry.domain.review.gates.publication import gate
from services.review_registry.domain.review.guards import while_open
from services.review_registry.domain.review.public_text import improvements
from services.review_registry.domain.review.publishing import SetEmbargo, publish_review, set_embargo
from services.review_registry.domain.review.reporting import write_report
from services.review_registry.domain.review.responding import RecordResponse, record_response
from services.review_registry.domain.review.state import Gate, Outcome, Review, days_of
from services.review_registry.domain.review.withdrawing import WithdrawPublication, withdraw_publication
from tests.builders.refusals import codes, places
from tests.builders.review_registry import (
    BUSINESS_UNIT,
    DECIDED,
    DECIDER,
    ID,
    LEAD,
    NOW,
    PARTIES,
    TODAY,
    UNHEARD,
    URL,
    confirmed,
    given,
    held,
    in_findings,
)
from tests.builders.review_registry_closing import (
    CHAIR,
    CHECKS,
    HEARD,
    asking,
    at,
    checked,
    deciding,
    in_report,
    overridden,
    published,
    ready,
    report,
    responded,
    told,
)

UNTOLD = "involvement/findings-not-told"
OTHERS = tuple(Actor(frozenset({"decider"}), "partnership", each) for each in ("p-first-reader", "p-second-reader"))
RESPONSE = RecordResponse.model_validate({**DECIDED, "response": "All of it is accepted, and more."})


def needs(review: Review, facts: GateFacts | None = None) -> list[tuple[str, str]]:
    return [(each.code, each.path) for each in gate(review, facts or told(), given())]


def publishing(review: Review, outcome: str = "full", facts: GateFacts | None = None, **changed: Any) -> list[str]:
    """Returns the codes with which this decision is refused."""
    return codes(publish_review, review, deciding(outcome, **changed), given(DECIDER), facts or told())


def test_review_is_published_when_its_gate_is_met() -> None:
    assert needs(ready()) == []
    decided = publish_review(ready(), deciding(), given(DECIDER), told())
    until = date(2027, 3, 2)
    assert decided.events == (ReviewPublished(review=ID, link=f"{URL}/public/reviews/{ID}", until=until),)
    assert decided.state.publication is not None
    assert (decided.state.publication.on, decided.state.publication.until) == (TODAY, until)
    assert days_of(decided.state)["published"] == TODAY, "which stops the clock"
    assert (decided.state.decisions[-1].decision, decided.state.decisions[-1].outcome) == ("publish", "full")


def test_override_publishes_before_the_family_is_told() -> None:
    facts, review = told(parties=tuple(each.model_copy(update={"fed_back": ()}) for each in HEARD)), ready()
    for code, path in needs(review, facts):
        review = overridden(review, asking(code, path, Gate.PUBLICATION), facts)
    assert needs(review, facts) == []


@pytest.mark.parametrize("later", [(), (BUSINESS_UNIT,), (BUSINESS_UNIT, LEAD)])
def test_writer_of_any_version_of_the_report_cannot_publish_it(later: tuple[Actor, ...]) -> None:
    both = Actor(frozenset({"business-unit", "decider"}), "partnership", DECIDER.person_ref)
    review = responded()
    for writer in (both, *later):
        review = write_report(review, report(), given(writer)).state
    assert publishing(checked(review, *OTHERS)) == ["publication/own-report"]


@pytest.mark.parametrize("writers", [(DECIDER,), (DECIDER, CHAIR), (CHAIR, DECIDER)])
def test_writer_of_any_version_of_the_response_cannot_publish_it(writers: tuple[Actor, ...]) -> None:
    review = responded()
    for writer in writers:
        review = record_response(review, RESPONSE, given(writer)).state
    assert publishing(checked(review, *OTHERS)) == ["publication/own-response"]
    assert publish_review(review, deciding("defer"), given(DECIDER), told()).state.publication is None


@pytest.mark.parametrize("outcome", ["defer", "not-publish"])
def test_decision_not_to_publish_needs_no_gate(outcome: str) -> None:
    decided = publish_review(responded(), deciding(outcome), given(DECIDER), UNHEARD)
    assert decided.events == ()
    assert decided.state.publication is None
    assert ("published" in days_of(decided.state)) == (outcome == "not-publish"), "a deferral stops no clock"
    assert decided.state.decisions[-1].outcome == outcome


def test_later_decision_on_publication_supersedes_for_the_clock() -> None:
    final = publish_review(responded(), deciding("not-publish"), given(DECIDER), UNHEARD).state
    deferred = publish_review(final, deciding("defer"), given(DECIDER), UNHEARD).state
    assert [[each.state.value for each in review_clocks(state, given())] for state in (final, deferred)] == [
        ["met"],
        ["running"],
    ]


def test_republication_leaves_the_clock_as_the_first_publication_stopped_it() -> None:
    withdrawn = withdraw_publication(published(), WithdrawPublication(reason=WithdrawalReason.FACTUAL_ERROR), given(DECIDER))
    later = NOW + timedelta(days=300)
    deferred = publish_review(withdrawn.state, deciding("defer"), given(DECIDER, later), UNHEARD).state
    assert days_of(deferred)["published"] == TODAY


def test_decision_is_dated_by_its_day() -> None:
    yesterday = TODAY - timedelta(days=1)
    review = publish_review(ready(), deciding(on=yesterday), given(DECIDER), told()).state
    assert (review.decisions[-1].on, review.decisions[-1].recorded_at) == (yesterday, NOW)
    assert days_of(review)["published"] == yesterday
    assert publishing(ready(), on=TODAY + timedelta(days=1)) == ["day/in-future"]
    assert publishing(ready(), on=date(2025, 11, 19)) == ["day/too-early"]


def test_type_that_is_not_published_refuses_the_decision() -> None:
    never = FRAMEWORK.review_type("lcspr")
    assert never is not None
    settings = FRAMEWORK.model_copy(update={"review_types": (never.model_copy(update={"publication": Publishing.NONE}),)})
    asked = replace(given(DECIDER), framework=settings)
    for outcome in Outcome:
        assert codes(publish_review, ready(), deciding(outcome), asked, told()) == ["publication/not-of-this-type"]


@pytest.mark.parametrize("review_type", ["near-miss-review", "thematic-review", "below-threshold-review"])
def test_type_without_these_stages_can_have_report_response_and_publication(review_type: str) -> None:
    review = in_findings().model_copy(update={"review_type": review_type})
    assert codes(write_report, at(review, "analysis"), report(), given()) == ["review/too-early"]
    written = write_report(review, report(), given(LEAD)).state
    answered = record_response(written, RESPONSE, given(CHAIR)).state
    unconfirmed = codes(publish_review, checked(answered, *OTHERS), deciding(), given(DECIDER), told())
    assert unconfirmed == ["finding/not-confirmed"]
    done = checked(confirmed(answered).state, *OTHERS)
    assert publish_review(done, deciding(), given(DECIDER), told(done)).state.publication


def test_embargo_can_be_set_and_ended() -> None:
    until = TODAY + timedelta(days=7)
    embargoed = set_embargo(ready(), SetEmbargo(until=until, reason="The inquest opens."), given(DECIDER)).state
    assert needs(embargoed) == [("publication/embargo", f"embargo/{until}")]
    assert needs(set_embargo(embargoed, SetEmbargo(until=None, reason="It closed early."), given(DECIDER)).state) == []
    past = SetEmbargo(until=TODAY, reason="The inquest opens.")
    assert places(set_embargo, ready(), past, given(DECIDER)) == [("publication/embargo-in-past", "until")]
    assert codes(set_embargo, published(), past, given(DECIDER))[0] == "report/published"


def test_publishing_improvements_needs_the_same_gate() -> None:
    untold = tuple(each.model_copy(update={"fed_back": ()}) for each in HEARD)
    assert set(publishing(ready(), "improvements-only", told(parties=untold))) == {UNTOLD}
    review = published("improvements-only")
    assert review.publication is not None
    assert review.publication.outcome == "improvements-only"
    assert improvements(review) == [each.learning_statement for each in review.findings]
    assert codes(publish_review, responded(), deciding("improvements-only"), given(DECIDER), told()) == [
        "publication/not-checked"
    ] * len(CHECKS)


def test_published_review_cannot_be_published_or_changed() -> None:
    response = RecordResponse.model_validate({**DECIDED, "response": "Something else after all."})
    assert publishing(published()) == ["publication/published-already"]
    assert codes(write_report, published(), report(), given()) == ["report/published"]
    assert codes(record_response, published(), response, given(DECIDER)) == ["report/published"]


def test_publication_waits_for_the_report_stage() -> None:
    assert publishing(at(in_report(), "findings"), "not-publish") == ["review/too-early"]


@pytest.mark.parametrize("outcome", ["full", "defer", "not-publish"])
def test_decider_of_an_agency_under_review_decides_on_no_publication(outcome: str) -> None:
    police = Actor(frozenset({"decider"}), POLICE, "p-police")
    assert codes(publish_review, ready(), deciding(outcome), given(police), told()) == ["review/own-agency"]


def test_closed_review_cannot_be_published() -> None:
    closed = ready().model_copy(update={"closed_on": TODAY})
    assert codes(while_open(publish_review), closed, deciding(), given(DECIDER), told()) == ["review/closed"]


parties = st.tuples(*(st.sampled_from(InvolvementStatus) for _ in PARTIES))


@any_(parties, st.sets(st.sampled_from(HoldKind)), st.booleans())
def test_review_is_published_only_when_its_gate_is_met(
    statuses: tuple[InvolvementStatus, ...],
    kinds: set[HoldKind],
    heard: bool,  # noqa: FBT001 - hypothesis gives it
) -> None:
    review = ready()
    review = held(review, *sorted(kinds)) if kinds else review
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
