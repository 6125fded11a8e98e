"""The second door: events in and out over Kafka."""
