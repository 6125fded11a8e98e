"""What feedback capture asks of people, as a closed list, and whom it asks."""

from collections.abc import Mapping
from enum import StrEnum

from contracts.vocabulary.feedback import InvolvementStep
from contracts.vocabulary.roles import BUSINESS_UNIT, CONCERN_TAKERS, DECIDER, FACILITATOR
from contracts.vocabulary.types import Code
from services.chassis.rules.decisions import Actor
from services.feedback_capture.domain.access import is_business_unit


class Asked(StrEnum):
    """A step that waits for a person."""

    OFFER_PART = "offer-part"
    RECORD_ANSWER = "record-answer"
    """The party answers, or is reminded."""
    TELL_FINDINGS = "tell-findings"
    TELL_OUTCOME = "tell-outcome"
    LOOK_AGAIN = "look-again"
    """The day comes on which an offer that was put off is looked at again."""
    APPROVE_EXCEPTION = "approve-exception"
    READ_CONTRIBUTION = "read-contribution"
    READ_ANSWERS = "read-answers"
    CODE_FEEDBACK = "code-feedback"
    REPLY_TO_FEEDBACK = "reply-to-feedback"
    CLEAR_REPLY = "clear-reply"
    TAKE_CONCERN = "take-concern"
    CONCLUDE_CONCERN = "conclude-concern"
    DECIDE_DISPOSAL = "decide-disposal"
    """Dispose of things whose period has passed, or keep them."""


STEPS: Mapping[InvolvementStep, Asked] = {
    InvolvementStep.OFFER: Asked.OFFER_PART,
    InvolvementStep.ANSWER: Asked.RECORD_ANSWER,
    InvolvementStep.FINDINGS: Asked.TELL_FINDINGS,
    InvolvementStep.OUTCOME: Asked.TELL_OUTCOME,
}
LISTENERS = (BUSINESS_UNIT, FACILITATOR)
ROLES: Mapping[Asked, tuple[Code, ...]] = {
    **dict.fromkeys(STEPS.values(), LISTENERS),
    Asked.LOOK_AGAIN: (BUSINESS_UNIT, DECIDER),
    Asked.APPROVE_EXCEPTION: (DECIDER,),
    Asked.READ_CONTRIBUTION: LISTENERS,
    Asked.READ_ANSWERS: (BUSINESS_UNIT,),
    Asked.CODE_FEEDBACK: (BUSINESS_UNIT,),
    Asked.REPLY_TO_FEEDBACK: (BUSINESS_UNIT,),
    Asked.CLEAR_REPLY: (DECIDER,),
    Asked.TAKE_CONCERN: CONCERN_TAKERS,
    Asked.CONCLUDE_CONCERN: CONCERN_TAKERS,
}
"""The roles that each step of this service waits for. The first one usually takes it."""


def asked_of(actor: Actor) -> frozenset[Asked]:
    """Returns the steps that may wait for a person. The business unit sees every step, to see to it."""
    return frozenset(each for each, roles in ROLES.items() if is_business_unit(actor) or actor.holds(*roles))
