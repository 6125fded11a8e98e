"""A review as stored, with its query keys and its readers. Limits on what people enter belong to the commands alone."""

from collections.abc import Sequence
from datetime import date, datetime
from enum import StrEnum
from hashlib import sha256
from typing import Annotated, Any

from pydantic import Field

from contracts.vocabulary.reviews import AgencyPart, FindingKind, HoldKind, Priority, Response, ReviewEnd
from contracts.vocabulary.roles import AGENCY_LEAD, CONTRIBUTOR, LEAD_REVIEWER
from contracts.vocabulary.types import Code, Id, PersonRef, Reference, Sha256
from services.chassis.rules.access import PARTNERSHIP_READERS, at, person_at
from services.chassis.rules.person import Person
from services.chassis.rules.retention import Retained
from services.chassis.rules.sealed import SEALED, Sealed, Sensitive
from services.chassis.rules.values import Value

RELEASED = "*released"
"""The label of a reader of released learning, who needs no account. No role, agency or person has a label of this form."""
PUBLISHED = "*published"
"""The label of a reader of published reviews, who needs no account."""
AGENCY_READERS = (AGENCY_LEAD, CONTRIBUTOR)
"""The roles that read what a review shares with the agencies in its scope."""


class Gate(StrEnum):
    """A gate of a review. `STAGE` is the gate of the present stage."""

    STAGE = "stage"
    PUBLICATION = "publication"
    CLOSING = "closing"


class Screening(StrEnum):
    """The outcome of screening (D1)."""

    LOCAL_REVIEW = "local-review"
    SINGLE_AGENCY = "single-agency"
    REFER_ELSEWHERE = "refer-elsewhere"
    NO_FURTHER_ACTION = "no-further-action"


class HowUsual(StrEnum):
    """The spread of what a finding describes."""

    CASE_ONLY = "case-only"
    LOCAL_PATTERN = "local-pattern"
    WIDER_PATTERN = "wider-pattern"
    UNKNOWN = "unknown"


class Outcome(StrEnum):
    """The outcome of the decision on publication (D6)."""

    FULL = "full"
    IMPROVEMENTS_ONLY = "improvements-only"
    DEFER = "defer"
    NOT_PUBLISH = "not-publish"


class Reasoning(Value):
    """The reasoning of a recorded decision: the body, who was present, the options, and why."""

    body: Code
    quorum: tuple[Code, ...]
    """The agencies that were present."""
    options: tuple[Code, ...]
    rationale: Sensitive
    evidence: tuple[Sensitive, ...] = ()
    dissent: tuple[Sensitive, ...] = ()


class CriterionAnswer(Value):
    """The answer to one criterion of screening."""

    criterion: Code
    met: bool
    evidence: Sensitive


class Decision(Reasoning):
    """A recorded decision with its outcome. It is never edited: a later decision supersedes it."""

    decision: Code
    outcome: Code
    on: date
    """The day on which it was taken."""
    recorded_at: datetime
    agency: Code
    person_ref: PersonRef
    answers: tuple[CriterionAnswer, ...] = ()


class Happened(Value):
    """A moment that starts or stops clocks. The latest record of a moment holds, and earlier records stay."""

    moment: Code
    """A `Moment`, or `entered-<stage>`."""
    on: date | None
    """The day on which it happened, or None if an earlier record is taken back."""
    recorded_at: datetime
    agency: Code
    by: PersonRef
    because: Sensitive = ""
    """The reason of a correction."""


class MissedClock(Value):
    """A clock that passed its due date, for which `StatutoryClockMissed` was emitted."""

    clock: Code
    due: date
    starts: Code
    started_on: date
    stops: Code


class Ended(Value):
    """The end of a review that is not closed."""

    how: ReviewEnd
    on: date
    because: Sensitive
    learning: Sensitive = ""
    """The learning noted from the case."""
    told: tuple[Sensitive, ...] = ()
    """The people and bodies who were told."""
    instead: Reference | None = None
    """The review that goes on, if this one is a duplicate."""


