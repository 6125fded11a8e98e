"""The readers of what this service keeps, as labels."""

from contracts.vocabulary.roles import DECIDER, OPERATOR, PARTNERSHIP
from contracts.vocabulary.types import Code
from services.chassis.rules.access import labels_of, may_read, of_agency
from services.chassis.rules.decisions import Actor

INDEPENDENT = "independent"
"""The agency code of inspectors and lead reviewers."""

LIBRARY = "*library"
"""The label of a reader of the library, who needs no account. No role, agency or person has a label of this form."""


def readers_of_agency(agency: Code) -> tuple[str, ...]:
    """Returns the readers of one agency's figures.

    Agencies read their own. People who act for the partnership, or independently of it, read all. So do deciders, because a
    delegated partner decides for the partnership and keeps the code of its own agency.
    """
    return (of_agency(agency), of_agency(PARTNERSHIP), of_agency(INDEPENDENT), DECIDER, OPERATOR)


def sees(agency: Code, actor: Actor) -> bool:
    """Returns whether the actor may see an agency's figures."""
    return may_read(labels_of(actor), readers_of_agency(agency))
