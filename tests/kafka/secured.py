"""A broker as production has it: TLS, a login for each service, and access lists."""

import base64
import json
import secrets
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any
from urllib.parse import unquote

import pytest
from testcontainers.core.container import DockerContainer
from typing_extensions import override

from local.grounds.containers import BROKER_SETTINGS, KAFKA_STARTED, kafka_container
from local.parts.names import SERVICES
from local.parts.ports import Ports
from local.waiting import eventually
from tests.kafka.certificates import Authority
from tests.kafka.foreign import administrator

librdkafka = pytest.importorskip("confluent_kafka.admin", reason="it needs confluent-kafka")
RIGHTS = {
    "Describe": librdkafka.AclOperation.DESCRIBE,
    "DescribeConfigs": librdkafka.AclOperation.DESCRIBE_CONFIGS,
    "Read": librdkafka.AclOperation.READ,
    "Write": librdkafka.AclOperation.WRITE,
}

SECRETS = "/etc/kafka/secrets"
LOGINS = ("plain", "scram-sha-256", "scram-sha-512", "oauthbearer", "certificate")
PORTS = {"OPEN": 9092, "SECURE": 9095, "CERTIFIED": 9096, "EXPIRING": 9097}
"""The ports inside the container. OPEN is the tests' own, and its clients may do anything."""
EXPIRES = 4
"""Seconds after which the broker ends a connection to EXPIRING, because its login has expired."""
ROUNDS = 4096
"""Iterations of SCRAM: the least that Kafka takes."""


@dataclass(frozen=True)
class Secured:
    """A running broker that lets in services with their logins alone."""

    container: DockerContainer
    folder: Path
    authority: Authority
    addresses: Mapping[str, str]
    passwords: Mapping[str, str]
    token_url: str
    admin: Any
    """A client that may do anything."""

    def settings(self, service: str, login: str, *, password: str = "") -> dict[str, object]:
        """Returns the settings with which a service logs in."""
        common: dict[str, object] = {
            "broker": self.addresses["CERTIFIED" if login == "certificate" else "SECURE"],
            "broker_tls": True,
            "broker_ca": self.authority.file,
            "broker_login": login,
            "replication": 1,
        }
        if login == "certificate":
            certificate, key = self.authority.sign(service)
            return common | {"broker_certificate": certificate, "broker_key": key}
        secret = password or self.passwords[service]
        content = {"username": service, "password": secret}
        if login == "oauthbearer":
            content = {"token_url": self.token_url, "client_id": service, "client_secret": secret}
        file = self.folder / f"{service}-{login}.json"
        file.write_text(json.dumps(content))
        return common | {"broker_credentials": file}

    def grant(self, service: str, *rights: str, topic: str = "", group: str = "") -> None:
        """Grants rights: `grant("review-registry", "Read", topic="action-tracking")`."""
        done(self.admin.create_acls([_rule(service, right, topic, group) for right in rights]))

    def revoke(self, service: str, *rights: str, topic: str = "", group: str = "") -> None:
        done(self.admin.delete_acls([_rule(service, right, topic, group, librdkafka.AclBindingFilter) for right in rights]))

    def least_rights(self, service: str) -> None:
        """Grants what docs/operations.md "The broker's logins" lists, without the right to create."""
        for topic in SERVICES:
            self.grant(service, "Describe", "DescribeConfigs", "Read", topic=topic)
        self.grant(service, "Write", topic=service)
        self.grant(service, "Read", group=f"{service}-inbox")

    def know(self, passwords: Mapping[str, str]) -> None:
        """Sets passwords of SCRAM. Kafka takes one of each service per request."""
        for mechanism in (librdkafka.ScramMechanism.SCRAM_SHA_256, librdkafka.ScramMechanism.SCRAM_SHA_512):
            info = librdkafka.ScramCredentialInfo(mechanism, ROUNDS)
            logins = [
                librdkafka.UserScramCredentialUpsertion(service, info, password.encode(), secrets.token_bytes(16))
                for service, password in passwords.items()
            ]
            done(self.admin.alter_user_scram_credentials(logins))


def done(answers: Mapping[Any, Any]) -> None:
    """Returns once the broker has done everything. Raises its error."""
    for answer in answers.values():
        answer.result(30)


def _rule(service: str, right: str, topic: str, group: str, kind: Any = librdkafka.AclBinding) -> Any:
    of, name = (librdkafka.ResourceType.TOPIC, topic) if topic else (librdkafka.ResourceType.GROUP, group)
    literal, allow = librdkafka.ResourcePatternType.LITERAL, librdkafka.AclPermissionType.ALLOW
    return kind(of, name, literal, f"User:{service}", "*", RIGHTS[right], allow)


