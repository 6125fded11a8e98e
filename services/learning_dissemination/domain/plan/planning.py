"""Plans how a review's learning is shared (LD2)."""

from pydantic import Field

from contracts.vocabulary.types import Code
from services.chassis.rules.decisions import Decided, Given, Reason, refuse_if_any
from services.chassis.rules.values import CommandBody
from services.learning_dissemination.domain.plan.lacking import planned
from services.learning_dissemination.domain.plan.state import Plan
from services.learning_dissemination.domain.segment import Segment, unknown_in


class PlanDissemination(CommandBody):
    """Plans the formats and the professional groups that a review's learning is shared with."""

    formats: tuple[Code, ...] = Field(max_length=30)
    segments: tuple[Segment, ...] = Field(max_length=300)


def plan_dissemination(plan: Plan, command: PlanDissemination, given: Given) -> Decided[Plan]:
    """Replaces the contents of the plan. Refuses all unknown codes at once."""
    unknown = [
        Reason("plan/unknown-format", "Choose a format that this partnership uses.", f"formats/{place}")
        for place, code in enumerate(command.formats)
        if given.framework.learning.product_kind(code) is None
    ]
    refuse_if_any(unknown + unknown_in(command.segments, given.framework))
    changed = {"formats": tuple(dict.fromkeys(command.formats)), "segments": tuple(dict.fromkeys(command.segments))}
    return planned(plan.model_copy(update=changed), given.framework)
