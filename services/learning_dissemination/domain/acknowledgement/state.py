"""An acknowledgement: one person has read and discussed one product (LD5)."""

from collections.abc import Mapping

from pydantic import AwareDatetime

from contracts.vocabulary.types import Code, Id, PersonRef
from services.chassis.rules.access import person_at
from services.chassis.rules.decisions import derived
from services.chassis.rules.retention import Retained
from services.chassis.rules.sealed import Sensitive


class Acknowledgement(Retained):
    """One person's acknowledgement of one product, whatever the channel."""

    id: Id
    product: Id
    agency: Code
    professional_group: Code
    person_ref: PersonRef
    at: AwareDatetime
    will_do: Sensitive = ""
    """The person's intention; empty if they gave none."""


def person_and_product(product: Id, agency: Code, person_ref: PersonRef) -> bytes:
    """Returns what one acknowledgement is of. References of people are unique within an agency."""
    return f"acknowledgement/{product}/{agency}/{person_ref}".encode()


def acknowledgement_id(fingerprint: str) -> Id:
    """Returns the id for a keyed hash, so that no one derives it from the reference of a person."""
    return derived("acknowledgement", fingerprint)


def keys(acknowledgement: Acknowledgement) -> Mapping[str, object]:
    """Returns the flat query keys. `at` is in seconds, so that the store counts up to a moment."""
    return {
        "product": acknowledgement.product,
        "agency": acknowledgement.agency,
        "professional_group": acknowledgement.professional_group,
        "person_ref": acknowledgement.person_ref,
        "at": acknowledgement.at.timestamp(),
    }


def threads(acknowledgement: Acknowledgement) -> tuple[str, ...]:
    """Returns its own thread only, so that no thread shows who acknowledged, or when."""
    return (acknowledgement.id,)


def readers(acknowledgement: Acknowledgement) -> tuple[str, ...]:
    """Returns the person, while they act for the agency. Everybody else sees published counts."""
    return (person_at(acknowledgement.person_ref, acknowledgement.agency),)
