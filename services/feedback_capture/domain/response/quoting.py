"""Quoting a response in a published reply (FC5)."""

from services.feedback_capture.domain.response.consents import Purpose
from services.feedback_capture.domain.response.state import Wordless


def may_quote(response: Wordless) -> bool:
    """Returns true if the person allows us to use their words, and to publish them."""
    return response.allows(Purpose.QUOTE_ANONYMISED) and response.allows(Purpose.PUBLISH)
