"""A review taken from its opening to its findings, step by step, over HTTP."""

from typing import Any

from tests.service.calling import Body, Caller, People, done
from tests.unit.review_registry.given import appointing, finding, opening, scope, screening

STEPS: dict[str, tuple[str, str, Body]] = {
    "screened": ("decider", "screening", screening()),
    "in scoping": ("business-unit", "moves", {"to": "scoping"}),
    "scope set": ("business-unit", "scope", scope()),
    "waits for a lead": ("business-unit", "moves", {"to": "lead-appointment"}),
    "led": ("decider", "lead", appointing()),
    "in analysis": ("business-unit", "moves", {"to": "analysis"}),
    "found": ("business-unit", "findings", finding()),
    "in findings": ("business-unit", "moves", {"to": "findings"}),
}
"""By what is then so: who does it, below which path, with which command."""


def opened(unit: Caller, **changed: Any) -> str:
    """The id of a new review."""
    return str(done(unit.post("/reviews", opening(**changed)), 201)["id"])


def brought(registry: People, until: str, **changed: Any) -> str:
    """The id of a new review that has been brought so far."""
    review = opened(registry("business-unit"), **changed)
    for reached, (role, path, command) in STEPS.items():
        done(registry(role).post(f"/reviews/{review}/{path}", command))
        if reached == until:
            return review
    raise AssertionError(f"there is no step {until}")
