"""The gates between stages (RR1, RR6). No news is unmet."""

from typing import Any

import pytest

from contracts.events.review_registry import ReviewStageChanged
from contracts.vocabulary.actions import ActionStatus, ObligationAnswer, RecheckResult
from contracts.vocabulary.feedback import InvolvementStatus
from contracts.vocabulary.reviews import FindingKind, Response
from local.partnership import COUNCIL, POLICE
from services.chassis.rules.decisions import derived
from services.review_registry.domain.others.actions import Recheck
from services.review_registry.domain.others.involvement import InvolvementProgress
from services.review_registry.domain.review.gates import GATES
from services.review_registry.domain.review.gates.facts import GateFacts
from services.review_registry.domain.review.publishing import publish_review
from services.review_registry.domain.review.recording import (
    LookedFor,
    RecordFinding,
    RecordNoneFound,
    record_finding,
    record_none_found,
)
from services.review_registry.domain.review.reporting import write_report
from services.review_registry.domain.review.responding import RecordResponse, record_response
from services.review_registry.domain.review.state import Gate, Review
from tests.builders.refusals import codes, places
from tests.builders.review_registry import (
    DECIDED,
    DECIDER,
    ID,
    OFFERED,
    PARTIES,
    UNHEARD,
    confirmed,
    finding,
    given,
    in_analysis,
    in_findings,
    led,
    moved,
)
from tests.builders.review_registry_closing import (
    all_found,
    at,
    deciding,
    in_report,
    published,
    report,
    reported,
    responded,
    told,
    with_party,
)

INVOLVING = moved(led(), "involvement").state


def test_involvement_needs_a_plan_without_news() -> None:
    assert places(moved, INVOLVING, "analysis") == [("involvement/no-plan", "involvement")]


def test_each_party_without_an_offer_is_named() -> None:
    parties = (PARTIES[0], *(each.model_copy(update={"status": InvolvementStatus.NOT_STARTED}) for each in PARTIES[1:]))
    facts = told(parties=parties)
    paths = [("involvement/not-started", f"involvement/{each.id}") for each in PARTIES[1:]]
    assert places(lambda: moved(INVOLVING, "analysis", facts=facts)) == paths
    assert moved(INVOLVING, "analysis", facts=OFFERED).events == (
        ReviewStageChanged(review=ID, from_stage="involvement", to_stage="analysis"),
    )


@pytest.mark.parametrize("status", ["not-invited", "deferred"])
def test_unapproved_exception_is_no_offer(status: str) -> None:
    def facts(*, approved: bool) -> GateFacts:
        return with_party(0, status=InvolvementStatus(status), approved=approved)

    path = f"involvement/{PARTIES[0].id}"
    assert places(lambda: moved(INVOLVING, "analysis", facts=facts(approved=False))) == [("involvement/not-started", path)]
    assert moved(INVOLVING, "analysis", facts=facts(approved=True)).state.stage == "analysis"


def test_party_named_before_the_plan_is_no_plan() -> None:
    """The plan may name other parties who have no offer."""
    (first, *_) = PARTIES
    parties = (first.model_copy(update={"group": None}),)
    facts = GateFacts(involvement=InvolvementProgress(id=derived("involvement", ID), review=ID, parties=parties))
    assert places(lambda: moved(INVOLVING, "analysis", facts=facts)) == [("involvement/no-plan", "involvement")]


def test_findings_need_confirmation_and_good_practice() -> None:
    review = in_findings()
    assert places(moved, review, "report") == [
        ("finding/not-confirmed", f"findings/{review.findings[0].id}"),
        ("finding/no-good-practice", "findings"),
    ]
    assert in_report().stage == "report"


@pytest.mark.parametrize("kind", [FindingKind.GOOD_PRACTICE, FindingKind.SYSTEM_STRENGTH])
def test_finding_of_good_practice_is_enough(kind: FindingKind) -> None:
    assert moved(confirmed(in_findings(kind=kind)).state, "report").state.no_good_practice == ""


def test_no_good_practice_is_recorded_from_the_analysis_on() -> None:
    none_found = RecordNoneFound(reason="It was looked for.")
    assert codes(record_none_found, INVOLVING, none_found, given()) == ["review/too-early"]
    assert all_found().no_good_practice == "It was looked for."


def test_review_that_finds_nothing_can_go_on_with_a_reason() -> None:
    assert places(moved, in_analysis(), "findings") == [("findings/none-recorded", "")]
    review = in_analysis()
    for looked_for in LookedFor:
        command = RecordNoneFound(looked_for=looked_for, reason=f"No {looked_for} in any file.")
        review = record_none_found(review, command, given()).state
    assert (review.no_problems, review.no_good_practice) == ("No problems in any file.", "No good-practice in any file.")
    assert moved(review, "findings", "report").state.stage == "report"


def test_plan_that_names_nobody_is_a_plan() -> None:
    """Some types of review involve nobody."""
    nobody = InvolvementProgress(id=derived("involvement", ID), review=ID, planned=True)
    assert moved(INVOLVING, "analysis", facts=GateFacts(involvement=nobody)).state.stage == "analysis"


def test_no_finding_is_recorded_after_the_findings_stage() -> None:
    """Nobody could confirm such a finding, so no agency would be asked."""
    command: RecordFinding = finding()
    assert codes(record_finding, in_report(), command, given()) == ["review/too-late"]