class TokenEndpoint(BaseHTTPRequestHandler):
    """An issuer that gives each client an unsigned token for its own name, which Kafka's test validator accepts."""

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        client, _, secret = base64.b64decode(self.headers["Authorization"].removeprefix("Basic ")).decode().partition(":")
        known = self.server.passwords.get(unquote(client)) == unquote(secret)  # type: ignore[attr-defined]
        now = int(time.time())
        claims = {"sub": unquote(client), "iat": now, "exp": now + 300, "scope": "kafka"}
        token = ".".join([_encoded({"alg": "none"}), _encoded(claims), ""])
        body = json.dumps({"access_token": token, "expires_in": 300, "token_type": "bearer"}) if known else "{}"
        self.send_response(200 if known else 401)
        self.end_headers()
        self.wfile.write(body.encode())

    @override
    def log_message(self, format: str, *args: object) -> None:
        """Says nothing."""


def _encoded(part: Mapping[str, Any]) -> str:
    return base64.urlsafe_b64encode(json.dumps(part).encode()).decode().rstrip("=")


@contextmanager
def token_endpoint(passwords: Mapping[str, str]) -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), TokenEndpoint)
    server.passwords = passwords  # type: ignore[attr-defined]
    thread = Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/token"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def broker_settings(addresses: Mapping[str, str], passwords: Mapping[str, str]) -> dict[str, str]:
    advertised = [f"{name}://{address}" for name, address in addresses.items()]
    listening = [f"{name}://:{port}" for name, port in PORTS.items()]
    module = "org.apache.kafka.common.security"
    users = " ".join(f'user_{service}="{password}"' for service, password in passwords.items())
    secure = "listener.name.secure"
    return BROKER_SETTINGS | {
        "listeners": ",".join([*listening, "CONTROLLER://:9093"]),
        "advertised.listeners": ",".join(advertised),
        "inter.broker.listener.name": "OPEN",
        "listener.security.protocol.map": "OPEN:PLAINTEXT,CONTROLLER:PLAINTEXT,SECURE:SASL_SSL,CERTIFIED:SSL,EXPIRING:SASL_SSL",
        "authorizer.class.name": "org.apache.kafka.metadata.authorizer.StandardAuthorizer",
        "super.users": "User:ANONYMOUS",
        "ssl.keystore.type": "PEM",
        "ssl.keystore.location": f"{SECRETS}/broker-both.pem",
        "ssl.truststore.type": "PEM",
        "ssl.truststore.location": f"{SECRETS}/authority.pem",
        "listener.name.certified.ssl.client.auth": "required",
        "listener.name.certified.ssl.principal.mapping.rules": "RULE:^CN=([^,]+).*$/$1/,DEFAULT",
        f"{secure}.sasl.enabled.mechanisms": "PLAIN,SCRAM-SHA-256,SCRAM-SHA-512,OAUTHBEARER",
        "listener.name.expiring.sasl.enabled.mechanisms": "SCRAM-SHA-512",
        "listener.name.expiring.scram-sha-512.sasl.jaas.config": f"{module}.scram.ScramLoginModule required;",
        "listener.name.expiring.scram-sha-512.connections.max.reauth.ms": str(EXPIRES * 1000),
        f"{secure}.plain.sasl.jaas.config": f"{module}.plain.PlainLoginModule required {users};",
        f"{secure}.scram-sha-256.sasl.jaas.config": f"{module}.scram.ScramLoginModule required;",
        f"{secure}.scram-sha-512.sasl.jaas.config": f"{module}.scram.ScramLoginModule required;",
        f"{secure}.oauthbearer.sasl.jaas.config": (
            f'{module}.oauthbearer.OAuthBearerLoginModule required unsecuredLoginStringClaim_sub="broker";'
        ),
    }


@contextmanager
def secured(folder: Path) -> Iterator[Secured]:
    """Runs a broker with a login for each service. Nobody has any right yet."""
    folder.chmod(0o755)
    authority = Authority(folder, "authority")
    authority.sign("broker")
    ports = Ports(folder / "ports.json")
    addresses = {name: f"127.0.0.1:{ports.of(name)}" for name in PORTS}
    passwords = {service: secrets.token_urlsafe(16) for service in SERVICES}
    published = {port: ports.of(name) for name, port in PORTS.items()}
    container = kafka_container(broker_settings(addresses, passwords), published).with_volume_mapping(folder, SECRETS, "ro")
    with token_endpoint(passwords) as url, container:
        eventually(
            lambda: KAFKA_STARTED in container.get_wrapped_container().logs(),
            within=90, every=0.2, what="the secured broker is ready",
        )  # fmt: skip
        broker = Secured(container, folder, authority, addresses, passwords, url, administrator(addresses["OPEN"]))
        broker.know(passwords)
        yield broker
