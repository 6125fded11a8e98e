"""Steps that take a review from its opening to its findings over HTTP."""

from collections.abc import Callable
from typing import Any

from tests.builders.review_registry import appointing, finding, opening, scope, screening
from tests.service.calling import Body, Caller, done

SHORT = "near-miss-review"
"""A type with few stages, which needs no facts of other services before its findings."""


def steps(review_type: str = SHORT) -> dict[str, tuple[str, str, Body]]:
    """Returns the steps by the state reached: role, path and command. A type with more stages ends at `led`."""
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
    """Returns the id of a new review."""
    return str(done(unit.post("/reviews", opening(**{"review_type": SHORT, **changed})), 201)["id"])


def brought(registry: Callable[..., Caller], until: str, review_type: str = SHORT) -> str:
    """Returns the id of a new review in this state."""
    review = opened(registry("business-unit"), review_type=review_type)
    for reached, (role, path, command) in steps(review_type).items():
        done(registry(role).post(f"/reviews/{review}/{path}", command))
        if reached == until:
            return review
    raise AssertionError(f"there is no step {until}")
