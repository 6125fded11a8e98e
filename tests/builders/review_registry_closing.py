"""Reviews from the report to closing, each named for its state, and the facts of other services by then."""

from datetime import date
from functools import cache
from typing import Any

from contracts.vocabulary.actions import ActionStatus, ObligationAnswer, RecheckResult
from contracts.vocabulary.feedback import InvolvementStatus, InvolvementStep
from local.partnership import COUNCIL, FRAMEWORK, POLICE
from services.chassis.rules.decisions import Actor, derived
from services.review_registry.domain.others.actions import ActionProgress, Recheck
from services.review_registry.domain.others.dissemination import DisseminationProgress
from services.review_registry.domain.others.involvement import InvolvementProgress, PartyProgress
from services.review_registry.domain.others.obligations import ObligationProgress
from services.review_registry.domain.others.products import ProductProgress
from services.review_registry.domain.review.approving import ApproveOverride, approve_override
from services.review_registry.domain.review.assessing import RecordImpact, record_impact
from services.review_registry.domain.review.checking import CheckPublication, check_publication
from services.review_registry.domain.review.gates.facts import GateFacts
from services.review_registry.domain.review.overriding import AskOverride, ask_override
from services.review_registry.domain.review.public_text import found_in
from services.review_registry.domain.review.publishing import PublishReview, publish_review
from services.review_registry.domain.review.recording import RecordNoneFound, record_none_found
from services.review_registry.domain.review.reporting import WriteReport, write_report
from services.review_registry.domain.review.responding import RecordResponse, record_response
from services.review_registry.domain.review.state import Gate, Review
from tests.builders.review_registry import (
    BUSINESS_UNIT,
    DECIDED,
    DECIDER,
    ID,
    LEAD,
    PARTIES,
    UNHEARD,
    confirmed,
    given,
    in_findings,
    moved,
)

CHAIR = Actor(frozenset({"decider"}), "partnership", "p-chair")
"""The decider who writes the response."""
SCRUTINEER = Actor(frozenset({"scrutineer"}), "partnership", "p-scrutineer")
CHECKS = tuple(each.code for each in FRAMEWORK.publication.checks)
AGENCIES = (COUNCIL, POLICE)
REPORT: dict[str, Any] = {"summary": "How the harm added up unseen.", "body": "What happened, and why it made sense then."}
HEARD = tuple(
    each.model_copy(update={"status": InvolvementStatus.CONTRIBUTED, "fed_back": (InvolvementStep.FINDINGS,)})
    for each in PARTIES
)
TOLD_ALL = tuple(each.model_copy(update={"fed_back": (InvolvementStep.FINDINGS, InvolvementStep.OUTCOME)}) for each in HEARD)


def report(**changed: Any) -> WriteReport:
    return WriteReport.model_validate(REPORT | changed)


def deciding(outcome: str = "full", **changed: Any) -> PublishReview:
    return PublishReview.model_validate({**DECIDED, "outcome": outcome, **changed})


def impact(**changed: Any) -> RecordImpact:
    usual = {
        "impact": "Reports about a child are read together now.",
        "child_experience": "A day of the child runs through the whole report.",
        "retention_until": date(2061, 3, 2),
    }
    return RecordImpact.model_validate(usual | changed)


@cache
def all_found(**changed: Any) -> Review:
    """Returns a review with a confirmed finding, and a recorded search for good practice."""
    review = record_none_found(in_findings(**changed), RecordNoneFound(reason="It was looked for."), given()).state
    return confirmed(review).state


def in_report(**changed: Any) -> Review:
    return moved(all_found(**changed), "report").state


def reported(by: Actor = LEAD, **changed: Any) -> Review:
    """Returns a review with a report that waits for the partnership's response."""
    return moved(write_report(in_report(), report(**changed), given(by)).state, "partnership-response").state


def responded(**changed: Any) -> Review:
    """Returns a review in the stage of publication, unchecked."""
    response = RecordResponse.model_validate({**DECIDED, "response": "All of it is accepted."})
    return moved(record_response(reported(**changed), response, given(CHAIR)).state, "publication").state


