"""Each login becomes the client settings of Kafka, and a wrong file is named by its setting, never by its content."""

import json
import ssl
from pathlib import Path
from typing import Any

import pytest
from faststream.kafka.security import parse_security

from contracts.events.catalogue import SERVICES
from services.chassis.messaging.connection import connection
from services.chassis.settings import Settings

SECRET = "hunter2"
PASSWORD = '{"username": "review-registry", "password": "hunter2"}'
CLIENT = '{"token_url": "https://issuer.example/token", "client_id": "review-registry", "client_secret": "hunter2"}'


LOCAL = {"profile": "local", "store": "mongodb://store/registry", "jwks": "keys.json", "issuer": "nobody"}
PRODUCTION = {
    "store": "mongodb://registry:secret@store/registry?tls=true",
    "jwks": "https://issuer.example/keys",
    "issuer": "https://issuer.example",
    "public_url": "https://reviews.example",
    "service_urls": json.dumps({each: [f"https://{each}.example"] for each in SERVICES}),
}


def settings(profile: dict[str, str] = LOCAL, **given: Any) -> Settings:
    files = {"framework": Path("framework.yaml"), "keys": Path("keys.json")}
    return Settings.model_validate({"broker": "broker-1:9092,broker-2:9092", "audience": "nobody", **profile, **files, **given})


def credentials(folder: Path, content: str) -> Path:
    path = folder / "broker.json"
    path.write_text(content)
    return path


@pytest.mark.parametrize(
    ("login", "tls", "content", "protocol", "mechanism"),
    [
        ("none", False, "", "PLAINTEXT", None),
        ("none", True, "", "SSL", None),
        ("plain", True, PASSWORD, "SASL_SSL", "PLAIN"),
        ("scram-sha-256", True, PASSWORD, "SASL_SSL", "SCRAM-SHA-256"),
        ("scram-sha-512", True, PASSWORD, "SASL_SSL", "SCRAM-SHA-512"),
        ("scram-sha-512", False, PASSWORD, "SASL_PLAINTEXT", "SCRAM-SHA-512"),
        ("oauthbearer", True, CLIENT, "SASL_SSL", "OAUTHBEARER"),
    ],
)
def test_a_login_becomes_the_settings_of_its_mechanism(
    login: str,
    *,
    tls: bool,
    content: str,
    protocol: str,
    mechanism: str | None,
    tmp_path: Path,
) -> None:
    file = credentials(tmp_path, content) if content else None
    made = connection(settings(broker_login=login, broker_tls=tls, broker_credentials=file), "review-registry")
    found = parse_security(made.security)
    assert (found["security_protocol"], found.get("sasl_mechanism")) == (protocol, mechanism)
    context = found["ssl_context"]
    assert (context is not None) == tls, "encrypted exactly if TLS is on"
    assert not tls or (context.check_hostname, context.verify_mode) == (True, ssl.CERT_REQUIRED)
    assert (made.tokens is not None) == (login == "oauthbearer")
    assert SECRET not in repr(made)


@pytest.mark.parametrize(
    ("given", "content", "named"),
    [
        ({"broker_login": "plain"}, "{", "LEARNING_BROKER_CREDENTIALS"),
        ({"broker_login": "plain"}, '{"username": "hunter2"}', "username, password"),
        ({"broker_login": "plain"}, '{"username": "a", "password": "hunter2", "more": 1}', "LEARNING_BROKER_CREDENTIALS"),
        ({"broker_login": "oauthbearer"}, PASSWORD, "token_url, client_id, client_secret"),
        ({"broker_login": "oauthbearer"}, CLIENT.replace("https://issuer", "file:///hunter2"), "token_url"),
        ({"broker_tls": True, "broker_ca": "broker.json"}, "hunter2", "LEARNING_BROKER_CA"),
        ({"broker_tls": True, "broker_certificate": "broker.json", "broker_key": "broker.json"}, "hunter2", "BROKER_KEY"),
    ],
)
def test_a_wrong_file_is_named_by_its_setting(given: dict[str, Any], content: str, named: str, tmp_path: Path) -> None:
    file = credentials(tmp_path, content)
    files = {name: tmp_path / value if value == "broker.json" else value for name, value in given.items()}
    with pytest.raises(ValueError, match="LEARNING_BROKER_") as fault:
        connection(settings(broker_credentials=file, **files), "review-registry")
    assert named in str(fault.value)
    assert SECRET not in str(fault.value)


def test_a_file_that_is_not_there_is_named_by_its_setting(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="LEARNING_BROKER_CREDENTIALS must name a file"):
        connection(settings(broker_login="plain", broker_credentials=tmp_path / "none.json"), "review-registry")
    with pytest.raises(ValueError, match="LEARNING_BROKER_CA must name"):
        connection(settings(broker_tls=True, broker_ca=tmp_path / "none.pem"), "review-registry")


def test_a_secret_goes_to_no_issuer_without_encryption_in_production(tmp_path: Path) -> None:
    file = credentials(tmp_path, CLIENT.replace("https:", "http:"))
    login: dict[str, Any] = {"broker_login": "oauthbearer", "broker_tls": True, "broker_credentials": file}
    with pytest.raises(ValueError, match="token_url in the file of LEARNING_BROKER_CREDENTIALS must begin with https"):
        connection(settings(PRODUCTION, **login), "review-registry")
    assert connection(settings(**login), "review-registry").tokens
