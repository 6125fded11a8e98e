"""Starts a product from learning points (LD2)."""

from typing import Annotated

from pydantic import Field, StringConstraints

from contracts.vocabulary.types import Code, Id
from services.chassis.rules.decisions import Decided, Given, Reason, refuse_if_any
from services.chassis.rules.person import person_of
from services.chassis.rules.screened import SCREENED
from services.chassis.rules.texts import ONE_LINE
from services.chassis.rules.values import CommandBody
from services.learning_dissemination.domain.product.guards import unknown_parts, unknown_points, unusable
from services.learning_dissemination.domain.product.sources import Sources, drawn_from, flags, withdrawn_among
from services.learning_dissemination.domain.product.state import Product, written

Title = Annotated[str, StringConstraints(min_length=5, max_length=200), SCREENED, ONE_LINE]
Parts = dict[Code, Annotated[str, StringConstraints(max_length=10_000)]]
Points = Annotated[tuple[Id, ...], Field(max_length=50)]


class DraftProduct(CommandBody):
    """Starts a product of one kind from learning points."""

    kind: Code
    title: Title
    points: Points = ()
    parts: Parts = Field(default_factory=dict)


def draft_product(state: None, command: DraftProduct, given: Given, sources: Sources) -> Decided[Product]:
    """Refuses all unknown codes, and learning on hold, at once. Parts may stay empty until the approval."""
    kind = given.framework.learning.product_kind(command.kind)
    unknown = Reason("product/unknown-kind", "Choose a kind of product that this partnership uses.", "kind")
    reasons = [unknown] if kind is None else []
    wrong = unknown_parts(command.parts, kind) + unknown_points(sources) + unusable(sources, sources.held)
    refuse_if_any(reasons + wrong)
    product = Product(
        id=given.id,
        kind=command.kind,
        title=command.title,
        status_since=given.now,
        **written(command.parts),
        writers=(person_of(given.actor),),
    )
    flagged = flags(withdrawn_among(sources), given.now)
    return Decided(product.model_copy(update=drawn_from(sources) | flagged))
