"""One hand-written command with the service's promises.

It checks the caller, makes a repeat harmless, loads, opens and validates the review, and asks the rule. One guarded write
holds the sealed state and the events, and a relay sends them.

`python -m benchmarks.yardsticks.command PORT STORE BROKER TOPIC JWKS KEYS`
"""

import asyncio
import hashlib
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any
from uuid import NAMESPACE_URL, uuid5

import jwt
import uvicorn
from aiokafka import AIOKafkaProducer
from fastapi import FastAPI, Header, HTTPException
from fastapi.responses import JSONResponse

from benchmarks.yardsticks.relay import turn
from benchmarks.yardsticks.sealing import Texts
from benchmarks.yardsticks.writing import Collection, database, loaded, written
from local.partnership import FRAMEWORK
from local.parts.tokens import ALGORITHM, AUDIENCE, ISSUER
from services.chassis.rules.decisions import Actor, Given
from services.review_registry.domain.review.scoping import SetScope, set_scope
from services.review_registry.domain.review.state import Review
from services.review_registry.queries.reviews import review_shown


def build(store: str, broker: str, topic: str, jwks: Path, sealing: Path) -> FastAPI:
    there, framework = database(store), FRAMEWORK
    keys = jwt.PyJWKSet.from_json(jwks.read_text())
    texts, woken = Texts(there["keys"], sealing), asyncio.Event()

    @asynccontextmanager
    async def running(app: FastAPI) -> AsyncIterator[None]:
        producer = AIOKafkaProducer(bootstrap_servers=broker, acks="all", enable_idempotence=False)
        await producer.start()

        async def relay() -> None:
            while await woken.wait():
                woken.clear()
                await turn(there, producer, topic)

        sending = asyncio.create_task(relay())
        yield
        sending.cancel()
        await producer.stop()

    app = FastAPI(lifespan=running)

    @app.get("/health/ready")
    def ready() -> dict[str, str]:
        return {"status": "ready"}

    @app.post("/reviews/{id_}/scope")
    async def scope(
        id_: str, body: SetScope, authorization: Annotated[str, Header()], idempotency_key: Annotated[str, Header()]
    ) -> JSONResponse:
        actor = _actor(authorization.removeprefix("Bearer "), keys)
        command = str(uuid5(NAMESPACE_URL, f"{actor.agency}/{actor.person_ref}/{id_}/{idempotency_key}"))
        given = Given(id_, command, datetime.now(UTC), framework, actor)
        review = await _scoped(there.aggregates, texts, body, given)
        woken.set()
        return JSONResponse(review_shown(review, given).model_dump(mode="json"))

    return app


async def _scoped(documents: Collection, texts: Texts, body: SetScope, given: Given) -> Review:
    digest = hashlib.sha256(body.model_dump_json().encode()).hexdigest()
    while True:
        before = await loaded(documents, given.id)
        if not before["version"]:
            raise HTTPException(404)
        await texts.open(given.id, before["state"])
        review = Review.model_validate(before["state"])
        if known := before.get("commands", {}).get(given.cause_id):
            if known != digest:
                raise HTTPException(422)
            return review
        decided = set_scope(review, body, given)
        remembered = {f"commands.{given.cause_id}": digest}
        state = decided.state.model_dump(mode="json")
        await texts.seal(given.id, state)
        if await written(documents, before, state, decided.events, given.cause_id, remembered):
            return decided.state


def _actor(token: str, keys: jwt.PyJWKSet) -> Actor:
    try:
        key = keys[jwt.get_unverified_header(token)["kid"]].key
        claims: dict[str, Any] = jwt.decode(token, key, [ALGORITHM], issuer=ISSUER, audience=AUDIENCE)
    except (jwt.PyJWTError, KeyError):
        raise HTTPException(401) from None
    actor = Actor(frozenset(claims["roles"]), claims["agency"], claims["person_ref"])
    if not actor.holds("business-unit"):
        raise HTTPException(403)
    return actor


if __name__ == "__main__":
    _, port, store, broker, topic, jwks, sealing = sys.argv
    app = build(store, broker, topic, Path(jwks), Path(sealing))
    uvicorn.run(app, host="127.0.0.1", port=int(port), log_config=None, access_log=False, server_header=False)
