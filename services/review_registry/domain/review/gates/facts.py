"""The facts of other services that gates ask for (RR5, RR6). No news is unmet, and `as_of` gives the age of the news."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from services.chassis.rules.decisions import Given, Reason
from services.review_registry.domain.others.actions import ActionProgress
from services.review_registry.domain.others.dissemination import DisseminationProgress
from services.review_registry.domain.others.involvement import InvolvementProgress
from services.review_registry.domain.others.obligations import ObligationProgress
from services.review_registry.domain.others.products import ProductProgress
from services.review_registry.domain.review.state import Review

SOURCES = ("involvement", "obligations", "actions", "dissemination", "products")
"""The facts that other services report on a review."""


@dataclass(frozen=True)
class GateFacts:
    """The projections about one review and its findings."""

    involvement: InvolvementProgress | None = None
    obligations: tuple[ObligationProgress, ...] = ()
    actions: tuple[ActionProgress, ...] = ()
    """The actions in response to its findings, each once."""
    dissemination: DisseminationProgress | None = None
    products: tuple[ProductProgress, ...] = ()
    """The products that use the review."""
    delivered: bool = False
    """Whether one of them that stands was delivered."""
    subjects: tuple[str, ...] = ()
    """The names and words that no public text of the review may hold."""
    as_of: Mapping[str, datetime | None] = field(default_factory=lambda: dict.fromkeys(SOURCES))
    """The time of the latest event from each source, or None before the first. A delivery is no event of a product."""


GateRule = Callable[[Review, GateFacts, Given], list[Reason]]
"""A gate: returns everything that it still needs."""
