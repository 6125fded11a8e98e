"""Codes of feedback capture (docs/events.md "Codes")."""

from enum import StrEnum


class InvolvementStatus(StrEnum):
    """The status of one party in a review's involvement (docs/domain.md "Involvement")."""

    NOT_STARTED = "not-started"
    INVITED = "invited"
    REMINDED = "reminded"
    NO_RESPONSE = "no-response"
    ACCEPTED = "accepted"
    CONTRIBUTED = "contributed"
    DECLINED = "declined"
    UNABLE = "unable"
    DEFERRED = "deferred"
    NOT_INVITED = "not-invited"
    WITHDREW = "withdrew"
    NOBODY_IN_THIS_GROUP = "nobody-in-this-group"


class InvolvementStep(StrEnum):
    """The steps that a party is owed, in order: the offer, an answer, the findings before publication, the outcome."""

    OFFER = "offer"
    ANSWER = "answer"
    FINDINGS = "findings"
    OUTCOME = "outcome"


class NotTold(StrEnum):
    """The reasons not to give a party the findings or the outcome. Each needs an approval."""

    ASKED_NOT_TO_HEAR = "asked-not-to-hear"
    CANNOT_BE_REACHED = "cannot-be-reached"
    UNSAFE_TO_CONTACT = "unsafe-to-contact"
    COURT_OR_POLICE_DIRECTION = "court-or-police-direction"


class WithdrawnWords(StrEnum):
    """What becomes of the words of a party who withdraws. The party chooses."""

    KEEP_AS_GIVEN = "keep-as-given"
    KEEP_WITHOUT_QUOTES = "keep-without-quotes"
    ERASE = "erase"


class SourceGroup(StrEnum):
    """The group whose views they are (docs/domain.md "Source groups")."""

    CHILD = "child"
    YOUNG_PERSON = "young-person"
    SIBLING = "sibling"
    PARENT_CARER = "parent-carer"
    WIDER_FAMILY = "wider-family"
    PRACTITIONER = "practitioner"
    AGENCY_SURVEY = "agency-survey"
    COMPLAINT = "complaint"
    COMPLIMENT = "compliment"
    LEARNING_EVALUATION = "learning-evaluation"
    COMMUNITY_GROUP = "community-group"


class ConcernOutcome(StrEnum):
    """The outcome of a concern."""

    REFERRED = "referred"
    NO_REFERRAL = "no-referral"


class Urgency(StrEnum):
    """The urgency of a concern."""

    NOW = "now"
