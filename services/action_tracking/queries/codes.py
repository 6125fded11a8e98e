"""Codes of the framework that filters take."""

from contracts.framework.document import Framework
from contracts.vocabulary.roles import PARTNERSHIP


def agencies(framework: Framework) -> frozenset[str]:
    """Returns the codes of the agencies, and of the partnership."""
    return framework.agency_codes() | {PARTNERSHIP}


def roles(framework: Framework) -> frozenset[str]:
    """Returns the codes of the roles in the directory."""
    return frozenset(role.code for role in framework.roles)
