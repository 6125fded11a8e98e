"""What one process is started with: environment variables, checked all at once. Nothing of the domain is here."""

import re
from pathlib import Path
from typing import Literal

from pydantic import Field, ValidationInfo, field_validator
from pydantic_core import PydanticCustomError
from pydantic_settings import BaseSettings, SettingsConfigDict


class HostSettings(BaseSettings):
    """The settings of a process that serves HTTP: `LEARNING_<NAME>` in the environment.

    Raises pydantic's ValidationError, which names every wrong one.
    """

    model_config = SettingsConfigDict(env_prefix="LEARNING_", extra="ignore", frozen=True)

    profile: Literal["local", "production"] = "production"
    host: str = "127.0.0.1"
    port: int = Field(default=8000, ge=0, le=65535)
    public_url: str = Field(default="", validate_default=True)
    """The address at which people reach this service. Every link begins with it. The local profile has this machine's."""

    issuer: str = Field(min_length=1)
    audience: str = Field(min_length=1)
    jwks: str = Field(min_length=1)
    """Address of the issuer's keys; in the local profile a file."""
    algorithm: Literal["ES256", "RS256", "PS256", "EdDSA"] = "ES256"

    claim_roles: str = "roles"
    claim_agency: str = "agency"
    claim_person_ref: str = "person_ref"
    """Names of the claims, so that a real provider can be mapped."""

    spans: Path | None = None
    """Local profile only: a file to which spans are appended, a line each."""
    otlp: str = ""
    """Address of an OpenTelemetry collector (OTLP over HTTP)."""
    largest_request: int = Field(default=262_144, gt=0)
    """Bytes."""

    @field_validator("clock", "spans", check_fields=False)
    @classmethod
    def for_the_local_profile_only(cls, value: Path | None, info: ValidationInfo) -> Path | None:
        """Refuses what is for trying out in any other profile."""
        if value is not None and not _local(info):
            raise PydanticCustomError("local_only", "is for the local profile only")
        return value

    @field_validator("issuer", "jwks")
    @classmethod
    def of_a_real_issuer(cls, value: str, info: ValidationInfo) -> str:
        if not value.startswith("https://") and not _local(info):
            raise PydanticCustomError("real_issuer", "must be a real issuer's, with an https address")
        return value

    @field_validator("public_url")
    @classmethod
    def of_this_service(cls, value: str, info: ValidationInfo) -> str:
        """Links that are sent out must lead somewhere."""
        if not value and _local(info):
            return "http://localhost"
        if not re.fullmatch(r"https?://[A-Za-z0-9.:\[\]-]+(/[A-Za-z0-9._~-]+)*", value):
            raise PydanticCustomError(
                "public_url", "must be the address at which people reach this service, without a last slash"
            )
        return value


class Settings(HostSettings):
    """The settings of a service with a store and topics."""

    store: str = Field(min_length=1)
    """A MongoDB address with this service's own login, which names its database."""
    broker: str = Field(min_length=1)
    """`host:port`, several with commas."""
    topic_prefix: str = Field(default="", pattern=r"^[a-z0-9.-]*$")
    generation: int = Field(default=1, ge=1)
    """Raised when a broker has lost its topics. Part of topic and group names from 2 on."""
    framework: Path
    """The settings document of the partnership."""
    keys: Path
    """File with the service's encryption keys: `{"active": "k1", "keys": {"k1": "<base64 of 32 bytes>"}}`."""
    notices: Path | None = None
    """Folder to which notices are written."""
    clock: Path | None = None
    """Local profile only: a file with `{"offset_seconds": n}` that moves domain time."""

    partitions: int = Field(default=12, gt=0)
    """Partitions of a new topic. Never changed afterwards, because order is by key."""
    replication: int = Field(default=3, gt=0)
    """Copies of a new topic."""
    idempotent_producer: bool = True
    broker_timeout_seconds: float = Field(default=20, gt=0)
    store_timeout_seconds: float = Field(default=10, gt=0)
    poll_seconds: float = Field(default=1, gt=0)
    """Seconds between two looks of the sweep, of the drain of parked messages and of the relay's backstop."""
    group_session_seconds: float = Field(default=10, gt=0)
    """Seconds for which a silent replica keeps its partitions."""
    lane_patience_seconds: float = Field(default=25, gt=0)
    """Seconds for which a record is retried in its lane before the batch is given back."""
    backlog: int = Field(default=500, gt=0)
    """Unsent entries in one document, beyond which it takes no more commands."""
    largest_event: int = Field(default=65_536, gt=0)
    """Bytes."""


def _local(info: ValidationInfo) -> bool:
    return bool(info.data.get("profile") == "local")
