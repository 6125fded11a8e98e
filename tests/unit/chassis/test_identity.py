"""Who cannot be asked is not a wrong token; what cannot be read is told at the start."""

import time
from contextlib import suppress
from pathlib import Path
from typing import Any

import jwt
import pytest

from local.parts.ports import Ports
from local.parts.tokens import AUDIENCE, ISSUER, LIFETIME, Issuer
from local.waiting import eventually_async
from services.chassis.http.identity import LEEWAY, MOST_ROLES, Identity, claim
from services.chassis.http.issuer_keys import read_from
from services.chassis.http.refusals import HttpRefusal
from services.chassis.rules.decisions import Actor
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


def identity_of(issuer: Issuer, **changed: Any) -> Identity:
    """Returns a sign-in that takes this issuer's tokens, for a partnership with one agency."""
    known = {"issuer": ISSUER, "audience": AUDIENCE, "longest_token_seconds": LIFETIME} | changed
    identity = Identity(settings(str(issuer.jwks)).model_copy(update=known))
    identity.agencies = lambda: frozenset({"new-trust"})
    return identity


OID = "8A4F1C52-0B7D-4E0A-9C1E-5D2F6B3A7E90"
"""An invented person. Some directories write a UUID in capitals."""
KEYCLOAK = {
    "jti": "onrtac:5d0c7b1e", "typ": "Bearer", "azp": "learning-pages", "sid": "7c1d8f0a", "acr": "1", "nonce": "n-0S6",
    "allowed-origins": ["https://learning.example"], "scope": "openid profile", "email_verified": True,
    "realm_access": {"roles": ["decider", "offline_access", "uma_authorization", "Default Roles"]},
    "resource_access": {"account": {"roles": ["manage-account"]}}, "name": "A. Nother", "agency": "new-trust",
}  # fmt: skip
"""Claims of a Keycloak access token, invented."""
ENTRA = {
    "aio": "AXQAi/8TAAAA", "azp": "11112222-bbbb-3333-cccc-4444dddd5555", "azpacr": "1", "name": "A. Nother", "oid": OID,
    "preferred_username": "a.nother@example.org", "rh": "0.AAAA", "scp": "access_as_user", "ver": "2.0", "uti": "AAAA",
    "tid": "aaaabbbb-0000-cccc-1111-dddd2222eeee", "roles": ["decider", "Some.Other.Role"], "extn.agency": "new-trust",
}  # fmt: skip
"""Claims of a Microsoft Entra ID access token (version 2.0), invented. Directory extensions begin with `extn.`."""
PROVIDERS: dict[str, tuple[dict[str, str], dict[str, str], dict[str, Any]]] = {
    "Keycloak": ({"claim_roles": "realm_access.roles"}, {"typ": "JWT"}, KEYCLOAK),
    "Keycloak with RFC 9068": ({"claim_roles": "realm_access.roles"}, {"typ": "at+jwt"}, KEYCLOAK),
    "Entra ID": ({"claim_agency": "extn.agency", "claim_person_ref": "oid"}, {"typ": "JWT"}, ENTRA),
}


@pytest.mark.parametrize("provider", PROVIDERS)
async def test_access_token_of_a_real_provider_is_read(provider: str, tmp_path: Path) -> None:
    issuer = Issuer(tmp_path)
    names, headers, claims = PROVIDERS[provider]
    early = int(time.time()) + LEEWAY // 2
    shaped: dict[str, Any] = {"agency": None, "person_ref": OID, "iat": early, "nbf": early} | claims
    token = issuer.token(headers=headers, **shaped)
    actor = await identity_of(issuer, **names).actor(token)
    assert actor == Actor(frozenset({"decider"}), "new-trust", OID.lower())


NOT_ACCESS_TOKENS: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
    "ID token of Keycloak": ({}, {"typ": "ID", "at_hash": "x"}),
    "ID token with a hash": ({}, {"at_hash": "x"}),
    "ID token with a code's hash": ({}, {"c_hash": "x"}),
    "ID token with a nonce": ({}, {"nonce": "x"}),
    "refresh token": ({}, {"typ": "Refresh"}),
    "token bound to a key": ({}, {"typ": "DPoP"}),
    "logout token": ({"typ": "logout+jwt"}, {"events": {}}),
    "logout token without a type": ({}, {"events": {}}),
    "security event": ({"typ": "secevent+jwt"}, {}),
    "type that is no text": ({}, {"typ": ["Bearer"]}),
    "life too long": ({}, {"exp": int(time.time()) + 2 * LIFETIME}),
    "issued long ago": ({}, {"iat": 1}),
    "too many roles": ({}, {"roles": ["decider"] * (MOST_ROLES + 1)}),
}


