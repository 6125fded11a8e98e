"""Acknowledges that a person has read and discussed a product (LD5)."""

from typing import Annotated

from pydantic import Field

from contracts.vocabulary.types import Code, Id
from services.chassis.rules.decisions import Decided, Given, Reason, refuse_if_any
from services.chassis.rules.screened import SCREENED_WORK
from services.chassis.rules.values import CommandBody
from services.learning_dissemination.domain.acknowledgement.state import Acknowledgement
from services.learning_dissemination.domain.product.shared import not_published
from services.learning_dissemination.domain.product.state import Standing, in_library
from services.learning_dissemination.domain.segment import unknown_group


class AcknowledgeLearning(CommandBody):
    """Acknowledges that you have read and discussed a product, and records what you will do."""

    product: Id
    professional_group: Code
    will_do: Annotated[str, SCREENED_WORK] = Field(default="", max_length=500)


def acknowledge_learning(
    state: Acknowledgement | None, command: AcknowledgeLearning, given: Given, product: Standing | None
) -> Decided[Acknowledgement]:
    """Counts a person once for each product and agency that they act for. A repeat changes nothing.

    Emits no event. The tally publishes counts when a month has closed.
    """
    if state:
        return Decided(state)
    actor = given.actor
    reasons = [] if product and in_library(product) else [not_published()]
    if actor.agency not in given.framework.agency_codes():
        sentence = "You cannot acknowledge learning because you are not signed in for an agency of this partnership."
        reasons.append(Reason("acknowledgement/no-agency", sentence))
    reasons += unknown_group(command.professional_group, given.framework, "professional_group")
    refuse_if_any(reasons)
    made = Acknowledgement(
        id=given.id,
        product=command.product,
        agency=actor.agency,
        professional_group=command.professional_group,
        person_ref=actor.person_ref,
        at=given.now,
        will_do=command.will_do,
    )
    return Decided(made)
