"""Recording that a party heard the findings or the outcome (FC1)."""

from datetime import date
from typing import Literal

from contracts.events.feedback_capture import InvolvementFedBack
from contracts.framework.document import Framework
from contracts.vocabulary.feedback import InvolvementStep
from contracts.vocabulary.types import Code, Id
from services.chassis.rules.decisions import Decided, Given, Reason, Refused
from services.chassis.rules.happened import day_happened, day_reasons
from services.chassis.rules.person import person_of
from services.chassis.rules.values import CommandBody
from services.feedback_capture.domain.involvement.guards import party_of, while_offered
from services.feedback_capture.domain.involvement.state import AWAY, FedBack, Involvement, Party


class FeedBack(CommandBody):
    """Records that a party heard the findings, or the outcome."""

    party: Id
    step: Literal["findings", "outcome"]
    channel: Code
    on: date | None = None
    """The day on which the party heard it. Today if it is left out."""


def feed_back(involvement: Involvement, command: FeedBack, given: Given) -> Decided[Involvement]:
    step = InvolvementStep(command.step)
    party, reasons = party_of(involvement, command.party, given.actor)
    if party is not None:
        reasons += day_reasons(command.on, given, not_before=party.offer.on if party.offer else None)
        reasons += _faults(involvement, party, step, given.framework)
    if reasons or party is None:
        raise Refused(*reasons)
    day = day_happened(command.on, given)
    heard = FedBack(on=day, recorded_at=given.now, by=person_of(given.actor), channel=command.channel)
    due = {each: by for each, by in party.due.items() if each is not step}
    changed = party.model_copy(update={"told": party.told | {step: heard}, "due": due})
    event = InvolvementFedBack(review=involvement.review, party=party.id, step=step)
    return Decided(involvement.with_party(changed), (event,))


def _faults(involvement: Involvement, party: Party, step: InvolvementStep, framework: Framework) -> list[Reason]:
    reasons = [] if party.status in AWAY else while_offered(party)
    if step in party.told:
        reasons.append(Reason("involvement/told-already", f"It is already recorded that this party heard the {step}.", "step"))
    if step is InvolvementStep.FINDINGS and not _has_findings(involvement, framework):
        reasons.append(
            Reason(
                "involvement/nothing-to-tell",
                "This review has no findings to share yet. Record this once it reaches its findings.",
                "step",
            )
        )
    if step is InvolvementStep.OUTCOME and step not in involvement.owes:
        reasons.append(
            Reason("involvement/nothing-to-tell", "Record the outcome once this review is published or about to close.", "step")
        )
    return reasons


def _has_findings(involvement: Involvement, framework: Framework) -> bool:
    """Returns true if the review has reached its findings, or if its stage does not say so (a side state)."""
    review_type = framework.review_type(involvement.review_type)
    order = review_type.stages if review_type else ()
    if "findings" not in order or (involvement.stage is not None and involvement.stage not in order):
        return True
    return involvement.stage is not None and order.index(involvement.stage) >= order.index("findings")
