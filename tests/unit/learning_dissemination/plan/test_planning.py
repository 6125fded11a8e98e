"""Opening and writing a review's plan (LD2, R22)."""

import pytest

from contracts.events.learning_dissemination import DisseminationPlanned
from services.chassis.rules.decisions import Refused, derived
from services.learning_dissemination.domain.plan.planning import PlanDissemination, plan_dissemination
from services.learning_dissemination.domain.segment import Segment
from tests.builders.given import FRAMEWORK, at, some_id
from tests.builders.learning_dissemination import UNIT, a_plan, opened

SETTINGS = FRAMEWORK.learning
EVERYTHING = ("formats", "interactive-format", "agencies", "professional-groups", "learning-modes")
KINDS = tuple(each.code for each in SETTINGS.product_kinds)
SEGMENTS = [Segment(agency=agency.code, professional_group=group.code)
            for agency in FRAMEWORK.agencies for group in SETTINGS.professional_groups]  # fmt: skip
REVIEW = some_id("review", "first")


def test_opened_plan_lacks_everything() -> None:
    decided = opened()
    assert decided.state.id == derived("plan", REVIEW)
    assert decided.state.lacks == EVERYTHING
    assert decided.events == (DisseminationPlanned(review=REVIEW, lacks=EVERYTHING),)


def test_complete_plan_emits_that_nothing_is_lacking() -> None:
    command = PlanDissemination(formats=(*KINDS, KINDS[0]), segments=(SEGMENTS[0], SEGMENTS[0], SEGMENTS[-1]))
    decided = plan_dissemination(a_plan(), command, at(who=UNIT))
    assert decided.events == (DisseminationPlanned(review=REVIEW, lacks=()),)
    assert (decided.state.formats, decided.state.segments) == (KINDS, (SEGMENTS[0], SEGMENTS[-1]))


def test_planning_refuses_every_unknown_code() -> None:
    unknown = Segment(agency="nobody", professional_group="astronaut")
    command = PlanDissemination(formats=("factsheet", "opera"), segments=(SEGMENTS[0], unknown))
    with pytest.raises(Refused) as caught:
        plan_dissemination(a_plan(), command, at(who=UNIT))
    assert [(reason.code, reason.path) for reason in caught.value.reasons] == [
        ("plan/unknown-format", "formats/1"),
        ("segment/unknown-code", "segments/1/agency"),
        ("segment/unknown-code", "segments/1/professional_group"),
    ]
