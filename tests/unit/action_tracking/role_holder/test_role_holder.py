"""The directory keeps role holders with their days and addresses (AT5)."""

from datetime import date
from typing import Any

import pytest

from contracts.vocabulary.roles import PARTNERSHIP
from services.action_tracking.domain.role_holder.appointing import AppointRoleHolder, appoint_role_holder
from services.action_tracking.domain.role_holder.ending import EndRoleHolding, end_role_holding
from services.action_tracking.domain.role_holder.state import RoleHolder, holders, readers
from services.chassis.rules.decisions import Actor, Refused
from tests.builders.action_tracking import CHAIR, COUNCIL_LEAD, POLICE_LEAD, UNIT, at, codes, reads
from tests.builders.given import actor, some_id


def appointing(**changes: Any) -> AppointRoleHolder:
    command = AppointRoleHolder(
        role="agency-lead", agency="police", person_ref="p-1", from_day=date(2026, 1, 1), address="sealed"
    )
    return command.model_copy(update=changes)


def appointed(who: Actor = UNIT, **changes: Any) -> RoleHolder:
    return appoint_role_holder(None, appointing(**changes), at(who=who, id_=some_id("holder", *changes.values()))).state


@pytest.mark.parametrize(
    ("who", "agency", "may"),
    [
        (UNIT, "police", True),
        (UNIT, PARTNERSHIP, True),
        (POLICE_LEAD, "police", True),
        (POLICE_LEAD, PARTNERSHIP, False),
        (COUNCIL_LEAD, "police", False),
        (CHAIR, "police", False),
        (actor("contributor", "police"), "police", False),
    ],
)
def test_directory_is_kept_by_lead_or_unit(who: Actor, agency: str, *, may: bool) -> None:
    if may:
        holder = appointed(who, agency=agency)
        assert end_role_holding(holder, EndRoleHolding(to_day=date(2026, 2, 1)), at(who=who)).state.to_day == date(2026, 2, 1)
        return
    with pytest.raises(Refused) as appointing_it:
        appointed(who, agency=agency)
    with pytest.raises(Refused) as ending_it:
        end_role_holding(appointed(agency=agency), EndRoleHolding(to_day=date(2026, 2, 1)), at(who=who))
    assert codes(appointing_it.value) == codes(ending_it.value) == ["holder/not-your-agency"]


def test_refusal_has_every_reason_at_once() -> None:
    with pytest.raises(Refused) as caught:
        appointed(COUNCIL_LEAD, role="king", agency="nobody", to_day=date(2025, 1, 1), deputy_ref="p-1")
    assert codes(caught.value) == [
        "holder/ends-before-it-begins",
        "holder/not-your-agency",
        "holder/own-deputy",
        "holder/unknown-agency",
        "holder/unknown-role",
    ]


def test_past_end_date_stays_and_future_one_may_move() -> None:
    ending = appointed(to_day=date(2026, 3, 1))
    assert end_role_holding(ending, EndRoleHolding(to_day=date(2026, 2, 1)), at(who=UNIT)).state.to_day == date(2026, 2, 1)
    on_the_day = at(date(2026, 3, 1), UNIT)
    assert end_role_holding(ending, EndRoleHolding(to_day=date(2026, 5, 1)), on_the_day).state.to_day == date(2026, 5, 1)
    with pytest.raises(Refused) as caught:
        end_role_holding(ending, EndRoleHolding(to_day=date(2025, 2, 1)), at(date(2026, 3, 2), UNIT))
    assert codes(caught.value) == ["holder/ended", "holder/ends-before-it-begins"]


@pytest.mark.parametrize(
    ("day", "held"),
    [
        ("2025-12-31", []),
        ("2026-01-01", ["p-1"]),
        ("2026-03-31", ["p-1", "p-2"]),
        ("2026-04-01", ["p-2"]),
        ("2036-01-01", ["p-2"]),
    ],
)
def test_role_is_held_from_day_to_day(day: str, held: list[str]) -> None:
    directory = [
        appointed(to_day=date(2026, 3, 31)),
        appointed(person_ref="p-2", from_day=date(2026, 3, 31)),
        appointed(person_ref="p-3", agency="council"),
        appointed(person_ref="p-4", role="business-unit"),
    ]
    assert [each.person_ref for each in holders("agency-lead", "police", date.fromisoformat(day), directory)] == held


def test_role_of_the_partnership_is_found_in_any_agency() -> None:
    directory = [appointed(role="executive"), appointed(role="executive", agency="council", person_ref="p-2")]
    assert [each.person_ref for each in holders("executive", None, date(2026, 2, 1), directory)] == ["p-1", "p-2"]


def test_agency_reads_its_own_part_of_the_directory() -> None:
    assert reads(POLICE_LEAD, readers(appointed()))
    assert reads(UNIT, readers(appointed()))
    assert not reads(COUNCIL_LEAD, readers(appointed()))
