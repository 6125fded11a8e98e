"""Codes and field types that are the same everywhere, on the wire and in each store (spec: events.md, "Codes")."""

from enum import StrEnum


class InvolvementStatus(StrEnum):
    """Where one party stands with the offer of a part in a review (domain.md 5a)."""

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


class InvolvementStep(StrEnum):
    """What a party is owed, in this order: the offer, an answer taken from them, the findings before publication, what came of
    it."""

    OFFER = "offer"
    ANSWER = "answer"
    FINDINGS = "findings"
    OUTCOME = "outcome"


class SourceGroup(StrEnum):
    """Whose views they are (domain.md 10)."""

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


class Urgency(StrEnum):
    """How soon a person must look at a concern."""

    NOW = "now"
