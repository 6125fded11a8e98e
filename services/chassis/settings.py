"""Settings of one process, read from environment variables and checked all at once. None belong to the domain."""

import re
from pathlib import Path
from typing import Literal, get_args
from urllib.parse import parse_qsl, urlsplit

from pydantic import Field, Json, ValidationInfo, field_validator
from pydantic_core import PydanticCustomError
from pydantic_settings import BaseSettings, SettingsConfigDict

from contracts.events.catalogue import SERVICES
from services.chassis.rules.callers import networks
from services.chassis.rules.rates import WRITTEN

Login = Literal["none", "certificate", "plain", "scram-sha-256", "scram-sha-512", "oauthbearer"]
CREDENTIALS_NEEDED = ("plain", "scram-sha-256", "scram-sha-512", "oauthbearer")
UNCHECKED_TLS = {"tlsinsecure", "tlsallowinvalidcertificates", "tlsallowinvalidhostnames"}
ADDRESS = r"https?://[A-Za-z0-9.:\[\]-]+(/[A-Za-z0-9._~-]+)*"
LEAST_SESSION = 6
"""Seconds. The default of `group.min.session.timeout.ms`."""


class HostSettings(BaseSettings):
    """The settings of a process that serves HTTP: `LEARNING_<NAME>` in the environment.

    Raises pydantic's ValidationError, which names every wrong one.
    """

    model_config = SettingsConfigDict(env_prefix="LEARNING_", extra="ignore", frozen=True)

    profile: Literal["local", "production"] = "production"
    host: str = "127.0.0.1"
    port: int = Field(default=8000, ge=0, le=65535)
    public_url: str = Field(default="", validate_default=True)
    """The address at which people reach this service.

    Every link starts with it. The local profile defaults to this machine.
    """

    issuer: str = Field(min_length=1)
    audience: str = Field(min_length=1)
    jwks: str = Field(min_length=1)
    """The address of the issuer's keys. In the local profile, a file."""
    algorithm: Literal["ES256", "RS256", "PS256", "EdDSA"] = "ES256"

    claim_roles: str = "roles"
    claim_agency: str = "agency"
    claim_person_ref: str = "person_ref"
    """The names of the claims. A deployment maps those of its identity provider, such as `realm_access.roles`."""

    longest_token_seconds: int = Field(default=86_400, gt=0)
    """The longest life of an access token that the service takes."""

    spans: Path | None = None
    """A file that spans are appended to, one per line. Local profile only."""
    otlp: str = ""
    """The address of an OpenTelemetry collector (OTLP over HTTP)."""
    largest_request: int = Field(default=262_144, gt=0)
    """Bytes."""
    header_seconds: float = Field(default=10, gt=0)
    """Seconds in which a caller sends the header of a request. Then the connection ends."""
    body_seconds: float = Field(default=20, gt=0)
    """Seconds in which a caller sends the body of a request, and takes each part of the answer."""
    concurrent_requests: int = Field(default=100, gt=0)
    """Requests in hand at which the service asks further callers to come back."""

    rate_public: str = Field(default="600/minute burst 300", pattern=WRITTEN)
    """Calls of public routes by one address: `<calls>/<second, minute or hour>`, and `burst` with the most at once."""
    rate_wrong: str = Field(default="60/minute burst 120", pattern=WRITTEN)
    """Wrong tokens, and apart from them wrong receipt codes, by one address."""
    rate_reads: str = Field(default="1200/minute burst 600", pattern=WRITTEN)
    """Queries by one person."""
    rate_commands: str = Field(default="1200/hour burst 300", pattern=WRITTEN)
    """Commands by one person."""
    rate_answers: str = Field(default="240/hour burst 120", pattern=WRITTEN)
    """Answers to surveys by one address."""
    rate_survey: str = Field(default="1200/hour burst 300", pattern=WRITTEN)
    """Answers to one survey."""
    rate_survey_concerns: str = Field(default="10/hour", pattern=WRITTEN)
    """Concerns that the answers to one survey raise one by one. Further ones are gathered in one concern."""
    rate_concerns: str = Field(default="40/hour", pattern=WRITTEN)
    """Concerns that the answers to all surveys raise one by one."""
    trusted_proxies: str = ""
    """The networks of the proxies in front of this service, with commas between them.

    Their X-Forwarded-For header names the address of the caller. Nobody else's does.
    """

    @field_validator("clock", "spans", check_fields=False)
    @classmethod
    def for_the_local_profile_only(cls, value: Path | None, info: ValidationInfo) -> Path | None:
        """Refuses settings for development in any other profile."""
        if value is not None and not _local(info):
            raise PydanticCustomError("local_only", "works in the local profile only")
        return value

    @field_validator("trusted_proxies")
    @classmethod
    def of_networks(cls, value: str) -> str:
        try:
            networks(value)
        except ValueError:
            raise PydanticCustomError("networks", "must list networks such as 10.0.0.0/8, with commas between them") from None
        return value

    @field_validator("issuer", "jwks")
    @classmethod
    def of_a_real_issuer(cls, value: str, info: ValidationInfo) -> str:
        if not value.startswith("https://") and not _local(info):
            raise PydanticCustomError("real_issuer", "must begin with https://")
        return value

    @field_validator("public_url")
    @classmethod
    def of_this_service(cls, value: str, info: ValidationInfo) -> str:
        """Refuses an address that links cannot begin with."""
        if not value and _local(info):
            return "http://localhost"
        if not re.fullmatch(ADDRESS, value):
            raise PydanticCustomError(
                "public_url", "must be the address at which people reach this service, without a slash at the end"
            )
        return value


