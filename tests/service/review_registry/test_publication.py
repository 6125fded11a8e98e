"""RR5, RR6, R9 over the real thing: a review that those who took part know first, that anybody reads then, and that closes."""

import pytest

from contracts.events.review_registry import PublicationWithdrawn, ReviewClosed, ReviewPublished
from local.embedded import Embedded
from local.partnership import FRAMEWORK
from local.waiting import eventually
from tests.builders.review_registry import DECIDED, finding
from tests.builders.review_registry_closing import deciding, impact, report
from tests.service.calling import Caller, People, done, refused
from tests.service.feedback_capture.steps import party
from tests.service.review_registry.steps import brought, offered, opened
from tests.service.topic import told

SERVICE = "review-registry"
QUIET = "Words that no event repeats"
NO_ACTION = {"response": "none", "agencies": (), "reason_for_none": "An earlier review has asked for it."}
CHECKS = {"checks": [each.code for each in FRAMEWORK.publication.checks]}
LEARNING = ("learning/plan-lacks", "learning/not-published", "learning/not-delivered", "learning/not-acknowledged")
Heard = tuple[Caller, str, str]
"""Whoever heard the practitioners; below which path; which party they are."""


def moved(unit: Caller, review: str, *stages: str) -> None:
    for stage in stages:
        done(unit.post(f"/reviews/{review}/moves", {"to": stage}))


def needs(caller: Caller, review: str, gate: str) -> set[str]:
    return {each["code"] for each in done(caller.get(f"/reviews/{review}/gates/{gate}"))["needs"]}


@pytest.fixture(scope="module")
def anybody(registry: People) -> Caller:
    return Caller(registry.client, "")


@pytest.fixture(scope="module")
def heard(feedback: People, review: str) -> Heard:
    """Practitioners take part, the family declines."""
    hears, involvement = offered(feedback, review)
    at = f"/involvements/{involvement['id']}"
    for group, status in (("surviving-siblings", "declined"), ("parents-carers", "declined"), ("practitioners", "accepted")):
        done(hears.post(f"{at}/answers", {"party": party(involvement, group)["id"], "status": status}))
    return hears, at, party(involvement, "practitioners")["id"]


@pytest.fixture(scope="module")
def review(registry: People, unit: Caller) -> str:
    found = brought(registry, "led", review_type="lcspr")
    moved(unit, found, "involvement")
    return found


@pytest.fixture(scope="module")
def published(registry: People, unit: Caller, decider: Caller, anybody: Caller, review: str, heard: Heard) -> str:
    """In its stage of actions; on the way everything that was refused is looked at."""
    at, (hears, involved, practitioners) = f"/reviews/{review}", heard
    eventually(lambda: not needs(unit, review, "stage"), what="the registry knows that everybody was asked")
    moved(unit, review, "analysis")
    found = done(unit.post(f"{at}/findings", finding(**NO_ACTION)))["findings"][0]["id"]
    moved(unit, review, "findings")
    assert refused(unit.post(f"{at}/moves", {"to": "report"}), 409) == [
        ("finding/not-confirmed", f"findings/{found}"),
        ("finding/no-good-practice", "findings"),
    ]
    done(unit.post(f"{at}/confirmations", {"finding": found}))
    done(unit.post(f"{at}/no-good-practice", {"reason": QUIET}))
    moved(unit, review, "report")
    done(unit.post(f"{at}/report", report(summary=QUIET, body="Ask someone@agency.example.")))
    moved(unit, review, "partnership-response")
    done(decider.post(f"{at}/response", {**DECIDED, "response": QUIET}))
    moved(unit, review, "publication")
    done(decider.post(f"{at}/holds", {"kind": "coronial", "review_on": "2060-01-01", "authority": QUIET}))
    missing = {"publication/not-checked", "publication/identifies", "publication/held", "involvement/findings-not-told"}
    eventually(lambda: needs(unit, review, "publication") == missing, what="what feedback capture told of is known")
    asked = refused(decider.post(f"{at}/publication", deciding()), 409)
    assert {code for code, _ in asked} == missing
    refused(anybody.get(f"/public{at}"), 404)
    done(decider.post(f"{at}/hold-lifts", {"kind": "coronial", "reason": QUIET}))
    for caller in (unit, decider):
        done(caller.post(f"{at}/checks", CHECKS | {"answers": {"e-mail": "An address that everybody knows."}}))
    findings = {"party": practitioners, "step": "findings", "channel": "meeting"}
    eventually(
        lambda: done(hears.post(f"{involved}/feedback", findings)), what="feedback capture knows that there are findings"
    )
    gate = eventually(lambda: (shown := done(unit.get(f"{at}/gates/publication")))["met"] and shown, what="nothing is missing")
    assert gate["as_of"]["involvement"]
    assert gate["as_of"]["products"] is None
    done(decider.post(f"{at}/publication", deciding()))
    moved(unit, review, "actions")
    return review


