"""An action names the people of its agency who report on it: leads report on all, contributors on their own (AT2, AT3)."""

from collections.abc import Callable

import pytest

from services.action_tracking.domain.action.assigning import AssignAction, assign_action
from services.action_tracking.domain.action.evidencing import offer_evidence
from services.action_tracking.domain.action.head import Owner
from services.action_tracking.domain.action.reporting import ReportProgress, report_progress
from services.action_tracking.domain.action.state import Action
from services.chassis.rules.decisions import Actor, Refused
from tests.builders.action_tracking import (
    AUDIT,
    CHAIR,
    COUNCIL_LEAD,
    POLICE_LEAD,
    UNIT,
    an_action,
    at,
    codes,
)
from tests.builders.given import actor


def contributor(person: str, agency: str = "police") -> Actor:
    return actor("contributor", agency, person)


def reports(action: Action, who: Actor) -> list[str]:
    """Returns the codes of the refusal, or nothing if the person may report progress and evidence."""
    found: list[list[str]] = []
    attempts: tuple[Callable[[], object], ...] = (
        lambda: report_progress(action, ReportProgress(percent=10), at(who=who)),
        lambda: offer_evidence(action, AUDIT, at(who=who)),
    )
    for attempt in attempts:
        try:
            attempt()
        except Refused as refused:
            found.append(codes(refused))
        else:
            found.append([])
    progress, evidence = found
    assert progress == evidence
    return progress


@pytest.mark.parametrize(
    ("who", "refused"),
    [
        (POLICE_LEAD, []),
        (contributor("police-owner"), []),
        (contributor("p-helper"), []),
        (contributor("p-other"), ["action/not-yours"]),
        (contributor("police-owner", "council"), ["action/not-your-agency"]),
        (COUNCIL_LEAD, ["action/not-your-agency"]),
    ],
)
def test_contributor_reports_on_actions_that_name_them(who: Actor, refused: list[str]) -> None:
    assert reports(an_action(helpers=("p-helper",)), who) == refused


def test_action_changes_hands_within_its_agency() -> None:
    command = AssignAction(role="agency-lead", person_ref="p-successor", helpers=("p-new", "p-new"))
    decided = assign_action(an_action(), command, at(who=POLICE_LEAD))
    assert decided.state.owner == Owner(agency="police", role="agency-lead", person_ref="p-successor")
    assert decided.state.helpers == ("p-new",)
    assert decided.events == ()
    assert reports(decided.state, contributor("p-successor")) == []
    assert reports(decided.state, contributor("police-owner")) == ["action/not-yours"]
    assert assign_action(an_action(), AssignAction(), at(who=UNIT)).state.owner == Owner(agency="police")


@pytest.mark.parametrize("who", [COUNCIL_LEAD, CHAIR, contributor("police-owner")])
def test_action_is_assigned_by_its_lead_or_the_unit(who: Actor) -> None:
    with pytest.raises(Refused) as caught:
        assign_action(an_action(), AssignAction(role="head-of-nothing"), at(who=who))
    assert codes(caught.value) == ["action/not-your-agency", "action/unknown-role"]