def checked(review: Review, *people: Actor, checks: tuple[str, ...] = CHECKS, **answers: str) -> Review:
    """Returns the review after each of these people made the checks, and answered each hit of these kinds."""
    by_kind = {kind.replace("_", "-"): answer for kind, answer in answers.items()}
    keys = {each.hit.key: by_kind[each.hit.kind] for each in found_in(review) if each.hit.kind in by_kind}
    command = CheckPublication(checks=checks, answers=keys)
    for person in people:
        review = check_publication(review, command, given(person)).state
    return review


@cache
def ready(**changed: Any) -> Review:
    """Returns a review that needs nothing more of the registry before publication."""
    return checked(responded(**changed), BUSINESS_UNIT, DECIDER)


def published(outcome: str = "full") -> Review:
    return publish_review(ready(), deciding(outcome), given(DECIDER), told()).state


@cache
def in_closure() -> Review:
    """Returns a review that needs nothing more of the registry before closing."""
    review = moved(published(), "actions", "follow-up", "closure", facts=told()).state
    return record_impact(review, impact(), given()).state


def told(review: Review | None = None, parties: tuple[PartyProgress, ...] = TOLD_ALL, **changed: Any) -> GateFacts:
    """Returns facts that meet every gate, except those changed."""
    finding = (review or all_found()).findings[0].id
    obligations = tuple(
        ObligationProgress(id=derived(finding, each), finding=finding, agency=each, answer=ObligationAnswer.ACTIONS_AGREED)
        for each in AGENCIES
    )
    held = tuple(
        Recheck(epoch=1, recheck=place, result=RecheckResult.SUSTAINED, months=(month,))
        for place, month in enumerate(FRAMEWORK.rechecks.months[:2], start=1)
    )
    actions = tuple(
        ActionProgress(
            id=derived("action", each.agency),
            findings=(finding,),
            obligations=(each.id,),
            agency=each.agency,
            status=ActionStatus.ACCEPTED,
            rechecks=held,
        )
        for each in obligations
    )
    product = ProductProgress(id=derived("product"), reviews=(ID,), link="http://library.example/library/1")
    usual: dict[str, Any] = {
        "involvement": InvolvementProgress(id=derived("involvement", ID), review=ID, planned=True, parties=parties),
        "obligations": obligations,
        "actions": actions,
        "dissemination": DisseminationProgress(id=derived("plan", ID), review=ID, lacks=()),
        "products": (product,),
        "delivered": True,
    }
    return GateFacts(**{**usual, **changed})


def asking(code: str, path: str = "", gate: Gate = Gate.STAGE, **changed: Any) -> AskOverride:
    usual = {"gate": gate, "code": code, "path": path, "reason": "The chair has looked into it."}
    return AskOverride.model_validate(usual | changed)


def asked(review: Review, command: AskOverride, facts: GateFacts = UNHEARD) -> Review:
    """Returns the review after a decider asked for this override."""
    return ask_override(review, command, given(CHAIR, cause_id=f"override {len(review.overrides)}"), facts).state


def overridden(review: Review, command: AskOverride, facts: GateFacts = UNHEARD) -> Review:
    """Returns the review after a decider asked for this override, and the scrutineer approved it."""
    review = asked(review, command, facts)
    approval = ApproveOverride(override=review.overrides[-1].id, reason="It stands to reason here.")
    return approve_override(review, approval, given(SCRUTINEER), facts).state


def with_party(number: int, **changed: Any) -> GateFacts:
    """Returns facts that meet every gate, with one party changed."""
    parties = tuple(each.model_copy(update=changed) if place == number else each for place, each in enumerate(TOLD_ALL))
    return told(parties=parties)


def at(review: Review, stage: str) -> Review:
    """Returns the review put into a stage, to test what is refused there."""
    return review.model_copy(update={"stage": stage})
