"""Codes of the framework that filters take."""

from contracts.framework.document import Framework


def agencies(framework: Framework) -> frozenset[str]:
    """Returns the codes of the agencies."""
    return framework.agency_codes()


def clocks(framework: Framework) -> frozenset[str]:
    """Returns the codes of the clocks."""
    return frozenset(each.code for each in framework.clocks)


def review_types(framework: Framework) -> frozenset[str]:
    """Returns the codes of the types of review."""
    return frozenset(each.code for each in framework.review_types)


def stages(framework: Framework) -> frozenset[str]:
    """Returns the codes of the stages."""
    return frozenset(each.code for each in framework.stages)


def themes(framework: Framework) -> frozenset[str]:
    """Returns the codes of the themes."""
    return framework.theme_codes()
