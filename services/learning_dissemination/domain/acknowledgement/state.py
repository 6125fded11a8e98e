"""An acknowledgement: one person has read and discussed one product (LD5)."""

from collections.abc import Mapping

from pydantic import AwareDatetime

from contracts.vocabulary.types import Code, Id, PersonRef
from services.chassis.rules.access import PARTNERSHIP_READERS, named
from services.chassis.rules.decisions import derived
from services.chassis.rules.values import Value
from services.learning_dissemination.domain.product.shared import SharedProduct, threads_of


class Acknowledgement(Value):
    """One person's acknowledgement of one product, whatever the channel."""

    id: Id
    shared: SharedProduct
    agency: Code
    professional_group: Code
    person_ref: PersonRef
    at: AwareDatetime
    will_do: str = ""
    """The person's intention, sealed under a key of its own; empty if they gave none."""


def acknowledgement_id(product: Id, person_ref: PersonRef) -> Id:
    return derived("acknowledgement", product, person_ref)


def keys(acknowledgement: Acknowledgement) -> Mapping[str, object]:
    """Returns the flat query keys."""
    return {
        "product": acknowledgement.shared.product,
        "agency": acknowledgement.agency,
        "professional_group": acknowledgement.professional_group,
        "person_ref": acknowledgement.person_ref,
    }


def threads(acknowledgement: Acknowledgement) -> tuple[str, ...]:
    """Returns the findings behind the product first."""
    return threads_of(acknowledgement.shared, acknowledgement.id)


def readers(acknowledgement: Acknowledgement) -> tuple[str, ...]:
    """Returns the person, and the readers of the finding's thread, who see its event.

    The list shows people their own alone. Everybody else sees counts.
    """
    return (named(acknowledgement.person_ref), *PARTNERSHIP_READERS)
