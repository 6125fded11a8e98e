"""What feedback capture asks of people, as a closed list."""

from enum import StrEnum


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
