"""A review from its opening to its findings over HTTP, and its events (RR1, RR3, RR4)."""

from datetime import date, timedelta
from itertools import pairwise
from typing import Any

from contracts.events.envelope import sequence_of
from contracts.events.review_registry import (
    FindingRecorded,
    LeadReviewerIndependenceLost,
    ReviewOpened,
    ReviewScoped,
    ReviewStageChanged,
    StatutoryClockMissed,
)
from local.partnership import COUNCIL, PARTNERSHIP_CODE, POLICE
from services.chassis.rules.calendar import add_working_days
from tests.builders.review_registry import CLOSED, appointing, finding, scope, screening
from tests.component.harness import Component, Emitted
from tests.component.review_registry.steps import offered
from tests.service.calling import done, refused
from tests.service.review_registry.steps import brought, opened

WORKS_AT: dict[str, Any] = {"employments": [{"agency": "probation", "since": "2015-01-01", "until": None}]}


def test_review_goes_from_its_opening_to_its_findings(registry: Component) -> None:
    unit, decider = registry("business-unit"), registry("decider")
    review = opened(unit, review_type="lcspr")
    at = f"/reviews/{review}"
    assert refused(unit.post(f"{at}/moves", {"to": "scoping"}), 409) == [("screening/not-decided", "")]
    done(decider.post(f"{at}/screening", screening()))
    done(unit.post(f"{at}/moves", {"to": "scoping"}))

    done(unit.post(f"{at}/scope", scope(lived_experience="", practitioner_involvement="")))
    assert refused(unit.post(f"{at}/moves", {"to": "lead-appointment"}), 409) == [
        ("scope/practitioner-involvement-missing", "scope/1/practitioner_involvement"),
        ("scope/lived-experience-missing", "scope/1/lived_experience"),
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
        ("independence/no-case-contact", "declaration/scope-1"),
        ("independence/no-employment", f"declaration/{COUNCIL}"),
    ]
    done(decider.post(f"{at}/lead", appointing("p-lead", **WORKS_AT)))
    done(unit.post(f"{at}/scope", scope(COUNCIL, POLICE, "probation")))
    assert refused(unit.post(f"{at}/moves", {"to": "involvement"}), 409) == [
        ("lead/independence-lost", "lead/no-employment/probation"),
        ("lead/not-declared", "scope/3/declaration"),
    ]
    done(decider.post(f"{at}/lead", appointing("p-third")))
    done(unit.post(f"{at}/moves", {"to": "involvement"}))
    offered(registry, review)
    done(unit.post(f"{at}/moves", {"to": "analysis"}))

    lead = registry("lead-reviewer", agency="independent", person_ref="p-third")
    found = done(lead.post(f"{at}/findings", finding()))["findings"][0]["id"]
    done(unit.post(f"{at}/moves", {"to": "findings"}))
    confirmed = done(lead.post(f"{at}/confirmations", {"finding": found}))["findings"][0]
    today = date.fromisoformat(confirmed["confirmed_on"])
    assert confirmed["respond_by"] == add_working_days(today, 10, CLOSED).isoformat()

    registry.drain()
    events = registry.emitted(review)
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


def envelopes_are_as_promised(events: list[Emitted], review: str, finding: str) -> None:
    """Checks the promises of envelopes (docs/events.md "Envelope")."""
    envelopes = [each.envelope for each in events]
    assert [each.sequence for each in envelopes] == [sequence_of(1, number) for number in range(1, len(events) + 1)]
    assert all(each.record.key == review.encode() and each.envelope.partitionkey == review for each in events)
    assert {each.source for each in envelopes} == {f"/{PARTNERSHIP_CODE}/review-registry"}
    assert {each.subject for each in envelopes[:-1]} == {each.correlationid for each in envelopes[:-1]} == {review}
    assert (envelopes[-1].subject, envelopes[-1].correlationid) == (finding, finding)
    assert all(earlier.time <= later.time for earlier, later in pairwise(envelopes))
    assert envelopes[5].causationid == envelopes[6].causationid, "one command widened the scope and lost the lead"
    assert len({each.causationid for each in envelopes}) == len(events) - 1
    assert len({each.id for each in envelopes}) == len(events)
    assert all(each.edition == 1 for each in envelopes)


def test_statutory_clock_emits_one_event_when_it_passes(registry: Component) -> None:
    unit = registry("business-unit")
    review = brought(registry, "screened", review_type="lcspr")
    (clock,) = done(unit.get(f"/reviews/{review}"))["clocks"]
    assert clock["state"] == "running"
    registry.clock.advance(timedelta(days=200))
    registry.drain()
    events = registry.emitted(review)
    due = date.fromisoformat(clock["due"])
    assert events[-1].event == StatutoryClockMissed(review=review, clock="lcspr-complete-publish", due=due)
    shown = done(unit.post(f"/reviews/{review}/moves", {"to": "scoping"}))
    missed = [(each["clock"], each["due"]) for each in shown["missed"]]
    assert (shown["clocks"][0]["state"], missed) == ("overdue", [("lcspr-complete-publish", clock["due"])])
    registry.drain()
    later = registry.emitted(review)
    assert [type(each.event) for each in later] == [ReviewOpened, StatutoryClockMissed, ReviewStageChanged]
