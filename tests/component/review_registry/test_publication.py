"""Publication and closing over HTTP, after every party has had the findings (RR5, RR6, R9)."""

import pytest

from contracts.events.action_tracking import ActionAgreed, ActionReopened
from contracts.events.learning_dissemination import DisseminationPlanned
from contracts.events.review_registry import PublicationWithdrawn, ReviewClosed, ReviewPublished, ReviewReopened
from contracts.vocabulary.actions import Strength
from contracts.vocabulary.feedback import InvolvementStep
from local.partnership import COUNCIL, FRAMEWORK, PREFIX
from services.chassis.rules.decisions import derived
from services.review_registry.domain.others.dissemination import plan_id
from tests.builders.review_registry import DECIDED, finding
from tests.builders.review_registry_closing import deciding, impact, report
from tests.component.harness import Component
from tests.component.review_registry.steps import answered, fed_back, offered, receive_all
from tests.service.calling import Caller, done, refused
from tests.service.review_registry.steps import brought, opened

PRACTITIONERS = "practitioners"
QUIET = "Words that no event repeats"
NO_ACTION = {"response": "none", "agencies": (), "reason_for_none": "An earlier review has asked for it."}
CHECKS = {"checks": [each.code for each in FRAMEWORK.publication.checks]}
LEARNING = ("learning/plan-lacks", "learning/not-published", "learning/not-delivered")


def moved(unit: Caller, review: str, *stages: str) -> None:
    for stage in stages:
        done(unit.post(f"/reviews/{review}/moves", {"to": stage}))


def needs(caller: Caller, review: str, gate: str) -> set[str]:
    return {each["code"] for each in done(caller.get(f"/reviews/{review}/gates/{gate}"))["needs"]}


def overridden(registry: Component, review: str, asking: dict[str, str]) -> None:
    """Overrides a reason: a decider asks, and the scrutineer approves."""
    at = f"/reviews/{review}"
    asked = done(registry("decider", person_ref="p-chair").post(f"{at}/overrides", asking))["overrides"][-1]["id"]
    answer = {"override": asked, "reason": "The scrutineer has looked into it."}
    done(registry("scrutineer").post(f"{at}/override-approvals", answer))


@pytest.fixture(scope="module")
def unit(registry: Component) -> Caller:
    return registry("business-unit")


@pytest.fixture(scope="module")
def decider(registry: Component) -> Caller:
    return registry("decider")


@pytest.fixture(scope="module")
def anybody(registry: Component) -> Caller:
    return registry.anybody()


