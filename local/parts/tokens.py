"""An issuer of access tokens for one deployment, in place of a partnership's identity provider (docs/access.md
"Tokens")."""

import hashlib
import json
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import jwt
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec
from jwt.algorithms import ECAlgorithm

from local.parts.files import write_whole

ISSUER = "urn:learning:local-issuer"
AUDIENCE = "learning"
ALGORITHM = "ES256"
KEY_ID = "local"
LIFETIME = 30 * 24 * 3600
"""Seconds. A stack that is left running stays usable."""


class Issuer:
    """Signs with a key of its own, made at first use and kept in `folder`. `jwks` verifies the signature."""

    def __init__(self, folder: Path) -> None:
        self.jwks = folder / "jwks.json"
        self._key = _key_in(folder / "issuer.pem")
        public: dict[str, Any] = ECAlgorithm.to_jwk(self._key.public_key(), as_dict=True)
        write_whole(self.jwks, json.dumps({"keys": [{**public, "kid": KEY_ID, "use": "sig", "alg": ALGORITHM}]}))

    def token(
        self, *roles: str, agency: str | None, person_ref: str = "", headers: Mapping[str, str] | None = None, **claims: Any
    ) -> str:
        """Returns a token with these roles for `agency`. `claims` replace the usual ones (exp, aud, iss ...)."""
        person = person_ref or pseudonym(*roles, agency or "")
        now = int(time.time())
        usual = {
            "iss": ISSUER, "aud": AUDIENCE, "iat": now, "exp": now + LIFETIME,
            "sub": person, "roles": list(roles), "agency": agency, "person_ref": person,
        }  # fmt: skip
        return jwt.encode({**usual, **claims}, self._key, algorithm=ALGORITHM, headers={"kid": KEY_ID, **(headers or {})})


def pseudonym(*parts: str) -> str:
    """Returns the same opaque reference for the same role and agency."""
    return f"p-{hashlib.sha256('@'.join(parts).encode()).hexdigest()[:12]}"


def _key_in(path: Path) -> ec.EllipticCurvePrivateKey:
    if not path.exists():
        key = ec.generate_private_key(ec.SECP256R1())
        form = serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        write_whole(path, key.private_bytes(*form).decode())
    kept = serialization.load_pem_private_key(path.read_bytes(), password=None)
    assert isinstance(kept, ec.EllipticCurvePrivateKey)
    return kept
