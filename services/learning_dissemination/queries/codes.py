"""Codes of the framework that filters take, and the filters that several lists share."""

from collections.abc import Collection

from contracts.framework.document import Framework
from services.chassis.http.listings import Filter


def themes(framework: Framework) -> Collection[str]:
    return framework.theme_codes()


def agencies(framework: Framework) -> Collection[str]:
    return framework.agency_codes()


def product_kinds(framework: Framework) -> Collection[str]:
    return [kind.code for kind in framework.learning.product_kinds]


def by_theme(key: str) -> Filter:
    return Filter(key, "the code of a theme", among=themes)


def by_agency(key: str) -> Filter:
    return Filter(key, "the code of an agency", among=agencies)


def by_kind(key: str) -> Filter:
    return Filter(key, "the code of a kind of product", among=product_kinds)


def by_review(key: str) -> Filter:
    return Filter(key, "the id of a review")
