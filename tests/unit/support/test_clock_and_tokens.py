"""What a deployment tells its services: the time that rules see, and who somebody is."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import jwt
import pytest

from local.parts.clock import Clock
from local.parts.tokens import ALGORITHM, AUDIENCE, ISSUER, Issuer


def verified(issuer: Issuer, token: str) -> dict[str, object]:
    keys = jwt.PyJWKSet.from_json(issuer.jwks.read_text())
    key = keys[jwt.get_unverified_header(token)["kid"]]
    claims: dict[str, object] = jwt.decode(token, key, algorithms=[ALGORITHM], audience=AUDIENCE, issuer=ISSUER)
    return claims


def test_the_clock_runs_on_from_where_it_is_moved_to(tmp_path: Path) -> None:
    clock = Clock(tmp_path / "clock.json")
    assert abs(clock.now() - datetime.now(UTC)) < timedelta(seconds=5)
    clock.move_to(datetime(2031, 3, 30, 0, 59, tzinfo=UTC))
    clock.advance(timedelta(days=1, hours=-2))
    assert timedelta(0) <= clock.now() - datetime(2031, 3, 30, 22, 59, tzinfo=UTC) < timedelta(seconds=5)
    assert Clock(clock.path).now() - clock.now() < timedelta(seconds=5)
    clock.reset()
    assert json.loads(clock.path.read_text()) == {"offset_seconds": 0}


def test_a_token_says_who_acts_for_whom(tmp_path: Path) -> None:
    issuer = Issuer(tmp_path)
    claims = verified(issuer, issuer.token("decider", "facilitator", agency="partnership"))
    assert claims["roles"] == ["decider", "facilitator"]
    assert claims["agency"] == "partnership"
    assert claims["person_ref"] == claims["sub"]
    assert verified(issuer, issuer.token("contributor", agency="a", person_ref="p-7"))["person_ref"] == "p-7"


def test_the_same_role_elsewhere_is_another_person(tmp_path: Path) -> None:
    issuer = Issuer(tmp_path)
    people = [verified(issuer, issuer.token("agency-lead", agency=agency))["person_ref"] for agency in ("a", "b", "a")]
    assert people[0] == people[2] != people[1]


@pytest.mark.parametrize(
    ("claim", "value", "refusal"),
    [
        ("exp", 1, jwt.ExpiredSignatureError),
        ("aud", "other", jwt.InvalidAudienceError),
        ("iss", "other", jwt.InvalidIssuerError),
    ],
)
def test_claims_can_be_made_wrong(tmp_path: Path, claim: str, value: Any, refusal: type[Exception]) -> None:
    issuer = Issuer(tmp_path)
    with pytest.raises(refusal):
        verified(issuer, issuer.token("decider", agency="partnership", **{claim: value}))


def test_the_key_is_kept_and_is_not_another_deployments(tmp_path: Path) -> None:
    here, there = tmp_path / "here", tmp_path / "there"
    for folder in (here, there):
        folder.mkdir()
    token = Issuer(here).token("decider", agency="partnership")
    assert verified(Issuer(here), token)
    with pytest.raises(jwt.InvalidSignatureError):
        verified(Issuer(there), token)
