"""Opening a review (RR1)."""

from datetime import date
from typing import Annotated

from pydantic import Field

from contracts.events.review_registry import ReviewOpened
from contracts.framework.document import Moment, entered
from contracts.vocabulary.types import Code
from services.chassis.rules.decisions import Decided, Given, Reason, Refused
from services.chassis.rules.references import reference
from services.chassis.rules.screened import SCREENED
from services.chassis.rules.texts import ONE_LINE
from services.chassis.rules.values import CommandBody
from services.review_registry.domain.review.moments import recorded_moments
from services.review_registry.domain.review.state import Review


class OpenReview(CommandBody):
    """Registers a review and gives it a reference."""

    review_type: Code
    title: Annotated[str, SCREENED, ONE_LINE] = Field(min_length=5, max_length=200)
    referred_on: date
    restricted: bool = False


def open_review(state: None, command: OpenReview, given: Given) -> Decided[Review]:
    """Opens a review in the first stage of its type, which began with the referral."""
    review_type = given.framework.review_type(command.review_type)
    reasons: list[Reason] = []
    if review_type is None or not review_type.creatable:
        sentence = "You cannot open a review of this type here. Choose another type."
        reasons.append(Reason("review/unknown-type", sentence, "review_type"))
    if command.restricted:
        sentence = "You cannot register a restricted review here yet."
        reasons.append(Reason("review/restricted-not-offered", sentence, "restricted"))
    if command.referred_on > given.today:
        sentence = "Enter a referral date that is today or in the past."
        reasons.append(Reason("review/referred-in-future", sentence, "referred_on"))
    if reasons or review_type is None:
        raise Refused(*reasons)
    stage = review_type.stages[0]
    review = Review(
        id=given.id,
        reference=reference(given.framework.partnership.reference_prefix, given.today.year, given.id, given.attempt),
        review_type=review_type.code,
        title=command.title,
        statutory=review_type.statutory,
        edition=given.framework.edition,
        opened_at=given.now,
        stage=stage,
        moments=recorded_moments(given, {Moment.REFERRED.value: command.referred_on, entered(stage): command.referred_on}),
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
