"""The text of a review that the public would read, and its writers (RR5)."""

from collections.abc import Mapping
from typing import Any

from services.chassis.rules.decisions import Actor
from services.review_registry.domain.review.state import Review

UNCHECKED: Mapping[str, Any] = {"checks": (), "answers": {}}
"""The checks of a text that nobody has checked, because it changed or was withdrawn."""
RESPOND = "respond"
"""The decision that records a version of the response (D5)."""


def improvements(review: Review) -> list[str]:
    """Returns the learning of the confirmed findings, which can be published instead of the report."""
    return [each.learning_statement for each in review.findings if each.confirmed_on]


def wrote_report(review: Review, actor: Actor) -> bool:
    """Returns whether the actor wrote any version of the report."""
    return review.report is not None and actor.person_ref in review.report.writers


def wrote_response(review: Review, actor: Actor) -> bool:
    """Returns whether the actor wrote any version of the partnership's response."""
    return any(each.decision == RESPOND and each.person_ref == actor.person_ref for each in review.decisions)


def text_to_publish(review: Review) -> str:
    """Returns every word that the public could read after publication."""
    report = [review.report.summary, review.report.body] if review.report else []
    return "\n".join([*report, review.response, *improvements(review)])
