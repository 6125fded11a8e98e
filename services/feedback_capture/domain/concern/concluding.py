"""Recording the outcome of a concern: a referral, or the reason for none (FC3)."""

from typing import Annotated

from pydantic import AwareDatetime, StringConstraints

from contracts.events.feedback_capture import ImmediateConcernConcluded
from contracts.vocabulary.feedback import ConcernOutcome
from contracts.vocabulary.types import Code
from services.chassis.rules.decisions import Decided, Given, Reason, refuse_if_any
from services.chassis.rules.values import CommandBody
from services.feedback_capture.domain.concern.guards import unless_concluded
from services.feedback_capture.domain.concern.state import Concern, Conclusion

Text = Annotated[str, StringConstraints(min_length=1, max_length=4000)]


class ConcludeConcern(CommandBody):
    """Records that a concern was referred, to whom and when, or why it was not."""

    outcome: ConcernOutcome
    referred_to: Code | None = None
    referred_at: AwareDatetime | None = None
    reason: Text | None = None


def conclude_concern(concern: Concern, command: ConcludeConcern, given: Given) -> Decided[Concern]:
    """Ends the concern. Anyone who may take it may record this, once someone has taken it."""
    reasons = unless_concluded(concern)
    if not concern.takings and not concern.part_of:
        reasons.append(Reason("concern/not-taken", "No one has taken this concern. Take it first, then record its outcome."))
    reasons.extend(_referral(command, given) if command.outcome is ConcernOutcome.REFERRED else _no_referral(command))
    refuse_if_any(reasons)
    actor = given.actor
    conclusion = Conclusion(**dict(command), person_ref=actor.person_ref, agency=actor.agency, at=given.now)
    return Decided(
        concern.model_copy(update={"conclusion": conclusion}),
        (ImmediateConcernConcluded(concern=concern.id),),
    )


def _referral(command: ConcludeConcern, given: Given) -> list[Reason]:
    services = given.framework.feedback.concern_referrals
    reasons = []
    if command.referred_to not in {each.code for each in services}:
        labels = ", ".join(each.label for each in services)
        reasons.append(Reason("concern/unknown-service", f"Choose the service that you referred to: {labels}.", "referred_to"))
    if command.referred_at is None:
        reasons.append(Reason("concern/referral-undated", "Enter the day and time of the referral.", "referred_at"))
    elif command.referred_at > given.now:
        reasons.append(Reason("concern/referral-ahead", "Make the referral first, then record its time.", "referred_at"))
    return reasons


def _no_referral(command: ConcludeConcern) -> list[Reason]:
    reasons = []
    if command.reason is None:
        reasons.append(Reason("concern/no-reason", "Enter the reason why you made no referral.", "reason"))
    if command.referred_to or command.referred_at:
        message = "You entered a referral. Choose referred as the outcome, or remove the service and the time."
        reasons.append(Reason("concern/referral-too", message, "outcome"))
    return reasons
