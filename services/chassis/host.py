"""A process that serves HTTP: sign-in, limits, refusals, health, and parts that run beside the requests.

`app.Service` adds a store and topics. A client of the services, such as a website, needs only this.
"""

import asyncio
import logging
import os
import threading
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager
from typing import Any

from aiokafka.errors import KafkaError
from fastapi import APIRouter, Depends, FastAPI

from contracts.vocabulary.areas import SERVICES
from services.chassis.http.bodies import well_formed
from services.chassis.http.headers import SafeHeaders
from services.chassis.http.identity import Identity
from services.chassis.http.left_out import LeftOut
from services.chassis.http.limits import Crowd, Limits
from services.chassis.http.listings import only_declared
from services.chassis.http.openapi import ABOUT, Described
from services.chassis.http.public import count_public
from services.chassis.http.rates import Rates
from services.chassis.http.reference import reference
from services.chassis.http.refusals import install
from services.chassis.http.stopping import Stopping
from services.chassis.operators.health import health
from services.chassis.privacy.reasons import SafeFault
from services.chassis.settings import HostSettings
from services.chassis.store.faults import Unavailable
from services.chassis.telemetry.logs import log, log_fault

PATIENCE = 60
"""Seconds for which a starting process waits for a part that does not answer."""

Part = Callable[[], AbstractAsyncContextManager[None]]
"""Something that runs from the start of a process to its end."""


class Host:
    """An app with its parts, before it runs. Parts start in order and stop in reverse order."""

    def __init__(self, name: str, settings: HostSettings) -> None:
        self.name, self.settings = name, settings
        self.parts: list[Part] = []
        self.checks: dict[str, Callable[[], Awaitable[None]]] = {}
        """Readiness by part: a function that raises while the part does not answer."""
        self.loops: dict[str, Callable[[], float]] = {}
        """Liveness by loop: the time of its last turn on the monotonic clock."""
        self.longest_stop: float | None = None
        """Seconds after which a stop ends the process, whatever still runs. None leaves it running, as in tests."""
        self.app = Described(
            title=name,
            version="1",
            description=SERVICES.get(name, ""),
            servers=[{"url": settings.public_url, "description": "This service"}],
            **ABOUT,
            lifespan=self._running,
            redirect_slashes=False,
            docs_url=None,  # FastAPI's page loads scripts of another host
            redoc_url=None,
            openapi_url=None,
            telemetry={"tracing": False, "logs": False},  # it would record addresses, queries and exceptions unredacted
        )
        self.app.state.identity = Identity(settings)
        self.app.state.public_url = settings.public_url
        self.app.state.rates = Rates(settings)
        limits = {"largest": settings.largest_request, "seconds": settings.body_seconds}
        self.app.add_middleware(Limits, **limits)  # type: ignore[arg-type, unused-ignore]
        self.app.add_middleware(LeftOut)  # type: ignore[arg-type, unused-ignore]
        crowd = {"most": settings.concurrent_requests, "seconds": settings.body_seconds}
        self.app.add_middleware(Crowd, **crowd)  # type: ignore[arg-type, unused-ignore]
        encrypted = settings.public_url.startswith("https://")
        self.app.add_middleware(SafeHeaders, encrypted=encrypted)  # type: ignore[arg-type, unused-ignore]
        self.app.add_middleware(Stopping)  # type: ignore[arg-type, unused-ignore]
        install(self.app)
        self.serve(health(self.checks, self.loops), reference(self.app, is_open=settings.profile == "local"))

    def serve(self, *routers: APIRouter) -> None:
        """Adds routes, each of which counts callers if it is public, and refuses parameters and bodies that no form has."""
        for router in routers:
            checks = [Depends(only_declared), Depends(count_public), Depends(well_formed)]
            self.app.include_router(router, dependencies=checks)

    @asynccontextmanager
    async def _running(self, _: FastAPI) -> AsyncIterator[None]:
        async with AsyncExitStack() as stack:
            try:
                for part in self.parts:
                    await stack.enter_async_context(part())
            except Exception as fault:
                log_fault(logging.ERROR, f"{self.name} cannot start", fault)
                raise
            log.info("%s is running", self.name)
            yield
            log.info("%s stops", self.name)
            if self.longest_stop is not None:
                end_later(self.longest_stop)


def end_later(seconds: float) -> None:
    """Ends the process after that time unless it has ended by then. A thread that waits for a dead store would hold it.

    Nothing is lost, as after a crash: the next start does the rest.
    """
    timer = threading.Timer(seconds, _end_now)
    timer.daemon = True
    timer.start()


def _end_now() -> None:
    log.error("stopping: ended with work left, which the next start does")
    os._exit(1)


@asynccontextmanager
async def beside(name: str, work: Callable[[], Awaitable[None]]) -> AsyncIterator[None]:
    """Runs work beside the requests. Logs an unexpected fault and starts the work again."""

    async def supervised() -> None:
        while True:
            try:
                return await work()
            except Exception as fault:  # noqa: BLE001 - a loop that ends in silence is worse
                log_fault(logging.ERROR, f"{name}: failed and starts again", fault)
            await asyncio.sleep(1)

    task = asyncio.create_task(supervised())
    try:
        yield
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


async def patiently(part: str, work: Callable[[], Awaitable[None]]) -> None:
    """Retries a part that does not answer. Raises its fault when patience ends, or at once if a retry cannot help."""
    for attempt in range(PATIENCE):
        try:
            await work()
        except (Unavailable, KafkaError, SafeFault, OSError) as fault:
            if attempt == PATIENCE - 1 or not getattr(fault, "retriable", True):
                raise
            log_fault(logging.WARNING, f"{part} does not answer yet", fault)
            await asyncio.sleep(1)
        else:
            return


async def within(seconds: float, work: Callable[[], Awaitable[Any]]) -> None:
    """Finishes work at a stop, within so many seconds. The next start does the rest."""
    try:
        await asyncio.wait_for(work(), seconds)
    except (TimeoutError, Unavailable, KafkaError, OSError) as fault:
        log_fault(logging.WARNING, "stopping: left for the next start", fault)
