"""The successor of an agency owes, proposes and reports what the agency did, and is on its side (AT1, AT3)."""

from datetime import date
from typing import Any

from contracts.framework.document import Agency
from services.action_tracking.domain.action.deciding import decider_reasons
from services.action_tracking.domain.action.head import Owner
from services.action_tracking.domain.action.proposing import propose_action
from services.action_tracking.domain.action.reporting import ReportProgress, report_progress
from services.action_tracking.domain.action.state import readers
from services.action_tracking.domain.notices.recipients import recipients_of
from services.action_tracking.domain.notices.table import Notice
from services.action_tracking.domain.obligation.no_action import ProposeNoAction, propose_no_action
from services.action_tracking.domain.people import by, is_person, judge_reasons
from services.action_tracking.domain.role_holder.state import RoleHolder
from services.chassis.rules.decisions import Actor
from tests.builders.action_tracking import A_DECIDER, DUE, SCRUTINEER, an_action, an_obligation, at, completed, proposing, reads
from tests.builders.given import FRAMEWORK, some_id
from tests.builders.refusals import codes as codes_of

LATER = date(2026, 3, 2)
MERGED = (
    Agency(code="police", name="Police", to_day=date(2026, 2, 28), successor="two-county-police"),
    Agency(code="two-county-police", name="Police of two counties", from_day=date(2026, 3, 1)),
    *FRAMEWORK.agencies[1:],
)


def of_successor(role: str, person: str = "p-new") -> Actor:
    return Actor(frozenset({role}), "two-county-police", person, frozenset({"police"}))


NEW_LEAD = of_successor("agency-lead")


def given(who: Actor) -> Any:
    return at(LATER, who, some_id("action"), agencies=MERGED)


def test_successor_answers_what_its_predecessor_was_asked() -> None:
    asked = an_obligation("police")
    proposed = propose_action(None, proposing(asked, owner=Owner(agency="two-county-police")), given(NEW_LEAD), [asked])
    assert proposed.state.owner.agency == "two-county-police"
    assert propose_no_action(asked, ProposeNoAction(reason="The unit closed."), given(NEW_LEAD)).state.no_action_proposed


def test_ended_agency_is_not_named_newly() -> None:
    asked = an_obligation("police")
    command = proposing(asked, supporting=("council",), due=DUE)
    assert codes_of(propose_action, None, command, given(NEW_LEAD), [asked]) == ["action/unknown-agency"]


def test_successor_reads_and_reports_and_does_not_judge() -> None:
    action = an_action("police")
    assert reads(NEW_LEAD, readers(action))
    assert report_progress(action, ReportProgress(percent=40), given(NEW_LEAD)).state.percent == 40
    assert [each.code for each in judge_reasons("police", of_successor("decider"))] == ["judgement/own-agency"]
    assert [each.code for each in judge_reasons("council", of_successor("decider"), ("police",))] == [
        "judgement/supporting-agency"
    ]


def test_person_is_known_by_agency_and_reference() -> None:
    record = by(Actor(frozenset({"agency-lead"}), "police", "p-1"))
    assert is_person(of_successor("decider", "p-1"), None, record)
    assert not is_person(of_successor("decider", "p-2"), record)
    assert not is_person(Actor(frozenset({"decider"}), "council", "p-1"), record)
    assert not is_person(of_successor("decider", "p-1"))


def test_other_agencies_do_not_act_for_an_ended_one() -> None:
    council = Actor(frozenset({"agency-lead"}), "council", "p-council")
    assert codes_of(propose_no_action, an_obligation("police"), ProposeNoAction(reason="The unit closed."), given(council)) == [
        "obligation/not-your-agency"
    ]


def decider_of(agency: str) -> RoleHolder:
    return A_DECIDER.model_copy(update={"agency": agency, "person_ref": f"{agency}-exec"})


def test_successor_is_not_asked_to_decide_on_what_it_took_over() -> None:
    merged = FRAMEWORK.model_copy(update={"agencies": MERGED})
    directory = [decider_of("two-county-police"), decider_of("council")]
    directory = [each.model_copy(update={"address": "someone@partner.example"}) for each in directory]
    asked = Notice("executive", "judge-action", "police", not_of=("police",), decides=True)
    assert [each.person_ref for each in recipients_of(asked, directory, LATER, merged)] == ["council-exec"]


def test_scrutineer_decides_if_only_the_successor_has_a_decider() -> None:
    action = completed(an_action("police"))
    now = at(LATER, SCRUTINEER, agencies=MERGED)
    assert decider_reasons(action, now, [decider_of("two-county-police")]) == []
    assert [each.code for each in decider_reasons(action, now, [decider_of("council")])] != []
