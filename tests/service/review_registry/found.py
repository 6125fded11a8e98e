"""A review of a type with few stages, up to a confirmed finding."""

from collections.abc import Callable
from hashlib import sha256

from tests.builders.review_registry import appointing, finding, opening, scope, screening
from tests.service.calling import Body, Caller, done

TYPE = "near-miss-review"


def found(registry: Callable[..., Caller], theme: str = "neglect") -> tuple[str, str]:
    """Returns the ids of a new review and of its finding under the theme."""
    unit, decider = registry("business-unit"), registry("decider")
    review = str(done(unit.post("/reviews", opening(review_type=TYPE)), 201)["id"])
    at = f"/reviews/{review}"
    steps: list[tuple[Caller, str, Body]] = [
        (decider, "screening", screening(review_type=TYPE)),
        (unit, "moves", {"to": "scoping"}),
        (unit, "scope", scope()),
        (unit, "moves", {"to": "lead-appointment"}),
        (decider, "lead", appointing()),
        (unit, "moves", {"to": "analysis"}),
        (unit, "findings", finding(themes=(theme,))),
        (unit, "moves", {"to": "findings"}),
    ]
    for caller, path, body in steps:
        done(caller.post(f"{at}/{path}", body))
    id_ = str(done(unit.get(at))["findings"][0]["id"])
    done(unit.post(f"{at}/confirmations", {"finding": id_}))
    return review, id_


def release(registry: Callable[..., Caller], review: str, finding: str, statement: str) -> None:
    """Drafts a learning statement, and releases it."""
    done(registry("business-unit").post(f"/reviews/{review}/learning-drafts", {"finding": finding, "statement": statement}))
    digest = sha256(statement.encode()).hexdigest()
    done(registry("decider").post(f"/reviews/{review}/learning", {"finding": finding, "sha256": digest}))
