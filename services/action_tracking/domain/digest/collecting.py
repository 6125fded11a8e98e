"""Collecting the lines of a digest (AT4, AT5)."""

from datetime import date

from contracts.vocabulary.types import PersonRef
from services.action_tracking.domain.digest.state import Digest, Line, digest_day, waiting
from services.chassis.rules.decisions import Decided, Given


def add_line(digest: Digest | None, line: Line, person_ref: PersonRef, day: date, given: Given) -> Decided[Digest]:
    """Adds a line. An event adds one line per person and thing, however many rungs the person is on (AT4)."""
    if digest is None:
        send_on = max(day, digest_day(given.now, given.framework, given.holidays))
        return Decided(Digest(id=given.id, person_ref=person_ref, day=day, send_on=send_on, lines=(line,)))
    if any((each.about, each.trigger) == (line.about, line.trigger) for each in digest.lines):
        return Decided(digest)
    changes: dict[str, object] = {"lines": (*digest.lines, line)}
    if not waiting(digest):
        changes["send_on"] = digest_day(given.now, given.framework, given.holidays)
    return Decided(digest.model_copy(update=changes))
