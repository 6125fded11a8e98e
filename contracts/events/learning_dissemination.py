"""Events of learning dissemination.

The partition key is the plan, point, product, delivery or acknowledgement (docs/events.md "Learning dissemination").
"""

from datetime import date
from typing import ClassVar

from pydantic import BaseModel, ConfigDict

from contracts.events.event import Event
from contracts.vocabulary.types import AgencyCode, Code, Count, Id, Link

ACTIONS = ("action-tracking",)
REGISTRY = ("review-registry",)
REGISTRY_AND_FEEDBACK = ("review-registry", "feedback-capture")


class DisseminationPlanned(Event):
    """The plan for sharing a review's learning changed.

    `lacks` lists codes of missing parts, none if the plan is complete (LD2).
    """

    subject: ClassVar[str] = "review"
    reads: ClassVar[tuple[str, ...]] = REGISTRY

    review: Id
    lacks: tuple[Code, ...]


class LearningPointWithdrawn(Event):
    """The source of a learning point was withdrawn. Products made from it are flagged (LD1)."""

    subject: ClassVar[str] = "point"
    reads: ClassVar[tuple[str, ...]] = ("learning-dissemination",)

    point: Id
    reason: Code


class ProductPublished(Event):
    """A learning product was published, with its kind, themes, and the findings and reviews that it draws on (LD2)."""

    subject: ClassVar[str] = "product"
    reads: ClassVar[tuple[str, ...]] = (*REGISTRY_AND_FEEDBACK, "learning-dissemination")

    product: Id
    kind: Code
    themes: tuple[Code, ...]
    findings: tuple[Id, ...]
    reviews: tuple[Id, ...]
    agencies: tuple[AgencyCode, ...] = ()
    link: Link


class ProductWithdrawn(Event):
    """A product was withdrawn from use (LD2)."""

    subject: ClassVar[str] = "product"
    reads: ClassVar[tuple[str, ...]] = REGISTRY_AND_FEEDBACK

    product: Id
    findings: tuple[Id, ...]
    agencies: tuple[AgencyCode, ...] = ()
    reason: Code


class ProductFlagged(Event):
    """A published product uses a learning point that was withdrawn. It stays in the library until someone decides (LD1).

    Emitted once per point. A recall that must not stay public emits `ProductWithheld` instead.
    """

    subject: ClassVar[str] = "product"
    reads: ClassVar[tuple[str, ...]] = ACTIONS

    product: Id
    findings: tuple[Id, ...]
    agencies: tuple[AgencyCode, ...] = ()
    reason: Code
    link: Link
    """The page of the product for staff."""


class ProductWithheld(Event):
    """The library holds a product back, because of a hold on a review or the recall of a source (LD2).

    Emitted once per cause. `reason` is the kind of hold, or the reason for the recall.
    """

    subject: ClassVar[str] = "product"
    reads: ClassVar[tuple[str, ...]] = (*ACTIONS, *REGISTRY_AND_FEEDBACK)

    product: Id
    findings: tuple[Id, ...]
    agencies: tuple[AgencyCode, ...] = ()
    reason: Code
    link: Link
    """The page of the product for staff."""


class ProductRestored(Event):
    """The library has a product again that it held back (LD2)."""

    subject: ClassVar[str] = "product"
    reads: ClassVar[tuple[str, ...]] = REGISTRY_AND_FEEDBACK

    product: Id
    findings: tuple[Id, ...]
    agencies: tuple[AgencyCode, ...] = ()
    link: Link


class Segment(BaseModel):
    """A professional group in an agency and its attendance, in steps of the threshold.

    The count is absent below one step, and for a small group.
    """

    model_config = ConfigDict(frozen=True, extra="ignore")

    agency: AgencyCode
    professional_group: Code
    attended: Count | None = None


class LearningDelivered(Event):
    """A product was brought to its segments by a channel (LD4)."""

    subject: ClassVar[str] = "product"
    reads: ClassVar[tuple[str, ...]] = REGISTRY

    delivery: Id
    product: Id
    channel: Code
    segments: tuple[Segment, ...]


class LearningAcknowledged(Event):
    """Members of a professional group in an agency confirmed that they read and discussed a product (LD5).

    `count` holds all of them until the end of the period, in steps of the threshold. Emitted if it moved in the period.
    """

    subject: ClassVar[str] = "product"
    reads: ClassVar[tuple[str, ...]] = REGISTRY

    product: Id
    agency: AgencyCode
    professional_group: Code
    period: Code
    """A closed month, such as `2026-07`."""
    count: Count


class ReachFellShort(Event):
    """Too few people of a segment had acknowledged a product by the last day that counts (LD5).

    `reached` moves in steps of the threshold, and is absent below one step. Both numbers are absent for a small segment.
    `link` leads to the delivery.
    """

    subject: ClassVar[str] = "product"
    reads: ClassVar[tuple[str, ...]] = ACTIONS

    delivery: Id
    product: Id
    agency: AgencyCode
    professional_group: Code
    reached: Count | None = None
    declared: Count | None = None
    measured_on: date
    link: Link
