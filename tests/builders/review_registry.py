"""Reviews from opening to findings, each named for its state, and the commands that lead there."""

from datetime import UTC, date, datetime, timedelta
from functools import reduce
from typing import Any

from contracts.framework.bank_holidays import closed_days
from contracts.vocabulary.feedback import InvolvementStatus
from contracts.vocabulary.reviews import AgencyPart, FindingKind, HoldKind, Priority, Response
from local.partnership import COUNCIL, FRAMEWORK, POLICE
from services.chassis.rules.decisions import Actor, Decided, Given, derived
from services.review_registry.domain.others.involvement import InvolvementProgress, PartyProgress
from services.review_registry.domain.review.confirming import ConfirmFinding, confirm_finding
from services.review_registry.domain.review.declaring import MadeDeclaration
from services.review_registry.domain.review.gates.facts import GateFacts
from services.review_registry.domain.review.holding import PlaceHold, place_hold
from services.review_registry.domain.review.leading import AppointLead, appoint_lead
from services.review_registry.domain.review.moving import MoveOn, move_on
from services.review_registry.domain.review.opening import OpenReview, open_review
from services.review_registry.domain.review.recording import NamedFactor, RecordFinding, record_finding
from services.review_registry.domain.review.redeclaring import Redeclare, redeclare
from services.review_registry.domain.review.scoping import AgencyTakingPart, SetScope, set_scope
from services.review_registry.domain.review.screening import AnsweredCriterion, ScreenReview, screen_review
from services.review_registry.domain.review.state import HowUsual, Review, Screening

CLOSED = closed_days(FRAMEWORK.calendar)
NOW = datetime(2026, 3, 2, 10, tzinfo=UTC)
TODAY = NOW.date()
ID = derived("a review")
URL = "http://registry.example"

BUSINESS_UNIT = Actor(frozenset({"business-unit"}), "partnership", "p-unit")
DECIDER = Actor(frozenset({"decider"}), "partnership", "p-decider")
LEAD = Actor(frozenset({"lead-reviewer"}), "independent", "p-lead")

UNHEARD = GateFacts()
"""No facts of other services."""
PARTIES = tuple(
    PartyProgress(id=derived(group), group=group, status=InvolvementStatus.INVITED, explained=True)
    for group in ("surviving-siblings", "parents-carers", "practitioners")
)
OFFERED = GateFacts(involvement=InvolvementProgress(id=derived("involvement", ID), review=ID, planned=True, parties=PARTIES))
"""Facts in which each party has an offer, and no others."""

DECIDED: dict[str, Any] = {
    "body": "review-group",
    "quorum": (COUNCIL, POLICE),
    "options": ("go-ahead", "do-nothing"),
    "rationale": "There is much that several agencies can learn.",
}


def given(actor: Actor = BUSINESS_UNIT, now: datetime = NOW, cause_id: str = "a command") -> Given:
    return Given(ID, derived(cause_id), now, FRAMEWORK, actor, CLOSED, url=URL)


def opening(**changed: Any) -> OpenReview:
    usual = {"review_type": "lcspr", "title": "Injury of a baby", "referred_on": date(2025, 11, 20)}
    return OpenReview.model_validate(usual | changed)


def screening(outcome: Screening = Screening.LOCAL_REVIEW, review_type: str = "lcspr", **changed: Any) -> ScreenReview:
    found = FRAMEWORK.review_type(review_type)
    assert found is not None
    answers = tuple(AnsweredCriterion(criterion=each.code, met=True, evidence="Seen in the notes") for each in found.criteria)
    return ScreenReview.model_validate({**DECIDED, "outcome": outcome, "answers": answers, **changed})


def scope(*agencies: str, **changed: Any) -> SetScope:
    taking_part = tuple(
        AgencyTakingPart(agency=code, part=AgencyPart.PRACTICE_UNDER_REVIEW) for code in agencies or (COUNCIL, POLICE)
    )
    usual = {
        "period_from": date(2024, 1, 1),
        "period_to": date(2026, 1, 31),
        "children": ("child-a",),
        "agencies": taking_part,
        "lines_of_enquiry": ("How was the history used?",),
        "practitioner_involvement": "A first conversation before the analysis begins.",
        "lived_experience": "Through the health visitor's notes of each day.",
    }
    return SetScope.model_validate(usual | changed)


