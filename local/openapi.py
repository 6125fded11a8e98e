"""Writes `contracts/published/openapi/` from the services' apps, or reports stale files.

`python -m local.openapi [--check]`. The apps are built as for a start, but do not start.
"""

import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from contracts.publishing.publish import PUBLISHED, as_json, main
from local.partnership import FRAMEWORK_FILE
from local.parts.service import encryption_keys
from local.parts.tokens import Issuer
from services.action_tracking.app import build as action_tracking
from services.chassis.app import Service
from services.chassis.settings import Settings
from services.feedback_capture.app import build as feedback_capture
from services.learning_dissemination.app import build as learning_dissemination
from services.review_registry.app import build as review_registry

FOLDER = PUBLISHED / "openapi"
BUILDS: dict[str, Callable[[Settings], Service]] = {
    "action-tracking": action_tracking,
    "feedback-capture": feedback_capture,
    "learning-dissemination": learning_dissemination,
    "review-registry": review_registry,
}
"""A function for each service that builds it."""


def documents() -> dict[str, str]:
    """Returns the OpenAPI document of each service by file name."""
    with tempfile.TemporaryDirectory() as folder:
        built = {service: build(settings(service, Path(folder))) for service, build in BUILDS.items()}
        return {f"{name}.json": as_json(service.app.openapi()) for name, service in built.items()}


def settings(service: str, folder: Path) -> Settings:
    """Returns settings that suffice to build a service. Its address is an example."""
    return Settings(
        profile="local",
        public_url=f"https://{service}.partnership.example",
        store="mongodb://nowhere/nothing",
        broker="nowhere",
        framework=FRAMEWORK_FILE,
        issuer="nobody",
        audience="nobody",
        jwks=str(Issuer(folder).jwks),
        keys=encryption_keys(folder / "keys.json"),
    )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:], documents, FOLDER.name))
