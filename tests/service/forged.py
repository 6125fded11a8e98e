"""Tokens that are none, each wrong in one way."""

import base64
import hmac
import json
import time
from collections.abc import Callable
from typing import Any

import jwt
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from local.deployment import Deployment
from local.parts.tokens import AUDIENCE, ISSUER, KEY_ID

CLAIMS: dict[str, Any] = {
    "iss": ISSUER,
    "aud": AUDIENCE,
    "iat": int(time.time()),
    "exp": int(time.time()) + 600,
    "sub": "p-1",
    "roles": ["business-unit"],
    "agency": "partnership",
    "person_ref": "p-1",
}
STRANGER = ec.generate_private_key(ec.SECP256R1())


def signed_by_a_stranger(**headers: str) -> str:
    return jwt.encode(CLAIMS, STRANGER, "ES256", headers={"kid": KEY_ID} | headers)


def unsigned() -> str:
    return jwt.encode(CLAIMS, None, "none", headers={"kid": KEY_ID})  # type: ignore[arg-type]


def with_the_public_key_as_secret(deployment: Deployment) -> str:
    """Signed by hand, for no library does it: whoever takes HS256 beside ES256 lets everybody in who can read the key set."""
    key = jwt.PyJWKSet.from_json((deployment.folder / "jwks.json").read_text())[KEY_ID].key
    pem = key.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    signed = f"{part({'alg': 'HS256', 'typ': 'JWT', 'kid': KEY_ID})}.{part(CLAIMS)}"
    return f"{signed}.{encoded(hmac.digest(pem, signed.encode(), 'sha256'))}"


def part(content: dict[str, Any]) -> str:
    return encoded(json.dumps(content).encode())


def encoded(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def changed_afterwards(token: str) -> str:
    head, _, signature = token.split(".")
    return f"{head}.{part(CLAIMS)}.{signature}"


WRONG: dict[str, Callable[[Deployment], str]] = {
    "garbage": lambda _: "garbage",
    "three parts of garbage": lambda _: "a.b.c",
    "expired": lambda running: running.token("business-unit", agency="partnership", exp=int(time.time()) - 60),
    "not yet valid": lambda running: running.token("business-unit", agency="partnership", nbf=int(time.time()) + 600),
    "another audience": lambda running: running.token("business-unit", agency="partnership", aud="another"),
    "another issuer": lambda running: running.token("business-unit", agency="partnership", iss="https://elsewhere.example"),
    "no expiry": lambda running: running.token("business-unit", agency="partnership", exp=None),
    "no role at all": lambda running: running.token(agency="partnership", roles=None),
    "roles as a text": lambda running: running.token(agency="partnership", roles="business-unit"),
    "an odd agency": lambda running: running.token("business-unit", agency="No Such Agency"),
    "a name for a person": lambda running: running.token("business-unit", agency="partnership", person_ref="Jane Smith"),
    "signed by a stranger": lambda _: signed_by_a_stranger(),
    "an unknown key": lambda _: signed_by_a_stranger(kid="another"),
    "no key named": lambda _: jwt.encode(CLAIMS, STRANGER, "ES256"),
    "alg none": lambda _: unsigned(),
    "HS256 with the public key": with_the_public_key_as_secret,
    "changed afterwards": lambda running: changed_afterwards(running.token("inspector", agency="independent")),
}
