"""Who cannot be asked is not a wrong token; what cannot be read is told at the start."""

import time
from pathlib import Path

import pytest

from local.parts.ports import Ports
from local.parts.tokens import AUDIENCE, ISSUER, Issuer
from services.chassis.http.identity import LEEWAY, Identity, claim
from services.chassis.http.refusals import HttpRefusal
from services.chassis.settings import Settings


def settings(jwks: str) -> Settings:
    return Settings(
        profile="local",
        store="mongodb://nowhere/nothing",
        broker="nowhere",
        framework=Path("framework.yaml"),
        issuer="nobody",
        audience="nobody",
        jwks=jwks,
        keys=Path("keys.json"),
    )


async def test_while_the_issuer_cannot_be_asked_nobody_is_told_that_their_token_is_wrong(tmp_path: Path) -> None:
    nobody_listens = Ports(tmp_path / "ports.json").of("issuer")
    identity = Identity(settings(f"https://127.0.0.1:{nobody_listens}/keys"))
    with pytest.raises(HttpRefusal) as caught:
        await identity.actor(Issuer(tmp_path).token("decider", agency="partnership"))
    assert caught.value.status == 503
    assert caught.value.headers == {"Retry-After": "5"}


@pytest.mark.parametrize(
    "text", ["", "{}", "[]", "7", '{"keys": []}', '{"keys": ["hunter2"]}', '{"keys": [{"kty": "hunter2"}]}']
)
def test_a_file_that_holds_no_keys_is_told_without_a_word_of_it(text: str, tmp_path: Path) -> None:
    (tmp_path / "jwks.json").write_text(text)
    with pytest.raises(ValueError, match="the file of the issuer's keys cannot be read") as caught:
        Identity(settings(str(tmp_path / "jwks.json")))
    assert "hunter2" not in str(caught.value)


async def test_claims_of_a_real_provider_are_read(tmp_path: Path) -> None:
    issuer = Issuer(tmp_path)
    known = {"issuer": ISSUER, "audience": AUDIENCE, "claim_roles": "realm_access.roles"}
    identity = Identity(settings(str(issuer.jwks)).model_copy(update=known))
    roles = ["decider", "offline_access", "uma_authorization", "Default Roles"]
    early = int(time.time()) + LEEWAY // 2
    token = issuer.token(agency="partnership", realm_access={"roles": roles}, iat=early, nbf=early)
    assert (await identity.actor(token)).roles == {"decider"}


async def test_person_acts_for_the_agencies_that_theirs_succeeds(tmp_path: Path) -> None:
    issuer = Issuer(tmp_path)
    known = {"issuer": ISSUER, "audience": AUDIENCE}
    identity = Identity(settings(str(issuer.jwks)).model_copy(update=known))
    token = issuer.token("agency-lead", agency="new-trust", person_ref="p-lead")
    assert (await identity.actor(token)).agencies == {"new-trust"}
    identity.also_acts_for = {"new-trust": frozenset({"old-trust"})}.__getitem__
    actor = await identity.actor(token)
    assert actor.acts_for("old-trust")
    assert not actor.acts_for("another-trust")
    assert actor.agency == "new-trust"
    assert actor.agencies == {"new-trust", "old-trust"}


def test_claim_is_found_by_its_name_or_by_its_path() -> None:
    payload = {"https://idp.example/roles": 1, "realm_access": {"roles": 2}}
    assert (claim(payload, "https://idp.example/roles"), claim(payload, "realm_access.roles")) == (1, 2)
    for missing in ("roles", "realm_access.groups"):
        with pytest.raises(KeyError):
            claim(payload, missing)
