"""Sending a digest: at its hour, with a few retries and a recorded outcome (AT5)."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from services.action_tracking.domain.digest.state import Digest, DigestStatus, Line, Sending, waiting
from services.chassis.rules.calendar import at
from services.chassis.rules.decisions import Decided, Given, derived

PATIENCE = timedelta(minutes=10)
"""In domain time: how long a try may last before its outcome is unknown, and how long a failed try waits for its retry."""
TRIES = 3


def ring(digest: Digest, given: Given) -> Decided[Digest]:
    """Begins to send at the hour. The message id is saved first; then the process that saved it sends.

    Retries a failed try a few times. A try without an outcome becomes `unknown` and is not retried.
    """
    last = digest.sendings[-1] if digest.sendings else None
    if last and _unsettled(last) and given.now >= last.at + PATIENCE:
        if last.outcome is DigestStatus.FAILED:
            again = {"tries": last.tries + 1, "at": given.now, "outcome": DigestStatus.SENDING, "outcome_at": None}
            return Decided(_with_last(digest, last.model_copy(update=again)))
        last = last.model_copy(update={"outcome": DigestStatus.UNKNOWN, "outcome_at": given.now})
        digest = _with_last(digest, last)
    if waiting(digest) and not (last and _unsettled(last)) and given.now >= _hour(digest, given):
        id_ = derived("message", digest.id, str(len(digest.sendings)))
        sending = Sending(message_id=id_, upto=len(digest.lines), at=given.now)
        digest = digest.model_copy(update={"sendings": (*digest.sendings, sending)})
    return Decided(digest)


def alarm(digest: Digest, given: Given) -> datetime | None:
    """Returns the hour while lines wait, and the end of patience while a try is unsettled."""
    last = digest.sendings[-1] if digest.sendings else None
    if last and _unsettled(last):
        return last.at + PATIENCE
    return _hour(digest, given) if waiting(digest) else None


def record_outcome(
    digest: Digest, outcome: DigestStatus, provider_id: str | None, left_out: Sequence[Line], given: Given
) -> Decided[Digest]:
    """Records the outcome of the last try, and the lines that it left out, also after it was given up as unknown."""
    last = digest.sendings[-1] if digest.sendings else None
    if last is None or last.outcome not in (DigestStatus.SENDING, DigestStatus.UNKNOWN):
        return Decided(digest)
    recorded = {
        "outcome": outcome,
        "outcome_at": given.now,
        "provider_id": provider_id,
        "left_out": tuple(dict.fromkeys(each.trigger for each in left_out)),
    }
    return Decided(_with_last(digest, last.model_copy(update=recorded)))


def _unsettled(sending: Sending) -> bool:
    """Returns true if the try has no outcome yet, or failed with retries left."""
    failed = sending.outcome is DigestStatus.FAILED and sending.tries < TRIES
    return failed or sending.outcome is DigestStatus.SENDING


def _hour(digest: Digest, given: Given) -> datetime:
    return at(digest.send_on, given.framework.digest.hour, given.framework.partnership.timezone)


def _with_last(digest: Digest, sending: Sending) -> Digest:
    return digest.model_copy(update={"sendings": (*digest.sendings[:-1], sending)})
