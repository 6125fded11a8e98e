"""What one process is started with: environment variables, checked all at once. Nothing of the domain is here."""

import re
from pathlib import Path
from typing import Literal

from pydantic import Field, ValidationInfo, field_validator
from pydantic_core import PydanticCustomError
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    """`LEARNING_<NAME>` in the environment. Raises pydantic's ValidationError, which names every wrong one."""

    model_config = SettingsConfigDict(env_prefix="LEARNING_", extra="ignore", frozen=True)

    profile: Literal["local", "production"] = "production"
    store: str = Field(min_length=1)
    """A MongoDB address with this service's own login, naming its database."""
    broker: str = Field(min_length=1)
    """`host:port`, several with commas."""
    topic_prefix: str = Field(default="", pattern=r"^[a-z0-9.-]*$")
    generation: int = Field(default=1, ge=1)
    """Raised when a broker has lost its topics: part of topic and group names from 2 on."""
    framework: Path
    host: str = "127.0.0.1"
    port: int = Field(default=8000, ge=0, le=65535)
    public_url: str = Field(default="", validate_default=True)
    """Where people reach this service; links begin with it, also those in events. Local profile: this machine, if not said."""

    issuer: str = Field(min_length=1)
    audience: str = Field(min_length=1)
    jwks: str = Field(min_length=1)
    """Address of the issuer's keys; in the local profile a file."""
    algorithm: Literal["ES256", "RS256", "PS256", "EdDSA"] = "ES256"

    claim_roles: str = "roles"
    claim_agency: str = "agency"
    claim_person_ref: str = "person_ref"
    """Names of the claims, so that a real provider can be mapped."""

    keys: Path
    """File with the service's encryption keys: `{"active": "k1", "keys": {"k1": "<base64 of 32 bytes>"}}`."""
    notices: Path | None = None
    """Folder that notices are written to."""
    clock: Path | None = None
    """Local profile only: a file with `{"offset_seconds": n}` that moves domain time."""
    spans: Path | None = None
    """Local profile only: a file that spans are appended to, a line each."""
    otlp: str = ""
    """Address of an OpenTelemetry collector (OTLP over HTTP)."""

    partitions: int = Field(default=12, gt=0)
    """Of a topic that is not there yet. Never changed afterwards: order is by key."""
    replication: int = Field(default=3, gt=0)
    """Copies of a new topic."""
    idempotent_producer: bool = True
    broker_timeout_seconds: float = Field(default=20, gt=0)
    store_timeout_seconds: float = Field(default=10, gt=0)
    poll_seconds: float = Field(default=1, gt=0)
    """How often the sweep, the drain of parked messages and the relay's backstop look."""
    group_session_seconds: float = Field(default=10, gt=0)
    """How long a replica that has gone silent keeps its partitions."""
    lane_patience_seconds: float = Field(default=25, gt=0)
    """How long a record is tried in its lane before the batch is given back."""
    backlog: int = Field(default=500, gt=0)
    """Unsent entries in one document beyond which it takes no more commands."""
    largest_event: int = Field(default=65_536, gt=0)
    """Bytes."""
    largest_request: int = Field(default=262_144, gt=0)
    """Bytes."""

    @field_validator("clock", "spans")
    @classmethod
    def for_the_local_profile_only(cls, value: Path | None, info: ValidationInfo) -> Path | None:
        """Refuses what is for trying out wherever it is not being tried out."""
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


def _local(info: ValidationInfo) -> bool:
    return bool(info.data.get("profile") == "local")
