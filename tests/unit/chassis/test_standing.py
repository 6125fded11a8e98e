"""Roles and agencies of a token belong together (docs/access.md "Roles")."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.vocabulary.roles import (
    ACT_FOR,
    AN_AGENCY,
    BUSINESS_UNIT,
    DECIDER,
    INDEPENDENT,
    PARTNERSHIP,
    PUBLIC,
    ROLES,
    SCRUTINEER,
    TWO_SIDES,
)
from services.chassis.rules.standing import fitting, on_two_sides

AGENCIES = frozenset({"police", "council"})
CODES = (PARTNERSHIP, INDEPENDENT, PUBLIC, "police", "council", "police-x", AN_AGENCY, "")
MAY_ACT_FOR = {
    "business-unit": {"partnership"},
    "decider": {"partnership", "police", "council"},
    "scrutineer": {"partnership"},
    "lead-reviewer": {"partnership", "independent", "police", "council"},
    "agency-lead": {"police", "council"},
    "contributor": {"police", "council"},
    "practitioner": {"police", "council"},
    "facilitator": {"partnership"},
    "inspector": {"independent"},
    "operator": {"independent"},
}
PAGE = (Path(__file__).parents[3] / "docs" / "access.md").read_text()
WORDS = {AN_AGENCY: "an agency", PARTNERSHIP: "`partnership`", INDEPENDENT: "`independent`"}
some_roles = st.frozensets(st.sampled_from([*sorted(ROLES), "offline_access", "system", "anybody"]))


def test_table_names_every_role() -> None:
    assert set(ACT_FOR) == ROLES == set(MAY_ACT_FOR)


@pytest.mark.parametrize("role", sorted(ROLES))
def test_page_has_the_table_of_the_code(role: str) -> None:
    _, _, table = PAGE.partition("| role | acts for |")
    row = next(line for line in table.splitlines() if f"`{role}`" in line)
    assert {kind for kind, words in WORDS.items() if words in row.split("|")[2]} == ACT_FOR[role]


@pytest.mark.parametrize("role", sorted(ROLES))
def test_role_fits_the_agencies_of_the_table(role: str) -> None:
    assert {code for code in CODES if fitting([role], code, AGENCIES)} == MAY_ACT_FOR[role]


@given(some_roles, st.sampled_from(CODES))
def test_roles_fit_one_by_one(roles: frozenset[str], agency: str) -> None:
    assert fitting(roles, agency, AGENCIES) == {role for role in roles if agency in MAY_ACT_FOR.get(role, ())}


@given(some_roles, st.sampled_from([PUBLIC, "police-x", AN_AGENCY]))
def test_unknown_or_reserved_agency_fits_no_role(roles: frozenset[str], agency: str) -> None:
    assert fitting(roles, agency, AGENCIES) == frozenset()


@given(some_roles)
def test_business_unit_neither_decides_nor_judges(roles: frozenset[str]) -> None:
    assert on_two_sides(roles) == (BUSINESS_UNIT in roles and not roles.isdisjoint({SCRUTINEER, DECIDER}))
    assert {BUSINESS_UNIT} == {one for one, _ in TWO_SIDES}
