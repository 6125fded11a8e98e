"""Writes the next version of a product (LD2)."""

from typing import Any

from pydantic import Field

from services.chassis.rules.decisions import Decided, Given, refuse_if_any
from services.chassis.rules.person import person_of
from services.chassis.rules.values import CommandBody
from services.learning_dissemination.domain.product.drafting import Parts, Points, Title
from services.learning_dissemination.domain.product.guards import unknown_parts, unknown_points, unless_withdrawn, unusable
from services.learning_dissemination.domain.product.sources import Sources, drawn_from, flags, withdrawn_among
from services.learning_dissemination.domain.product.state import Product, ProductStatus, written


class WriteParts(CommandBody):
    """Replaces parts of a product, its title or its points. Any approval ends."""

    parts: Parts = Field(default_factory=dict)
    title: Title | None = None
    points: Points | None = None


def write_parts(product: Product, command: WriteParts, given: Given, sources: Sources) -> Decided[Product]:
    """Returns the next version, which needs a new approval. The library keeps the published version meanwhile.

    A point that the command names again is taken up in its present state, so its flag goes.
    """
    kind = given.framework.learning.product_kind(product.kind)
    reasons = unless_withdrawn(product) + unknown_parts(command.parts, kind)
    if command.points is not None:
        reasons += unknown_points(sources) + unusable(sources, sources.held)
    refuse_if_any(reasons)
    changed: dict[str, Any] = {
        "title": command.title or product.title,
        **written(product.parts | command.parts),
        "version": product.version + 1,
        "status": ProductStatus.DRAFT,
        "status_since": given.now,
        "approved_by": None,
        "writers": tuple(dict.fromkeys((*product.writers, person_of(given.actor)))),
    }
    if command.points is not None:
        changed |= flags(withdrawn_among(sources), given.now)
    return Decided(product.model_copy(update=changed | drawn_from(sources)))
