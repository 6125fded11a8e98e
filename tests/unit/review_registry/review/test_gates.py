"""RR1, RR6, domain.md 2a: what each stage must have shown; no news is unmet; what a scrutineer may let pass, and what not."""

from typing import Any

import pytest
from hypothesis import given as any_
from hypothesis import strategies as st

from contracts.events.review_registry import ReviewStageChanged
from contracts.vocabulary.actions import ActionStatus, ObligationAnswer, RecheckResult
from contracts.vocabulary.feedback import InvolvementStatus
from contracts.vocabulary.reviews import FindingKind, Response
from services.chassis.rules.decisions import Reason
from services.review_registry.domain.others.actions import Recheck
from services.review_registry.domain.review.gates import GATES
from services.review_registry.domain.review.gates.facts import GateFacts
from services.review_registry.domain.review.gates.override import FIRM, not_overridden
from services.review_registry.domain.review.overriding import OverrideGate, override_gate
from services.review_registry.domain.review.publishing import publish_review
from services.review_registry.domain.review.recording import RecordFinding, RecordNoneFound, record_finding, record_none_found
from services.review_registry.domain.review.reporting import write_report
from services.review_registry.domain.review.responding import RecordResponse, record_response
from services.review_registry.domain.review.state import Gate, Override, Review
from tests.builders.refusals import codes, places
from tests.builders.review_registry import (
    DECIDED,
    DECIDER,
    ID,
    OFFERED,
    PARTIES,
    TODAY,
    UNHEARD,
    confirmed,
    finding,
    given,
    in_findings,
    led,
    moved,
)
from tests.builders.review_registry_closing import (
    SCRUTINEER,
    all_found,
    at,
    deciding,
    in_closure,
    in_report,
    published,
    report,
    reported,
    responded,
    told,
    with_party,
)

INVOLVING = moved(led(), "involvement").state


def overriding(code: str, gate: Gate = Gate.STAGE) -> OverrideGate:
    return OverrideGate(gate=gate, code=code, reason="The scrutineer has looked into it.")


def overridden(review: Review, code: str, facts: GateFacts, gate: Gate = Gate.STAGE) -> Review:
    return override_gate(review, overriding(code, gate), given(SCRUTINEER), facts).state


def test_without_news_of_the_plan_nobody_has_been_asked() -> None:
    assert places(moved, INVOLVING, "analysis") == [("involvement/no-plan", "involvement")]


def test_each_party_that_was_not_offered_a_part_is_named() -> None:
    parties = (PARTIES[0], *(each.model_copy(update={"status": InvolvementStatus.NOT_STARTED}) for each in PARTIES[1:]))
    facts = told(parties=parties)
    paths = [("involvement/not-started", f"involvement/{each.id}") for each in PARTIES[1:]]
    assert places(lambda: moved(INVOLVING, "analysis", facts=facts)) == paths
    assert moved(INVOLVING, "analysis", facts=OFFERED).events == (
        ReviewStageChanged(review=ID, from_stage="involvement", to_stage="analysis"),
    )


@pytest.mark.parametrize("status", ["not-invited", "deferred"])
def test_an_exception_that_nobody_approved_is_no_offer(status: str) -> None:
    def facts(*, approved: bool) -> GateFacts:
        return with_party(0, status=InvolvementStatus(status), approved=approved)

    path = f"involvement/{PARTIES[0].id}"
    assert places(lambda: moved(INVOLVING, "analysis", facts=facts(approved=False))) == [("involvement/not-started", path)]
    assert moved(INVOLVING, "analysis", facts=facts(approved=True)).state.stage == "analysis"


def test_a_party_heard_of_before_the_plan_is_not_the_plan() -> None:
    """There may be others, whom nobody has asked."""
    (first, *_) = PARTIES
    facts = told(parties=(first.model_copy(update={"group": None}),))
    assert places(lambda: moved(INVOLVING, "analysis", facts=facts)) == [("involvement/no-plan", "involvement")]


def test_the_findings_are_not_left_while_one_is_not_confirmed_or_good_practice_was_not_looked_for() -> None:
    review = in_findings()
    assert places(moved, review, "report") == [
        ("finding/not-confirmed", f"findings/{review.findings[0].id}"),
        ("finding/no-good-practice", "findings"),
    ]
    assert in_report().stage == "report"


@pytest.mark.parametrize("kind", [FindingKind.GOOD_PRACTICE, FindingKind.SYSTEM_STRENGTH])
def test_a_finding_of_good_practice_is_enough(kind: FindingKind) -> None:
    assert moved(confirmed(in_findings(kind=kind)).state, "report").state.no_good_practice == ""


def test_that_no_good_practice_was_found_is_recorded_in_the_analysis_or_later() -> None:
    none_found = RecordNoneFound(reason="It was looked for.")
    assert codes(record_none_found, INVOLVING, none_found, given()) == ["review/too-early"]
    assert all_found().no_good_practice == "It was looked for."


def test_nothing_is_found_once_the_findings_are_settled() -> None:
    """It could not be confirmed any more, and nobody would be asked."""
    command: RecordFinding = finding()
    assert codes(record_finding, in_report(), command, given()) == ["review/too-late"]


def test_the_report_and_the_response_are_each_asked_for() -> None:
    assert places(moved, in_report(), "partnership-response") == [("report/missing", "report")]
    assert places(moved, reported(), "publication") == [("response/missing", "response")]
    assert responded().response == "All of it is accepted."


def test_there_is_no_report_and_no_response_before_their_stages() -> None:
    response = RecordResponse.model_validate({**DECIDED, "response": "All of it is accepted."})
    assert codes(write_report, all_found(), report(), given()) == ["review/too-early"]
    assert codes(record_response, in_report(), response, given(DECIDER)) == ["review/too-early"]


