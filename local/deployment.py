"""A deployment: services as processes on a ground, with links that can be cut and a clock that can be moved.

with Deployment() as deployment:
    httpx.get(deployment.url("review-registry") + "/health/ready")

`STACK` chooses the ground of journeys, fault tests, the demo and benchmarks: `embedded`, `containers` or `external`.
A part is `broker`, `store`, a service, or one more replica of it. A link connects the services to the broker or the
store.
"""

import json
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from signal import SIGCONT
from types import TracebackType
from typing import Any, Self

from local.grounds.ground import EMBEDDED, GRACE, STACK, NotOnThisStack, Site, ground_of
from local.partnership import FRAMEWORK_FILE
from local.parts.clock import Clock
from local.parts.files import write_whole
from local.parts.links import Links
from local.parts.names import BROKER, SERVICES, STORE
from local.parts.ports import Ports
from local.parts.processes import Processes
from local.parts.service import encryption_keys, is_ready, service_command, service_environment
from local.parts.tokens import AUDIENCE, ISSUER, LIFETIME, Issuer
from local.parts.watchdog import mind
from local.waiting import eventually
from services.chassis.settings import HostSettings

GROUND = (BROKER, STORE)
UNLIMITED = {name: "900000000/second" for name in HostSettings.model_fields if name.startswith("rate_")}
"""Rates that no test or benchmark reaches. All of them call from one address, and as few people."""
AHEAD = 20 * 366 * 24 * 3600
"""Seconds. Tests and the demo move the clock on by years, and back."""
PATIENCE = 90.0
"""Seconds that a part may take to start on a busy machine."""


