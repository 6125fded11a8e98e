"""The lead reviewer over HTTP: declaring again, standing down, and who may still read the review (RR3)."""

from typing import Any

from contracts.events.review_registry import LeadReviewerIndependenceLost, LeadReviewerStoodDown
from local.partnership import COUNCIL, POLICE
from tests.builders.review_registry import DECIDED, appointing, redeclaring, scope
from tests.component.harness import Component
from tests.service.calling import Caller, done, refused
from tests.service.review_registry.steps import brought

NOT_DECLARED = ("lead/not-declared", "scope/2/declaration")


def lead_of(registry: Component, person_ref: str = "p-lead") -> Caller:
    return registry("lead-reviewer", agency="independent", person_ref=person_ref)


def needs(caller: Caller, review: str) -> list[tuple[str, str]]:
    return [(each["code"], each["path"]) for each in done(caller.get(f"/reviews/{review}/gates/stage"))["needs"]]


def emitted(registry: Component, review: str, *types: type[Any]) -> list[Any]:
    registry.drain()
    return [each.event for each in registry.emitted(review) if isinstance(each.event, types)]


def test_lead_declares_again_for_a_wider_scope(registry: Component) -> None:
    review, unit, lead = brought(registry, "led"), registry("business-unit"), lead_of(registry)
    done(unit.post(f"/reviews/{review}/scope", scope(COUNCIL, POLICE, "cafcass")))
    assert needs(lead, review) == [NOT_DECLARED]
    assert refused(unit.post(f"/reviews/{review}/moves", {"to": "analysis"}), 409) == [NOT_DECLARED]
    shown = done(lead.post(f"/reviews/{review}/declarations", redeclaring()))["lead"]
    assert (shown["declaration"]["scope_version"], shown["declaration"]["by"]) == (2, "p-lead")
    assert needs(lead, review) == []


def test_lead_who_declares_a_relation_is_no_longer_independent(registry: Component) -> None:
    review, lead = brought(registry, "led"), lead_of(registry)
    done(lead.post(f"/reviews/{review}/declarations", redeclaring(case_contact=True)))
    assert needs(lead, review) == [("lead/independence-lost", "lead/no-case-contact/scope-1")]
    lost = LeadReviewerIndependenceLost(review=review, failing=("no-case-contact",))
    assert emitted(registry, review, LeadReviewerIndependenceLost) == [lost]


def test_former_lead_is_shown_nothing_and_another_is_found(registry: Component) -> None:
    review, decider, lead = brought(registry, "led"), registry("decider"), lead_of(registry)
    at = f"/reviews/{review}"
    answer = lead.post(f"{at}/standing-down", {"reason": "She takes a post at the court."})
    assert answer.is_success
    refused(lead.get(at), 404)
    assert emitted(registry, review, LeadReviewerStoodDown) == [LeadReviewerStoodDown(review=review)]
    done(decider.post(f"{at}/lead-rejections", {**DECIDED, "person_ref": "p-not-chosen"}))
    refused(lead_of(registry, "p-not-chosen").get(at), 404)
    done(decider.post(f"{at}/lead", appointing("p-next")))
    assert done(lead_of(registry, "p-next").get(at))["lead"]["person_ref"] == "p-next"
    (stood_down,) = done(registry("business-unit").get(at))["stood_down"]
    assert (stood_down["lead"]["person_ref"], stood_down["because"]) == ("p-lead", "She takes a post at the court.")
