"""A review (RR1, RR3, RR4): what it holds from its opening to its closing, and each command up to its findings."""

from datetime import date, datetime
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from contracts.events.review_registry import (
    FindingRecorded,
    LeadReviewerIndependenceLost,
    ReviewOpened,
    ReviewScoped,
    ReviewStageChanged,
)
from contracts.vocabulary.reviews import Response
from contracts.vocabulary.types import Code, Id, Reference
from services.chassis.rules.calendar import add_working_days
from services.chassis.rules.decisions import Actor, Decided, Given, Reason, Refused, refuse_if_any
from services.chassis.rules.references import reference
from services.review_registry.domain import findings, lead, scope, screening, stages
from services.review_registry.domain.closing import Impact
from services.review_registry.domain.findings import ConfirmFinding, Finding, RecordFinding
from services.review_registry.domain.gate_facts import GateFacts
from services.review_registry.domain.holds import Hold
from services.review_registry.domain.independence import reasons as independence_reasons
from services.review_registry.domain.lead import AppointLead, Lead
from services.review_registry.domain.overrides import Override
from services.review_registry.domain.part import Part
from services.review_registry.domain.publication import Checked, Publication
from services.review_registry.domain.release import Released
from services.review_registry.domain.report import Report
from services.review_registry.domain.scope import Scope, SetScope
from services.review_registry.domain.screening import Decision, Screening, ScreenReview, recorded
from services.review_registry.domain.stages import MoveOn, not_after, not_before, only_in, type_of


class OpenReview(Part):
    """Registers a review and gives it a reference."""

    review_type: Code
    title: str = Field(min_length=5, max_length=200)
    referred_on: date
    restricted: bool = False


class Review(BaseModel):
    """A review. `triggers` holds the day of all that starts or stops a clock: `referred`, `screened`, `entered-<stage>`."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: Id
    reference: Reference
    review_type: Code
    title: str
    statutory: bool
    edition: int
    opened_at: datetime
    stage: Code
    triggers: dict[Code, date]
    decisions: tuple[Decision, ...] = ()
    scope: Scope | None = None
    lead: Lead | None = None
    former_leads: tuple[Lead, ...] = ()
    findings: tuple[Finding, ...] = ()
    released: tuple[Released, ...] = ()
    """Statements cleared for anybody to read, the latest of a finding last."""
    missed: tuple[Code, ...] = ()
    """Clocks whose passing has been told."""
    no_good_practice: str = ""
    """Why, where it was looked for and none was found."""
    report: Report | None = None
    response: str = ""
    """Of the partnership to the report."""
    checks: tuple[Checked, ...] = ()
    answers: dict[Code, str] = Field(default_factory=dict)
    """Why what a detector found may stand, by detector."""
    holds: tuple[Hold, ...] = ()
    """The last of each kind; in force until lifted."""
    publication: Publication | None = None
    embargo_until: date | None = None
    overrides: tuple[Override, ...] = ()
    impact: Impact | None = None
    closed_on: date | None = None


def open_review(state: None, command: OpenReview, given: Given) -> Decided[Review]:
    review_type = given.framework.review_type(command.review_type)
    reasons: list[Reason] = []
    if review_type is None or not review_type.creatable:
        reasons.append(Reason("review/unknown-type", "Reviews of this type cannot be opened here.", "review_type"))
    if command.restricted:
        reasons.append(Reason("review/restricted-not-offered", "Restricted reviews cannot be held here yet.", "restricted"))
    if command.referred_on > given.today:
        reasons.append(Reason("review/referred-in-future", "The referral lies in the future.", "referred_on"))
    if reasons or review_type is None:
        raise Refused(*reasons)
    review = Review(
        id=given.id,
        reference=reference(given.framework.partnership.reference_prefix, given.today.year, given.id, given.attempt),
        review_type=review_type.code,
        title=command.title,
        statutory=review_type.statutory,
        edition=given.framework.edition,
        opened_at=given.now,
        stage=review_type.stages[0],
        triggers={"referred": command.referred_on, f"entered-{review_type.stages[0]}": given.today},
    )
    opened = ReviewOpened(
        review=review.id,
        reference=review.reference,
        review_type=review.review_type,
        restricted=command.restricted,
        statutory=review.statutory,
        groups=review_type.involves,
    )
    return Decided(review, (opened,))


def screen_review(review: Review, command: ScreenReview, given: Given) -> Decided[Review]:
    refuse_if_any(only_in(review, "screening") + screening.faults_of(command, type_of(review, given.framework)))
    decision = recorded("screen", command.outcome, command, given)
    going_ahead = {"screened": given.today} if command.outcome is Screening.LOCAL_REVIEW else {}
    triggers = going_ahead | review.triggers
    return Decided(review.model_copy(update={"decisions": (*review.decisions, decision), "triggers": triggers}))


def set_scope(review: Review, command: SetScope, given: Given) -> Decided[Review]:
    """Sets or widens the scope, and checks the lead's independence against it."""
    refuse_if_any(not_before(review, "scoping", given.framework) + scope.faults_of(command, given.framework))
    new = Scope(**dict(command), version=review.scope.version + 1 if review.scope else 1)
    agencies = new.agency_codes()
    events: list[Any] = [
        ReviewScoped(
            review=review.id,
            agencies=agencies,
            parts={each.agency: each.part for each in new.agencies},
            version_of_scope=new.version,
        )
    ]
    checked = review.lead
    if checked is not None:
        independence = type_of(review, given.framework).independence
        lost = tuple(test.code for test in lead.failing(checked, agencies, independence, given.framework, given.today))
        if set(lost) - set(checked.lost):
            events.append(LeadReviewerIndependenceLost(review=review.id, failing=lost))
        checked = checked.model_copy(update={"lost": lost})
    return Decided(review.model_copy(update={"scope": new, "lead": checked}), tuple(events))


