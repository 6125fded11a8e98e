"""Declaring again, after the scope or the lead reviewer's own circumstances changed (RR3, R16)."""

from datetime import date

from contracts.events.review_registry import LeadReviewerIndependenceLost
from services.chassis.rules.decisions import Decided, Given, Reason, Refused, refuse_if_any
from services.chassis.rules.happened import day_happened, day_reasons
from services.chassis.rules.values import CommandBody
from services.review_registry.domain.review.declaring import MadeDeclaration, against, declared, employment_reasons
from services.review_registry.domain.review.guards import not_leading
from services.review_registry.domain.review.independence import case_version, codes_of, failing_tests, lost_since
from services.review_registry.domain.review.state import Review


class Redeclare(CommandBody):
    """Records another declaration of the appointed lead reviewer, for the scope in force."""

    declaration: MadeDeclaration
    on: date | None = None
    """The day on which the lead declared it, if that is not today."""


def redeclare(review: Review, command: Redeclare, given: Given) -> Decided[Review]:
    """Records the declaration. A test that it newly fails stops the review until a decider appoints again."""
    lead = review.lead
    if lead is None:
        raise Refused(Reason("lead/none", "The review has no lead reviewer. A decider must appoint one first."))
    refuse_if_any(
        not_leading(review, given.actor)
        + day_reasons(command.on, given, not_before=lead.declaration.on)
        + employment_reasons(command.declaration, given.framework)
    )
    version = case_version(review.scope)
    tested = against(review, lead.agency, version, given)
    declaration = declared(command.declaration, version, day_happened(command.on, given), given)
    lost = lost_since(lead.lost, failing_tests(declaration, lead.mitigations, tested), tested.agencies)
    changes = {
        "declaration": declaration,
        "former_declarations": (*lead.former_declarations, lead.declaration),
        "lost": lost,
    }
    event = LeadReviewerIndependenceLost(review=review.id, failing=codes_of(lost))
    changed = review.model_copy(update={"lead": lead.model_copy(update=changes)})
    return Decided(changed, (event,) if {*lost} - {*lead.lost} else ())
