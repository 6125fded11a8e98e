"""The directory keeps role holders with their days and addresses (AT5)."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

import pytest
from pydantic import ValidationError

from contracts.vocabulary.roles import PARTNERSHIP
from services.action_tracking.domain.role_holder.appointing import AppointRoleHolder, appoint_role_holder
from services.action_tracking.domain.role_holder.correcting import CorrectRoleHolding, correct_role_holding
from services.action_tracking.domain.role_holder.ending import EndRoleHolding, end_role_holding
from services.action_tracking.domain.role_holder.reaching import ChangeContact, change_contact
from services.action_tracking.domain.role_holder.state import RoleHolder, holds_on, readers
from services.chassis.http.malformed import reasons_for
from services.chassis.rules.decisions import Actor, Refused
from tests.builders.action_tracking import CHAIR, COUNCIL_LEAD, POLICE_LEAD, UNIT, at, codes, reads
from tests.builders.given import MONDAY, actor, some_id


def appointing(**changes: Any) -> AppointRoleHolder:
    command = AppointRoleHolder(
        role="agency-lead", agency="police", person_ref="p-1", from_day=date(2026, 1, 1), address="p-1@police.example"
    )
    return command.model_copy(update=changes)


def appointed(who: Actor = UNIT, *, beside: Sequence[RoleHolder] = (), **changes: Any) -> RoleHolder:
    given = at(who=who, id_=some_id("holder", len(beside), *changes.values()))
    return appoint_role_holder(None, appointing(**changes), given, beside).state


def ended(holder: RoleHolder, day: date, who: Actor = UNIT, *, on: date | datetime = MONDAY, beside: Any = ()) -> RoleHolder:
    return end_role_holding(holder, EndRoleHolding(to_day=day), at(on, who), beside).state


IN_FEBRUARY = date(2026, 2, 1)
TEAM_LEADER = "p-2"


@pytest.mark.parametrize(
    ("who", "role", "agency", "refused"),
    [
        (UNIT, "agency-lead", "police", []),
        (UNIT, "agency-lead", PARTNERSHIP, []),
        (UNIT, "executive", "police", []),
        (POLICE_LEAD, "agency-lead", "police", []),
        (POLICE_LEAD, "action-owner", "police", []),
        (POLICE_LEAD, "agency-lead", PARTNERSHIP, ["holder/not-your-agency"]),
        (POLICE_LEAD, "executive", "police", ["holder/role-of-partnership"]),
        (POLICE_LEAD, "duty-contact", PARTNERSHIP, ["holder/role-of-partnership"]),
        (COUNCIL_LEAD, "agency-lead", "police", ["holder/not-your-agency"]),
        (CHAIR, "agency-lead", "police", ["holder/not-your-agency"]),
        (actor("contributor", "police"), "agency-lead", "police", ["holder/not-your-agency"]),
    ],
)
def test_role_belongs_to_an_agency_or_to_the_partnership(who: Actor, role: str, agency: str, refused: list[str]) -> None:
    """Only the business unit appoints and ends the partnership's roles, whichever agency their holders act for."""
    held = appointed(role=role, agency=agency)
    correction = CorrectRoleHolding(from_day=IN_FEBRUARY, reason="It was typed wrongly.")
    if not refused:
        assert appointed(who, role=role, agency=agency).agency == agency
        assert ended(held, IN_FEBRUARY, who).to_day == IN_FEBRUARY
        assert correct_role_holding(held, correction, at(who=who), []).state.from_day == IN_FEBRUARY
        assert change_contact(held, ChangeContact(), at(who=who)).state.address is None
        return
    found = []
    for attempt in (
        lambda: appointed(who, role=role, agency=agency),
        lambda: ended(held, IN_FEBRUARY, who),
        lambda: correct_role_holding(held, correction, at(who=who), []),
        lambda: change_contact(held, ChangeContact(), at(who=who)),
    ):
        with pytest.raises(Refused) as caught:
            attempt()
        found.append(codes(caught.value))
    assert found == [refused] * 4


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


