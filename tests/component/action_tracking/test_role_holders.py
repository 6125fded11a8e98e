"""The directory keeps addresses of any length that the standard allows, and shows whether people can be reached (AT5)."""

from datetime import timedelta
from typing import Any

from tests.component.action_tracking.steps import today
from tests.component.harness import Component
from tests.service.calling import done, refused


def appointing(tracking: Component, address: str | None) -> dict[str, Any]:
    return {
        "role": "trainer",
        "agency": "schools-maintained",
        "person_ref": "p-trainer",
        "from_day": today(tracking).isoformat(),
        "address": address,
    }


DOMAIN = f"@{'.'.join(['x' * 61] * 4)}"
LONGEST = f"{'y' * (254 - len(DOMAIN))}{DOMAIN}"


def test_longest_address_is_stored_and_a_longer_one_refused(tracking: Component) -> None:
    unit = tracking("business-unit")
    assert done(unit.post("/role-holders", appointing(tracking, LONGEST)), 201)["reachable"] is True
    for wrong in (f"y{LONGEST}", "not an address"):
        assert [path for _, path in refused(unit.post("/role-holders", appointing(tracking, wrong)), 422)] == ["address"]


def test_address_can_be_added_later_and_is_never_shown(tracking: Component) -> None:
    unit, lead = tracking("business-unit"), tracking("agency-lead", agency="schools-maintained")
    someone = appointing(tracking, None) | {"role": "action-owner", "person_ref": "p-without-an-address"}
    holder = done(unit.post("/role-holders", someone), 201)
    assert holder["reachable"] is False
    changed = done(lead.post(f"/role-holders/{holder['id']}/contact", {"address": "head@school.example"}))
    assert changed["reachable"] is True
    assert "head@school.example" not in str(changed)
    assert "head@school.example" not in str(tracking.stored())


def test_person_is_appointed_once_and_days_are_corrected_with_a_reason(tracking: Component) -> None:
    unit = tracking("business-unit")
    someone = appointing(tracking, None) | {"person_ref": "p-twice"}
    holder = done(unit.post("/role-holders", someone), 201)
    assert refused(unit.post("/role-holders", someone), 409) == [("holder/holds-it-already", "person_ref")]
    yesterday = (today(tracking) - timedelta(days=1)).isoformat()
    assert refused(unit.post(f"/role-holders/{holder['id']}/end", {"to_day": yesterday}), 409) == [
        ("holder/ends-before-it-begins", "to_day"),
        ("holder/in-the-past", "to_day"),
    ]
    correction = {"from_day": "2020-01-01", "to_day": yesterday, "reason": "She left yesterday."}
    right = done(unit.post(f"/role-holders/{holder['id']}/correction", correction))
    assert (right["from_day"], right["to_day"]) == ("2020-01-01", yesterday)
    assert [each["reason"] for each in right["corrections"]] == ["She left yesterday."]
    done(unit.post("/role-holders", someone), 201)


def test_lead_appoints_no_one_to_a_role_of_the_partnership(tracking: Component) -> None:
    lead = tracking("agency-lead", agency="schools-maintained")
    answer = lead.post("/role-holders", appointing(tracking, None) | {"role": "duty-contact"})
    assert refused(answer, 409) == [("holder/role-of-partnership", "role")]
