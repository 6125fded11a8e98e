"""Every metric of a service, with its meaning. Attributes are codes, never ids."""

from opentelemetry import metrics

_meter = metrics.get_meter("learning")

COMMANDS = _meter.create_counter("learning.commands", description="Commands carried out or refused, by name and outcome")
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
BEHIND = _meter.create_gauge("learning.inbox.behind", description="Records of a topic that this process has not read yet")
STANDSTILL = _meter.create_gauge(
    "learning.inbox.standstill_seconds",
    unit="s",
    description="Longest time of a partition with unread records and no progress",
)
TOPICS_REPLACED = _meter.create_counter(
    "learning.topics.replaced", description="Partitions that ended below where they had ended before; alert when above 0"
)
RINGS = _meter.create_counter("learning.alarms.rung", description="Alarms rung, by outcome")
NOTICES = _meter.create_counter(
    "learning.notices", description="Digests and urgent notices by kind and outcome; alert when any has failed"
)
URGENT_OPEN = _meter.create_gauge(
    "learning.urgent.open",
    description="Concerns or urgent notices that wait for a person, by kind; alert when it stays above 0",
)
URGENT_OLDEST = _meter.create_gauge(
    "learning.urgent.oldest_seconds",
    unit="s",
    description="Longest time that a concern or an urgent notice has waited, by kind",
)
LOST_RACES = _meter.create_counter("learning.store.lost_races", description="Decisions repeated after another save came first")
UNREADABLE = _meter.create_counter(
    "learning.unreadable", description="Documents that were left out of an answer, by kind; alert when it rises"
)
PARKED = _meter.create_gauge("learning.parked", description="Messages in parked lanes; alert when above 0")
TROUBLED = _meter.create_gauge(
    "learning.troubled", description="Documents whose alarm or outbox keeps failing; alert when above 0"
)
OLDEST_PENDING = _meter.create_gauge("learning.outbox.oldest_seconds", unit="s", description="Age of the oldest unsent outbox")
