"""Moments that start or stop clocks: people record and correct them, and decisions set some (RR1)."""

from collections.abc import Mapping
from datetime import date

from pydantic import Field

from contracts.framework.document import DECIDED_MOMENTS, Moment
from contracts.vocabulary.types import Code
from services.chassis.rules.decisions import Decided, Given, Reason, refuse_if_any
from services.chassis.rules.happened import day_happened, day_reasons
from services.chassis.rules.values import CommandBody
from services.review_registry.domain.review.state import Happened, Review, days_of

RECORDED = tuple(each.value for each in Moment if each not in DECIDED_MOMENTS)
"""Moments that people record. They may correct the day of any other that has happened."""


class RecordMoment(CommandBody):
    """Records the day of a moment that starts or stops clocks, or corrects it with a reason."""

    moment: Code
    """A moment such as `aware`, or one that the review has, such as `entered-analysis`."""
    on: date | None = None
    """The day on which it happened; today if absent."""
    because: str = Field(default="", max_length=2000)
    """The reason of a correction."""
    taken_back: bool = False
    """True if it did not happen after all."""


def record_moment(review: Review, command: RecordMoment, given: Given) -> Decided[Review]:
    """Records the moment. The earlier record stays, and the latest one holds."""
    refuse_if_any(_moment_reasons(review, command, given))
    on = None if command.taken_back else day_happened(command.on, given)
    return Decided(with_moments(review, given, {command.moment: on}, command.because))


def with_moments(review: Review, given: Given, days: Mapping[str, date | None], because: str = "") -> Review:
    """Returns the review with the day of each of these moments, or without a moment whose day is None."""
    known = days_of(review)
    changed = {moment: on for moment, on in days.items() if on is not None or moment in known}
    return review.model_copy(update={"moments": (*review.moments, *recorded_moments(given, changed, because))})


def recorded_moments(given: Given, days: Mapping[str, date | None], because: str = "") -> tuple[Happened, ...]:
    """Returns records of these moments."""
    by = given.actor
    return tuple(
        Happened(moment=moment, on=on, recorded_at=given.now, agency=by.agency, by=by.person_ref, because=because)
        for moment, on in days.items()
    )


def _moment_reasons(review: Review, command: RecordMoment, given: Given) -> list[Reason]:
    """Returns everything that keeps this moment from being recorded."""
    days = days_of(review)
    known = command.moment in days
    if not known and command.moment not in RECORDED:
        sentence = f"Choose a moment that this review has, or one of: {', '.join(RECORDED)}."
        return [Reason("moment/unknown", sentence, "moment")]
    reasons: list[Reason] = []
    if known and not command.because:
        sentence = "This moment has been recorded before. Enter the reason for the correction."
        reasons.append(Reason("moment/no-reason", sentence, "because"))
    if command.taken_back:
        if command.moment not in RECORDED or command.moment == Moment.REFERRED:
            sentence = "You cannot take back this moment. Correct its day instead."
            reasons.append(Reason("moment/fixed", sentence, "taken_back"))
        elif not known:
            reasons.append(Reason("moment/not-recorded", "This moment has not been recorded.", "taken_back"))
        return reasons
    screened = days.get(Moment.SCREENED)
    if command.moment == Moment.REFERRED and screened and day_happened(command.on, given) > screened:
        sentence = f"Enter a day that is not after the screening on {screened.day} {screened:%B %Y}."
        reasons.append(Reason("day/too-late", sentence, "on"))
    follows = days.get(Moment.REFERRED) if command.moment in DECIDED_MOMENTS else None
    return reasons + day_reasons(command.on, given, not_before=follows)
