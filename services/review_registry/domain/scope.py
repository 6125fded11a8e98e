"""The scope of a review: who takes part, what is asked, and how the child's life is kept in view (RR3, R3, R17, R19)."""

from datetime import date
from typing import Annotated

from pydantic import Field

from contracts.framework.document import Framework
from contracts.vocabulary.reviews import AgencyPart
from contracts.vocabulary.types import Code, PersonRef
from services.chassis.rules.decisions import Reason
from services.review_registry.domain.part import Part


class AgencyInScope(Part):
    agency: Code
    part: AgencyPart


class SetScope(Part):
    """Sets the scope, or widens it later."""

    period_from: date
    period_to: date
    children: tuple[PersonRef, ...] = Field(min_length=1)
    """A pseudonym for each child in scope."""
    agencies: tuple[AgencyInScope, ...]
    lines_of_enquiry: tuple[Annotated[str, Field(min_length=5, max_length=1000)], ...] = ()
    practitioner_involvement: str = Field(default="", max_length=4000)
    """How practitioners will be involved from the start."""
    lived_experience: str = Field(default="", max_length=4000)
    """How the child's lived experience will be examined."""


class Scope(SetScope):
    """The scope in force; `version` counts from 1."""

    version: int = Field(ge=1)

    def agency_codes(self) -> tuple[str, ...]:
        return tuple(each.agency for each in self.agencies)


def faults_of(scope: SetScope, framework: Framework) -> list[Reason]:
    """Everything that keeps this scope from being set."""
    codes = [each.agency for each in scope.agencies]
    reasons = [
        Reason("scope/unknown-agency", "This agency is not in the settings.", f"agencies/{place}/agency")
        for place, code in enumerate(codes)
        if code not in framework.agency_codes()
    ]
    if len(set(codes)) < len(codes):
        reasons.append(Reason("scope/agency-twice", "Each agency has one part.", "agencies"))
    if scope.period_to < scope.period_from:
        reasons.append(Reason("scope/period-backwards", "The period ends before it begins.", "period_to"))
    return reasons


def missing_from(scope: Scope | None) -> list[Reason]:
    """What the scope still lacks before the review may leave scoping."""
    if scope is None:
        return [Reason("scope/not-set", "The scope has not been set.")]
    checks = (
        (scope.agencies, "scope/no-agency", "No agency takes part yet.", "agencies"),
        (scope.lines_of_enquiry, "scope/no-line-of-enquiry", "There is no line of enquiry.", "lines_of_enquiry"),
        (
            scope.practitioner_involvement,
            "scope/practitioner-involvement-missing",
            "It is not said how practitioners will be involved from the start.",
            "practitioner_involvement",
        ),
        (
            scope.lived_experience,
            "scope/lived-experience-missing",
            "It is not said how the child's lived experience will be examined.",
            "lived_experience",
        ),
    )
    return [Reason(code, sentence, path) for value, code, sentence, path in checks if not value]
