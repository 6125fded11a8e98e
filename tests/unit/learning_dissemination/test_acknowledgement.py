"""Somebody says: read and discussed (LD5)."""

from typing import Any

import pytest

from contracts.events.learning_dissemination import LearningAcknowledged
from services.chassis.rules.decisions import Actor, Refused
from services.learning_dissemination.domain.acknowledgement import (
    AcknowledgeLearning,
    Acknowledgement,
    acknowledge_learning,
    acknowledgement_id,
    keys,
    threads,
    visible,
)
from tests.unit.learning_dissemination.brought import SHARED
from tests.unit.learning_dissemination.given import POLICE_LEAD, UNIT, actor, at, codes, some_id

OFFICER = actor("practitioner", "police", "p-1")


def acknowledging(**changes: Any) -> AcknowledgeLearning:
    command = AcknowledgeLearning(product=SHARED.product, professional_group="police-response", will_do="sealed")
    return command.model_copy(update=changes)


def acknowledged(who: Actor = OFFICER, **changes: Any) -> Acknowledgement:
    given = at(who=who, id_=acknowledgement_id(SHARED.product, who.person_ref))
    return acknowledge_learning(None, acknowledging(**changes), given, SHARED).state


def test_it_counts_for_the_agency_and_the_group_and_the_event_names_nobody() -> None:
    decided = acknowledge_learning(None, acknowledging(), at(who=OFFICER), SHARED)
    assert decided.events == (
        LearningAcknowledged(product=SHARED.product, agency="police", professional_group="police-response"),
    )
    assert keys(decided.state) == {
        "product": SHARED.product,
        "agency": "police",
        "professional_group": "police-response",
        "person_ref": "p-1",
    }


@pytest.mark.parametrize("shared", [SHARED, None])
@pytest.mark.parametrize("changes", [{}, {"will_do": "another"}, {"professional_group": "king"}])
def test_a_second_time_changes_nothing_whatever_it_says(shared: Any, changes: dict[str, Any]) -> None:
    first = acknowledged()
    again = acknowledge_learning(first, acknowledging(**changes), at(who=OFFICER), shared)
    assert (again.state, again.events) == (first, ())


def test_it_is_one_a_person_and_product() -> None:
    product, other = SHARED.product, some_id("other")
    ids = {acknowledgement_id(product, "p-1"), acknowledgement_id(product, "p-2"), acknowledgement_id(other, "p-1")}
    assert len(ids) == 3
    assert acknowledgement_id(product, "p-1") in ids


def test_nothing_need_be_said_of_what_one_will_do() -> None:
    assert acknowledged(will_do="").will_do == ""


def test_it_lies_on_the_threads_of_the_products_findings() -> None:
    assert threads(acknowledged())[:3] == (*SHARED.findings, *SHARED.reviews)


def test_all_that_is_wrong_is_said_at_once() -> None:
    with pytest.raises(Refused) as caught:
        acknowledge_learning(None, acknowledging(professional_group="king"), at(who=UNIT), None)
    assert codes(caught.value) == ["acknowledgement/no-agency", "product/not-published", "segment/unknown-code"]


def test_it_is_the_persons_own() -> None:
    assert visible(acknowledged(), OFFICER)
    assert not visible(acknowledged(), POLICE_LEAD)
    assert not visible(acknowledged(), UNIT)