class Deployment:
    """A deployment with everything in one folder: `folder`, which stays, or a temporary one.

    `services` are those to run. Each has its login in the store either way. None can run without a `broker`. `links` puts
    proxies before the broker and the store, in this process. A `detached` deployment outlives this process. `forked` services
    do not, and start with their code already read. In a `limited` one the services keep their own rates. `settings` go to
    every service: `{"poll_seconds": 0.1}` becomes LEARNING_POLL_SECONDS, and None unsets one. `broker_settings` are Kafka's
    own, such as `{"compression.type": "zstd"}`.
    """

    def __init__(
        self,
        folder: Path | None = None,
        *,
        services: tuple[str, ...] = SERVICES,
        broker: bool = True,
        links: bool = False,
        detached: bool = False,
        forked: bool = False,
        limited: bool = False,
        framework: Path = FRAMEWORK_FILE,
        settings: Mapping[str, object] | None = None,
        broker_settings: Mapping[str, str] | None = None,
        stack: str = STACK,
    ) -> None:
        if detached and stack != EMBEDDED:
            raise NotOnThisStack("only the embedded stack outlives the process that starts it")
        self.folder = (folder or Path(tempfile.mkdtemp(prefix="learning-"))).resolve()
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self.clock = Clock(self.folder / "clock.json")
        self.settings = ({} if limited else UNLIMITED) | dict(settings or {})
        self._passing = folder is None
        self._services, self._broker, self._detached, self._forked = services, broker, detached, forked
        self._framework = framework
        self._ports = Ports(self.folder / "ports.json")
        self._issuer = Issuer(self.folder)
        self._processes = Processes(self.folder)
        self._site = Site(
            self.folder,
            self._ports,
            self._processes,
            links,
            self._passing,
            frozenset({*SERVICES, *services}),
            broker_settings or {},
        )
        self._ground = ground_of(stack, self._site)
        self._links: Links | None = None
        self._minder: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.stop()

    def start(self) -> None:
        """Starts every part, and returns when each reports that it is ready."""
        try:
            if not self._detached:
                self._minder = mind(self.folder, throw_away=self._passing)
            self._link()
            if self._broker:
                self.start_part(BROKER, wait=False)
            self.start_part(STORE)
            if self._broker:
                self._await(BROKER)
            self._start_side_by_side(self._services)
        except BaseException:
            self.stop()
            raise

    def stop(self) -> None:
        """Ends every part, whatever state it is in. Leaves nothing running."""
        self._processes.stop(self._running_services(), GRACE)
        self._ground.close()
        if self._links:
            self._links.close()
            self._links = None
        if self._minder:
            self._minder.communicate()
            self._minder = None
        if self._passing:
            shutil.rmtree(self.folder, ignore_errors=True)

    # -- parts

    def start_part(self, part: str, *, wait: bool = True) -> None:
        """Starts a part. The generation rises if the broker starts empty."""
        if part not in GROUND:
            self._start_service(part)
        else:
            if part == BROKER and not (self.generation and self._ground.keeps_topics):
                self._raise_generation()
            self._ground.start(part)
        if wait:
            self._await(part)

    def stop_part(self, part: str) -> None:
        """Asks a part to end and waits until it has ended."""
        if part in GROUND:
            self._ground.stop(part)
        else:
            self._processes.stop([part], GRACE)

    def kill(self, part: str) -> None:
        """Ends a part at once, like a crash."""
        (self._ground if part in GROUND else self._processes).kill(part)

    def freeze(self, part: str) -> None:
        """Freezes a part: it stays there but does nothing, not even answer."""
        (self._ground if part in GROUND else self._processes).freeze(part)

    def thaw(self, part: str) -> None:
        if part in GROUND:
            self._ground.thaw(part)
        else:
            self._processes.send(part, SIGCONT)

    def lose_broker_data(self) -> None:
        """Kills the broker and starts it empty. Services that start later use a higher `generation`."""
        self._ground.empty_broker()
        self._raise_generation()
        self._await(BROKER)

    def restart_services(self) -> None:
        """Restarts the services that run, on the present generation."""
        running = self._running_services()
        self._processes.stop(running, GRACE)
        self._start_side_by_side(running)

    def run_beside(self, name: str, command: Callable[[int], list[str]], environment: Mapping[str, str] | None = None) -> str:
        """Starts a process that is not a part, with a port of its own, and returns its address. It ends with the rest."""
        self._processes.start(name, command(self._ports.of(name)), environment)
        return self._url(name)

    # -- links

    def cut(self, link: str) -> None:
        """Breaks open connections and refuses new ones until the link is mended."""
        self._links_there().cut(link)

    def hold(self, link: str) -> None:
        """Keeps connections open, but lets nothing through until the link is mended."""
        self._links_there().hold(link)

    def mend(self, link: str) -> None:
        if self._ground.is_ours:
            self._links_there().mend(link)

    def require_own_ground(self) -> None:
        """Raises NotOnThisStack if others run the broker and the store.

        A test that would leave its work half done asks first.
        """
        if not self._ground.is_ours:
            raise NotOnThisStack("the broker and the store are external, so nothing may cut, stop, freeze or empty them")

    # -- what others need to know

    @property
    def generation(self) -> int:
        """The generation of topics and groups.

        From 2 on it is part of their names. It rises when the broker loses its topics.
        """
        kept = self.folder / "generation"
        return int(kept.read_text()) if kept.exists() else 0

    @property
    def topic_prefix(self) -> str:
        return self._ground.topic_prefix

    @property
    def broker_address(self) -> str:
        return self._ground.broker_address

    def url(self, service: str, replica: int = 1) -> str:
        return self._url(service if replica == 1 else f"{service}#{replica}")

    def store_uri(self, service: str) -> str:
        """Returns the address of a service's database, with its own login."""
        return self._ground.store_uri(service)

    def token(self, *roles: str, agency: str, person_ref: str = "", **claims: Any) -> str:
        """Returns an access token. `claims` replace the usual ones."""
        return self._issuer.token(*roles, agency=agency, person_ref=person_ref, **claims)

    def logs(self, lines: int = 20) -> str:
        """Returns the last log lines of every part, for a failed test to show."""
        tails = {part: self._ground.tail(part, lines) for part in GROUND}
        tails |= {part: self._processes.tail(part, lines) for part in self._running_services()}
        return "\n\n".join(f"--- {part}\n{tail}" for part, tail in tails.items())

    def environment(self, part: str) -> dict[str, str]:
        """Returns the environment of a service or of one more replica."""
        service = part.partition("#")[0]
        for folder in ("spans", "notices"):
            (self.folder / folder / service).mkdir(parents=True, exist_ok=True)
        return service_environment(
            {
                "profile": "local",
                "store": self.store_uri(service),
                "broker": self.broker_address,
                "topic_prefix": self.topic_prefix,
                "generation": max(1, self.generation),
                "framework": self._framework,
                "host": "127.0.0.1",
                "port": self._ports.of(part),
                "public_url": self._url(service),
                "issuer": ISSUER,
                "audience": AUDIENCE,
                "jwks": self._issuer.jwks,
                "longest_token_seconds": LIFETIME,
                "service_urls": json.dumps({each: [self._url(each)] for each in SERVICES}),
                "event_ahead_seconds": AHEAD,
                "clock": self.clock.path,
                "keys": encryption_keys(self.folder / "keys" / f"{service}.json"),
                "notices": self.folder / "notices" / service,
                "spans": self.folder / "spans" / service / f"{part}.jsonl",
            }
            | self._ground.settings
            | self.settings
        )

    # -- how

    def _url(self, part: str) -> str:
        return f"http://127.0.0.1:{self._ports.of(part)}"

    def _running_services(self) -> list[str]:
        return [part for part in self._processes.running() if part not in GROUND]

    def _start_service(self, part: str) -> None:
        service, environment = part.partition("#")[0], self.environment(part)
        if self._forked:
            self._processes.fork(part, service, environment)
        else:
            self._processes.start(part, service_command(service), environment)

    def _start_side_by_side(self, parts: Sequence[str]) -> None:
        for part in parts:
            self.start_part(part, wait=False)
        for part in parts:
            self._await(part)

    def _await(self, part: str) -> None:
        below = part in GROUND

        def runs() -> bool:
            return self._ground.runs(part) if below else self._processes.alive(part)

        def came_up() -> bool:
            return not runs() or (self._ground.answers(part) if below else is_ready(self._url(part)))

        def tail() -> str:
            return self._ground.tail(part, 20) if below else self._processes.tail(part)

        try:
            eventually(came_up, within=PATIENCE, what=f"{part} is ready", every=0.05)
        except AssertionError as late:
            raise RuntimeError(f"{late}\nThe end of its log:\n{tail()}") from None
        if not runs():
            raise RuntimeError(f"{part} ended while starting. The end of its log:\n{tail()}")

    def _raise_generation(self) -> None:
        write_whole(self.folder / "generation", str(self.generation + 1))

    def _link(self) -> None:
        if self._site.linked and self._ground.is_ours:
            self._links = Links()
            for part in GROUND:
                self._links.add(part, self._site.reached_port(part), self._site.port(part))

    def _links_there(self) -> Links:
        self.require_own_ground()
        if self._links is None:
            raise RuntimeError("there are no links to cut: start it with Deployment(links=True)")
        return self._links
