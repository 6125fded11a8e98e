"""Settings under which the services give up, and try again, soon."""

BROKER_TIMEOUT = 1.5
SHORT = {
    "poll_seconds": 0.5,
    "broker_timeout_seconds": BROKER_TIMEOUT,
    "store_timeout_seconds": 2,
    "lane_patience_seconds": 1,
    "group_session_seconds": 2,
}
