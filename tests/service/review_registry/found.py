"""A review of a type with few stages, as far as a confirmed finding."""

from tests.builders.review_registry import appointing, finding, opening, scope, screening
from tests.service.calling import Body, Caller, People, done

TYPE = "near-miss-review"


def found(registry: People, theme: str = "neglect") -> tuple[str, str]:
    """The ids of a new review, and of its finding under the theme."""
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
