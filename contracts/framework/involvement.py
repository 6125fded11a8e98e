"""Settings for involvement and feedback: parties in a review, surveys, urgent concerns, replies (FC1 to FC5)."""

from typing import Annotated

from pydantic import Field

from contracts.framework.risk_words import RiskWords
from contracts.framework.setting import Label, Setting, Words
from contracts.vocabulary.types import Code


class PartyGroup(Setting):
    """A group to offer a part in reviews.

    If `from_scoping` is true, its clock runs from the scope instead of the opening (R17).
    """

    code: Code
    label: Words
    one: Words
    """The label of one party of the group, before its number: Parent or carer 2."""
    family: bool
    """True for family, who get the findings before anyone else reads what is published."""
    from_scoping: bool = False


class Topic(Label):
    """A topic that an offer must explain."""

    practitioners_only: bool = False
    """True if only practitioners need it, such as that the review blames no one (R17)."""


class InvolvementRules(Setting):
    groups: tuple[PartyGroup, ...]
    explained: tuple[Topic, ...]
    """Topics that an offer must explain, all that concern the party (R17, R18)."""
    deferrals: tuple[Label, ...]
    """Events that an offer may be deferred until."""
    look_again_weeks: Annotated[int, Field(gt=0)]
    """The most weeks until the day to look again at an offer that was put off."""
    reminders: Annotated[int, Field(ge=0)]
    """Reminders of an offer before the party may count as not responding."""
    reminder_days: Annotated[int, Field(gt=0)]
    """Working days from the offer or a reminder until the next reminder, or until the party may count as not responding."""
    conduct: Words
    """The route of a concern about a practitioner's conduct, as practitioners read it. A review blames no one."""
    offer_days: Annotated[int, Field(gt=0)]
    """Working days to offer a party a part."""
    answer_days: Annotated[int, Field(gt=0)]
    """Working days to answer an offer, or to follow it up."""
    feedback_days: Annotated[int, Field(gt=0)]
    """Working days to give a party feedback: on the findings after the report, and on the outcome after publication."""

    def group(self, code: str) -> PartyGroup | None:
        return next((each for each in self.groups if each.code == code), None)

    def party_label(self, code: str, number: int) -> str:
        """Returns the label that tells one party from the others of its group, such as Parent or carer 2."""
        group = self.group(code)
        return f"{group.one if group else code} {number}"

    def topics(self, code: str) -> tuple[Topic, ...]:
        """Returns the topics that an offer to this group must explain."""
        group = self.group(code)
        return tuple(each for each in self.explained if not (each.practitioners_only and group and group.family))


class UrgentRung(Setting):
    """A step of the urgent ladder: it notifies the holders of `to` this many minutes after a concern was raised."""

    code: Code
    after_minutes: Annotated[int, Field(ge=0)]
    to: tuple[Code, ...]


class KeyTerms(Setting):
    """Words that suggest a theme to the person who codes a response."""

    theme: Code
    terms: tuple[Words, ...]


class FeedbackRules(Setting):
    threshold: Annotated[int, Field(ge=2)]
    """The lowest count of people that is shown, and the step in which counts move."""
    services: tuple[Label, ...]
    """Services that people speak about."""
    risk_words: RiskWords
    """Words that suggest that someone may be at risk now. Without this key, a document has the delivered list."""
    risk_terms: tuple[Words, ...] = ()
    """Terms that a partnership adds to the list, written in the same way."""
    key_terms: tuple[KeyTerms, ...]
    form_hours: Annotated[int, Field(gt=0)]
    """Hours within which a person sends a form after they opened it."""
    read_within_days: Annotated[int, Field(gt=0)]
    """Working days within which a person reads the words of a response."""
    coding_days: Annotated[int, Field(gt=0)]
    """Calendar days to code what someone said."""
    reply_days: Annotated[int, Field(gt=0)]
    """Calendar days to reply to what someone said, from the day it was said."""
    chase_days: Annotated[int, Field(gt=0)]
    """Calendar days until late coding or a late reply climbs to the next rung."""
    urgent_ladder: tuple[UrgentRung, ...]
    """Steps in order of `after_minutes`."""
    urgent_roles: dict[Code, Code]
    """The role in access tokens of each role on the urgent ladder, so that the people notified may take the concern."""
    urgent_repeat_minutes: Annotated[int, Field(gt=0)]
    """Minutes after which the top of the urgent ladder is notified again, until a person takes the concern."""
    concern_minutes: Annotated[int, Field(gt=0)]
    """Minutes after which feedback capture itself reports a concern that no one has taken."""
    concern_outcome_hours: Annotated[int, Field(gt=0)]
    """Hours after a concern was taken by which its outcome is due. Then it climbs the urgent ladder again."""
    concern_referrals: tuple[Label, ...]
    """Services that a concern is referred to."""
