"""An administrator of the test's broker."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from aiokafka.admin import AIOKafkaAdminClient
from aiokafka.admin.config_resource import ConfigResource, ConfigResourceType

from local.deployment import Deployment


@asynccontextmanager
async def admin(address: str) -> AsyncIterator[AIOKafkaAdminClient]:
    client = AIOKafkaAdminClient(bootstrap_servers=address)
    await client.start()
    try:
        yield client
    finally:
        await client.close()


async def set_topic(deployment: Deployment, topic: str, **settings: str) -> None:
    """Changes settings of a topic. `retention_ms` is Kafka's `retention.ms`. Settings that are not named get their defaults."""
    named = {name.replace("_", "."): value for name, value in settings.items()}
    async with admin(deployment.broker_address) as client:
        await client.alter_configs([ConfigResource(ConfigResourceType.TOPIC, topic, named)])


async def settings_of(address: str, topic: str) -> dict[str, str]:
    """Returns all settings of a topic, as the broker has them."""
    async with admin(address) as client:
        (answer,) = await client.describe_configs([ConfigResource(ConfigResourceType.TOPIC, topic)])
    ((code, _, _, _, entries),) = answer.resources
    assert code == 0
    return {entry[0]: entry[1] for entry in entries}