@pytest.mark.parametrize("wrong", NOT_ACCESS_TOKENS)
async def test_token_of_another_kind_is_refused(wrong: str, tmp_path: Path) -> None:
    issuer = Issuer(tmp_path)
    headers, claims = NOT_ACCESS_TOKENS[wrong]
    identity = identity_of(issuer)
    assert (await identity.actor(issuer.token("decider", agency="partnership", headers={}))).roles == {"decider"}
    with pytest.raises(HttpRefusal) as caught:
        await identity.actor(issuer.token("decider", agency="partnership", headers=headers, **claims))
    assert (caught.value.status, caught.value.reasons) == (401, ())


@pytest.mark.parametrize(
    ("roles", "agency", "code"),
    [
        (["business-unit", "scrutineer"], "partnership", "sign-in/two-sides"),
        (["business-unit", "decider", "facilitator"], "partnership", "sign-in/two-sides"),
        (["business-unit", "decider"], "new-trust", None),
        (["business-unit", "inspector"], "new-trust", "sign-in/role-and-agency"),
        (["decider", "agency-lead"], "no-such-agency", "sign-in/role-and-agency"),
        (["facilitator"], "public", "sign-in/role-and-agency"),
        (["offline_access"], "no-such-agency", None),
    ],
)
async def test_roles_that_do_not_fit_are_refused_or_dropped(
    roles: list[str], agency: str, code: str | None, tmp_path: Path
) -> None:
    issuer = Issuer(tmp_path)
    identity, token = identity_of(issuer), issuer.token(*roles, agency=agency)
    if code is None:
        assert (await identity.actor(token)).roles == {"decider"} & {*roles}
        return
    with pytest.raises(HttpRefusal) as caught:
        await identity.actor(token)
    assert (caught.value.status, [each.code for each in caught.value.reasons]) == (403, [code])


def signatures_checked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Returns a list that gets each token whose signature is checked from now on."""
    checked: list[str] = []
    check = jwt.decode_complete

    def counted(token: str, **how: Any) -> dict[str, Any]:
        checked.append(token)
        return check(token, **how)

    monkeypatch.setattr(jwt, "decode_complete", counted)
    return checked


async def test_signature_of_a_token_is_checked_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    issuer, checked = Issuer(tmp_path), signatures_checked(monkeypatch)
    identity = identity_of(issuer)
    one, other = (issuer.token("decider", agency="new-trust", person_ref=each) for each in ("p-one", "p-other"))
    named = [(await identity.actor(each)).person_ref for each in (one, other, one, other)]
    assert (named, checked) == (["p-one", "p-other", "p-one", "p-other"], [one, other])


async def test_token_that_was_right_ends_with_its_life(tmp_path: Path) -> None:
    issuer = Issuer(tmp_path)
    identity = identity_of(issuer)
    token = issuer.token("decider", agency="new-trust", exp=int(time.time()) - LEEWAY + 2)
    await identity.actor(token)

    async def refused() -> bool:
        with suppress(HttpRefusal):
            await identity.actor(token)
            return False
        return True

    await eventually_async(refused, what="it has expired")


@pytest.mark.parametrize("how", ["removed", "replaced"])
async def test_token_that_was_right_ends_with_the_key_that_signed_it(how: str, tmp_path: Path) -> None:
    issuer = Issuer(tmp_path)
    identity, token = identity_of(issuer), issuer.token("decider", agency="new-trust")
    await identity.actor(token)
    (tmp_path / "other").mkdir()
    identity.local = {} if how == "removed" else read_from(Issuer(tmp_path / "other").jwks)
    with pytest.raises(HttpRefusal) as caught:
        await identity.actor(token)
    assert caught.value.status == 401


async def test_token_that_was_right_has_no_role_once_its_agency_is_gone(tmp_path: Path) -> None:
    issuer = Issuer(tmp_path)
    identity, token = identity_of(issuer), issuer.token("decider", agency="new-trust")
    await identity.actor(token)
    identity.agencies = frozenset
    with pytest.raises(HttpRefusal) as caught:
        await identity.actor(token)
    assert caught.value.status == 403


async def test_a_bounded_number_of_tokens_is_kept_and_no_token_itself(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("services.chassis.http.identity.VERIFIED", 2)
    issuer, checked = Issuer(tmp_path), signatures_checked(monkeypatch)
    identity = identity_of(issuer)
    tokens = [issuer.token("decider", agency="new-trust", person_ref=f"p-{number}") for number in range(3)]
    for token in (*tokens, tokens[2], tokens[0]):
        await identity.actor(token)
    assert checked == [*tokens, tokens[0]]
    assert len(identity.verified) == 2
    assert not any(token in repr(identity.verified) for token in tokens)


async def test_person_acts_for_the_agencies_that_theirs_succeeds(tmp_path: Path) -> None:
    issuer = Issuer(tmp_path)
    identity = identity_of(issuer)
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
