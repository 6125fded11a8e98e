"""Findings: what happened, why, and what is asked for (RR4, R6, R7; domain.md 6a)."""

from datetime import date
from enum import StrEnum

from pydantic import Field

from contracts.framework.document import Framework
from contracts.vocabulary.reviews import FindingKind, Priority, Response
from contracts.vocabulary.roles import PARTNERSHIP
from contracts.vocabulary.types import Code, Id, PersonRef
from services.chassis.rules.decisions import Reason
from services.review_registry.domain.part import Part

INDIVIDUAL = "practitioner-cognitive-emotional"
"""The factor that, alone, would blame a person: the condition behind it is asked for."""


class HowUsual(StrEnum):
    CASE_ONLY = "case-only"
    LOCAL_PATTERN = "local-pattern"
    WIDER_PATTERN = "wider-pattern"
    UNKNOWN = "unknown"


class Factor(Part):
    """A contributory factor; good practice uses the same list, as what helped."""

    code: Code
    helped: bool
    how: str = Field(min_length=10, max_length=4000)


class RecordFinding(Part):
    """Writes a finding down, to be confirmed later."""

    kind: FindingKind
    what_happened: str = Field(min_length=10, max_length=4000)
    why: tuple[Factor, ...]
    how_usual: HowUsual
    meaning_for_the_child: str = Field(min_length=10, max_length=4000)
    working_together: str = Field(min_length=10, max_length=4000)
    learning_statement: str = Field(min_length=10, max_length=2000)
    themes: tuple[Code, ...] = Field(min_length=1, max_length=4)
    agencies: tuple[Code, ...] = ()
    """Who is asked to respond; `partnership` for all together."""
    priority: Priority
    response: Response
    reason_for_none: str = Field(default="", max_length=2000)


class ConfirmFinding(Part):
    """Confirms a recorded finding: it goes out, and each agency named is asked to respond."""

    finding: Id


class Finding(RecordFinding):
    """A finding of a review; confirmed once it has a day on which it was."""

    id: Id
    recorded_by: PersonRef | None = None
    """Whoever wrote it does not clear what is released of it. Absent on what was recorded before this was kept."""
    confirmed_on: date | None = None
    respond_by: date | None = None


def faults_of(finding: RecordFinding, framework: Framework) -> list[Reason]:
    """Everything that keeps this finding from being recorded."""
    reasons: list[Reason] = []
    known = framework.agency_codes() | {PARTNERSHIP}
    reasons += [_unknown("agencies", place) for place, code in enumerate(finding.agencies) if code not in known]
    reasons += [_unknown("themes", place) for place, code in enumerate(finding.themes) if code not in framework.theme_codes()]
    reasons += [_unknown("why", place) for place, each in enumerate(finding.why) if each.code not in framework.factor_codes()]
    if not finding.why:
        reasons.append(Reason("finding/no-factor", "A finding says why: at least one contributory factor is needed.", "why"))
    elif {factor.code for factor in finding.why} == {INDIVIDUAL}:
        sentence = "An individual's error alone is not a reason: name the condition behind it."
        reasons.append(Reason("finding/individual-error-alone", sentence, "why"))
    if len(set(finding.agencies)) < len(finding.agencies):
        reasons.append(Reason("finding/agency-twice", "Each agency is asked once.", "agencies"))
    if finding.response is Response.NONE and not finding.reason_for_none:
        reasons.append(Reason("finding/no-reason-for-none", "Asking for nothing needs a reason.", "reason_for_none"))
    if finding.response is not Response.NONE and not finding.agencies:
        reasons.append(Reason("finding/nobody-asked", "Say which agencies are to respond, or the partnership.", "agencies"))
    return reasons


def _unknown(field: str, place: int) -> Reason:
    return Reason("finding/unknown-code", "This code is not in the settings.", f"{field}/{place}")
