"""FastAPI, FastStream and Motor in one process, connected and idle: the cost of any service of this kind.

`python -m benchmarks.yardsticks.empty_service PORT BROKER STORE TOPIC ...`
"""

import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import uvicorn
from fastapi import FastAPI
from faststream.kafka import KafkaBroker
from motor.motor_asyncio import AsyncIOMotorClient


def build(broker_address: str, store: str, topics: list[str]) -> FastAPI:
    broker = KafkaBroker(broker_address)

    @broker.subscriber(*topics, group_id="empty-service", batch=True, auto_offset_reset="earliest")
    async def read(records: list[bytes]) -> None:
        pass

    @asynccontextmanager
    async def running(app: FastAPI) -> AsyncIterator[None]:
        client: AsyncIOMotorClient[dict[str, object]] = AsyncIOMotorClient(store)
        await client.get_default_database().command("ping")
        await broker.start()
        yield
        await broker.stop()
        client.close()

    app = FastAPI(lifespan=running)

    @app.get("/health/ready")
    def ready() -> dict[str, str]:
        return {"status": "ready"}

    return app


if __name__ == "__main__":
    _, port, broker_address, store, *topics = sys.argv
    uvicorn.run(build(broker_address, store, topics), host="127.0.0.1", port=int(port), log_config=None, access_log=False)
