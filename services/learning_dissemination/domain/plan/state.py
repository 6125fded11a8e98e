"""How one review's learning will be shared, and what that plan still lacks (LD2, R22). It also keeps what is known of the
review: its stage, holds on what it may show, and what it published."""

from collections.abc import Callable, Iterable
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from contracts.events.event import Event
from contracts.events.learning_dissemination import DisseminationPlanned
from contracts.events.review_registry import (
    PublicationHeld,
    PublicationHoldLifted,
    PublicationWithdrawn,
    ReviewClosed,
    ReviewOpened,
    ReviewPublished,
    ReviewStageChanged,
)
from contracts.framework.document import Framework
from contracts.framework.learning import LearningRules
from contracts.vocabulary.learning import LearningMode
from contracts.vocabulary.reviews import HoldKind
from contracts.vocabulary.types import Code, Id, Link, Reference
from services.chassis.rules.decisions import Decided, Given, Reason, derived, refuse_if_any
from services.learning_dissemination.domain.part import Part
from services.learning_dissemination.domain.segment import Segment, unknown_in


class PlanDissemination(Part):
    """Plans how a review's learning is shared: in which formats, with which professional groups of which agencies."""

    formats: tuple[Code, ...] = Field(max_length=30)
    segments: tuple[Segment, ...] = Field(max_length=300)


class Plan(BaseModel):
    """A review's plan, from its opening on."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: Id
    review: Id
    reference: Reference | None = None
    stage: Code | None = None
    formats: tuple[Code, ...] = ()
    segments: tuple[Segment, ...] = ()
    lacks: tuple[Code, ...] = ()
    holds: tuple[HoldKind, ...] = ()
    """Those in force: nothing that draws on the review is published meanwhile."""
    published: Link | None = None
    closed: bool = False


def plan_id(review: str) -> str:
    return derived("plan", review)


def lacks(formats: Iterable[str], segments: Iterable[Segment], settings: LearningRules) -> tuple[str, ...]:
    """R22: what a plan needs and has not: formats enough, one of them interactive, agencies enough, professional groups, and
    every way in which adults learn."""
    kinds = [kind for code in dict.fromkeys(formats) if (kind := settings.product_kind(code))]
    segments = tuple(segments)
    needs = {
        "formats": len(kinds) >= settings.plan_formats,
        "interactive-format": any(kind.interactive for kind in kinds),
        "agencies": len({each.agency for each in segments}) >= settings.plan_agencies,
        "professional-groups": any(each.professional_group for each in segments),
        "learning-modes": {mode for kind in kinds for mode in kind.modes} == set(LearningMode),
    }
    return tuple(code for code, met in needs.items() if not met)


def open_plan(state: Plan | None, event: ReviewOpened, given: Given) -> Decided[Plan]:
    """A review that was opened has a plan, which lacks everything."""
    plan = Plan(id=given.id, review=event.review, reference=event.reference)
    return _planned(state or plan, given.framework)


def plan_dissemination(plan: Plan, command: PlanDissemination, given: Given) -> Decided[Plan]:
    """Says what is planned now, and what it still lacks. Refuses codes that nobody knows, all at once."""
    settings = given.framework.learning
    unknown = [
        Reason("plan/unknown-format", "This kind of product is not in the settings.", f"formats/{place}")
        for place, code in enumerate(command.formats)
        if settings.product_kind(code) is None
    ]
    refuse_if_any(unknown + unknown_in(command.segments, given.framework))
    changed = {"formats": tuple(dict.fromkeys(command.formats)), "segments": tuple(dict.fromkeys(command.segments))}
    return _planned(plan.model_copy(update=changed), given.framework)


def _planned(plan: Plan, framework: Framework) -> Decided[Plan]:
    lacking = lacks(plan.formats, plan.segments, framework.learning)
    event = DisseminationPlanned(review=plan.review, lacks=lacking)
    return Decided(plan.model_copy(update={"lacks": lacking}), (event,))


CHANGES: dict[type[Event], Callable[[Any, Plan], dict[str, Any]]] = {
    ReviewStageChanged: lambda event, plan: {"stage": event.to_stage},
    PublicationHeld: lambda event, plan: {"holds": tuple(dict.fromkeys((*plan.holds, event.kind)))},
    PublicationHoldLifted: lambda event, plan: {"holds": tuple(kind for kind in plan.holds if kind != event.kind)},
    ReviewPublished: lambda event, plan: {"published": event.link},
    PublicationWithdrawn: lambda event, plan: {"published": None},
    ReviewClosed: lambda event, plan: {"closed": True},
}
"""What each event of the review changes of its plan."""


def threads(state: Plan) -> tuple[str, ...]:
    return (state.review,)


def keys(state: Plan) -> dict[str, Any]:
    return {"review": state.review}