class AgencyInScope(Value):
    """An agency that takes part, and its part."""

    agency: Code
    part: AgencyPart


class Scope(Value):
    """The scope in force. `version` counts from 1."""

    period_from: date
    period_to: date
    children: tuple[PersonRef, ...]
    """A pseudonym for each child in scope."""
    agencies: tuple[AgencyInScope, ...]
    lines_of_enquiry: tuple[Sensitive, ...] = ()
    practitioner_involvement: Sensitive = ""
    """The plan to involve practitioners from the start."""
    lived_experience: Sensitive = ""
    """The plan to examine the child's lived experience."""
    version: int = Field(ge=1)
    case_version: int = Field(ge=1)
    """The version that last changed the period, children, agencies or lines of enquiry. The lead declares for it."""

    def agency_codes(self) -> tuple[str, ...]:
        return tuple(each.agency for each in self.agencies)


class Narrowed(Value):
    """The reason why a version of the scope leaves out something that was in it."""

    version: int = Field(ge=1)
    reason: Sensitive
    on: date
    by: PersonRef


class Employment(Value):
    """Any work for an organisation: employed, contracted, seconded, governor, trustee or elected.

    The employer is an `agency` of the settings, or another `organisation` in words. `until` is the last day. It is absent
    if no end is known.
    """

    agency: Code | None = None
    organisation: Sensitive = ""
    since: date
    until: date | None = None


class Declaration(Value):
    """The declaration of a proposed lead reviewer."""

    employments: tuple[Employment, ...]
    case_contact: bool
    """Ever worked with, decided on or advised about this child, family or alleged perpetrator."""
    line_management: bool
    """Managed, or was managed by, someone whose practice is reviewed."""
    close_relationship: bool
    commissioning_interest: bool
    """Designed, commissioned, inspected or audited a service in scope in the period."""
    financial_interest: bool
    public_view: bool
    """Published or stated a view on the case."""


class Declared(Declaration):
    """A declaration as recorded, for one version of the scope."""

    scope_version: int
    """The version of the scope that it is about; 0 without a scope."""
    on: date
    by: PersonRef
    """The person who recorded it."""


class Failing(Value):
    """A test of independence that a declaration fails, and the ground on which it fails.

    The ground is the agency of the scope, or `partnership`, for a test of employment. For any other test it is the version of
    the scope that was declared for, such as `scope-2`.
    """

    test: Code
    ground: Code


class Mitigation(Failing):
    """The mitigation of one failed test on one ground."""

    how: Sensitive


class LeadHead(Value):
    """The lead reviewer as a person."""

    agency: Code
    """The agency that the lead acts for; `independent` for most."""
    person_ref: PersonRef


class Lead(Reasoning, LeadHead):
    """The appointed lead reviewer. `lost` holds the tests that failed since the appointment; empty while independent."""

    declaration: Declared
    """The latest declaration."""
    former_declarations: tuple[Declared, ...] = ()
    mitigations: tuple[Mitigation, ...] = ()
    appointed_on: date
    appointed_by: PersonRef
    lost: tuple[Failing, ...] = ()


class StoodDown(Value):
    """A lead reviewer who stood down, and why."""

    lead: Lead
    on: date
    because: Sensitive
    by: PersonRef


class RejectedLead(Value):
    """A person whom the partnership decided not to appoint as lead (D4)."""

    agency: Code
    person_ref: PersonRef
    on: date


class Factor(Value):
    """A contributory factor. Good practice uses the same list for what helped."""

    code: Code
    helped: bool
    how: Sensitive


class FindingWords(Value):
    """The words of a finding, which can be corrected once it is confirmed."""

    what_happened: Sensitive
    meaning_for_the_child: Sensitive
    working_together: Sensitive
    learning_statement: Sensitive


