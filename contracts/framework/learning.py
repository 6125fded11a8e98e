"""Settings for what is learnt and shared: recurrence, publication, products, channels, reach (RR4, RR5, LD1 to LD5)."""

from typing import Annotated

from pydantic import Field

from contracts.framework.setting import Label, Setting, Words
from contracts.vocabulary.learning import LearningMode
from contracts.vocabulary.types import Code


class ProductKind(Setting):
    """A kind of product for adults who learn differently (LD2): the parts that its template has, all to be filled."""

    code: Code
    label: Words
    interactive: bool = False
    modes: tuple[LearningMode, ...]
    parts: tuple[Label, ...]
    reviews_at_least: Annotated[int, Field(ge=1)] = 1
    """A thematic presentation combines several."""


class LearningRules(Setting):
    professional_groups: tuple[Label, ...]
    product_kinds: tuple[ProductKind, ...]
    channels: tuple[Label, ...]
    plan_formats: Annotated[int, Field(ge=1)]
    """A plan has at least so many formats, one of them interactive (R22)."""
    plan_agencies: Annotated[int, Field(ge=1)]
    reach_days: Annotated[int, Field(gt=0)]
    """Working days after a delivery until its reach is measured."""
    reach_percent: Annotated[int, Field(gt=0, le=100)]
    """Of the declared head-count; below it the segment fell short."""

    def product_kind(self, code: str) -> ProductKind | None:
        return next((each for each in self.product_kinds if each.code == code), None)

    def group_codes(self) -> frozenset[str]:
        return frozenset(each.code for each in self.professional_groups)


class PublicationRules(Setting):
    checks: tuple[Label, ...]
    """Each made by two people (domain.md 12)."""
    available_months: Annotated[int, Field(gt=0)]
    """How long what was published can be read, at least."""


class Recurrence(Setting):
    """A theme recurs when it is found so many times in so many months (RR4)."""

    times: Annotated[int, Field(ge=2)]
    months: Annotated[int, Field(gt=0)]
