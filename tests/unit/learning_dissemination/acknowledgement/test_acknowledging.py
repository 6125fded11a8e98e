"""Acknowledging a product: once for each person, for their own agency (LD5)."""

from typing import Any

import pytest

from contracts.events.learning_dissemination import LearningAcknowledged
from services.chassis.rules.access import labels_of, may_read
from services.chassis.rules.decisions import Actor, Refused
from services.learning_dissemination.domain.acknowledgement.acknowledging import AcknowledgeLearning, acknowledge_learning
from services.learning_dissemination.domain.acknowledgement.state import (
    Acknowledgement,
    acknowledgement_id,
    keys,
    readers,
    threads,
)
from tests.builders.given import actor, at, some_id
from tests.builders.learning_dissemination import POLICE_LEAD, SHARED, UNIT, codes

OFFICER = actor("practitioner", "police", "p-1")


def acknowledging(**changes: Any) -> AcknowledgeLearning:
    command = AcknowledgeLearning(product=SHARED.product, professional_group="police-response", will_do="sealed")
    return command.model_copy(update=changes)


def acknowledged(who: Actor = OFFICER, **changes: Any) -> Acknowledgement:
    given = at(who=who, id_=acknowledgement_id(SHARED.product, who.person_ref))
    return acknowledge_learning(None, acknowledging(**changes), given, SHARED).state


def test_acknowledgement_emits_agency_and_group_but_no_person() -> None:
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
def test_second_acknowledgement_changes_nothing(shared: Any, changes: dict[str, Any]) -> None:
    first = acknowledged()
    again = acknowledge_learning(first, acknowledging(**changes), at(who=OFFICER), shared)
    assert (again.state, again.events) == (first, ())


def test_acknowledgement_id_is_one_per_person_and_product() -> None:
    product, other = SHARED.product, some_id("other")
    ids = {acknowledgement_id(product, "p-1"), acknowledgement_id(product, "p-2"), acknowledgement_id(other, "p-1")}
    assert len(ids) == 3
    assert acknowledgement_id(product, "p-1") in ids


def test_acknowledgement_needs_no_intention() -> None:
    assert acknowledged(will_do="").will_do == ""


def test_acknowledgement_threads_begin_with_the_findings() -> None:
    assert threads(acknowledged())[:3] == (*SHARED.findings, *SHARED.reviews)


def test_acknowledgement_refusal_gives_every_reason() -> None:
    with pytest.raises(Refused) as caught:
        acknowledge_learning(None, acknowledging(professional_group="king"), at(who=UNIT), None)
    assert codes(caught.value) == ["acknowledgement/no-agency", "product/not-published", "segment/unknown-code"]


def test_acknowledgement_is_known_to_its_author_and_the_partnership() -> None:
    assert may_read(labels_of(OFFICER), readers(acknowledged()))
    assert not may_read(labels_of(POLICE_LEAD), readers(acknowledged()))
    assert may_read(labels_of(UNIT), readers(acknowledged()))