class Correction(FindingWords):
    """The words of a finding before a correction, and its reason."""

    on: date
    by: PersonRef
    because: Sensitive


class FindingHead(Value):
    """The part of a finding that look-ups and public pages read."""

    id: Id
    kind: FindingKind
    themes: tuple[Code, ...]
    learning_statement: Sensitive
    confirmed_on: date | None = None


class Finding(FindingHead, FindingWords):
    """A finding of a review. It is confirmed once `confirmed_on` is set."""

    why: tuple[Factor, ...]
    how_usual: HowUsual
    agencies: tuple[Code, ...] = ()
    """The agencies that must respond; `partnership` for all together."""
    priority: Priority
    response: Response
    reason_for_none: Sensitive = ""
    recorded_by: PersonRef | None = None
    """The writer of the finding, who may not release its learning."""
    edited_by: tuple[PersonRef, ...] = ()
    """Everyone who edited or corrected it. They may not release its learning either."""
    respond_by: date | None = None
    corrections: tuple[Correction, ...] = ()
    """Its earlier words, oldest first."""


class Discarded(Value):
    """A draft of a finding that was discarded, and the reason."""

    finding: Finding
    reason: Sensitive
    on: date
    by: PersonRef


class DraftHead(Value):
    """The part of a draft that the list of what waits reads."""

    finding: Id
    on: date


class Drafted(DraftHead):
    """A drafted learning statement. It has a key of its own, so that a recall erases it and nothing else."""

    key: Id
    """The owner of the key. All versions of a draft share it."""
    statement: Annotated[str, Sealed(by="key")]
    writers: tuple[Person, ...]
    """Everyone who wrote a version, this one or an earlier one."""

    @property
    def sha256(self) -> Sha256:
        """Returns the hash of the statement in UTF-8."""
        return sha256(self.statement.encode()).hexdigest()


class Released(Drafted):
    """A learning statement released to the public. It is recalled once `recalled_on` is set."""

    by: PersonRef
    recalled_on: date | None = None
    recalled_reason: Code | None = None


class Report(Value):
    """The report in force. `version` counts from 1. The history keeps earlier versions."""

    summary: Sensitive
    body: Sensitive
    version: int = Field(ge=1)
    on: date
    by: PersonRef
    writers: tuple[PersonRef, ...]
    """Everyone who wrote a version, this one or an earlier one."""


class Checked(Value):
    """A check that one person made of the present version of the report."""

    check: Code
    by: PersonRef
    on: date


class Answered(Value):
    """The reason why one hit of the detectors identifies no one."""

    because: Sensitive
    by: PersonRef
    on: date


class SubjectList(Value):
    """Names and words that no public text may hold. No event or view holds one of them."""

    words: Annotated[tuple[str, ...], SEALED]
    on: date
    by: PersonRef

    @property
    def entries(self) -> int:
        return len(self.words)


class Hold(Value):
    """A hold on publication, in force until `lifted_on` is set. A review can have several of one kind."""

    id: Id
    kind: HoldKind
    review_on: date
    authority: Sensitive
    placed_on: date
    placed_by: PersonRef
    told: bool = False
    """Set once `HoldReviewDue` was emitted for this hold and date."""
    rescheduled_by: PersonRef | None = None
    rescheduled_because: Sensitive = ""
    """The reason for the present review date, if it replaced an earlier one."""
    lifted_on: date | None = None
    lifted_by: PersonRef | None = None
    lifted_because: Sensitive = ""


class Publication(Value):
    """A publication, available at least until `until`. It is withdrawn once `withdrawn_on` is set."""

    outcome: Outcome
    on: date
    until: date
    withdrawn_on: date | None = None
    reason: Code | None = None

    @property
    def stands(self) -> bool:
        """Returns whether the public can read it."""
        return self.withdrawn_on is None


class OverrideStatus(StrEnum):
    """The status of an override. Only an approved one has an effect."""

    PENDING = "pending"
    APPROVED = "approved"
    REFUSED = "refused"


