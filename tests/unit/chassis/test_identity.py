"""Who cannot be asked is not a wrong token; what cannot be read is told at the start."""

from pathlib import Path

import pytest

from local.parts.ports import Ports
from local.parts.tokens import Issuer
from services.chassis.http.identity import Identity
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