@pytest.fixture(scope="module")
def published(registry: Component, unit: Caller, decider: Caller, anybody: Caller) -> str:
    """Takes a review to its stage of actions, and checks every refusal on the way."""
    review = brought(registry, "led", review_type="lcspr")
    at = f"/reviews/{review}"
    moved(unit, review, "involvement")
    offered(registry, review)
    answered(registry, review, takes_part=PRACTITIONERS)
    moved(unit, review, "analysis")
    found = done(unit.post(f"{at}/findings", finding(**NO_ACTION)))["findings"][0]["id"]
    moved(unit, review, "findings")
    assert refused(unit.post(f"{at}/moves", {"to": "report"}), 409) == [
        ("finding/not-confirmed", f"findings/{found}"),
        ("finding/no-good-practice", "findings"),
    ]
    done(unit.post(f"{at}/confirmations", {"finding": found}))
    done(unit.post(f"{at}/none-found", {"reason": QUIET}))
    moved(unit, review, "report")
    writer = registry("lead-reviewer", agency="independent", person_ref="p-lead")
    done(writer.post(f"{at}/report", report(summary=QUIET, body="Ask someone@agency.example.")))
    moved(unit, review, "partnership-response")
    done(registry("decider", person_ref="p-chair").post(f"{at}/response", {**DECIDED, "response": QUIET}))
    moved(unit, review, "publication")
    hold = {"kind": "coronial", "review_on": "2060-01-01", "authority": QUIET}
    held = done(decider.post(f"{at}/holds", hold))["holds"][0]["id"]
    missing = {"publication/not-checked", "publication/identifies", "publication/held", "involvement/findings-not-told"}
    assert needs(unit, review, "publication") == missing
    asked = refused(decider.post(f"{at}/publication", deciding()), 409)
    assert {code for code, _ in asked} == missing
    refused(anybody.get(f"/public{at}"), 404)
    done(decider.post(f"{at}/hold-lifts", {"hold": held, "reason": QUIET}))
    (hit,) = done(unit.get(f"{at}/gates/publication"))["hits"]
    assert (hit["kind"], hit["place"], hit["sentence"]) == ("e-mail", "the report", 1)
    assert "Ask someone@agency.example." in hit["words"]
    assert done(registry("scrutineer").get(f"{at}/gates/publication"))["hits"] == []
    listed = done(unit.post(f"{at}/subjects", {"subjects": ["Agency", "Kettle"]}))
    assert listed["subjects"]["entries"] == 2
    assert "Kettle" not in str(listed)
    assert ("publication/names-subject", "subjects") in refused(decider.post(f"{at}/publication", deciding()), 409)
    done(unit.post(f"{at}/subjects", {"subjects": ["Kettle"]}))
    answer = {"answers": {hit["key"]: "An address that everybody knows."}}
    assert refused(writer.post(f"{at}/checks", answer), 409) == [("publication/own-answer", "answers")]
    done(unit.post(f"{at}/checks", CHECKS))
    done(decider.post(f"{at}/checks", CHECKS | answer))
    fed_back(registry, review, InvolvementStep.FINDINGS, 40)
    gate = done(unit.get(f"{at}/gates/publication"))
    assert gate["met"]
    assert gate["as_of"]["involvement"]
    assert gate["as_of"]["products"] is None
    done(decider.post(f"{at}/publication", deciding()))
    moved(unit, review, "actions")
    return review


def test_public_reads_report_response_and_actions(anybody: Caller, unit: Caller, decider: Caller, published: str) -> None:
    read = done(anybody.get(f"/public/reviews/{published}"))
    assert (read["summary"], read["report"], read["response"]) == (QUIET, "Ask someone@agency.example.", QUIET)
    assert (read["outcome"], read["actions"], read["withdrawn_on"]) == ("full", [], None)
    assert len(anybody.get("/public/reviews", limit=1).json()) == 1
    hold = {"kind": "criminal", "review_on": "2060-01-01", "authority": QUIET}
    placed = done(unit.post(f"/reviews/{published}/holds", hold))["holds"][-1]["id"]
    held = done(anybody.get(f"/public/reviews/{published}"))
    assert (held["held_back"], held["summary"], held["report"], held["response"]) == (True, None, None, "")
    done(decider.post(f"/reviews/{published}/hold-lifts", {"hold": placed, "reason": QUIET}))
    assert done(anybody.get(f"/public/reviews/{published}")) == read
    (listed,) = [each for each in anybody.get("/public/reviews").json() if each["id"] == published]
    assert "summary" not in listed
    refused(anybody.get(f"/public/reviews/{opened(unit)}"), 404)


def test_published_text_under_an_overridden_hold_stays_public(
    registry: Component, unit: Caller, decider: Caller, anybody: Caller, published: str
) -> None:
    at = f"/reviews/{published}"

    def hold(kind: str) -> str:
        placed = {"kind": kind, "review_on": "2060-01-01", "authority": QUIET}
        return str(done(unit.post(f"{at}/holds", placed))["holds"][-1]["id"])

    first, second = hold("criminal"), hold("coronial")
    asking = {"gate": "publication", "code": "publication/held", "reason": QUIET}
    authority = {"authority": "The reviewing lawyer, in writing."}
    for each in (first, second):
        overridden(registry, published, asking | authority | {"path": f"holds/{each}"})
    assert done(anybody.get(f"/public{at}"))["summary"] == QUIET
    third = done(unit.post(f"{at}/holds", {"kind": "criminal", "review_on": "2060-01-01", "authority": QUIET}))["holds"][-1][
        "id"
    ]
    assert done(anybody.get(f"/public{at}"))["summary"] is None
    for each in (first, second, third):
        done(decider.post(f"{at}/hold-lifts", {"hold": each, "reason": QUIET}))