class Asked(Value):
    """The request of a decider to override one reason at one gate."""

    gate: Gate
    code: str
    path: str
    """The subject of the reason, in the version that the decider saw."""
    reason: Sensitive
    authority: Sensitive = ""
    """The authority that allows to publish despite a criminal or family-court hold."""


class Override(Asked):
    """An override that a decider asked for, and the scrutineer's answer."""

    id: Id
    asked_on: date
    asked_by: PersonRef
    asked_for: Code
    """The agency that the decider acted for."""
    status: OverrideStatus = OverrideStatus.PENDING
    answered_on: date | None = None
    answered_by: PersonRef | None = None
    answered_because: Sensitive = ""


class Impact(Value):
    """The difference that the review made, the child's lived experience, and the retention of the file."""

    impact: Sensitive
    child_experience: Sensitive
    retention_until: date
    on: date
    by: PersonRef


class Rebased(Value):
    """A recorded move of the review to another edition of the settings."""

    from_edition: int
    to_edition: int
    reason: Sensitive
    on: date
    by: PersonRef


class ReviewHead(Value):
    """The part of a review that look-ups read."""

    id: Id
    reference: Reference
    review_type: Code
    lead: LeadHead | None = None
    findings: tuple[FindingHead, ...] = ()
    holds: tuple[Hold, ...] = ()
    """Every hold, in force or lifted."""
    publication: Publication | None = None
    closed_on: date | None = None


class ReviewGated(ReviewHead):
    """The part of a review that the facts for its gates are found by."""

    subjects: SubjectList | None = None
    """The subject list in force."""


class ReviewPublic(ReviewHead):
    """The part of a review that its public page is read from."""

    released: tuple[Released, ...] = ()
    """Released learning statements, the latest of a finding last."""
    report: Report | None = None
    response: Sensitive = ""
    """The partnership's response to the report."""
    overrides: tuple[Override, ...] = ()


class ReviewCourse(ReviewHead):
    """The part of a review that its clocks are read from, and the steps that wait in it."""

    edition: int
    """The edition of the settings that it runs under: the one in force at its opening, until somebody moves it."""
    stage: Code
    moments: tuple[Happened, ...]
    """Everything that starts or stops a clock, in the order of recording."""
    decisions: tuple[Decision, ...] = ()
    scope: Scope | None = None
    lead: Lead | None = None
    drafts: tuple[DraftHead, ...] = ()
    """Drafted learning statements that wait to be released, one of a finding."""
    response: Sensitive = ""
    """The partnership's response to the report."""
    undecided: int = 0
    """The number of decisions that no longer decide on publication, because a publication was withdrawn after them."""
    embargo_until: date | None = None
    overrides: tuple[Override, ...] = ()
    ended: Ended | None = None

    @property
    def is_open(self) -> bool:
        """Returns whether the review is neither closed nor ended."""
        return self.closed_on is None and self.ended is None


class Review(Retained, ReviewGated, ReviewPublic, ReviewCourse):
    """A review, open until it is closed or ended."""

    title: Sensitive
    statutory: bool
    rebased: tuple[Rebased, ...] = ()
    opened_at: datetime
    narrowed: tuple[Narrowed, ...] = ()
    """The reason for each narrower scope."""
    lead: Lead | None = None
    former_leads: tuple[Lead, ...] = ()
    """Leads whom another one replaced, or who were appointed again."""
    stood_down: tuple[StoodDown, ...] = ()
    rejected_leads: tuple[RejectedLead, ...] = ()
    findings: tuple[Finding, ...] = ()
    discarded: tuple[Discarded, ...] = ()
    drafts: tuple[Drafted, ...] = ()
    missed: tuple[MissedClock, ...] = ()
    """Clocks for which `StatutoryClockMissed` was emitted, each with its due date."""
    no_good_practice: Sensitive = ""
    """The search for good practice, if none was found."""
    no_problems: Sensitive = ""
    """The search for problems, if none was found."""
    checks: tuple[Checked, ...] = ()
    answers: Annotated[dict[str, Answered], SEALED] = Field(default_factory=dict)
    """The answer to each hit of the detectors, by the key of the hit, which is a hash of its sentence."""
    impact: Impact | None = None


