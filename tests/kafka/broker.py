"""What an administrator does to the test's broker, and the log of a service that it keeps from starting."""

import subprocess
from collections.abc import Mapping

from aiokafka.admin.config_resource import ConfigResource, ConfigResourceType

from local.deployment import Deployment
from local.grounds.kafka import administering
from local.parts.service import service_command
from local.people import REGISTRY


async def set_topic(deployment: Deployment, topic: str, settings: Mapping[str, str]) -> None:
    """Changes the settings of a topic. Those that are not named get their defaults."""
    async with administering(deployment.broker_address) as client:
        await client.alter_configs([ConfigResource(ConfigResourceType.TOPIC, topic, dict(settings))])


async def settings_of(address: str, topic: str) -> dict[str, str]:
    """Returns all settings of a topic, as the broker has them."""
    async with administering(address) as client:
        (answer,) = await client.describe_configs([ConfigResource(ConfigResourceType.TOPIC, topic)])
    ((code, _, _, _, entries),) = answer.resources
    assert code == 0
    return {entry[0]: entry[1] for entry in entries}


def log_of_a_start(deployment: Deployment, settings: Mapping[str, object], *, part: str = REGISTRY, within: float) -> str:
    """Returns the log of a process of the registry that could not start, and ended so soon."""
    environment = deployment.environment(part) | {f"LEARNING_{name.upper()}": str(each) for name, each in settings.items()}
    ended = subprocess.run(
        service_command(REGISTRY), env=environment, capture_output=True, text=True, timeout=within, check=False
    )
    assert ended.returncode not in (0, -9)
    return ended.stdout + ended.stderr
