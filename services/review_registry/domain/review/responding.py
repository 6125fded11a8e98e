"""Recording the partnership's response to the report (RR5, R9; decision D5)."""

from pydantic import Field

from services.chassis.rules.decisions import Decided, Given, refuse_if_any
from services.review_registry.domain.review.guards import not_before, not_public
from services.review_registry.domain.review.public_text import RESPOND, UNCHECKED
from services.review_registry.domain.review.rationale import Rationale, decided_on_reasons, recorded
from services.review_registry.domain.review.state import Review


class RecordResponse(Rationale):
    """Records the partnership's response to the report (D5)."""

    response: str = Field(min_length=10, max_length=20_000)


def record_response(review: Review, command: RecordResponse, given: Given) -> Decided[Review]:
    """Records the response. Checks made before it no longer count, because the response is published too."""
    reasons = not_before(review, "partnership-response", given.framework) + not_public(review)
    refuse_if_any(reasons + decided_on_reasons(review, command, given))
    decision = recorded(RESPOND, "accept", command, given)
    changes = {"response": command.response, "decisions": (*review.decisions, decision), **UNCHECKED}
    return Decided(review.model_copy(update=changes))
