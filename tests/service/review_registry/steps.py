"""A review taken from its opening to its findings, step by step, over HTTP."""

from typing import Any

from tests.builders.review_registry import appointing, finding, opening, scope, screening
from tests.service.calling import Body, Caller, People, done
from tests.service.feedback_capture.steps import facilitator, offering, planned

SHORT = "near-miss-review"
"""A type with few stages: nobody else need tell anything before its findings."""


def steps(review_type: str = SHORT) -> dict[str, tuple[str, str, Body]]:
    """By what is then so: who does it, below which path, with which command. With more stages it ends at `led`."""
    return {
        "screened": ("decider", "screening", screening(review_type=review_type)),
        "in scoping": ("business-unit", "moves", {"to": "scoping"}),
        "scope set": ("business-unit", "scope", scope()),
        "waits for a lead": ("business-unit", "moves", {"to": "lead-appointment"}),
        "led": ("decider", "lead", appointing()),
        "in analysis": ("business-unit", "moves", {"to": "analysis"}),
        "found": ("business-unit", "findings", finding()),
        "in findings": ("business-unit", "moves", {"to": "findings"}),
    }


def opened(unit: Caller, **changed: Any) -> str:
    """The id of a new review."""
    return str(done(unit.post("/reviews", opening(**{"review_type": SHORT, **changed})), 201)["id"])


def brought(registry: People, until: str, review_type: str = SHORT) -> str:
    """The id of a new review that has been brought so far."""
    review = opened(registry("business-unit"), review_type=review_type)
    for reached, (role, path, command) in steps(review_type).items():
        done(registry(role).post(f"/reviews/{review}/{path}", command))
        if reached == until:
            return review
    raise AssertionError(f"there is no step {until}")


def offered(feedback: People, review: str) -> tuple[Caller, dict[str, Any]]:
    """Each party of its plan is offered a part; whoever does that, and the involvement."""
    involvement = planned(feedback, review)
    hears = facilitator(feedback, involvement["id"])
    for party in involvement["parties"]:
        done(hears.post(f"/involvements/{involvement['id']}/offers", offering(involvement, party["group"])))
    return hears, involvement