def test_review_closes_when_its_gate_is_met_or_overridden(
    registry: Component, unit: Caller, decider: Caller, anybody: Caller, published: str
) -> None:
    at = f"/reviews/{published}"
    registry.receive(DisseminationPlanned(review=published, lacks=("formats",)), plan_id(published), 1)
    moved(unit, published, "follow-up", "closure")
    missing = {"involvement/outcome-not-told", "closing/no-impact", *LEARNING}
    assert needs(unit, published, "closing") == missing
    assert {code for code, _ in refused(decider.post(f"{at}/closure", DECIDED), 409)} == missing
    fed_back(registry, published, InvolvementStep.OUTCOME, 60)
    done(unit.post(f"{at}/impact", impact(impact=QUIET, child_experience=QUIET)))
    left = [(each["code"], each["path"]) for each in done(unit.get(f"{at}/gates/closing"))["needs"]]
    for code, path in left:
        overridden(registry, published, {"gate": "closing", "code": code, "path": path, "reason": QUIET})
    gate = done(unit.get(f"{at}/gates/closing"))
    assert gate["met"]
    assert {(each["code"], each["status"]) for each in gate["overrides"]} == {(each, "approved") for each in LEARNING}
    closed = done(decider.post(f"{at}/closure", DECIDED))
    assert closed["closed_on"]
    assert refused(unit.post(f"{at}/findings", finding()), 409) == [("review/closed", "")]
    assert done(anybody.get(f"/public{at}"))["summary"] == QUIET

    done(decider.post(f"{at}/publication-withdrawals", {"reason": "identifies-somebody"}))
    tombstone = done(anybody.get(f"/public{at}"))
    assert (tombstone["reason"], tombstone["withdrawn_on"]) == ("identifies-somebody", closed["closed_on"])
    assert QUIET not in str(tombstone)
    assert published in [each["id"] for each in anybody.get("/public/reviews").json()]

    registry.drain()
    events = registry.emitted(published)
    assert isinstance(events[-1].event, PublicationWithdrawn)
    assert not [each for each in events if QUIET in str(each.event)]
    (event,) = [each.event for each in events if isinstance(each.event, ReviewPublished)]
    assert event.link == f"{registry.room.url}/public{at}"
    (end,) = [each.event for each in events if isinstance(each.event, ReviewClosed)]
    assert end == ReviewClosed(review=published, findings_confirmed=1, actions_sustained=0, products_published=0)


def test_closed_review_is_reopened_when_its_action_is(registry: Component, decider: Caller, published: str) -> None:
    """Runs after the closing: an action was reopened, and the publication withdrawn."""
    at = f"/reviews/{published}"
    (found,) = done(decider.get(at))["findings"]
    action, due = derived("action", published), registry.clock.now().date()
    agreed = ActionAgreed(
        action=action, reference=f"{PREFIX}-2026-K7Q4", findings=(found["id"],), obligations=(), themes=("neglect",),
        strength=Strength.STRONGER, agency=COUNCIL, agencies=(COUNCIL,), due=due, epoch=1,
    )  # fmt: skip
    receive_all(registry, action, [agreed, ActionReopened(action=action, agencies=(COUNCIL,), epoch=2, due=due)])
    waits = decider.get("/waiting", asks="reopen", review=published).json()
    assert {each["about"] for each in waits} == {action, published}

    reopened = done(decider.post(f"{at}/reopenings", {**DECIDED, "stage": "publication"}))
    assert (reopened["closed_on"], reopened["stage"], reopened["impact"]) == (None, "publication", None)
    assert needs(decider, published, "stage") == {"publication/not-decided"}
    assert decider.get("/waiting", asks="reopen", review=published).json() == []
    registry.drain()
    assert registry.emitted(published)[-1].event == ReviewReopened(review=published, stage="publication")
