"""Each type that can be opened, in each settings file, from its opening to each of its ends (RR1, RR6)."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from contracts.framework.document import Framework, Publishing, ReviewType
from contracts.framework.file import load
from contracts.vocabulary.actions import ActionStatus, ObligationAnswer, RecheckResult
from contracts.vocabulary.feedback import InvolvementStatus, InvolvementStep
from contracts.vocabulary.reviews import ReviewEnd
from services.chassis.rules.decisions import Actor, Decided, Given, derived
from services.review_registry.domain.others.actions import ActionProgress, Recheck
from services.review_registry.domain.others.involvement import InvolvementProgress, PartyProgress
from services.review_registry.domain.others.obligations import ObligationProgress
from services.review_registry.domain.review.assessing import record_impact
from services.review_registry.domain.review.checking import CheckPublication, check_publication
from services.review_registry.domain.review.closing import CloseReview, close_review
from services.review_registry.domain.review.confirming import ConfirmFinding, confirm_finding
from services.review_registry.domain.review.gates.facts import GateFacts
from services.review_registry.domain.review.leading import appoint_lead
from services.review_registry.domain.review.moving import MoveOn, move_on
from services.review_registry.domain.review.opening import open_review
from services.review_registry.domain.review.publishing import publish_review
from services.review_registry.domain.review.recording import RecordNoneFound, record_finding, record_none_found
from services.review_registry.domain.review.reporting import write_report
from services.review_registry.domain.review.responding import RecordResponse, record_response
from services.review_registry.domain.review.scoping import set_scope
from services.review_registry.domain.review.screening import screen_review
from services.review_registry.domain.review.state import Review, Screening, finding_of
from tests.builders.review_registry import (
    BUSINESS_UNIT,
    DECIDED,
    DECIDER,
    ID,
    LEAD,
    appointing,
    finding,
    given,
    opening,
    scope,
    screening,
)
from tests.builders.review_registry_closing import CHAIR, deciding, impact, report, told

FILES = sorted((Path(__file__).parents[4] / "deploy" / "framework").glob("*.yaml"))
SETTINGS = {path.stem: load(path) for path in FILES}
TYPES = [(name, each.code) for name, settings in SETTINGS.items() for each in settings.review_types if each.creatable]


@dataclass(frozen=True)
class Walk:
    """A review of one type on its way, and the settings that it is run under."""

    framework: Framework
    type: ReviewType

    def at(self, actor: Actor = BUSINESS_UNIT) -> Given:
        return replace(given(actor), framework=self.framework)

    @property
    def agencies(self) -> tuple[str, ...]:
        return tuple(each.code for each in self.framework.agencies[:2])

    def opened(self) -> Review:
        return open_review(None, opening(review_type=self.type.code), self.at()).state

    def screened(self, review: Review, outcome: Screening = Screening.LOCAL_REVIEW, **changed: Any) -> Decided[Review]:
        answers = [{"criterion": each.code, "met": True, "evidence": "In the notes."} for each in self.type.criteria]
        decided = {"quorum": self.agencies, "answers": answers} | changed
        return screen_review(review, screening(outcome, **decided), self.at(DECIDER))

    def facts(self, review: Review) -> GateFacts:
        """Returns facts of the other services that meet every gate."""
        steps = (InvolvementStep.FINDINGS, InvolvementStep.OUTCOME)
        parties = tuple(
            PartyProgress(id=derived(group), group=group, status=InvolvementStatus.CONTRIBUTED, explained=True, fed_back=steps)
            for group in self.type.involves
        )
        obligations = tuple(
            ObligationProgress(
                id=derived(each.id, agency), finding=each.id, agency=agency, answer=ObligationAnswer.ACTIONS_AGREED
            )
            for each in review.findings
            for agency in each.agencies
        )
        held = (Recheck(epoch=1, recheck=1, result=RecheckResult.SUSTAINED, months=self.framework.rechecks.months),)
        actions = tuple(
            ActionProgress(id=derived("action", each.id), obligations=(each.id,), status=ActionStatus.ACCEPTED, rechecks=held)
            for each in obligations
        )
        involvement = InvolvementProgress(id=derived("involvement", ID), review=ID, planned=True, parties=parties)
        return replace(told(), involvement=involvement, obligations=obligations, actions=actions)


@cache
def walk(settings: str, code: str) -> Walk:
    found = SETTINGS[settings].review_type(code)
    assert found is not None
    return Walk(SETTINGS[settings], found)


def _scoped(on: Walk, review: Review) -> Review:
    return set_scope(review, scope(*on.agencies), on.at()).state


def _led(on: Walk, review: Review) -> Review:
    return appoint_lead(review, appointing(), on.at(DECIDER)).state


def _found(on: Walk, review: Review) -> Review:
    factor = next(each.code for each in on.framework.factors if not each.individual)
    why = ({"code": factor, "helped": False, "how": "Two systems, and no view of both."},)
    command = finding(agencies=on.agencies, themes=(on.framework.themes[0].code,), why=why)
    recorded = record_finding(review, command, on.at()).state
    return record_none_found(recorded, RecordNoneFound(reason="It was looked for."), on.at()).state


def _confirmed(on: Walk, review: Review) -> Review:
    return confirm_finding(review, ConfirmFinding(finding=review.findings[0].id), on.at()).state


def _reported(on: Walk, review: Review) -> Review:
    return write_report(review, report(), on.at(LEAD)).state


def _responded(on: Walk, review: Review) -> Review:
    response = RecordResponse.model_validate({**DECIDED, "response": "All of it is accepted."})
    return record_response(review, response, on.at(CHAIR)).state


def published(on: Walk, review: Review) -> Review:
    checks = CheckPublication(checks=tuple(each.code for each in on.framework.publication.checks))
    for checker in (BUSINESS_UNIT, DECIDER):
        review = check_publication(review, checks, on.at(checker)).state
    return publish_review(review, deciding(), on.at(DECIDER), on.facts(review)).state


DONE_IN: Mapping[str, Callable[[Walk, Review], Review]] = {
    "screening": lambda on, review: on.screened(review).state,
    "scoping": _scoped,
    "lead-appointment": _led,
    "analysis": _found,
    "findings": _confirmed,
    "report": _reported,
    "partnership-response": _responded,
    "publication": published,
}
"""The work of each stage."""


def in_last_stage(on: Walk) -> Review:
    """Returns a review that has passed every stage of its type, and did the work of each."""
    review = on.opened()
    for place, stage in enumerate(on.type.stages):
        assert review.stage == stage
        review = DONE_IN[stage](on, review) if stage in DONE_IN else review
        for following in on.type.stages[place + 1 : place + 2]:
            review = move_on(review, MoveOn(to=following), on.at(), on.facts(review)).state
    return review


def closed(on: Walk, review: Review) -> Review:
    assessed = record_impact(review, impact(), on.at()).state
    return close_review(assessed, CloseReview.model_validate(DECIDED), on.at(DECIDER), on.facts(assessed)).state


@pytest.mark.parametrize(("settings", "code"), TYPES)
def test_each_type_goes_from_its_opening_to_its_closing(settings: str, code: str) -> None:
    on = walk(settings, code)
    review = closed(on, in_last_stage(on))
    assert review.closed_on is not None
    assert finding_of(review, review.findings[0].id)


@pytest.mark.parametrize(("settings", "code"), TYPES)
def test_each_type_can_be_reported_answered_and_published(settings: str, code: str) -> None:
    """A type without these stages does the work in a later one."""
    on = walk(settings, code)
    review = in_last_stage(on)
    if review.publication is None:
        assert on.type.publication is Publishing.DISCRETIONARY
        review = published(on, _responded(on, _reported(on, review)))
    assert review.publication is not None
    assert closed(on, review).closed_on is not None


@pytest.mark.parametrize(("settings", "code"), TYPES)
def test_each_type_can_be_screened_out(settings: str, code: str) -> None:
    on = walk(settings, code)
    review = on.screened(on.opened(), Screening.REFER_ELSEWHERE, learning="It was noted.", told=("The referrer",)).state
    assert review.ended is not None
    assert review.ended.how is ReviewEnd.SCREENED_OUT


@pytest.mark.parametrize(("settings", "code"), TYPES)
def test_each_type_can_close_if_it_involves_nobody(settings: str, code: str) -> None:
    on = walk(settings, code)
    alone = Walk(on.framework, on.type.model_copy(update={"involves": ()}))
    assert closed(alone, in_last_stage(alone)).closed_on is not None
