"""Writes `contracts/published/openapi/` from the services' apps, or says what there is stale.

`python -m local.openapi [--check]`. The apps are built as they would be started, on settings of no consequence, and
not started.
"""

import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from contracts.publishing.publish import PUBLISHED, as_json, main
from local.embedded import FRAMEWORK
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
"""What is published, a row each."""


def documents() -> dict[str, str]:
    """The OpenAPI document of each service by the name of its file."""
    with tempfile.TemporaryDirectory() as folder:
        settings = settings_of_no_consequence(Path(folder))
        return {f"{service}.json": as_json(build(settings).app.openapi()) for service, build in BUILDS.items()}


def settings_of_no_consequence(folder: Path) -> Settings:
    return Settings(
        profile="local",
        store="mongodb://nowhere/nothing",
        broker="nowhere",
        framework=FRAMEWORK,
        issuer="nobody",
        audience="nobody",
        jwks=str(Issuer(folder).jwks),
        keys=encryption_keys(folder / "keys.json"),
    )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:], documents, FOLDER.name))
