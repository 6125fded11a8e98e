"""The requirements that a plan does not meet (R22)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.vocabulary.learning import LearningMode
from services.learning_dissemination.domain.plan.lacking import lacks
from services.learning_dissemination.domain.segment import Segment
from tests.builders.given import FRAMEWORK

SETTINGS = FRAMEWORK.learning
KINDS = tuple(each.code for each in SETTINGS.product_kinds)
SEGMENTS = [Segment(agency=agency.code, professional_group=group.code)
            for agency in FRAMEWORK.agencies for group in SETTINGS.professional_groups]  # fmt: skip


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
def test_lacks_names_each_unmet_requirement(
    formats: tuple[str, ...], segments: list[Segment], missing: tuple[str, ...]
) -> None:
    assert lacks(formats, segments, SETTINGS) == missing


@given(st.lists(st.sampled_from(KINDS), max_size=6), st.lists(st.sampled_from(SEGMENTS), max_size=6))
def test_lacks_is_empty_if_and_only_if_all_requirements_are_met(formats: list[str], segments: list[Segment]) -> None:
    kinds = [each for each in SETTINGS.product_kinds if each.code in formats]
    whole = (
        len(kinds) >= SETTINGS.plan_formats
        and any(kind.interactive for kind in kinds)
        and len({segment.agency for segment in segments}) >= SETTINGS.plan_agencies
        and {mode for kind in kinds for mode in kind.modes} == set(LearningMode)
    )
    assert (lacks(formats, segments, SETTINGS) == ()) == whole


@given(st.lists(st.sampled_from(KINDS), max_size=4), st.lists(st.sampled_from(SEGMENTS), max_size=4), st.data())
def test_lacks_never_grows_when_more_is_planned(formats: list[str], segments: list[Segment], data: st.DataObject) -> None:
    more = lacks([*formats, data.draw(st.sampled_from(KINDS))], [*segments, data.draw(st.sampled_from(SEGMENTS))], SETTINGS)
    assert set(more) <= set(lacks(formats, segments, SETTINGS))
