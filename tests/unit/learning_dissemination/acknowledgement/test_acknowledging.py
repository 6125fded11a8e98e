"""Acknowledging a product: once for each person, for their own agency (LD5)."""

from typing import Any

import pytest

from local.keyrings import keyring
from services.chassis.rules.access import labels_of, may_read
from services.chassis.rules.decisions import Actor, Refused
from services.learning_dissemination.domain.acknowledgement.acknowledging import AcknowledgeLearning, acknowledge_learning
from services.learning_dissemination.domain.acknowledgement.state import (
    Acknowledgement,
    acknowledgement_id,
    keys,
    person_and_product,
    readers,
    threads,
)
from tests.builders.given import actor, at, some_id
from tests.builders.learning_dissemination import POLICE_LEAD, SHARED, UNIT, a_draft, codes, published

KEYRING = keyring("one")
OFFICER = actor("practitioner", "police", "p-1")


def acknowledging(**changes: Any) -> AcknowledgeLearning:
    command = AcknowledgeLearning(product=SHARED.product, professional_group="police-response", will_do="sealed")
    return command.model_copy(update=changes)


def acknowledged(who: Actor = OFFICER, **changes: Any) -> Acknowledgement:
    return acknowledge_learning(None, acknowledging(**changes), at(who=who), published().state).state


def test_acknowledgement_emits_nothing() -> None:
    """An event per person would show the minute, and readers could count them."""
    decided = acknowledge_learning(None, acknowledging(), at(who=OFFICER), published().state)
    assert decided.events == ()
    assert keys(decided.state) == {
        "product": SHARED.product,
        "agency": "police",
        "professional_group": "police-response",
        "person_ref": "p-1",
        "at": at(who=OFFICER).now.timestamp(),
    }


@pytest.mark.parametrize("product", [published().state, None])
@pytest.mark.parametrize("changes", [{}, {"will_do": "another"}, {"professional_group": "king"}])
def test_second_acknowledgement_changes_nothing(product: Any, changes: dict[str, Any]) -> None:
    first = acknowledged()
    again = acknowledge_learning(first, acknowledging(**changes), at(who=OFFICER), product)
    assert (again.state, again.events) == (first, ())


def test_acknowledgement_id_is_one_per_product_agency_and_person() -> None:
    """Two agencies may have given the same reference to two people."""
    product, other = SHARED.product, some_id("other")
    people = [(product, "police", "p-1"), (product, "police", "p-2"), (product, "council", "p-1"), (other, "police", "p-1")]
    assert len({acknowledgement_id(KEYRING.fingerprint(person_and_product(*each))) for each in people}) == 4


def test_acknowledgement_id_needs_the_key_of_the_service() -> None:
    source = person_and_product(SHARED.product, "police", "p-1")
    another = keyring("two")
    assert acknowledgement_id(KEYRING.fingerprint(source)) != acknowledgement_id(another.fingerprint(source))


def test_acknowledgement_needs_no_intention() -> None:
    assert acknowledged(will_do="").will_do == ""


def test_acknowledgement_lies_on_no_thread_but_its_own() -> None:
    made = acknowledged()
    assert threads(made) == (made.id,)


@pytest.mark.parametrize("product", [None, a_draft()])
def test_acknowledgement_refusal_gives_every_reason(product: Any) -> None:
    with pytest.raises(Refused) as caught:
        acknowledge_learning(None, acknowledging(professional_group="king"), at(who=UNIT), product)
    assert codes(caught.value) == ["acknowledgement/no-agency", "product/not-published", "segment/unknown-code"]


def test_acknowledgement_is_known_to_its_author_alone() -> None:
    namesake = actor("practitioner", "council", "p-1")
    readers_of = readers(acknowledged())
    assert may_read(labels_of(OFFICER), readers_of)
    assert not any(may_read(labels_of(each), readers_of) for each in (POLICE_LEAD, UNIT, namesake))