def declaration(**changed: Any) -> MadeDeclaration:
    """Returns the declaration of a person without any link to the case."""
    usual = {
        "employments": (),
        "case_contact": False,
        "line_management": False,
        "close_relationship": False,
        "commissioning_interest": False,
        "financial_interest": False,
        "public_view": False,
    }
    return MadeDeclaration.model_validate(usual | changed)


def appointing(person_ref: str = "p-lead", mitigations: tuple[Any, ...] = (), **declared: Any) -> AppointLead:
    return AppointLead.model_validate(
        {**DECIDED, "person_ref": person_ref, "mitigations": mitigations, "declaration": declaration(**declared)}
    )


def redeclaring(**declared: Any) -> Redeclare:
    return Redeclare(declaration=declaration(**declared))


def redeclared(review: Review, **declared: Any) -> Review:
    """Returns the review after its lead has declared again."""
    return redeclare(review, redeclaring(**declared), given(LEAD)).state


def holding(days: int = 30, kind: HoldKind = HoldKind.CRIMINAL, **changed: Any) -> PlaceHold:
    """Returns the command that places a hold, reviewed in so many days."""
    usual = {"kind": kind, "review_on": TODAY + timedelta(days=days), "authority": "The investigating officer."}
    return PlaceHold.model_validate(usual | changed)


def held(review: Review, *kinds: HoldKind, days: int = 30) -> Review:
    """Returns the review after one more hold of each of these kinds."""
    for kind in kinds or (HoldKind.CRIMINAL,):
        placing = given(DECIDER, cause_id=f"hold {len(review.holds)}")
        review = place_hold(review, holding(days, kind), placing).state
    return review


def finding(**changed: Any) -> RecordFinding:
    usual = {
        "kind": FindingKind.SYSTEM_WEAKNESS,
        "what_happened": "The chronology was begun anew with each referral.",
        "why": (NamedFactor(code="tools-and-records", helped=False, how="Two systems, and no view of both."),),
        "how_usual": HowUsual.LOCAL_PATTERN,
        "meaning_for_the_child": "Earlier bruises were not seen together.",
        "working_together": "Each agency held a part of the history.",
        "learning_statement": "History is to be in view wherever a decision is made.",
        "themes": ("history-not-used",),
        "agencies": (COUNCIL, POLICE),
        "priority": Priority.HIGH,
        "response": Response.ACTION,
    }
    return RecordFinding.model_validate(usual | changed)


def opened(review_type: str = "lcspr", now: datetime = NOW) -> Review:
    return open_review(None, opening(review_type=review_type), given(now=now)).state


def screened(review_type: str = "lcspr", now: datetime = NOW) -> Review:
    return screen_review(opened(review_type, now), screening(review_type=review_type), given(DECIDER, now)).state


def in_scoping(review_type: str = "lcspr") -> Review:
    return moved(screened(review_type), "scoping").state


def scoped(*agencies: str, review_type: str = "lcspr") -> Review:
    """Returns a review with a scope, in the stage of appointment."""
    return moved(set_scope(in_scoping(review_type), scope(*agencies), given()).state, "lead-appointment").state


def led(review_type: str = "lcspr", **declared: Any) -> Review:
    return appoint_lead(scoped(review_type=review_type), appointing(**declared), given(DECIDER)).state


def in_analysis(review: Review | None = None) -> Review:
    """Returns a review in analysis, in which each party has an offer."""
    return moved(review or led(), "involvement", "analysis", facts=OFFERED).state


def analysed() -> Review:
    """Returns a review in analysis with a recorded finding."""
    return record_finding(in_analysis(), finding(), given()).state


def in_findings(**changed: Any) -> Review:
    """Returns a review in its findings stage, with a finding to confirm."""
    recorded = record_finding(in_analysis(), finding(**changed), given()).state
    return moved(recorded, "findings").state


def confirmed(review: Review, now: datetime = NOW, actor: Actor = BUSINESS_UNIT) -> Decided[Review]:
    return confirm_finding(review, ConfirmFinding(finding=review.findings[0].id), given(actor, now))


def moved(review: Review, *stages: str, now: datetime = NOW, facts: GateFacts = UNHEARD) -> Decided[Review]:
    """Moves a review through these stages on the facts given, and returns the last decision."""
    start: Decided[Review] = Decided(review)
    return reduce(lambda last, to: move_on(last.state, MoveOn(to=to), given(now=now), facts), stages, start)
