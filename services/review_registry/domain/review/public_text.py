"""The text of a review that the public would read (RR5)."""

from collections.abc import Mapping
from typing import Any

from services.review_registry.domain.review.state import Review

UNCHECKED: Mapping[str, Any] = {"checks": (), "answers": {}}
"""The checks of a text that nobody has checked, because it changed or was withdrawn."""


def improvements(review: Review) -> list[str]:
    """Returns the learning of the confirmed findings, which can be published instead of the report."""
    return [each.learning_statement for each in review.findings if each.confirmed_on]


def text_to_publish(review: Review) -> str:
    """Returns every word that the public could read after publication."""
    report = [review.report.summary, review.report.body] if review.report else []
    return "\n".join([*report, review.response, *improvements(review)])
