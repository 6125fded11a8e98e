"""The stored state of a tally: what was published of the acknowledgements of one product (LD5)."""

from collections.abc import Mapping
from datetime import date

from pydantic import AwareDatetime

from contracts.vocabulary.types import Count, Id
from services.chassis.rules.access import PARTNERSHIP_READERS
from services.chassis.rules.decisions import derived
from services.chassis.rules.values import Value
from services.learning_dissemination.domain.product.shared import SharedProduct, threads_of
from services.learning_dissemination.domain.segment import Pair, Segment


class Reached(Segment):
    """The published number of people of a segment who acknowledged the product."""

    count: Count


class Tally(Value):
    """The published numbers of one product. `counted_to` is the last day of the last month that was counted."""

    id: Id
    shared: SharedProduct
    counted_to: date
    counting_since: AwareDatetime | None = None
    published: tuple[Reached, ...] = ()

    def counts(self) -> dict[Pair, int]:
        return {each.pair: each.count for each in self.published}


def tally_id(product: Id) -> Id:
    return derived("tally", product)


def keys(tally: Tally) -> Mapping[str, object]:
    """Returns the flat query keys."""
    return {"product": tally.shared.product}


def threads(tally: Tally) -> tuple[str, ...]:
    """Returns the findings behind the product first."""
    return threads_of(tally.shared, tally.id)


def readers(tally: Tally) -> tuple[str, ...]:
    """Returns the readers of the finding's thread, who see its events. The reach board shows agencies their own."""
    return PARTNERSHIP_READERS