def appoint_lead(review: Review, command: AppointLead, given: Given) -> Decided[Review]:
    """Appoints the lead, or another in the place of one who is not independent any longer (D4)."""
    reasons = not_before(review, "lead-appointment", given.framework)
    independence = type_of(review, given.framework).independence
    agencies = review.scope.agency_codes() if review.scope else ()
    failed = lead.failing(command, agencies, independence, given.framework, given.today)
    refuse_if_any(reasons + independence_reasons(failed, "declaration"))
    appointed = Lead(**dict(command), appointed_on=given.today, appointed_by=given.actor.person_ref)
    former = (*review.former_leads, review.lead) if review.lead else review.former_leads
    decision = recorded("appoint", "appoint-with-mitigation" if command.mitigations else "appoint", command, given)
    return Decided(
        review.model_copy(update={"lead": appointed, "former_leads": former, "decisions": (*review.decisions, decision)})
    )


def move_on(review: Review, command: MoveOn, given: Given, facts: GateFacts) -> Decided[Review]:
    """Moves the review to its next stage, if the gate between them is met."""
    stages.refuse_unless_open(review, command.to, type_of(review, given.framework), facts)
    triggers = review.triggers | {f"entered-{command.to}": given.today}
    changed = ReviewStageChanged(review=review.id, from_stage=review.stage, to_stage=command.to)
    return Decided(review.model_copy(update={"stage": command.to, "triggers": triggers}), (changed,))


def record_finding(review: Review, command: RecordFinding, given: Given) -> Decided[Review]:
    reasons = lead.not_leading(review.lead, given.actor) + not_before(review, "analysis", given.framework)
    reasons += not_after(review, "findings", given.framework)
    refuse_if_any(reasons + findings.faults_of(command, given.framework))
    finding = Finding(**dict(command), id=given.derive("finding"), recorded_by=given.actor.person_ref)
    return Decided(review.model_copy(update={"findings": (*review.findings, finding)}))


def confirm_finding(review: Review, command: ConfirmFinding, given: Given) -> Decided[Review]:
    """Confirms a finding: it goes out, with the day by which the agencies respond."""
    found = next((each for each in review.findings if each.id == command.finding), None)
    reasons = lead.not_leading(review.lead, given.actor) + only_in(review, "findings") + stages.lead_reasons(review)
    if found is None:
        reasons.append(Reason("finding/unknown", "This review has no such finding.", "finding"))
    elif found.confirmed_on:
        reasons.append(Reason("finding/confirmed-already", "This finding has been confirmed before.", "finding"))
    if reasons or found is None:
        raise Refused(*reasons)
    asks = found.response is not Response.NONE
    days = given.framework.response_days[found.priority]
    respond_by = add_working_days(given.today, days, given.holidays) if asks else None
    confirmed = found.model_copy(update={"confirmed_on": given.today, "respond_by": respond_by})
    recorded = FindingRecorded(
        review=review.id,
        finding=found.id,
        kind=found.kind,
        response=found.response,
        themes=found.themes,
        factors=tuple(dict.fromkeys(factor.code for factor in found.why)),
        agencies=found.agencies,
        priority=found.priority,
        respond_by=respond_by,
    )
    kept = tuple(confirmed if each.id == found.id else each for each in review.findings)
    return Decided(review.model_copy(update={"findings": kept}), (recorded,))


def keys(review: Review) -> dict[str, Any]:
    return {
        "reference": review.reference,
        "review_type": review.review_type,
        "stage": review.stage,
        "agencies": list(review.scope.agency_codes()) if review.scope else [],
        "themes": sorted({theme for finding in review.findings for theme in finding.themes}),
        "lead": review.lead.person_ref if review.lead else None,
        "released": sorted({each.finding for each in review.released}),
        "published": "yes" if review.publication else None,
    }


def threads(review: Review) -> tuple[str, ...]:
    return (review.id,)


def visible(review: Review, actor: Actor) -> bool:
    """To the partnership's own people; to a lead who is named; to the safeguarding leads of the agencies in scope."""
    if actor.holds("business-unit", "decider", "scrutineer", "inspector"):
        return True
    if actor.holds("lead-reviewer") and review.lead is not None and review.lead.person_ref == actor.person_ref:
        return True
    return actor.holds("agency-lead") and review.scope is not None and actor.agency in review.scope.agency_codes()
