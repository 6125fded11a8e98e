"""An audience: the head-count of a segment on a day, and the themes that it needs to learn about (LD3)."""

from collections.abc import Mapping
from datetime import date

from contracts.vocabulary.types import Code, Count, Id
from services.chassis.rules.decisions import derived
from services.chassis.rules.values import Value
from services.learning_dissemination.domain.readers import readers_of_agency
from services.learning_dissemination.domain.segment import Pair, Segment


class Declared(Value):
    """A head-count, and the day on which it was right."""

    head_count: Count
    as_at: date


class HeadCount(Segment):
    """A segment with its latest head-count."""

    declared: Declared


class Audience(HeadCount):
    """A segment as its agency last declared it. Each segment has one document."""

    id: Id
    needs: tuple[Code, ...]
    """The themes that the segment needs to learn about."""
    earlier: tuple[Declared, ...] = ()
    """The earlier head-counts, oldest first."""


def audience_id(pair: Pair) -> Id:
    return derived("audience", *pair)


def keys(audience: Audience) -> Mapping[str, object]:
    """Returns the flat query keys."""
    return {"agency": audience.agency, "professional_group": audience.professional_group, "needs": list(audience.needs)}


def threads(audience: Audience) -> tuple[str, ...]:
    """Returns the audience alone, because it belongs to no finding."""
    return (audience.id,)


def readers(audience: Audience) -> tuple[str, ...]:
    """Returns the readers of the agency's head-counts."""
    return readers_of_agency(audience.agency)
