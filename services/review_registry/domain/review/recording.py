"""Recording findings: what happened, why, and the response required (RR4, R6, R7)."""

from enum import StrEnum

from pydantic import Field

from contracts.framework.document import Framework
from contracts.vocabulary.reviews import FindingKind, Priority, Response
from contracts.vocabulary.roles import PARTNERSHIP
from contracts.vocabulary.types import Code
from services.chassis.rules.decisions import Decided, Given, Reason, refuse_if_any
from services.chassis.rules.values import CommandBody
from services.review_registry.domain.review.guards import not_after, not_before, not_leading
from services.review_registry.domain.review.state import Factor, Finding, HowUsual, Review

FINDINGS = 150
"""The findings of one review, at most, so that its document never reaches the store's limit."""


class NamedFactor(Factor, CommandBody):
    """A contributory factor, and how it contributed or helped."""

    how: str = Field(min_length=10, max_length=4000)


class RecordFinding(CommandBody):
    """Writes a finding, to be confirmed later."""

    kind: FindingKind
    what_happened: str = Field(min_length=10, max_length=4000)
    why: tuple[NamedFactor, ...] = Field(max_length=20)
    how_usual: HowUsual
    meaning_for_the_child: str = Field(min_length=10, max_length=4000)
    working_together: str = Field(min_length=10, max_length=4000)
    learning_statement: str = Field(min_length=10, max_length=2000)
    themes: tuple[Code, ...] = Field(min_length=1, max_length=4)
    agencies: tuple[Code, ...] = Field(default=(), max_length=100)
    """The agencies that must respond; `partnership` for all together."""
    priority: Priority
    response: Response
    reason_for_none: str = Field(default="", max_length=2000)


class LookedFor(StrEnum):
    """The kind of finding that was looked for and not found."""

    GOOD_PRACTICE = "good-practice"
    PROBLEMS = "problems"


class RecordNoneFound(CommandBody):
    """Records that good practice, or problems, were looked for and none was found (R6, R7)."""

    looked_for: LookedFor = LookedFor.GOOD_PRACTICE
    reason: str = Field(min_length=10, max_length=2000)


def record_finding(review: Review, command: RecordFinding, given: Given) -> Decided[Review]:
    """Records a finding. Nobody outside the review sees it before it is confirmed."""
    reasons = not_leading(review, given.actor) + not_before(review, "analysis", given.framework)
    reasons += not_after(review, "findings", given.framework)
    if len(review.findings) + len(review.discarded) >= FINDINGS:
        sentence = f"A review holds {FINDINGS} findings, discarded drafts among them. Put this into a finding that is there."
        reasons.append(Reason("finding/too-many", sentence))
    refuse_if_any(reasons + finding_reasons(command, given.framework))
    finding = Finding(**command.model_dump(), id=given.derive("finding"), recorded_by=given.actor.person_ref)
    return Decided(review.model_copy(update={"findings": (*review.findings, finding)}))


def record_none_found(review: Review, command: RecordNoneFound, given: Given) -> Decided[Review]:
    """Records the search."""
    refuse_if_any(not_leading(review, given.actor) + not_before(review, "analysis", given.framework))
    field = {LookedFor.GOOD_PRACTICE: "no_good_practice", LookedFor.PROBLEMS: "no_problems"}[command.looked_for]
    return Decided(review.model_copy(update={field: command.reason}))


def finding_reasons(finding: RecordFinding, framework: Framework) -> list[Reason]:
    """Returns everything that keeps this finding from being recorded."""
    named = {
        "agencies": (finding.agencies, framework.agency_codes() | {PARTNERSHIP}),
        "themes": (finding.themes, framework.theme_codes()),
        "why": ([each.code for each in finding.why], framework.factor_codes()),
    }
    reasons = [
        Reason("finding/unknown-code", "Choose a code from the settings.", f"{field}/{place}")
        for field, (codes, known) in named.items()
        for place, code in enumerate(codes)
        if code not in known
    ]
    if not finding.why:
        reasons.append(Reason("finding/no-factor", "Enter at least one contributory factor.", "why"))
    elif {factor.code for factor in finding.why} <= framework.individual_factors():
        sentence = "An individual's error alone does not explain a finding. Name the condition behind it."
        reasons.append(Reason("finding/individual-error-alone", sentence, "why"))
    if len(set(finding.agencies)) < len(finding.agencies):
        reasons.append(Reason("finding/agency-twice", "You named an agency twice. Remove one of them.", "agencies"))
    if finding.response is Response.NONE and not finding.reason_for_none:
        sentence = "Enter the reason why no response is required."
        reasons.append(Reason("finding/no-reason-for-none", sentence, "reason_for_none"))
    if finding.response is not Response.NONE and not finding.agencies:
        sentence = "Choose the agencies that must respond, or the partnership."
        reasons.append(Reason("finding/nobody-asked", sentence, "agencies"))
    return reasons
