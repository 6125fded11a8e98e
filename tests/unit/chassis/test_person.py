"""A person is an agency and a reference (docs/access.md)."""

from services.chassis.rules.access import labels_of, may_read, person_at
from services.chassis.rules.person import Person, is_one_of, person_of
from tests.builders.given import actor

HEARS = actor("facilitator", person_ref="p-one")


def test_people_of_different_agencies_with_one_reference_are_different_people() -> None:
    assert person_of(HEARS) == Person(agency="partnership", person_ref="p-one")
    namesake = actor("facilitator", "council", "p-one")
    assert person_of(HEARS) != person_of(namesake)
    assert (is_one_of(HEARS, [person_of(HEARS)]), is_one_of(namesake, [person_of(HEARS)])) == (True, False)


def test_label_of_a_person_in_a_role_is_carried_by_that_person_in_that_role_alone() -> None:
    label = person_at("p-one", "partnership", "facilitator")
    assert may_read(labels_of(HEARS), (label,))
    others = (actor("decider", person_ref="p-one"), actor("facilitator", "council", "p-one"), actor("facilitator"))
    assert not any(may_read(labels_of(each), (label,)) for each in others)