def test_person_holds_a_role_once_at_a_time() -> None:
    first = appointed(to_day=date(2026, 3, 31))
    for from_day, to_day in ((date(2026, 1, 1), None), (date(2026, 3, 31), None), (date(2025, 1, 1), date(2026, 1, 1))):
        with pytest.raises(Refused) as caught:
            appointed(beside=[first], from_day=from_day, to_day=to_day)
        assert codes(caught.value) == ["holder/holds-it-already"]
    assert appointed(beside=[first], from_day=date(2026, 4, 1)).from_day == date(2026, 4, 1)
    assert appointed(beside=[first], agency="council").agency == "council"
    assert appointed(beside=[first], role="action-owner").role == "action-owner"
    second = appointed(beside=[first], from_day=date(2026, 4, 1))
    with pytest.raises(Refused) as extended:
        ended(first, date(2026, 5, 1), beside=[first, second])
    assert codes(extended.value) == ["holder/holds-it-already"]


@pytest.mark.parametrize("agency", ["police", "council"])
def test_scrutineer_acts_for_no_agency(agency: str) -> None:
    with pytest.raises(Refused) as caught:
        appointed(role="independent-scrutineer", agency=agency)
    assert codes(caught.value) == ["holder/not-independent"]
    assert appointed(role="independent-scrutineer", agency=PARTNERSHIP).role == "independent-scrutineer"


@pytest.mark.parametrize("address", ["not an address", "p@localhost", "a@b@c.example", "@c.example", "a..b@c.example", ""])
def test_address_that_no_mail_reaches_is_refused(address: str) -> None:
    with pytest.raises(ValidationError) as fault:
        AppointRoleHolder(**appointing().model_dump() | {"address": address})
    (reason,) = reasons_for([dict(each) for each in fault.value.errors()])
    assert reason.message == "Enter an e-mail address, such as lead@police.example."


@pytest.mark.parametrize("address", ["p.o'neil+notices@mail.police.example", "x@y.example"])
def test_address_is_taken_as_people_have_them(address: str) -> None:
    assert AppointRoleHolder(**appointing().model_dump() | {"address": address}).address == address


def test_end_date_ahead_may_move_and_days_that_passed_stay() -> None:
    ending = appointed(to_day=date(2026, 3, 1))
    assert ended(ending, IN_FEBRUARY).to_day == IN_FEBRUARY
    assert ended(ending, date(2026, 5, 1), on=date(2026, 3, 1)).to_day == date(2026, 5, 1)
    for day, on in ((date(2026, 6, 1), date(2026, 3, 2)), (date(2026, 1, 20), date(2026, 2, 1))):
        with pytest.raises(Refused) as caught:
            ended(ending, day, on=on)
        assert codes(caught.value) == ["holder/in-the-past"]


def test_correction_keeps_the_days_that_were_wrong() -> None:
    wrong = appointed(to_day=date(2026, 3, 1))
    correction = CorrectRoleHolding(from_day=date(2025, 11, 1), to_day=date(2026, 2, 1), reason="She left in February.")
    right = correct_role_holding(wrong, correction, at(date(2026, 4, 1), POLICE_LEAD), [wrong]).state
    assert (right.from_day, right.to_day) == (date(2025, 11, 1), date(2026, 2, 1))
    (kept,) = right.corrections
    assert (kept.from_day, kept.to_day, kept.reason, kept.by.person_ref) == (
        wrong.from_day,
        wrong.to_day,
        correction.reason,
        POLICE_LEAD.person_ref,
    )
    other = appointed(beside=[wrong], from_day=date(2026, 3, 2))
    with pytest.raises(Refused) as caught:
        correct_role_holding(wrong, CorrectRoleHolding(from_day=wrong.from_day, reason="No end."), at(who=UNIT), [wrong, other])
    assert codes(caught.value) == ["holder/holds-it-already"]


def test_address_and_deputy_change_while_the_role_is_held() -> None:
    held = appointed(deputy_ref=TEAM_LEADER)
    changed = change_contact(held, ChangeContact(address="new@police.example"), at(who=POLICE_LEAD)).state
    assert (changed.address, changed.deputy_ref) == ("new@police.example", None)
    with pytest.raises(Refused) as caught:
        change_contact(held, ChangeContact(deputy_ref="p-1"), at(who=UNIT))
    assert codes(caught.value) == ["holder/own-deputy"]


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
    directory = [appointed(to_day=date(2026, 3, 31)), appointed(person_ref="p-2", from_day=date(2026, 3, 31))]
    assert [each.person_ref for each in directory if holds_on(each, date.fromisoformat(day))] == held


def test_agency_reads_its_own_part_of_the_directory() -> None:
    assert reads(POLICE_LEAD, readers(appointed()))
    assert reads(UNIT, readers(appointed()))
    assert not reads(COUNCIL_LEAD, readers(appointed()))
