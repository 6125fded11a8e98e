"""Declarations of lead reviewers: what they declare, and the check of employers and dates (RR3, R16)."""

from collections.abc import Mapping
from datetime import date
from difflib import get_close_matches

from pydantic import Field

from contracts.framework.document import Framework
from contracts.vocabulary.roles import PARTNERSHIP
from services.chassis.rules.decisions import Given, Reason
from services.chassis.rules.values import CommandBody
from services.review_registry.domain.review.guards import type_of
from services.review_registry.domain.review.independence import Against
from services.review_registry.domain.review.state import Declaration, Declared, Employment, Review

ALIKE = 0.9
"""The likeness from which the words for an organisation are taken for the name of an agency."""


class DeclaredEmployment(Employment, CommandBody):
    """Any work for an agency of the settings, or for another organisation in words."""

    organisation: str = Field(default="", max_length=200)


class MadeDeclaration(Declaration, CommandBody):
    """The declaration of a lead reviewer, proposed or appointed."""

    employments: tuple[DeclaredEmployment, ...] = Field(max_length=100)


def declared(command: MadeDeclaration, scope_version: int, on: date, given: Given) -> Declared:
    """Returns a declaration of this day as the review keeps it."""
    return Declared(**command.model_dump(), scope_version=scope_version, on=on, by=given.actor.person_ref)


def against(review: Review, acts_for: str, scope_version: int, given: Given) -> Against:
    """Returns what a declaration of this version of the review's scope is tested against today.

    `acts_for` is the agency that the lead acts for.
    """
    return Against(
        acts_for=acts_for,
        agencies=review.scope.agency_codes() if review.scope else (),
        scope_version=scope_version,
        level=type_of(review, given.framework).independence,
        framework=given.framework,
        today=given.today,
    )


def employment_reasons(declaration: MadeDeclaration, framework: Framework) -> list[Reason]:
    """Returns a reason for each employer that is not one of the settings or another one in words, and for wrong dates."""
    names = {PARTNERSHIP: framework.partnership.name} | {each.code: each.name for each in framework.agencies}
    return [
        reason
        for place, job in enumerate(declaration.employments)
        for reason in _job_reasons(job, f"declaration/employments/{place}", names)
    ]


def _job_reasons(job: Employment, path: str, names: Mapping[str, str]) -> list[Reason]:
    reasons: list[Reason] = []
    if (job.agency is None) is not bool(job.organisation):
        sentence = "Choose an agency of the settings, or enter another organisation in words. Give one of the two."
        reasons.append(Reason("employment/one-employer", sentence, path))
    if job.agency is not None and job.agency not in names:
        sentence = f"The settings have no such agency.{_did_you_mean(job.agency, names)} Enter another organisation in words."
        reasons.append(Reason("employment/unknown-agency", sentence, f"{path}/agency"))
    if known := _named_like(job.organisation, names):
        sentence = f"This looks like {names[known]}, which the settings have. Choose that agency, or enter other words."
        reasons.append(Reason("employment/agency-in-words", sentence, f"{path}/organisation"))
    if job.until is not None and job.until < job.since:
        sentence = "The last day is before the first day. Enter a later last day."
        reasons.append(Reason("employment/backwards", sentence, f"{path}/until"))
    return reasons


def _did_you_mean(code: str, names: Mapping[str, str]) -> str:
    """Returns a question with the name of the agency whose code or words are nearest; empty if none is near."""
    words = {frozenset(each.split("-")): each for each in names}
    near = words.get(frozenset(code.split("-"))) or next(iter(get_close_matches(code, names, n=1)), None)
    return f" Did you mean {names[near]}?" if near else ""


def _named_like(organisation: str, names: Mapping[str, str]) -> str | None:
    """Returns the agency that these words name, by its code or its name."""
    spelt = {spelling.casefold(): code for code, name in names.items() for spelling in (code, name)}
    return next((spelt[each] for each in get_close_matches(organisation.casefold(), spelt, n=1, cutoff=ALIKE)), None)