def test_the_response_is_a_decision() -> None:
    assert [each.decision for each in responded().decisions] == ["screen", "appoint", "respond"]


def test_publication_is_left_once_it_is_decided_on() -> None:
    assert places(moved, responded(), "actions") == [("publication/not-decided", "publication")]
    assert moved(published(), "actions").state.stage == "actions"


def in_stage(stage: str) -> Review:
    return at(published(), stage)


def needs(review: Review, facts: GateFacts) -> list[str]:
    """What the gate of the present stage still asks for."""
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
def test_every_agency_that_a_finding_asks_has_answered(
    response: Response, answer: ObligationAnswer | None, needed: list[str]
) -> None:
    """Where it answered with actions they are known here: the two facts come by ways of their own."""
    review = in_stage("actions")
    asked = review.model_copy(
        update={"findings": tuple(each.model_copy(update={"response": response}) for each in review.findings)}
    )
    obligations = tuple(each.model_copy(update={"answer": answer}) for each in told().obligations)
    facts = told(obligations=obligations, actions=())
    assert needs(asked, facts) == needed


def test_an_obligation_that_was_never_heard_of_is_not_answered() -> None:
    review = in_stage("actions")
    (found,) = review.findings
    assert places(moved, review, "follow-up") == [("finding/not-answered", f"findings/{found.id}")] * 2


@pytest.mark.parametrize("status", ActionStatus)
def test_each_action_is_accepted_or_lasts(status: ActionStatus) -> None:
    done, other = told().actions
    facts = told(actions=(done, other.model_copy(update={"status": status})))
    done_with = status in (ActionStatus.ACCEPTED, ActionStatus.SUSTAINED, ActionStatus.ENDED)
    assert needs(in_stage("actions"), facts) == ([] if done_with else ["action/not-accepted"])


@pytest.mark.parametrize(
    ("changed", "needed"),
    [
        ({}, []),
        ({"rechecks": ()}, ["action/not-rechecked"]),
        ({"rechecks": (), "status": ActionStatus.SUSTAINED}, []),
        ({"epoch": 2}, ["action/not-rechecked"]),
        ({"rechecks": (Recheck(epoch=1, recheck=1, result=RecheckResult.PARTLY),) * 2}, ["action/not-rechecked"]),
    ],
    ids=["twice", "never", "lasts", "in an epoch that is over", "the same one twice"],
)
def test_each_action_is_looked_at_again_as_often_as_the_type_asks(changed: dict[str, Any], needed: list[str]) -> None:
    first, second = told().actions
    facts = told(actions=(first, second.model_copy(update=changed)))
    assert needs(in_stage("follow-up"), facts) == needed


def test_a_scrutineer_lets_a_gate_pass_in_spite_of_a_code_and_that_stays_on_record() -> None:
    review = overridden(INVOLVING, "involvement/no-plan", UNHEARD)
    assert review.overrides == (
        Override(
            gate=Gate.STAGE,
            code="involvement/no-plan",
            reason="The scrutineer has looked into it.",
            on=TODAY,
            by="p-scrutineer",
        ),
    )
    assert moved(review, "analysis").state.overrides == review.overrides


def test_only_what_the_gate_asks_for_now_is_overridden_and_once() -> None:
    assert codes(overridden, INVOLVING, "finding/not-answered", UNHEARD) == ["override/not-needed"]
    again = overridden(INVOLVING, "involvement/no-plan", UNHEARD)
    assert codes(overridden, again, "involvement/no-plan", UNHEARD) == ["override/not-needed"]


@pytest.mark.parametrize("code", FIRM)
def test_nobody_overrides_what_can_only_be_put_right(code: str) -> None:
    assert codes(overridden, INVOLVING, code, UNHEARD) == ["override/not-possible"]


def test_an_override_is_of_one_gate() -> None:
    review = overridden(in_closure(), "finding/not-answered", UNHEARD, Gate.CLOSING)
    assert "finding/not-answered" not in [each.code for each in GATES[Gate.CLOSING](review, UNHEARD, given())]
    assert "finding/not-answered" in [each.code for each in GATES[Gate.PUBLICATION](review, UNHEARD, given())]


reasons = st.lists(st.sampled_from([Reason(code, "A sentence.", path) for code in ("a/b", "c/d", "e/f") for path in "xy"]))


@any_(reasons, st.sets(st.sampled_from(["a/b", "c/d", "e/f"])), st.sampled_from(list(Gate)))
def test_overriding_codes_removes_them_and_nothing_else(found: list[Reason], passed: set[str], gate: Gate) -> None:
    overrides = tuple(
        Override(gate=Gate.CLOSING, code=code, reason="Looked into.", on=TODAY, by="p-scrutineer") for code in sorted(passed)
    )
    left = not_overridden(responded().model_copy(update={"overrides": overrides}), gate, found)
    expected = {each for each in found if gate is not Gate.CLOSING or each.code not in passed}
    assert set(left) == expected
    assert len(left) == len(expected), "each is said once"


@any_(st.sampled_from(sorted({each.code for each in GATES[Gate.CLOSING](in_closure(), UNHEARD, given())})))
def test_what_is_overridden_is_exactly_what_the_gate_asks_for_no_more(code: str) -> None:
    review = in_closure()
    before = GATES[Gate.CLOSING](review, UNHEARD, given())
    after = GATES[Gate.CLOSING](overridden(review, code, UNHEARD, Gate.CLOSING), UNHEARD, given())
    assert after == [each for each in before if each.code != code]


def test_deciding_to_defer_does_not_leave_publication() -> None:
    deferred = publish_review(responded(), deciding("defer"), given(DECIDER), UNHEARD).state
    assert codes(moved, deferred, "actions") == ["publication/not-decided"]
