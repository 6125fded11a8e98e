"""Consent to each use of a response, and taking one back (FC3).

Answering itself is under the public task: the business unit reads the answers, and marks out of five are counted. Everything
else needs a yes. No answer means no.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from enum import StrEnum

from services.chassis.rules.values import Value


class Purpose(StrEnum):
    """Uses that a person may allow, one by one."""

    IMPROVE_SERVICE = "improve-service"
    QUOTE_ANONYMISED = "quote-anonymised"
    SHARE_WITH_PARTNERS = "share-with-partners"
    PUBLISH = "publish"
    CONTACT_AGAIN = "contact-again"


class GivenBy(StrEnum):
    """The person who gives consent."""

    SELF = "self"
    CHILD = "child"
    PARENTAL_RESPONSIBILITY = "parental-responsibility"
    ADVOCATE = "advocate"


class Consent(Value):
    """The answer to one purpose: yes or no, by whom, on which day, and the day on which a yes was taken back."""

    purpose: Purpose
    allowed: bool
    given_by: GivenBy
    on: date
    withdrawn_on: date | None = None

    @property
    def stands(self) -> bool:
        """Returns true for a yes that was not taken back."""
        return self.allowed and self.withdrawn_on is None


USES: Mapping[Purpose, str] = {
    Purpose.IMPROVE_SERVICE: "May the people who help us run this survey read your words? If not, only our own team does.",
    Purpose.QUOTE_ANONYMISED: "May we use some of your words in what we write? We never say who said them.",
    Purpose.SHARE_WITH_PARTNERS: "May services such as schools, health and the police see what you spoke about? "
    "They see numbers only, and never your words.",
    Purpose.PUBLISH: "May everyone see those words, for example on our web page?",
    Purpose.CONTACT_AGAIN: "May we get in touch with you? If yes, tell us how.",
}
"""The question on the form for each purpose. `allows` is asked at each use:

- improve-service: facilitators see the words.
- quote-anonymised and publish, both: a reply quotes the response.
- share-with-partners: its themes count in results, summaries and events.
- contact-again: contact details are kept and shown.
"""


def answered(yes: Iterable[Purpose], given_by: GivenBy, on: date) -> tuple[Consent, ...]:
    """Returns the answer to every purpose."""
    allowed = set(yes)
    return tuple(Consent(purpose=each, allowed=each in allowed, given_by=given_by, on=on) for each in Purpose)
