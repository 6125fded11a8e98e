"""Labels of documents, which name their readers, and labels of the people who read (docs/access.md "How reading is
decided")."""

from collections.abc import Collection, Iterable

from contracts.vocabulary.roles import OPERATOR, PARTNERSHIP_WIDE
from services.chassis.rules.decisions import Actor

EVERYBODY = "everybody"
"""The label that each reader carries, with or without an account."""


def at(role: str, agency: str) -> str:
    """Returns the label of a role in one agency."""
    return f"{role}@{agency}"


def of_agency(agency: str) -> str:
    """Returns the label of everybody who acts for an agency."""
    return f"@{agency}"


def person_at(person_ref: str, agency: str, role: str = "") -> str:
    """Returns the label of one person while they act for an agency, in any role or in that role only."""
    return f"{at(role, agency)}:{person_ref}"


PARTNERSHIP_READERS = (*PARTNERSHIP_WIDE, OPERATOR)
"""Readers of documents without a restriction: roles for the whole partnership.

Operators see events by routes of their own.
"""


def labels_of(actor: Actor) -> frozenset[str]:
    """Returns every label that a person carries, also for the agencies that their own succeeds."""
    return frozenset({
        EVERYBODY,
        *actor.roles,
        *(label for agency in actor.agencies for label in (of_agency(agency), person_at(actor.person_ref, agency))),
        *(
            label
            for agency in actor.agencies
            for role in actor.roles
            for label in (at(role, agency), person_at(actor.person_ref, agency, role))
        ),
    })  # fmt: skip


def only_operates(actor: Actor) -> bool:
    """Returns true for a person who is an operator and nothing else. They see counts, ids and outcomes, never persons."""
    return actor.roles <= {OPERATOR}


def may_read(labels: Collection[str], readers: Iterable[str], hidden_from: Iterable[str] = ()) -> bool:
    """Decides whether a person with these labels may know of a document: it names one as a reader, and hides from none."""
    return any(each in labels for each in readers) and not any(each in labels for each in hidden_from)
