"""The published OpenAPI documents describe what the services serve, and a generated client reaches all of it."""

import importlib
import json
import re
import shutil
import subprocess
import sys
from pathlib import Path
from types import ModuleType
from typing import Any, cast

import pytest
from fastapi import APIRouter
from openapi_python_client.strings import ClassName, PythonIdentifier
from openapi_spec_validator import validate
from pydantic import create_model

from contracts.publishing.publish import stale
from contracts.vocabulary.areas import TAGS
from local.openapi import BUILDS, FOLDER, documents
from services.chassis.http.openapi import Described, plural

PUBLIC = {"public", "library", "health"}
"""Tags of routes that take no token."""
IDEMPOTENT = ("/parked", "/receipts", "/actions/advice")
"""A POST below these needs no key, because a repeat changes nothing."""
CLIENT_OPTIONS = "post_hooks: []\n"
SPECTRAL_RULES = "extends: [spectral:oas]\n"


@pytest.fixture(scope="module")
def made() -> dict[str, str]:
    return documents()


def operations(text: str) -> list[tuple[str, str, dict[str, Any]]]:
    paths = json.loads(text)["paths"]
    return [(method, path, operation) for path, methods in paths.items() for method, operation in methods.items()]


def is_public(operation: dict[str, Any]) -> bool:
    return not PUBLIC.isdisjoint(operation["tags"])


def test_published_documents_are_those_served(made: dict[str, str]) -> None:
    assert stale(made, FOLDER) == [], "run python -m local.openapi"


@pytest.mark.parametrize("service", BUILDS)
def test_document_is_valid_openapi(service: str, made: dict[str, str]) -> None:
    validate(json.loads(made[f"{service}.json"]))


@pytest.mark.parametrize("service", BUILDS)
def test_document_names_its_contact_licence_and_server(service: str, made: dict[str, str]) -> None:
    document = json.loads(made[f"{service}.json"])
    assert document["info"]["title"] == service
    assert all(document["info"][part] for part in ("description", "contact", "license"))
    assert [server["url"] for server in document["servers"]] == [f"https://{service}.partnership.example"]


@pytest.mark.parametrize("service", BUILDS)
def test_every_operation_has_a_name_of_its_own_and_a_description(service: str, made: dict[str, str]) -> None:
    found = [operation for _, _, operation in operations(made[f"{service}.json"])]
    names = [operation["operationId"] for operation in found]
    assert len(set(names)) == len(names)
    assert all(re.fullmatch(r"([A-Z][a-z]+)+", name) for name in names)
    assert all(operation["summary"] and operation["description"] for operation in found)


@pytest.mark.parametrize("service", BUILDS)
def test_every_parameter_has_a_description(service: str, made: dict[str, str]) -> None:
    for method, path, operation in operations(made[f"{service}.json"]):
        lacking = [each["name"] for each in operation.get("parameters", ()) if not each.get("description")]
        assert lacking == [], (method, path)


@pytest.mark.parametrize("service", BUILDS)
def test_every_tag_has_a_description(service: str, made: dict[str, str]) -> None:
    described = json.loads(made[f"{service}.json"])["tags"]
    used = {tag for _, _, operation in operations(made[f"{service}.json"]) for tag in operation["tags"]}
    assert {tag["name"] for tag in described} == used
    assert all(tag["description"] for tag in described)


def test_no_tag_is_described_in_vain(made: dict[str, str]) -> None:
    assert set(TAGS) == {tag for text in made.values() for _, _, operation in operations(text) for tag in operation["tags"]}


@pytest.mark.parametrize("service", BUILDS)
def test_every_response_states_its_schema(service: str, made: dict[str, str]) -> None:
    for method, path, operation in operations(made[f"{service}.json"]):
        good = {status: each for status, each in operation["responses"].items() if status < "300"}
        assert len(good) == 1, (method, path)
        for answer in good.values():
            assert answer["content"], (method, path)
            assert answer["content"].get("application/json", {"schema": "a page"})["schema"], (method, path)
        if not path.startswith("/health"):
            noes = set(operation["responses"]) - set(good)
            assert noes >= {"422", "503"} | (set() if is_public(operation) else {"401", "403"}), (method, path)
            types = [set(operation["responses"][each]["content"]) for each in noes]
            assert all(each == {"application/problem+json"} for each in types), (method, path)


