"""The path of a review to a confirmed finding, as commands that people send."""

from collections.abc import Sequence
from typing import Any

from local.partnership import COUNCIL, FRAMEWORK, POLICE
from local.scenarios.playing import Json, Step

SHORT = "near-miss-review"
"""A type with few stages. A review of this type needs no other service before its findings."""
AGENCIES = (COUNCIL, POLICE)

DECIDED: Json = {
    "body": "review-group",
    "quorum": [COUNCIL, POLICE],
    "options": ["go-ahead", "do-nothing"],
    "rationale": "There is much that several agencies can learn.",
}
"""Fields of every recorded decision."""
NOTHING_TO_DECLARE: Json = {
    "employments": [],
    "case_contact": False,
    "line_management": False,
    "close_relationship": False,
    "commissioning_interest": False,
    "financial_interest": False,
    "public_view": False,
}
LEAD: Json = DECIDED | {"person_ref": "p-lead", "mitigations": [], "declaration": NOTHING_TO_DECLARE}


def opening(review_type: str = SHORT, **changed: Any) -> Json:
    return {"review_type": review_type, "title": "Injury of a baby", "referred_on": "2025-03-03"} | changed


def screening(review_type: str = SHORT, **changed: Any) -> Json:
    """Returns a decision that each criterion of the type is met."""
    found = FRAMEWORK.review_type(review_type)
    if found is None:
        raise LookupError(review_type)
    answers = [{"criterion": each.code, "met": True, "evidence": "Seen in the notes"} for each in found.criteria]
    return DECIDED | {"outcome": "local-review", "answers": answers} | changed


def scope(*agencies: str, **changed: Any) -> Json:
    return {
        "period_from": "2024-01-01",
        "period_to": "2026-01-31",
        "children": ["child-a"],
        "agencies": [{"agency": each, "part": "practice-under-review"} for each in agencies or AGENCIES],
        "lines_of_enquiry": ["How was the history used?"],
        "practitioner_involvement": "A first conversation before the analysis begins.",
        "lived_experience": "Through the health visitor's notes of each day.",
    } | changed


def finding(**changed: Any) -> Json:
    return {
        "kind": "system-weakness",
        "what_happened": "The chronology was begun again with each referral.",
        "why": [{"code": "tools-and-records", "helped": False, "how": "Two systems, and no view of both."}],
        "how_usual": "local-pattern",
        "meaning_for_the_child": "Earlier bruises were not seen together.",
        "working_together": "Each agency held a part of the history.",
        "learning_statement": "History is to be in view wherever a decision is made.",
        "themes": ["history-not-used"],
        "agencies": list(AGENCIES),
        "priority": "high",
        "response": "action",
    } | changed


def to_a_lead(review_type: str = SHORT, agencies: Sequence[str] = AGENCIES) -> tuple[Step, ...]:
    """Returns the first steps of a review of any type."""
    at = "/reviews/{review}"
    return (
        Step("opened", "business-unit", "/reviews", opening(review_type), ("review", lambda shown: str(shown["id"]))),
        Step("screened", "decider", f"{at}/screening", screening(review_type)),
        Step("in scoping", "business-unit", f"{at}/moves", {"to": "scoping"}),
        Step("scope set", "business-unit", f"{at}/scope", scope(*agencies)),
        Step("waits for a lead", "business-unit", f"{at}/moves", {"to": "lead-appointment"}),
        Step("led", "decider", f"{at}/lead", LEAD),
    )


def to_a_finding(agencies: Sequence[str] = AGENCIES, **changed: Any) -> tuple[Step, ...]:
    """Returns the steps of a short review to a confirmed finding, with these changes to the finding."""
    at = "/reviews/{review}"
    said = finding(**{"agencies": list(agencies)} | changed)
    return (
        *to_a_lead(SHORT, agencies),
        Step("in analysis", "business-unit", f"{at}/moves", {"to": "analysis"}),
        Step("found", "business-unit", f"{at}/findings", said, ("finding", lambda shown: str(shown["findings"][-1]["id"]))),
        Step("in findings", "business-unit", f"{at}/moves", {"to": "findings"}),
        Step("confirmed", "business-unit", f"{at}/confirmations", {"finding": "{finding}"}),
    )
