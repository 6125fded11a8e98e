"""Every metric of a service, with its meaning. Attributes are codes, never ids."""

import time
from collections.abc import Iterable, Mapping

from opentelemetry import metrics
from opentelemetry.metrics import CallbackOptions, Observation

_meter = metrics.get_meter("learning")
_measured_at: dict[str, float] = {}
"""The time of each gauge's last measurement, on the monotonic clock."""


class Measured:
    """A gauge whose number has an age, so that one from before an outage does not look fresh."""

    def __init__(self, name: str, *, description: str, unit: str = "") -> None:
        self.name, self._gauge = name, _meter.create_gauge(name, unit=unit, description=description)

    def set(self, number: float, attributes: Mapping[str, str] | None = None) -> None:
        self._gauge.set(number, attributes)
        _measured_at[self.name] = time.monotonic()


def ages(_: CallbackOptions) -> Iterable[Observation]:
    """Yields the age of each gauge's number."""
    now = time.monotonic()
    return [Observation(now - at, {"metric": name}) for name, at in sorted(_measured_at.items())]


_meter.create_observable_gauge(
    "learning.measured.age_seconds",
    callbacks=[ages],
    unit="s",
    description="Time since each gauge was measured, by its name; alert when above 60, because its number is then old",
)

COMMANDS = _meter.create_counter("learning.commands", description="Commands carried out or refused, by name and outcome")
LIMITED = _meter.create_counter("learning.http.limited", description="Calls that came too early, by bucket")
EVENTS_SENT = _meter.create_counter("learning.events.sent", description="Events that the broker confirmed")
RELAY_FAILURES = _meter.create_counter(
    "learning.relay.failures", description="Documents whose outbox could not be sent completely"
)
PRODUCERS_REPLACED = _meter.create_counter(
    "learning.relay.producers_replaced", description="Connections of the relay replaced after a failed send"
)
EVENTS_RECEIVED = _meter.create_counter(
    "learning.events.received",
    description="Records read from topics, by outcome: applied, heard, skipped, troubled, behind, not-yet",
)
BATCHES_GIVEN_BACK = _meter.create_counter(
    "learning.inbox.given_back", description="Batches returned to the broker because a fault did not pass"
)
READ_ERRORS = _meter.create_counter(
    "learning.inbox.read_errors", description="Failed reads of topics, by the name of the error; alert when it rises for long"
)
BEHIND = Measured("learning.inbox.behind", description="Records of a topic that this process has not read yet")
STANDSTILL = Measured(
    "learning.inbox.standstill_seconds",
    unit="s",
    description="Longest time of a partition with unread records and no progress",
)
TOPICS_REPLACED = _meter.create_counter(
    "learning.topics.replaced", description="Partitions that ended below where they had ended before; alert when above 0"
)
RINGS = _meter.create_counter("learning.alarms.rung", description="Alarms rung, by outcome")
READS_REFUSED = _meter.create_counter(
    "learning.reads.refused", description="Refused reads of text about people; alert on a sudden rise"
)
NOTICES = _meter.create_counter(
    "learning.notices", description="Digests and urgent notices by kind and outcome; alert when any has failed"
)
URGENT_OPEN = Measured(
    "learning.urgent.open",
    description="Concerns or urgent notices that wait for a person, by kind; alert when it stays above 0",
)
URGENT_OLDEST = Measured(
    "learning.urgent.oldest_seconds",
    unit="s",
    description="Longest time that a concern or an urgent notice has waited, by kind",
)
LOST_RACES = _meter.create_counter("learning.store.lost_races", description="Decisions repeated after another save came first")
UNREADABLE = _meter.create_counter(
    "learning.unreadable", description="Documents that were left out of an answer, by kind; alert when it rises"
)
PARKED = Measured("learning.parked", description="Messages in parked lanes; alert when above 0")
TROUBLED = Measured("learning.troubled", description="Documents whose alarm or outbox keeps failing; alert when above 0")
OLDEST_PENDING = Measured("learning.outbox.oldest_seconds", unit="s", description="Age of the oldest unsent outbox")
KEYS_MISSING = _meter.create_counter(
    "learning.keys.missing", description="Data keys that no key of the file opens; alert when above 0"
)