@pytest.mark.parametrize("service", BUILDS)
def test_public_operations_take_no_token_and_others_do(service: str, made: dict[str, str]) -> None:
    for method, path, operation in operations(made[f"{service}.json"]):
        expected: list[dict[str, list[str]]] = [] if is_public(operation) else [{"HTTPBearer": []}]
        assert operation["security"] == expected, (method, path)
        assert ("Roles: `" in operation["description"]) != is_public(operation), (method, path)


@pytest.mark.parametrize("service", BUILDS)
def test_every_command_takes_an_idempotency_key(service: str, made: dict[str, str]) -> None:
    for method, path, operation in operations(made[f"{service}.json"]):
        if method == "post" and not path.startswith(IDEMPOTENT):
            required = {each["name"] for each in operation["parameters"] if each["required"]}
            assert "Idempotency-Key" in required, path


@pytest.mark.parametrize("service", BUILDS)
def test_generated_client_has_every_operation_and_model(service: str, made: dict[str, str], tmp_path: Path) -> None:
    client = generated(service, made[f"{service}.json"], tmp_path)
    schemas = json.loads(made[f"{service}.json"])["components"]["schemas"]
    assert {ClassName(name, "") for name in schemas} - set(client("models").__all__) == set()
    for _, path, operation in operations(made[f"{service}.json"]):
        module = client(f"api.{identifier(operation['tags'][0])}.{identifier(operation['operationId'])}")
        assert callable(module.sync_detailed), path


def identifier(name: str) -> str:
    return PythonIdentifier(name, "")


class Client:
    """A generated package, whose modules are imported by name."""

    def __init__(self, package: str) -> None:
        self.package = package

    def __call__(self, module: str) -> ModuleType:
        return importlib.import_module(f"{self.package}.{module}")


def generated(service: str, text: str, folder: Path) -> Client:
    """Returns a client that openapi-python-client generates without a warning."""
    package = f"{service.replace('-', '_')}_client"
    document, options = folder / "openapi.json", folder / "options.yaml"
    document.write_text(text, encoding="utf-8")
    options.write_text(CLIENT_OPTIONS, encoding="utf-8")
    command = [sys.executable, "-m", "openapi_python_client", "generate", "--meta", "none", "--fail-on-warning"]
    paths = ["--path", str(document), "--config", str(options), "--output-path", str(folder / package)]
    done = subprocess.run([*command, *paths], capture_output=True, text=True, check=False, cwd=folder)
    assert done.returncode == 0, done.stdout + done.stderr
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(folder)
        importlib.import_module(f"{package}.models")
    return Client(package)


@pytest.mark.skipif(shutil.which("spectral") is None, reason="needs Spectral: npm install --global @stoplight/spectral-cli")
def test_documents_pass_spectral(tmp_path: Path) -> None:
    rules = tmp_path / "rules.yaml"
    rules.write_text(SPECTRAL_RULES, encoding="utf-8")
    files = [str(FOLDER / f"{service}.json") for service in BUILDS]
    command = [cast("str", shutil.which("spectral")), "lint", "--fail-severity", "warn", "--ruleset", str(rules), *files]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_two_models_of_one_name_are_refused() -> None:
    """FastAPI would name both by their modules."""
    app, routes = Described(title="planted"), APIRouter()
    one = create_model("Twin", __module__="planted.one", here=(int, ...))
    other = create_model("Twin", __module__="planted.other", there=(int, ...))
    for number, model in enumerate((one, other)):
        routes.add_api_route(f"/{number}", lambda: None, response_model=model, operation_id=f"Read{number}", tags=["reviews"])
    app.include_router(routes)
    with pytest.raises(ValueError, match="planted__one__Twin"):
        app.openapi()


@pytest.mark.parametrize(("name", "many"), [("review", "reviews"), ("reply", "replies"), ("survey", "surveys")])
def test_plural_names_several(name: str, many: str) -> None:
    assert plural(name) == many
