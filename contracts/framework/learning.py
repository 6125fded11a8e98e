"""Settings for learning: recurrence, publication, products, channels, reach (RR4, RR5, LD1 to LD5)."""

from typing import Annotated

from pydantic import Field

from contracts.framework.setting import Label, Setting, Words
from contracts.vocabulary.learning import LearningMode
from contracts.vocabulary.types import Code


class ProductKind(Setting):
    """A kind of product for adults who learn differently: the parts of its template, all of them required (LD2)."""

    code: Code
    label: Words
    interactive: bool = False
    modes: tuple[LearningMode, ...]
    parts: tuple[Label, ...]
    reviews_at_least: Annotated[int, Field(ge=1)] = 1
    """Reviews that its points come from, at least. A thematic presentation combines several."""


class LearningRules(Setting):
    professional_groups: tuple[Label, ...]
    product_kinds: tuple[ProductKind, ...]
    channels: tuple[Label, ...]
    plan_formats: Annotated[int, Field(ge=1)]
    """Formats that a plan needs at least. One of them is interactive (R22)."""
    plan_agencies: Annotated[int, Field(ge=1)]
    reach_days: Annotated[int, Field(gt=0)]
    """Working days from a delivery to the measurement of its reach."""
    reach_percent: Annotated[int, Field(gt=0, le=100)]
    """The share of the declared head-count below which a segment fell short."""

    def product_kind(self, code: str) -> ProductKind | None:
        return next((each for each in self.product_kinds if each.code == code), None)

    def group_codes(self) -> frozenset[str]:
        return frozenset(each.code for each in self.professional_groups)


class PublicationRules(Setting):
    checks: tuple[Label, ...]
    """Checks before publication, each by two people (docs/domain.md "Publication checks")."""
    available_months: Annotated[int, Field(gt=0)]
    """Months that a publication stays readable, at least."""


class Recurrence(Setting):
    """A theme recurs if problems under it are found in this many reviews in this many months (RR4)."""

    times: Annotated[int, Field(ge=2)]
    """The number of reviews."""
    months: Annotated[int, Field(gt=0)]
