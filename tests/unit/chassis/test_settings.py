"""What a process is started with is checked all at once, and only the local profile is lenient."""

import json
from pathlib import Path

import pytest
from pydantic import ValidationError

from contracts.events.catalogue import SERVICES
from services.chassis.settings import Settings

ENVIRONMENT = {
    "STORE": "mongodb://registry:secret@store/registry?tls=true",
    "BROKER": "broker:9092",
    "BROKER_TLS": "true",
    "BROKER_LOGIN": "scram-sha-512",
    "BROKER_CREDENTIALS": "broker.json",
    "FRAMEWORK": "framework.yaml",
    "ISSUER": "https://issuer.example",
    "AUDIENCE": "learning",
    "JWKS": "https://issuer.example/keys",
    "KEYS": "keys.json",
    "PUBLIC_URL": "https://actions.example",
    "SERVICE_URLS": json.dumps({each: [f"https://{each}.example"] for each in SERVICES}),
}
LOCAL: dict[str, str | None] = {
    "PROFILE": "local",
    "ISSUER": "urn:local",
    "JWKS": "keys.json",
    "CLOCK": "clock.json",
    "SPANS": "spans.jsonl",
    "PUBLIC_URL": None,
    "SERVICE_URLS": None,
}


@pytest.fixture(autouse=True)
def nothing_of_ours(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in Settings.model_fields:
        monkeypatch.delenv(f"LEARNING_{name.upper()}", raising=False)


def started(monkeypatch: pytest.MonkeyPatch, **changed: str | None) -> Settings:
    for name, value in (ENVIRONMENT | changed).items():
        if value is not None:
            monkeypatch.setenv(f"LEARNING_{name}", value)
    return Settings()


def wrong(monkeypatch: pytest.MonkeyPatch, **changed: str | None) -> dict[str, str]:
    """By name of the variable, what is wrong with it."""
    with pytest.raises(ValidationError) as caught:
        started(monkeypatch, **changed)
    return {str(fault["loc"][0]).upper(): fault["msg"] for fault in caught.value.errors()}


def test_a_production_process_starts_with_what_it_must_be_told(monkeypatch: pytest.MonkeyPatch) -> None:
    settings = started(monkeypatch)
    assert (settings.profile, settings.replication, settings.idempotent_producer) == ("production", 3, False)
    assert settings.framework == Path("framework.yaml")


def test_every_missing_variable_is_named_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    assert set(wrong(monkeypatch, **dict.fromkeys(ENVIRONMENT))) == set(ENVIRONMENT) - {"BROKER_CREDENTIALS"}


def test_every_wrong_variable_is_named_at_once_whatever_is_wrong_with_it(monkeypatch: pytest.MonkeyPatch) -> None:
    faults = wrong(
        monkeypatch,
        PROFILE="production",
        STORE="",
        BROKER=None,
        PORT="70000",
        ALGORITHM="none",
        PARTITIONS="many",
        TOPIC_PREFIX="No Spaces",
        CLOCK="clock.json",
        JWKS="keys.json",
    )
    assert set(faults) == {"STORE", "BROKER", "PORT", "ALGORITHM", "PARTITIONS", "TOPIC_PREFIX", "CLOCK", "JWKS"}


@pytest.mark.parametrize("name", ["CLOCK", "SPANS", "ISSUER", "JWKS"])
def test_what_is_for_trying_out_is_refused_in_production(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    assert set(wrong(monkeypatch, **{name: LOCAL[name]})) == {name}


@pytest.mark.parametrize("name", ["ISSUER", "JWKS"])
def test_an_issuer_without_encryption_is_refused_in_production(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    (sentence,) = wrong(monkeypatch, **{name: "http://issuer.example"}).values()
    assert "https" in sentence


@pytest.mark.parametrize("algorithm", ["HS256", "none", "RS1", ""])
def test_no_algorithm_that_a_public_key_can_sign_with_is_taken(algorithm: str, monkeypatch: pytest.MonkeyPatch) -> None:
    assert set(wrong(monkeypatch, ALGORITHM=algorithm)) == {"ALGORITHM"}


def test_the_local_profile_is_lenient(monkeypatch: pytest.MonkeyPatch) -> None:
    assert started(monkeypatch, **LOCAL).clock == Path("clock.json")


def test_links_begin_with_an_address_that_is_set_and_at_home_with_this_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    assert started(monkeypatch).public_url == "https://actions.example"
    assert started(monkeypatch, PUBLIC_URL="http://actions.example/a-part").public_url == "http://actions.example/a-part"
    monkeypatch.delenv("LEARNING_PUBLIC_URL")
    assert started(monkeypatch, **LOCAL).public_url == "http://localhost"


@pytest.mark.parametrize("address", ["", "actions.example", "ftp://a.example", "https://a.example/", "https://a.example?b=c"])
def test_an_address_that_no_link_can_begin_with_is_refused(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    assert set(wrong(monkeypatch, PUBLIC_URL=address)) == {"PUBLIC_URL"}


def test_a_wrong_value_is_not_repeated_for_it_may_be_a_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    faults = wrong(monkeypatch, PORT="hunter2", ALGORITHM="hunter2", JWKS="http://user:hunter2@issuer", CLOCK="hunter2")
    assert len(faults) == 4
    assert "hunter2" not in str(faults)


@pytest.mark.parametrize("login", ["plain", "scram-sha-256", "scram-sha-512", "oauthbearer"])
def test_a_login_with_credentials_needs_their_file(login: str, monkeypatch: pytest.MonkeyPatch) -> None:
    assert started(monkeypatch, BROKER_LOGIN=login).broker_login == login
    monkeypatch.delenv("LEARNING_BROKER_CREDENTIALS")
    assert set(wrong(monkeypatch, BROKER_LOGIN=login, BROKER_CREDENTIALS=None)) == {"BROKER_CREDENTIALS"}


def test_a_login_by_certificate_needs_certificate_and_key(monkeypatch: pytest.MonkeyPatch) -> None:
    pair = {"BROKER_CERTIFICATE": "own.pem", "BROKER_KEY": "own.key"}
    assert started(monkeypatch, BROKER_LOGIN="certificate", **pair).broker_key
    for name in pair:
        monkeypatch.delenv(f"LEARNING_{name}")
    assert set(wrong(monkeypatch, BROKER_LOGIN="certificate")) == {"BROKER_LOGIN"}


@pytest.mark.parametrize("name", ["BROKER_CERTIFICATE", "BROKER_KEY"])
def test_a_certificate_and_its_key_come_together(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    assert set(wrong(monkeypatch, **{name: "own.pem"})) == {"BROKER_KEY"}


def test_a_file_that_only_encryption_uses_is_refused_without_it(monkeypatch: pytest.MonkeyPatch) -> None:
    files = dict.fromkeys(["BROKER_CA", "BROKER_CERTIFICATE"], "own.pem")
    assert set(wrong(monkeypatch, **LOCAL, BROKER_TLS="false", **files)) == set(files)


def test_a_broker_that_anybody_may_read_is_refused_in_production(monkeypatch: pytest.MonkeyPatch) -> None:
    assert set(wrong(monkeypatch, BROKER_TLS="false", BROKER_LOGIN="none")) == {"BROKER_TLS", "BROKER_LOGIN"}
    local = started(monkeypatch, **LOCAL, BROKER_TLS="false", BROKER_LOGIN="none")
    assert (local.broker_tls, local.broker_login) == (False, "none")


@pytest.mark.parametrize(
    "store",
    [
        "mongodb://store/registry?tls=true",
        "mongodb://registry:secret@store/registry",
        "mongodb://registry:secret@store/registry?tls=false",
        "mongodb+srv://registry:secret@store/registry?tls=false",
        "mongodb://registry:secret@store/registry?tls=true&tlsInsecure=true",
        "mongodb://registry:secret@store/registry?tls=true&tlsAllowInvalidCertificates=true",
        "mongodb://registry:secret@store/registry?tls=true&tlsAllowInvalidHostnames=false",
    ],
)
def test_a_store_that_anybody_may_read_is_refused_in_production(store: str, monkeypatch: pytest.MonkeyPatch) -> None:
    faults = wrong(monkeypatch, STORE=store)
    assert set(faults) == {"STORE"}
    assert "secret" not in str(faults)
    assert started(monkeypatch, **LOCAL, STORE=store).store == store


@pytest.mark.parametrize(
    ("store", "elsewhere"),
    [
        ("mongodb://registry:secret@store/registry?ssl=true", "false"),
        ("mongodb+srv://registry:secret@store/registry", "false"),
        ("mongodb://store/registry?tls=true&authMechanism=MONGODB-X509", "false"),
        ("mongodb://registry:secret@store/registry", "true"),
    ],
)
def test_a_store_with_login_and_encryption_is_taken(store: str, elsewhere: str, monkeypatch: pytest.MonkeyPatch) -> None:
    assert started(monkeypatch, STORE=store, STORE_ENCRYPTED_ELSEWHERE=elsewhere).store == store


def test_a_session_shorter_than_brokers_take_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    assert set(wrong(monkeypatch, GROUP_SESSION_SECONDS="5.9")) == {"GROUP_SESSION_SECONDS"}
    assert started(monkeypatch, **LOCAL, GROUP_SESSION_SECONDS="2").group_session_seconds == 2


WRONG_ADDRESSES: tuple[list[str] | str, ...] = ([], ["https://registry.example/"], ["registry"], "https://registry.example")


@pytest.mark.parametrize(
    "value",
    [
        "{}",
        "no JSON",
        '{"review-registry": ["https://registry.example"]}',
        *(json.dumps(dict.fromkeys(SERVICES, each)) for each in WRONG_ADDRESSES),
        json.dumps({each: ["https://registry.example"] for each in (*SERVICES, "another")}),
    ],
)
def test_addresses_of_every_service_are_needed(value: str, monkeypatch: pytest.MonkeyPatch) -> None:
    assert set(wrong(monkeypatch, SERVICE_URLS=value)) == {"SERVICE_URLS"}
    assert set(started(monkeypatch).service_urls) == {*SERVICES}
    monkeypatch.delenv("LEARNING_SERVICE_URLS")
    assert started(monkeypatch, **LOCAL).service_urls == {}
