"""What learning dissemination makes known. The partition key is the plan, point, product, delivery or acknowledgement
(spec: events.md)."""

from datetime import date
from typing import ClassVar

from pydantic import BaseModel, ConfigDict

from contracts.events.event import Event
from contracts.vocabulary.types import Code, Count, Id, Link

ACTIONS = ("action-tracking",)
REGISTRY = ("review-registry",)
REGISTRY_AND_FEEDBACK = ("review-registry", "feedback-capture")


class DisseminationPlanned(Event):
    """How a review's learning will be shared, and what the plan still lacks: codes, none when it is whole (LD2)."""

    subject: ClassVar[str] = "review"
    reads: ClassVar[tuple[str, ...]] = REGISTRY

    review: Id
    lacks: tuple[Code, ...]


class LearningPointWithdrawn(Event):
    """The source of a learning point was withdrawn: what was made from it is flagged (LD1)."""

    subject: ClassVar[str] = "point"
    reads: ClassVar[tuple[str, ...]] = ("learning-dissemination",)

    point: Id
    reason: Code


class ProductPublished(Event):
    """Something to learn from was published (LD2): its kind, themes, and the findings and reviews that it draws on."""

    subject: ClassVar[str] = "product"
    reads: ClassVar[tuple[str, ...]] = REGISTRY_AND_FEEDBACK

    product: Id
    kind: Code
    themes: tuple[Code, ...]
    findings: tuple[Id, ...]
    reviews: tuple[Id, ...]
    agencies: tuple[Code, ...] = ()
    link: Link


class ProductWithdrawn(Event):
    """It is to be used no longer (LD2)."""

    subject: ClassVar[str] = "product"
    reads: ClassVar[tuple[str, ...]] = REGISTRY_AND_FEEDBACK

    product: Id
    findings: tuple[Id, ...]
    agencies: tuple[Code, ...] = ()
    reason: Code


class Segment(BaseModel):
    """A professional group in an agency, and how many of it came; absent where so few that they could be told apart."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    agency: Code
    professional_group: Code
    attended: Count | None = None


class LearningDelivered(Event):
    """A product was brought to its segments, by a channel (LD4)."""

    subject: ClassVar[str] = "product"
    reads: ClassVar[tuple[str, ...]] = REGISTRY

    delivery: Id
    product: Id
    channel: Code
    segments: tuple[Segment, ...]


class LearningAcknowledged(Event):
    """Somebody of a professional group in an agency says: read and discussed (LD5). Once a person and product."""

    subject: ClassVar[str] = "product"
    reads: ClassVar[tuple[str, ...]] = REGISTRY

    product: Id
    agency: Code
    professional_group: Code


class ReachFellShort(Event):
    """On the day of the measure too few of a segment had acknowledged (LD5). `reached` is absent where they are so few that
    they could be told apart."""

    subject: ClassVar[str] = "product"
    reads: ClassVar[tuple[str, ...]] = ACTIONS

    delivery: Id
    product: Id
    agency: Code
    professional_group: Code
    reached: Count | None = None
    declared: Count
    measured_on: date
