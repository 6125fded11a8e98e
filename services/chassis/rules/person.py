"""A person: a reference is unique within one agency only, so both together say who it is (docs/access.md)."""

from collections.abc import Iterable

from contracts.vocabulary.types import Code, PersonRef
from services.chassis.rules.decisions import Actor
from services.chassis.rules.values import Value


class Person(Value):
    """A person who acts for an agency. Two people of different agencies may have the same reference."""

    agency: Code
    person_ref: PersonRef


def person_of(actor: Actor) -> Person:
    """Returns the person who acts."""
    return Person(agency=actor.agency, person_ref=actor.person_ref)


def is_one_of(actor: Actor, people: Iterable[Person]) -> bool:
    """Returns true if the person who acts is one of these people, also after their agency was taken over."""
    return any(each.person_ref == actor.person_ref and actor.acts_for(each.agency) for each in people)
