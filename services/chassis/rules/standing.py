"""Rules of sign-in: the roles of a token that count for the agency that it names (docs/access.md "Roles")."""

from collections.abc import Collection

from contracts.vocabulary.roles import ACT_FOR, AN_AGENCY, INDEPENDENT, PARTNERSHIP, TWO_SIDES
from contracts.vocabulary.types import Code


def fitting(roles: Collection[str], agency: Code, agencies: Collection[Code]) -> frozenset[str]:
    """Returns the known roles that may act for this agency. `agencies` are all that the settings know.

    A role that does not fit the agency is as if the token did not hold it.
    """
    acts_for = agency if agency in (PARTNERSHIP, INDEPENDENT) else AN_AGENCY if agency in agencies else None
    return frozenset(role for role, allowed in ACT_FOR.items() if role in roles and acts_for in allowed)


def on_two_sides(roles: Collection[str]) -> bool:
    """Returns true if these hold two roles that no one may hold together."""
    return any(one in roles and other in roles for one, other in TWO_SIDES)
