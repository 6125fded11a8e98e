"""The reason for which the broker does not let a client in, in words that name the setting to look at."""

import logging
from collections.abc import Awaitable, Mapping
from typing import Protocol

from aiokafka.errors import KafkaConnectionError
from typing_extensions import override

from services.chassis.privacy.reasons import SafeFault

LASTING: Mapping[str, str] = {
    "IllegalSaslStateError": "the broker takes no such login here. Look at LEARNING_BROKER and LEARNING_BROKER_LOGIN",
    "SaslAuthenticationFailed": "the broker refuses the login. Look at LEARNING_BROKER_LOGIN and LEARNING_BROKER_CREDENTIALS",
    "SSLCertVerificationError": "the broker's certificate is not trusted. Look at LEARNING_BROKER_CA and LEARNING_BROKER",
    "SSLError": "the broker does not speak TLS, or refuses our certificate. Look at LEARNING_BROKER_TLS and _CERTIFICATE",
    "UnsupportedSaslMechanismError": "the broker does not know this kind of login. Look at LEARNING_BROKER_LOGIN",
}
"""The faults of a connection that do not pass by themselves, by the name of the error."""
HUNG_UP = "the broker closes the connection. If this goes on, look at LEARNING_BROKER_LOGIN and LEARNING_BROKER_TLS"
PASSING: Mapping[str, str] = {"ConnectionResetError": HUNG_UP, "IncompleteReadError": HUNG_UP}
"""The faults that a broker shows while it starts, and also if it expects another login."""


class NotConnected(SafeFault, OSError):
    """The broker does not let this process in. `retriable` is true if the reason may pass."""

    def __init__(self, fault: BaseException) -> None:
        name = type(fault).__name__
        said = LASTING.get(name) or PASSING.get(name) or f"no broker of LEARNING_BROKER answers: {name}"
        super().__init__(str(fault) if isinstance(fault, SafeFault) else said)
        self.retriable = name not in LASTING and getattr(fault, "retriable", True)


class Failures(logging.Filter):
    """Keeps the last failure to connect. aiokafka logs it, and raises an error without it."""

    last: BaseException = KafkaConnectionError()

    @override
    def filter(self, record: logging.LogRecord) -> bool:
        for fault in record.args if isinstance(record.args, tuple) else ():
            if isinstance(fault, Exception):
                self.last = _first_cause(fault)
        return True


FAILURES = Failures()
logging.getLogger("aiokafka").addFilter(FAILURES)


class Client(Protocol):
    """Any client of the broker that has not started."""

    def start(self) -> Awaitable[None]: ...


async def connect(client: Client) -> None:
    """Starts a client. Raises NotConnected if no broker lets it in."""
    try:
        await client.start()
    except KafkaConnectionError:
        raise NotConnected(FAILURES.last) from None


def _first_cause(fault: BaseException) -> BaseException:
    while fault.__cause__ is not None:
        fault = fault.__cause__
    return fault