def test_report_and_response_are_each_needed() -> None:
    assert places(moved, in_report(), "partnership-response") == [("report/missing", "report")]
    assert places(moved, reported(), "publication") == [("response/missing", "response")]
    assert responded().response == "All of it is accepted."


def test_report_and_response_wait_for_their_stages() -> None:
    response = RecordResponse.model_validate({**DECIDED, "response": "All of it is accepted."})
    assert codes(write_report, all_found(), report(), given()) == ["review/too-early"]
    assert codes(record_response, in_report(), response, given(DECIDER)) == ["review/too-early"]


def test_response_is_recorded_as_a_decision() -> None:
    assert [each.decision for each in responded().decisions] == ["screen", "appoint", "respond"]


def test_publication_stage_ends_with_a_decision() -> None:
    assert places(moved, responded(), "actions") == [("publication/not-decided", "publication")]
    assert moved(published(), "actions").state.stage == "actions"


def in_stage(stage: str) -> Review:
    return at(published(), stage)


def needs(review: Review, facts: GateFacts) -> list[str]:
    """Returns what the gate of the present stage still needs."""
    return [reason.code for reason in GATES[Gate.STAGE](review, facts, given())]


@pytest.mark.parametrize(
    ("response", "answer", "needed"),
    [
        (Response.ACTION, None, ["finding/not-answered"] * 2),
        (Response.ACTION, ObligationAnswer.NO_ACTION_ACCEPTED, []),
        (Response.ACTION, ObligationAnswer.LAPSED, []),
        (Response.ACTION, ObligationAnswer.ACTIONS_AGREED, ["action/unknown"] * 2),
        (Response.NONE, None, []),
    ],
)
def test_each_agency_asked_must_respond(response: Response, answer: ObligationAnswer | None, needed: list[str]) -> None:
    """An answer that names actions needs them here as well, because the two facts arrive in lanes of their own."""
    review = in_stage("actions")
    asked = review.model_copy(
        update={"findings": tuple(each.model_copy(update={"response": response}) for each in review.findings)}
    )
    obligations = tuple(each.model_copy(update={"answer": answer}) for each in told().obligations)
    facts = told(obligations=obligations, actions=())
    assert needs(asked, facts) == needed


def test_unknown_obligation_is_unanswered() -> None:
    review = in_stage("actions")
    (found,) = review.findings
    owed = [f"findings/{found.id}/agencies/{each}" for each in (COUNCIL, POLICE)]
    assert places(moved, review, "follow-up") == [("finding/not-answered", each) for each in owed]


@pytest.mark.parametrize("status", ActionStatus)
def test_each_action_needs_sign_off(status: ActionStatus) -> None:
    done, other = told().actions
    facts = told(actions=(done, other.model_copy(update={"status": status})))
    expected = {ActionStatus.ACCEPTED: [], ActionStatus.SUSTAINED: [], ActionStatus.ENDED: ["action/all-ended"]}
    assert needs(in_stage("actions"), facts) == expected.get(status, ["action/not-accepted"])


def test_joint_action_answers_each_agency_that_it_names() -> None:
    done, other = told().actions
    joint = done.model_copy(update={"obligations": (*done.obligations, *other.obligations)})
    assert needs(in_stage("actions"), told(actions=(joint,))) == []


def held(*months: int, result: RecheckResult = RecheckResult.SUSTAINED) -> Recheck:
    return Recheck(epoch=1, recheck=1, result=result, months=months)


@pytest.mark.parametrize(
    ("changed", "needed"),
    [
        ({}, []),
        ({"rechecks": ()}, ["action/not-rechecked"] * 2),
        ({"rechecks": (), "status": ActionStatus.SUSTAINED}, []),
        ({"epoch": 2}, ["action/not-rechecked"] * 2),
        ({"rechecks": (held(3),)}, ["action/not-rechecked"]),
        ({"rechecks": (held(6),)}, ["action/not-rechecked"]),
        ({"rechecks": (held(3, 6),)}, []),
        ({"rechecks": (held(3), held(3))}, ["action/not-rechecked"]),
        ({"rechecks": (held(), held())}, ["action/not-rechecked"] * 2),
        ({"rechecks": (held(3, 6, result=RecheckResult.PARTLY),)}, ["action/not-rechecked"] * 2),
        ({"rechecks": (held(3, 6, result=RecheckResult.CANNOT_TELL),)}, ["action/not-rechecked"] * 2),
    ],
    ids=[
        "both months",
        "never",
        "lasts",
        "in an epoch that is over",
        "one month",
        "the later month",
        "both at once, late",
        "the same month twice",
        "no month",
        "partly",
        "cannot tell",
    ],
)
def test_each_action_must_have_held_at_each_month(changed: dict[str, Any], needed: list[str]) -> None:
    first, second = told().actions
    facts = told(actions=(first, second.model_copy(update=changed)))
    assert needs(in_stage("follow-up"), facts) == needed


def test_deferral_does_not_end_the_publication_stage() -> None:
    deferred = publish_review(responded(), deciding("defer"), given(DECIDER), UNHEARD).state
    assert codes(moved, deferred, "actions") == ["publication/not-decided"]