def test_anybody_reads_the_report_the_response_and_what_followed(anybody: Caller, unit: Caller, published: str) -> None:
    read = done(anybody.get(f"/public/reviews/{published}"))
    assert (read["summary"], read["report"], read["response"]) == (QUIET, "Ask someone@agency.example.", QUIET)
    assert (read["outcome"], read["actions"], read["withdrawn_on"]) == ("full", [], None)
    assert len(anybody.get("/public/reviews", limit=1).json()) == 1
    (listed,) = [each for each in anybody.get("/public/reviews").json() if each["id"] == published]
    assert "summary" not in listed
    refused(anybody.get(f"/public/reviews/{opened(unit)}"), 404)


async def test_it_closes_when_all_is_shown_or_the_scrutineer_says_why_not(
    deployment: Embedded, registry: People, unit: Caller, decider: Caller, anybody: Caller, published: str, heard: Heard
) -> None:
    at, (hears, involved, practitioners) = f"/reviews/{published}", heard
    moved(unit, published, "follow-up", "closure")
    missing = {"involvement/outcome-not-told", "closing/no-impact", *LEARNING}
    eventually(lambda: needs(unit, published, "closing") == missing, what="the plan is known")
    assert {code for code, _ in refused(decider.post(f"{at}/closure", DECIDED), 409)} == missing
    outcome = {"party": practitioners, "step": "outcome", "channel": "meeting"}
    eventually(lambda: done(hears.post(f"{involved}/feedback", outcome)), what="feedback capture knows of the publication")
    done(unit.post(f"{at}/impact", impact(impact=QUIET, child_experience=QUIET)))
    scrutineer = registry("scrutineer")
    for code in LEARNING:
        done(scrutineer.post(f"{at}/overrides", {"gate": "closing", "code": code, "reason": QUIET}))
    gate = eventually(lambda: (shown := done(unit.get(f"{at}/gates/closing")))["met"] and shown, what="the gate is met")
    assert {each["code"] for each in gate["overridden"]} == set(LEARNING)
    closed = done(decider.post(f"{at}/closure", DECIDED))
    assert closed["closed_on"]
    assert refused(unit.post(f"{at}/findings", finding()), 409) == [("review/closed", "")]
    assert done(anybody.get(f"/public{at}"))["summary"] == QUIET

    done(decider.post(f"{at}/publication-withdrawals", {"reason": "identifies-somebody"}))
    tombstone = done(anybody.get(f"/public{at}"))
    assert (tombstone["reason"], tombstone["withdrawn_on"]) == ("identifies-somebody", closed["closed_on"])
    assert QUIET not in str(tombstone)
    assert published in [each["id"] for each in anybody.get("/public/reviews").json()]

    events = await told(deployment, SERVICE, published, until={PublicationWithdrawn})
    assert not [each for each in events if QUIET in str(each.event)]
    (told_of,) = [each.event for each in events if isinstance(each.event, ReviewPublished)]
    assert told_of.link == f"{deployment.url(SERVICE)}/public{at}"
    (end,) = [each.event for each in events if isinstance(each.event, ReviewClosed)]
    assert end == ReviewClosed(review=published, findings_confirmed=1, actions_sustained=0, products_published=0)
