"""The token of a form: it comes with the form of a survey, and serves for one answer and for a time (FC3).

Nothing of it is stored. The id of the response derives from its random part, so the store refuses a second answer. The code
that holds the key signs it, so that this module stays pure.
"""

import re
from datetime import date, datetime, timedelta
from typing import NamedTuple

from contracts.vocabulary.types import Id
from services.chassis.rules.decisions import Reason
from services.feedback_capture.domain.survey.state import Asking

TOKEN = re.compile(r"([0-9a-f]{32})\.([0-9]{1,12})\.([!-~]{1,200})")
LONGEST = 300
"""Letters of a token, with room for the longest name of a key."""

AGAIN = "Open the form again, then send your answers. If you or someone else is in danger, call 999."
MISSING = Reason("form/missing", f"Your answers came without the token of their form. {AGAIN}", "form_token")
FORGED = Reason("form/not-ours", f"The token of this form is not one of ours for this survey. {AGAIN}", "form_token")
EXPIRED = Reason("form/expired", f"You opened this form too long ago. {AGAIN}", "form_token")
USED = Reason("form/used", "We have an answer from this form already. Open the form again to send another one.", "form_token")


class FormToken(NamedTuple):
    """A form that the service has shown: its survey, 16 random bytes in hexadecimal, and the second of Unix time it ends."""

    survey: Id
    nonce: str
    ends: int

    def signed_part(self) -> bytes:
        """Returns the text whose keyed hash makes the token."""
        return f"form/{self.survey}/{self.nonce}/{self.ends}".encode()

    def written(self, fingerprint: str) -> str:
        return f"{self.nonce}.{self.ends}.{fingerprint}"


def new_token(survey: Id, random: bytes, now: datetime, hours: int) -> FormToken:
    """Returns the token of a form that is shown now."""
    return FormToken(survey, random.hex(), int((now + timedelta(hours=hours)).timestamp()))


def read_token(survey: Id, text: str) -> tuple[FormToken, str] | None:
    """Returns a token with the fingerprint to check, or None if the text is none."""
    found = TOKEN.fullmatch(text)
    return (FormToken(survey, found[1], int(found[2])), found[3]) if found else None


def unless_open(survey: Asking | None, today: date) -> list[Reason]:
    """Refuses answers to a survey that does not exist or has closed."""
    if survey is None:
        return [Reason("response/unknown-survey", "We cannot find this survey. Check the link that you were given.", "survey")]
    message = "This survey has closed. If you or someone else is in danger, call 999."
    return [] if survey.is_open(today) else [Reason("response/survey-closed", message, "survey")]


def unless_ours(token: FormToken | None, sent: str, now: datetime) -> list[Reason]:
    """Refuses answers without a token that counts now. `token` is None unless the service made it."""
    if token is None:
        return [FORGED if sent else MISSING]
    return [EXPIRED] if token.ends < now.timestamp() else []
