"""What the gates of publication and closing ask of others, as far as it is known here (RR5, RR6; architecture.md rule 5): no
news means unmet, and each answer says how old the news is."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from services.review_registry.domain.hearing import InvolvementProgress
from services.review_registry.domain.progress import ActionProgress, ObligationProgress
from services.review_registry.domain.sharing import DisseminationProgress, ProductProgress

TOLD = ("involvement", "obligations", "actions", "dissemination", "products")
"""What others tell of a review."""


@dataclass(frozen=True)
class GateFacts:
    """What others have told of one review and its findings."""

    involvement: InvolvementProgress | None = None
    obligations: tuple[ObligationProgress, ...] = ()
    actions: tuple[ActionProgress, ...] = ()
    """Those that answer its findings, each once."""
    dissemination: DisseminationProgress | None = None
    products: tuple[ProductProgress, ...] = ()
    """Those that draw on it."""
    acknowledged: int = 0
    """How often one of those that were not withdrawn was acknowledged."""
    as_of: Mapping[str, datetime | None] = field(default_factory=lambda: dict.fromkeys(TOLD))
    """When each was last told of; None where nothing was."""
