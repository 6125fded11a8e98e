"""RR1, RR3, RR4 over the real thing: a review from its opening to its findings, and what its topic tells of it."""

from datetime import date, timedelta
from itertools import pairwise
from typing import Any

import pytest

from contracts.events.envelope import sequence_of
from contracts.events.review_registry import (
    FindingRecorded,
    LeadReviewerIndependenceLost,
    ReviewOpened,
    ReviewScoped,
    ReviewStageChanged,
    StatutoryClockMissed,
)
from local.embedded import Embedded
from local.partnership import COUNCIL, PARTNERSHIP_CODE, POLICE
from local.waiting import eventually
from services.chassis.rules.calendar import add_working_days
from tests.builders.review_registry import CLOSED, appointing, finding, scope, screening
from tests.service.calling import Caller, People, done, refused
from tests.service.review_registry.steps import brought, offered, opened
from tests.service.topic import Found, told

WORKS_AT: dict[str, Any] = {"employments": [{"agency": "probation", "since": "2015-01-01", "until": None}]}
SERVICE = "review-registry"


async def test_a_review_from_its_opening_to_its_findings(
    deployment: Embedded, registry: People, feedback: People, unit: Caller, decider: Caller
) -> None:
    review = opened(unit, review_type="lcspr")
    at = f"/reviews/{review}"
    assert refused(unit.post(f"{at}/moves", {"to": "scoping"}), 409) == [("screening/not-decided", "")]
    done(decider.post(f"{at}/screening", screening()))
    done(unit.post(f"{at}/moves", {"to": "scoping"}))

    done(unit.post(f"{at}/scope", scope(lived_experience="", practitioner_involvement="")))
    assert refused(unit.post(f"{at}/moves", {"to": "lead-appointment"}), 409) == [
        ("scope/practitioner-involvement-missing", "practitioner_involvement"),
        ("scope/lived-experience-missing", "lived_experience"),
    ]
    done(unit.post(f"{at}/scope", scope()))
    done(unit.post(f"{at}/moves", {"to": "lead-appointment"}))
    stage = done(unit.get(f"{at}/gates/stage"))
    assert [each["message"] for each in stage["needs"]] == ["Appoint a lead reviewer."]

    too_near: dict[str, Any] = {
        "case_contact": True,
        "employments": [{"agency": COUNCIL, "since": "2015-01-01", "until": None}],
    }
    assert refused(decider.post(f"{at}/lead", appointing("p-near", **too_near)), 409) == [
        ("independence/no-case-contact", "declaration"),
        ("independence/no-employment", "declaration"),
    ]
    done(decider.post(f"{at}/lead", appointing("p-lead", **WORKS_AT)))
    done(unit.post(f"{at}/scope", scope(COUNCIL, POLICE, "probation")))
    assert refused(unit.post(f"{at}/moves", {"to": "involvement"}), 409) == [("lead/independence-lost", "")]
    done(decider.post(f"{at}/lead", appointing("p-third")))
    done(unit.post(f"{at}/moves", {"to": "involvement"}))
    offered(feedback, review)
    eventually(lambda: done(unit.post(f"{at}/moves", {"to": "analysis"})), what="the registry knows that all were asked")

    lead = registry("lead-reviewer", agency="independent", person_ref="p-third")
    found = done(lead.post(f"{at}/findings", finding()))["findings"][0]["id"]
    done(unit.post(f"{at}/moves", {"to": "findings"}))
    confirmed = done(lead.post(f"{at}/confirmations", {"finding": found}))["findings"][0]
    today = date.fromisoformat(confirmed["confirmed_on"])
    assert confirmed["respond_by"] == add_working_days(today, 10, CLOSED).isoformat()

    events = await told(deployment, SERVICE, review, until={FindingRecorded})
    assert [type(each.event) for each in events] == [
        ReviewOpened,
        ReviewStageChanged,
        ReviewScoped,
        ReviewScoped,
        ReviewStageChanged,
        ReviewScoped,
        LeadReviewerIndependenceLost,
        ReviewStageChanged,
        ReviewStageChanged,
        ReviewStageChanged,
        FindingRecorded,
    ]
    assert events[6].event == LeadReviewerIndependenceLost(review=review, failing=("no-employment",))
    envelopes_are_as_promised(events, review, found)


def envelopes_are_as_promised(events: list[Found], review: str, finding: str) -> None:
    """events.md, "Envelope"."""
    envelopes = [each.envelope for each in events]
    assert [each.sequence for each in envelopes] == [sequence_of(1, number) for number in range(1, len(events) + 1)]
    assert all(each.record.key == review.encode() and each.envelope.partitionkey == review for each in events)
    assert len({each.record.partition for each in events}) == 1
    assert {each.source for each in envelopes} == {f"/{PARTNERSHIP_CODE}/review-registry"}
    assert {each.subject for each in envelopes[:-1]} == {each.correlationid for each in envelopes[:-1]} == {review}
    assert (envelopes[-1].subject, envelopes[-1].correlationid) == (finding, finding)
    assert all(earlier.time <= later.time for earlier, later in pairwise(envelopes))
    assert envelopes[5].causationid == envelopes[6].causationid, "one command widened the scope and lost the lead"
    assert len({each.causationid for each in envelopes}) == len(events) - 1
    assert len({each.id for each in envelopes}) == len(events)
    assert all(each.edition == 1 and each.traceparent for each in envelopes)


def test_a_refusal_over_http_says_everything_that_the_rule_says(registry: People, unit: Caller) -> None:
    review = brought(registry, "in analysis")
    wrong = finding(why=(), themes=("weather",), agencies=("nobody",))
    response = unit.post(f"/reviews/{review}/findings", wrong)
    assert refused(response, 409) == [
        ("finding/unknown-code", "agencies/0"),
        ("finding/unknown-code", "themes/0"),
        ("finding/no-factor", "why"),
    ]
    assert done(unit.get(f"/reviews/{review}"))["findings"] == []


@pytest.fixture
def half_a_year_later(deployment: Embedded) -> Any:
    """Moves domain time on when called, and back afterwards."""
    yield lambda: deployment.clock.advance(timedelta(days=200))
    deployment.clock.advance(timedelta(days=-200))


async def test_a_statutory_clock_that_passes_is_told_once(
    deployment: Embedded, registry: People, unit: Caller, half_a_year_later: Any
) -> None:
    review = brought(registry, "screened", review_type="lcspr")
    (clock,) = done(unit.get(f"/reviews/{review}"))["clocks"]
    assert clock["state"] == "running"
    half_a_year_later()
    events = await told(deployment, SERVICE, review, until={StatutoryClockMissed})
    due = date.fromisoformat(clock["due"])
    assert events[-1].event == StatutoryClockMissed(review=review, clock="lcspr-complete-publish", due=due)
    shown = done(unit.post(f"/reviews/{review}/moves", {"to": "scoping"}))
    assert (shown["clocks"][0]["state"], shown["missed"]) == ("overdue", ["lcspr-complete-publish"])
    later = await told(deployment, SERVICE, review, until={ReviewStageChanged})
    assert [type(each.event) for each in later] == [ReviewOpened, StatutoryClockMissed, ReviewStageChanged]