def days_of(review: ReviewCourse) -> dict[str, date]:
    """Returns the day of each moment that happened, as last recorded."""
    latest = {each.moment: each.on for each in review.moments}
    return {moment: on for moment, on in latest.items() if on is not None}


def overdue_clocks(review: Review) -> tuple[str, ...]:
    """Returns the clocks that passed their due date and still run."""
    days = days_of(review) if review.is_open else {}
    running = [each for each in review.missed if days.get(each.starts) == each.started_on and each.stops not in days]
    return tuple(dict.fromkeys(each.clock for each in running))


def finding_of(review: Review, id_: str) -> Finding | None:
    """Returns a finding of the review by its id."""
    return next((each for each in review.findings if each.id == id_), None)


def draft_of(review: Review, finding: str) -> Drafted | None:
    """Returns the draft that waits to be released of a finding."""
    return next((each for each in review.drafts if each.finding == finding), None)


def subjects_of(review: ReviewGated) -> tuple[str, ...]:
    """Returns the words of the subject list in force."""
    return review.subjects.words if review.subjects else ()


def latest_release(released: Sequence[Released], finding: str) -> Released | None:
    """Returns what was last released of a finding, recalled or not."""
    return next((each for each in reversed(released) if each.finding == finding), None)


def hold_of(review: Review, id_: str) -> Hold | None:
    """Returns the hold that is in force with this id."""
    return next((each for each in holds_in_force(review) if each.id == id_), None)


def holds_in_force(review: ReviewHead) -> list[Hold]:
    """Returns the holds that were not lifted."""
    return [each for each in review.holds if each.lifted_on is None]


def keys(review: Review) -> dict[str, Any]:
    """Returns the flat query keys."""
    return {
        "reference": review.reference,
        "review_type": review.review_type,
        "stage": review.stage,
        "agencies": list(review.scope.agency_codes()) if review.scope else [],
        "themes": sorted({theme for finding in review.findings if finding.confirmed_on for theme in finding.themes}),
        "lead": review.lead.person_ref if review.lead else None,
        "overdue": list(overdue_clocks(review)),
        "waits": "yes" if _may_wait(review) else None,
        "findings": [each.id for each in review.findings],
        "opened_at": review.opened_at.isoformat(),
        "released": sorted({each.finding for each in review.released}),
        "published": "yes" if review.publication else None,
        "published_on": review.publication.on.isoformat() if review.publication else None,
    }


def _may_wait(review: Review) -> bool:
    """Returns whether a step of the review may wait for people: also of a closed one that is held or no longer public."""
    withdrawn = review.publication is not None and not review.publication.stands
    return review.is_open or withdrawn or bool(holds_in_force(review))


def threads(review: Review) -> tuple[str, ...]:
    """Returns its own id alone."""
    return (review.id,)


def lead_label(review: ReviewHead) -> str | None:
    """Returns the label of its lead reviewer, if one is appointed."""
    return person_at(review.lead.person_ref, review.lead.agency, LEAD_REVIEWER) if review.lead else None


def readers(review: Review) -> tuple[str, ...]:
    """Returns the readers: those who oversee all, its lead reviewer, and leads and contributors of the agencies in scope.

    Public routes read by the labels `RELEASED` and `PUBLISHED`, and show no more than was released or published.
    """
    return (
        *PARTNERSHIP_READERS,
        *filter(None, [lead_label(review)]),
        *(at(role, code) for code in (review.scope.agency_codes() if review.scope else ()) for role in AGENCY_READERS),
        *([RELEASED] if review.released else []),
        *([PUBLISHED] if review.publication else []),
    )
