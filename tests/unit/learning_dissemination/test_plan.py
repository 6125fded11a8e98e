"""LD2, R22: a plan has formats enough, one of them interactive, agencies enough, named groups, and every way of learning."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.events.learning_dissemination import DisseminationPlanned
from contracts.events.review_registry import (
    PublicationHeld,
    PublicationHoldLifted,
    PublicationWithdrawn,
    ReviewClosed,
    ReviewPublished,
    ReviewStageChanged,
)
from contracts.vocabulary.learning import LearningMode
from contracts.vocabulary.reviews import HoldKind
from services.chassis.rules.decisions import Refused, derived
from services.learning_dissemination.domain.plan import CHANGES, PlanDissemination, lacks, plan_dissemination
from services.learning_dissemination.domain.segment import Segment
from tests.unit.learning_dissemination.given import FRAMEWORK, UNIT, at, some_id
from tests.unit.learning_dissemination.learnt import a_plan, opened

SETTINGS = FRAMEWORK.learning
EVERYTHING = ("formats", "interactive-format", "agencies", "professional-groups", "learning-modes")
KINDS = tuple(each.code for each in SETTINGS.product_kinds)
SEGMENTS = [Segment(agency=agency.code, professional_group=group.code)
            for agency in FRAMEWORK.agencies for group in SETTINGS.professional_groups]  # fmt: skip
REVIEW = some_id("review", "first")
FACTS = (
    ReviewStageChanged(review=REVIEW, from_stage="screening", to_stage="findings"),
    PublicationHeld(review=REVIEW, kind=HoldKind.CRIMINAL, review_on=date(2026, 6, 1)),
    PublicationHeld(review=REVIEW, kind=HoldKind.CORONIAL, review_on=date(2026, 6, 1)),
    PublicationHoldLifted(review=REVIEW, kind=HoldKind.CRIMINAL),
    ReviewPublished(review=REVIEW, link="https://registry.example/public/reviews/one", until=date(2027, 6, 1)),
    PublicationWithdrawn(review=REVIEW, reason="identifiable"),
    ReviewClosed(review=REVIEW, findings_confirmed=1, actions_sustained=1, products_published=1),
)


def test_a_review_that_was_opened_has_a_plan_that_lacks_everything() -> None:
    decided = opened()
    assert decided.state.id == derived("plan", REVIEW)
    assert decided.state.lacks == EVERYTHING
    assert decided.events == (DisseminationPlanned(review=REVIEW, lacks=EVERYTHING),)


def test_a_whole_plan_lacks_nothing_and_says_so() -> None:
    command = PlanDissemination(formats=(*KINDS, KINDS[0]), segments=(SEGMENTS[0], SEGMENTS[0], SEGMENTS[-1]))
    decided = plan_dissemination(a_plan(), command, at(who=UNIT))
    assert decided.events == (DisseminationPlanned(review=REVIEW, lacks=()),)
    assert (decided.state.formats, decided.state.segments) == (KINDS, (SEGMENTS[0], SEGMENTS[-1]))


@pytest.mark.parametrize(
    ("formats", "segments", "missing"),
    [
        (("factsheet", "factsheet"), SEGMENTS, ("formats", "interactive-format", "learning-modes")),
        (("factsheet", "thematic-presentation"), SEGMENTS, ("interactive-format", "learning-modes")),
        (KINDS, SEGMENTS[:3], ("agencies",)),
        (KINDS, [], ("agencies", "professional-groups")),
        (("discussion-guide", "factsheet"), SEGMENTS, ("learning-modes",)),
    ],
)
def test_what_a_plan_lacks_is_named(formats: tuple[str, ...], segments: list[Segment], missing: tuple[str, ...]) -> None:
    assert lacks(formats, segments, SETTINGS) == missing


@given(st.lists(st.sampled_from(KINDS), max_size=6), st.lists(st.sampled_from(SEGMENTS), max_size=6))
def test_a_plan_lacks_nothing_if_and_only_if_it_has_all_that_is_asked(formats: list[str], segments: list[Segment]) -> None:
    kinds = [each for each in SETTINGS.product_kinds if each.code in formats]
    whole = (
        len(kinds) >= SETTINGS.plan_formats
        and any(kind.interactive for kind in kinds)
        and len({segment.agency for segment in segments}) >= SETTINGS.plan_agencies
        and {mode for kind in kinds for mode in kind.modes} == set(LearningMode)
    )
    assert (lacks(formats, segments, SETTINGS) == ()) == whole


@given(st.lists(st.sampled_from(KINDS), max_size=4), st.lists(st.sampled_from(SEGMENTS), max_size=4), st.data())
def test_planning_more_never_makes_a_plan_lack_more(formats: list[str], segments: list[Segment], data: st.DataObject) -> None:
    more = lacks([*formats, data.draw(st.sampled_from(KINDS))], [*segments, data.draw(st.sampled_from(SEGMENTS))], SETTINGS)
    assert set(more) <= set(lacks(formats, segments, SETTINGS))


def test_codes_that_nobody_knows_are_refused_all_at_once() -> None:
    unknown = Segment(agency="nobody", professional_group="astronaut")
    command = PlanDissemination(formats=("factsheet", "opera"), segments=(SEGMENTS[0], unknown))
    with pytest.raises(Refused) as caught:
        plan_dissemination(a_plan(), command, at(who=UNIT))
    assert [(reason.code, reason.path) for reason in caught.value.reasons] == [
        ("plan/unknown-format", "formats/1"),
        ("segment/unknown-code", "segments/1/agency"),
        ("segment/unknown-code", "segments/1/professional_group"),
    ]


def test_what_is_known_of_the_review_stands_beside_its_plan() -> None:
    plan = a_plan()
    seen = []
    for fact in FACTS:
        plan = plan.model_copy(update=CHANGES[type(fact)](fact, plan))
        seen.append((plan.stage, plan.holds, plan.published is not None, plan.closed))
    assert seen == [
        ("findings", (), False, False),
        ("findings", (HoldKind.CRIMINAL,), False, False),
        ("findings", (HoldKind.CRIMINAL, HoldKind.CORONIAL), False, False),
        ("findings", (HoldKind.CORONIAL,), False, False),
        ("findings", (HoldKind.CORONIAL,), True, False),
        ("findings", (HoldKind.CORONIAL,), False, False),
        ("findings", (HoldKind.CORONIAL,), False, True),
    ]
