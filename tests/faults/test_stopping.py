"""A process stops before an orchestrator kills it, whatever does not answer."""

import socket
import time
from urllib.parse import urlsplit

from local.deployment import Deployment
from local.grounds.ground import GRACE
from local.parts.names import BROKER
from local.people import REGISTRY

HEADER = b"POST /reviews HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n"


def test_process_stops_while_the_broker_is_frozen_and_a_caller_is_slow(deployment: Deployment) -> None:
    """It ends by itself within the grace, after which it would be killed."""
    deployment.require_own_ground()
    address = urlsplit(deployment.url(REGISTRY))
    with socket.create_connection((address.hostname, address.port)) as caller:
        caller.sendall(HEADER + b'{"a')
        deployment.freeze(BROKER)
        began = time.monotonic()
        deployment.stop_part(REGISTRY)
        took = time.monotonic() - began
        deployment.thaw(BROKER)
    assert took < GRACE
