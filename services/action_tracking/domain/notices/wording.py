"""Words that digests and urgent notices share: names, dates, and why a person receives a message (AT5)."""

from collections.abc import Sequence
from datetime import date

from contracts.framework.document import Framework
from contracts.vocabulary.roles import PARTNERSHIP
from contracts.vocabulary.types import Code


def agency_name(agency: Code, framework: Framework) -> str:
    """Returns the name of an agency, as the framework has it."""
    if agency == PARTNERSHIP:
        return "the partnership"
    return next((each.name for each in framework.agencies if each.code == agency), agency)


def role_label(role: Code, framework: Framework) -> str:
    """Returns the label of a role, as it reads within a sentence."""
    label = next((each.label for each in framework.roles if each.code == role), role.replace("-", " "))
    return label if label[:2].isupper() else label[0].lower() + label[1:]


def day_in_words(day: date) -> str:
    """Returns a date as people write it, such as 3 March 2027."""
    return f"{day.day} {day:%B %Y}"


def why_you(role: Code, instead_of: Sequence[Code], framework: Framework) -> str:
    """Returns the sentence that says in which role the person receives a message, and instead of which."""
    reason = f"You receive this as {role_label(role, framework)}"
    if not instead_of:
        return f"{reason}."
    roles = " or ".join(role_label(each, framework) for each in instead_of)
    return f"{reason} because no one could be reached as {roles}."
