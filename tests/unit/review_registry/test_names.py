"""Words that messages show in place of codes."""

import pytest

from local.partnership import COUNCIL, FRAMEWORK
from services.learning_dissemination.domain.plan.lacking import lacks
from services.review_registry.domain.names import LACKING, agency_name, group_name, stage_name


def test_each_requirement_of_a_plan_has_words() -> None:
    assert set(LACKING) == set(lacks((), (), FRAMEWORK.learning))


@pytest.mark.parametrize("name", [agency_name, stage_name, group_name])
def test_code_that_the_framework_lost_is_shown_itself(name: object) -> None:
    assert callable(name)
    assert name(FRAMEWORK, "gone") == "gone"


def test_agency_is_shown_by_its_name() -> None:
    (council,) = [each for each in FRAMEWORK.agencies if each.code == COUNCIL]
    assert agency_name(FRAMEWORK, COUNCIL) == council.name
    assert agency_name(FRAMEWORK, "partnership") == FRAMEWORK.partnership.name
