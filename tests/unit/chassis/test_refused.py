"""A client that the broker does not let in ends with the setting to look at, and waits only if the reason may pass."""

import logging
import ssl
from asyncio import IncompleteReadError

import pytest
from aiokafka.errors import IllegalSaslStateError, KafkaConnectionError, SaslAuthenticationFailed, UnsupportedSaslMechanismError

from services.chassis.messaging.refused import NotConnected, connect


class Refused:
    """A client that fails as aiokafka's do: the log has the reason, and the error does not."""

    def __init__(self, fault: Exception) -> None:
        self.fault = fault

    async def start(self) -> None:
        logging.getLogger("aiokafka").error('Unable connect to "%s:%s": %s', "broker", 9092, self.fault)
        raise KafkaConnectionError("Unable to bootstrap")


def closed(cause: Exception) -> KafkaConnectionError:
    """Returns the error of a connection that broke while it was made."""
    fault = KafkaConnectionError("closed")
    fault.__cause__ = cause
    return fault


@pytest.mark.parametrize(
    ("fault", "named", "may_pass"),
    [
        (SaslAuthenticationFailed("hunter2"), "LEARNING_BROKER_CREDENTIALS", False),
        (UnsupportedSaslMechanismError("hunter2"), "LEARNING_BROKER_LOGIN", False),
        (IllegalSaslStateError("hunter2"), "LEARNING_BROKER_LOGIN", False),
        (ssl.SSLCertVerificationError("hunter2"), "LEARNING_BROKER_CA", False),
        (closed(ssl.SSLError("hunter2")), "_CERTIFICATE", False),
        (closed(IncompleteReadError(b"hunter2", 4)), "LEARNING_BROKER_LOGIN", True),
        (ConnectionResetError("hunter2"), "LEARNING_BROKER_TLS", True),
        (ConnectionRefusedError("hunter2"), "no broker of LEARNING_BROKER answers: ConnectionRefusedError", True),
        (TimeoutError("hunter2"), "no broker of LEARNING_BROKER answers: TimeoutError", True),
    ],
)
async def test_a_client_that_is_not_let_in_names_the_setting(fault: Exception, named: str, *, may_pass: bool) -> None:
    with pytest.raises(NotConnected) as caught:
        await connect(Refused(fault))
    assert named in str(caught.value)
    assert caught.value.retriable == may_pass
    assert "hunter2" not in str(caught.value)
