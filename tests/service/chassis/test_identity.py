"""OIDC access tokens only, with issuer, audience, expiry and one algorithm pinned; what is wrong is not said."""

import pytest

from local.deployment import Deployment
from tests.service.calling import Caller, People, refused
from tests.service.forged import WRONG


@pytest.mark.parametrize("what", WRONG)
def test_a_wrong_token_is_no_token(what: str, deployment: Deployment, registry: People) -> None:
    response = Caller(registry.client, WRONG[what](deployment)).get("/reviews")
    assert refused(response, 401) == []
    assert response.headers["www-authenticate"] == "Bearer"
    assert response.json()["title"] == registry.client.get("/reviews").json()["title"], "all are answered alike"


@pytest.mark.parametrize("header", ["", "Bearer", "Basic dXNlcjpwYXNzd29yZA=="])
def test_without_a_token_nobody_is_let_in(header: str, registry: People) -> None:
    headers = {"Authorization": header} if header else {}
    refused(registry.client.get("/reviews", headers=headers), 401)


def test_the_right_token_is_taken(registry: People) -> None:
    assert registry("business-unit").get("/reviews").status_code == 200


def test_a_role_that_nobody_knows_may_nothing(registry: People) -> None:
    refused(registry("emperor").get("/reviews"), 403)
    refused(registry().get("/reviews"), 403)