class Settings(HostSettings):
    """The settings of a service with a store and topics."""

    store_encrypted_elsewhere: bool = False
    """True if the network encrypts the way to the store, such as a service mesh. The address then needs no TLS."""
    store: str = Field(min_length=1)
    """A MongoDB address that names a database, with the login of this service alone."""
    broker: str = Field(min_length=1)
    """`host:port`. Separate several with commas."""
    broker_tls: bool = Field(default=False, validate_default=True)
    """Encrypts the connection to the broker and checks its certificate and name. Needed outside the local profile."""
    broker_ca: Path | None = None
    """The certificates that sign the broker's, in PEM form. The system's own by default."""
    broker_certificate: Path | None = None
    broker_key: Path | None = Field(default=None, validate_default=True)
    """The client's certificate and its key, in PEM form."""
    broker_login: Login = Field(default="none", validate_default=True)
    """How this service proves its identity to the broker. Needed outside the local profile."""
    broker_credentials: Path | None = Field(default=None, validate_default=True)
    """A JSON file: `username` and `password`, or `token_url`, `client_id`, `client_secret` and `scope` for oauthbearer."""
    replica: str = Field(default="", pattern=r"^[a-z0-9-]*$", max_length=64)
    """A name that this replica keeps over restarts, such as the ordinal of a stateful set.

    The group then waits for its return for `group_session_seconds` and moves no partition.
    """
    topic_prefix: str = Field(default="", pattern=r"^[a-z0-9.-]*$")
    generation: int = Field(default=1, ge=1)
    """The generation of the topics.

    Raise it when a broker has lost them. From 2 on, it is part of topic and group names.
    """
    service_urls: Json[dict[str, tuple[str, ...]]] = Field(default="{}", validate_default=True)
    """The addresses at which people reach each service: `{"review-registry": ["https://reviews.example.org"]}`.

    Links in events must begin with one of their own service. Keep an earlier address behind the present one, because older
    events hold it. Needed outside the local profile.
    """
    event_ahead_seconds: int = Field(default=86_400, gt=0)
    """Seconds by which the time of an event may be ahead of the clock."""
    sequence_gap: int = Field(default=5000, gt=0)
    """Events of one aggregate that a document may not have heard of between two that it hears."""
    framework: Path
    """The settings document of the partnership."""
    keys: Path
    """The file of the service's encryption keys: `sealing` and `fingerprints`.

    Each is `{"active": "k1", "keys": {"k1": "<base64 of 32 bytes>"}}`. Outside the local profile, no other login may read it.
    """
    notices: Path | None = None
    """The folder that notices are written to."""
    clock: Path | None = None
    """A file with `{"offset_seconds": n}` that moves domain time. Local profile only."""

    partitions: int = Field(default=12, gt=0)
    """The partitions of a new topic. They never change afterwards, because order is per key."""
    replication: int = Field(default=3, gt=0)
    """The replicas of a new topic."""
    idempotent_producer: bool = False
    """Lets the broker drop repeated sends. Order and effects do not rest on it (docs/decisions/0008)."""
    broker_timeout_seconds: float = Field(default=20, gt=0)
    store_timeout_seconds: float = Field(default=10, gt=0)
    poll_seconds: float = Field(default=1, gt=0)
    """Seconds between two passes of the sweep, of the parked messages' retries and of the relay's safety net."""
    group_session_seconds: float = Field(default=10, gt=0)
    """Seconds after which a silent replica loses its partitions."""
    lane_patience_seconds: float = Field(default=25, gt=0)
    """Seconds that the inbox retries a record in its lane before it returns the batch to the broker."""
    backlog: int = Field(default=500, gt=0)
    """Unsent outbox entries of one document at which the service refuses further commands on it."""
    parked: int = Field(default=5000, gt=0)
    """Parked messages of one topic at which the service stops reading it until some are decided. The others are read on."""
    largest_event: int = Field(default=65_536, gt=0)
    """Bytes."""

    @field_validator("broker_tls")
    @classmethod
    def encrypted(cls, value: bool, info: ValidationInfo) -> bool:  # noqa: FBT001 - pydantic's form
        if not value and not _local(info):
            raise PydanticCustomError("broker_tls", "must be true, because the broker's network may be read by others")
        return value

    @field_validator("broker_ca", "broker_certificate")
    @classmethod
    def used(cls, value: Path | None, info: ValidationInfo) -> Path | None:
        """Refuses a file that a connection without TLS would not use."""
        if value and info.data.get("broker_tls") is False:
            raise PydanticCustomError("broker_file", "needs LEARNING_BROKER_TLS")
        return value

    @field_validator("broker_key")
    @classmethod
    def key_of_the_certificate(cls, value: Path | None, info: ValidationInfo) -> Path | None:
        if "broker_certificate" in info.data and (value is None) != (info.data["broker_certificate"] is None):
            raise PydanticCustomError("broker_key", "must be given together with LEARNING_BROKER_CERTIFICATE")
        return value

    @field_validator("broker_login")
    @classmethod
    def logged_in(cls, value: Login, info: ValidationInfo) -> Login:
        """Refuses a login without what it needs."""
        if value == "none" and not _local(info):
            raise PydanticCustomError("broker_login", "must be one of {logins}", {"logins": ", ".join(get_args(Login)[1:])})
        if value == "certificate" and not (info.data.get("broker_certificate") and info.data.get("broker_key")):
            raise PydanticCustomError("broker_login", "needs LEARNING_BROKER_CERTIFICATE and LEARNING_BROKER_KEY")
        return value

    @field_validator("broker_credentials")
    @classmethod
    def credentials_of_the_login(cls, value: Path | None, info: ValidationInfo) -> Path | None:
        if value is None and info.data.get("broker_login") in CREDENTIALS_NEEDED:
            raise PydanticCustomError("broker_credentials", "must name the file with the credentials of LEARNING_BROKER_LOGIN")
        return value

    @field_validator("service_urls")
    @classmethod
    def of_every_service(cls, value: dict[str, tuple[str, ...]], info: ValidationInfo) -> dict[str, tuple[str, ...]]:
        if (value or not _local(info)) and set(value) != {*SERVICES}:
            raise PydanticCustomError("service_urls", "must name {services}", {"services": ", ".join(SERVICES)})
        if not all(addresses and all(re.fullmatch(ADDRESS, each) for each in addresses) for addresses in value.values()):
            raise PydanticCustomError("service_urls", "must hold addresses without a slash at the end")
        return value

    @field_validator("store")
    @classmethod
    def protected(cls, value: str, info: ValidationInfo) -> str:
        """Refuses an address without a login, or whose connection others may read (MongoDB connection strings)."""
        if _local(info) or not value:
            return value
        address = urlsplit(value)
        options = {name.lower(): given.lower() for name, given in parse_qsl(address.query)}
        if not (address.username and address.password) and options.get("authmechanism") != "mongodb-x509":
            raise PydanticCustomError("store_login", "must hold the login of this service")
        if options.keys() & UNCHECKED_TLS:
            raise PydanticCustomError("store_tls", "must not switch off the checks of TLS")
        by_default = "true" if address.scheme == "mongodb+srv" else "false"
        encrypted = options.get("tls", options.get("ssl", by_default)) == "true"
        if not encrypted and not info.data.get("store_encrypted_elsewhere"):
            raise PydanticCustomError("store_tls", "must say tls=true, or set LEARNING_STORE_ENCRYPTED_ELSEWHERE")
        return value

    @field_validator("group_session_seconds")
    @classmethod
    def accepted_by_the_broker(cls, value: float, info: ValidationInfo) -> float:
        """Refuses a session that a broker with the usual `group.min.session.timeout.ms` never lets in."""
        if value < LEAST_SESSION and not _local(info):
            raise PydanticCustomError("session", "must be 6 or more")
        return value


def _local(info: ValidationInfo) -> bool:
    return bool(info.data.get("profile") == "local")
