"""How a process reaches the broker. Every client of the product is built here (docs/operations.md "The broker's logins")."""

import logging
import ssl
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, TypeVar

from aiokafka import AIOKafkaConsumer, AIOKafkaProducer
from aiokafka.admin import AIOKafkaAdminClient
from aiokafka.helpers import create_ssl_context
from faststream.kafka import KafkaBroker
from faststream.kafka.security import parse_security
from faststream.security import BaseSecurity, SASLOAuthBearer, SASLPlaintext, SASLScram256, SASLScram512
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from services.chassis.messaging.oauth import ClientCredentials, Tokens
from services.chassis.settings import Settings

METADATA_SECONDS = 30
"""Seconds after which a client looks for new partitions, brokers and leaders."""
READ_COMMITTED: Final = "read_committed"
"""The isolation of every consumer. A record of a transaction that was aborted has no effect."""


C = TypeVar("C", bound=BaseModel)


class Password(BaseModel):
    """The credentials of PLAIN and SCRAM."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    username: str = Field(min_length=1)
    password: str = Field(min_length=1, repr=False)


WITH_PASSWORD: Mapping[str, type[SASLPlaintext | SASLScram256 | SASLScram512]] = {
    "plain": SASLPlaintext,
    "scram-sha-256": SASLScram256,
    "scram-sha-512": SASLScram512,
}


@dataclass(frozen=True)
class Connection:
    """The addresses of the broker, and the name, the login and the limits of each client."""

    addresses: str
    client_id: str
    timeout_seconds: float
    security: BaseSecurity
    tokens: Tokens | None = None

    def producer(self, *, idempotent: bool) -> AIOKafkaProducer:
        """Returns a producer that has not started. All replicas in sync confirm each of its sends."""
        return AIOKafkaProducer(acks="all", enable_idempotence=idempotent, **self._common())

    def consumer(self, **settings: Any) -> AIOKafkaConsumer:
        """Returns a consumer that has not started. It commits nothing by itself."""
        return AIOKafkaConsumer(enable_auto_commit=False, isolation_level=READ_COMMITTED, **settings, **self._common())

    def admin(self) -> AIOKafkaAdminClient:
        """Returns a client for topics that has not started."""
        return AIOKafkaAdminClient(**self._common())

    def subscribing(self, logger: logging.Logger, graceful_timeout: float) -> KafkaBroker:
        """Returns FastStream's broker, for a subscription alone: it makes no topics and no producer."""
        return KafkaBroker(
            self.addresses.split(","),
            security=self.security,
            consumer_only=True,
            allow_auto_create_topics=False,
            logger=logger,
            graceful_timeout=graceful_timeout,
            **self._limits(),
        )

    def _common(self) -> dict[str, Any]:
        """Returns what aiokafka's own clients need."""
        return {"bootstrap_servers": self.addresses, **parse_security(self.security), **self._limits()}

    def _limits(self) -> dict[str, Any]:
        """Returns what every client needs, FastStream's too."""
        return {
            "client_id": self.client_id,
            "request_timeout_ms": int(self.timeout_seconds * 1000),
            "metadata_max_age_ms": METADATA_SECONDS * 1000,
            "sasl_oauth_token_provider": self.tokens,
        }


def connection(settings: Settings, client_id: str) -> Connection:
    """Returns the connection that the settings describe.

    Raises ValueError, which names the setting, if a file is missing or has another form.
    """
    encrypted = _encrypted(settings) if settings.broker_tls else None
    security, tokens = BaseSecurity(encrypted), None
    if make := WITH_PASSWORD.get(settings.broker_login):
        login = _credentials(Password, settings)
        security = make(login.username, login.password, encrypted)
    elif settings.broker_login == "oauthbearer":
        security = SASLOAuthBearer(encrypted)
        client = _credentials(ClientCredentials, settings)
        if client.token_url.scheme != "https" and settings.profile != "local":
            raise ValueError("token_url in the file of LEARNING_BROKER_CREDENTIALS must begin with https://")
        tokens = Tokens(client, settings.broker_timeout_seconds)
    return Connection(settings.broker, client_id, settings.broker_timeout_seconds, security, tokens)


def _encrypted(settings: Settings) -> ssl.SSLContext:
    """Returns the context of TLS, which checks the broker's certificate and name."""
    try:
        context: ssl.SSLContext = create_ssl_context(cafile=settings.broker_ca)
    except (OSError, ssl.SSLError):
        raise ValueError("LEARNING_BROKER_CA must name a readable file of certificates in PEM form") from None
    if settings.broker_certificate and settings.broker_key:
        try:
            context.load_cert_chain(settings.broker_certificate, settings.broker_key, password="")
        except (OSError, ssl.SSLError):
            raise ValueError(
                "LEARNING_BROKER_CERTIFICATE and LEARNING_BROKER_KEY must name a certificate and its plain key in PEM form"
            ) from None
    return context


def _credentials(form: type[C], settings: Settings) -> C:
    path: Path | None = settings.broker_credentials
    try:
        return form.model_validate_json(path.read_bytes() if path else b"")
    except OSError:
        raise ValueError("LEARNING_BROKER_CREDENTIALS must name a file that this process can read") from None
    except ValidationError:
        names = ", ".join(name for name, field in form.model_fields.items() if field.is_required())
        raise ValueError(f"the file of LEARNING_BROKER_CREDENTIALS must be a JSON object with {names}") from None
