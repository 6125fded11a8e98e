"""Settings for whom to hear, and how: parties in a review, surveys, urgent concerns, replies (FC1 to FC5)."""

from typing import Annotated

from pydantic import Field

from contracts.framework.setting import Label, Setting, Words
from contracts.vocabulary.types import Code


class PartyGroup(Setting):
    """A group to be offered a part in reviews. `from_scoping`: its clock runs from the scope on, not from the opening (R17)."""

    code: Code
    label: Words
    family: bool
    """Told before anybody else reads what is published."""
    from_scoping: bool = False


class InvolvementRules(Setting):
    groups: tuple[PartyGroup, ...]
    explained: tuple[Label, ...]
    """What an offer explains, all of it (domain.md 5c): without that it is no offer (R18)."""
    deferrals: tuple[Label, ...]
    """What an offer may be deferred until."""
    offer_days: Annotated[int, Field(gt=0)]
    """Working days in which a party is offered a part."""
    answer_days: Annotated[int, Field(gt=0)]
    """Working days in which an offer is answered, or asked after."""
    feedback_days: Annotated[int, Field(gt=0)]
    """Working days in which a party is told the findings once there is a report, and what came of it once it is published."""

    def group(self, code: str) -> PartyGroup | None:
        return next((each for each in self.groups if each.code == code), None)


class UrgentRung(Setting):
    """A step of the urgent ladder: this many minutes after a concern was raised the holders of `to` are told."""

    code: Code
    after_minutes: Annotated[int, Field(ge=0)]
    to: tuple[Code, ...]


class KeyTerms(Setting):
    """Words that suggest a theme to whoever codes a response."""

    theme: Code
    terms: tuple[Words, ...]


class FeedbackRules(Setting):
    threshold: Annotated[int, Field(ge=2)]
    """A count below this is not shown, and nothing from which it could be worked out (domain.md 10)."""
    services: tuple[Label, ...]
    """What people speak about."""
    risk_terms: tuple[Words, ...]
    """Words that say that somebody may be at risk now."""
    key_terms: tuple[KeyTerms, ...]
    reply_days: Annotated[int, Field(gt=0)]
    """Calendar days in which what was heard has a reply."""
    urgent_ladder: tuple[UrgentRung, ...]
    """In order of `after_minutes`."""
