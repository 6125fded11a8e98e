"""A deployment as child processes on loopback: no Docker, Python alone.

with Embedded() as deployment:
    httpx.get(deployment.url("review-registry") + "/health/ready")
"""

import shutil
import subprocess
import tempfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from signal import SIGCONT
from types import TracebackType
from typing import Any, Self

from local.deployment import BROKER, SERVICES, STORE
from local.partnership import FRAMEWORK_FILE
from local.parts import store_template as begun
from local.parts.broker import broker_command
from local.parts.clock import Clock
from local.parts.files import write_whole
from local.parts.links import Links
from local.parts.ports import Ports, answers
from local.parts.processes import Processes
from local.parts.service import encryption_keys, is_ready, service_command, service_environment
from local.parts.store import Logins, store_command, store_kind
from local.parts.tokens import AUDIENCE, ISSUER, Issuer
from local.parts.watchdog import mind
from local.waiting import eventually

ROOT = Path(__file__).parents[1]
PATIENCE = 45.0
"""Seconds that a part may take to start on a busy machine."""
GRACE = 20.0
"""Seconds that a part may take to end when asked."""


class Embedded:
    """A `Deployment` with everything in one folder: `folder`, which stays, or a temporary one.

    `services` are those to run. Each has its login in the store either way. None can run without a `broker`. `links` puts
    proxies before the broker and the store, in this process. A `detached` deployment outlives this process. `forked` services
    do not, and start with their code already read. `settings` go to every service: `{"poll_seconds": 0.1}` becomes
    LEARNING_POLL_SECONDS.
    """

    topic_prefix = ""

    def __init__(
        self,
        folder: Path | None = None,
        *,
        services: tuple[str, ...] = SERVICES,
        broker: bool = True,
        links: bool = False,
        detached: bool = False,
        forked: bool = False,
        framework: Path = FRAMEWORK_FILE,
        settings: Mapping[str, object] | None = None,
    ) -> None:
        self.folder = (folder or Path(tempfile.mkdtemp(prefix="learning-"))).resolve()
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self.clock = Clock(self.folder / "clock.json")
        self._passing = folder is None
        if self._passing:
            begun.begin(self.folder)
        self._services, self._broker, self._linked, self._detached, self._forked = services, broker, links, detached, forked
        self._framework, self._settings = framework, dict(settings or {})
        self._ports = Ports(self.folder / "ports.json")
        self._issuer = Issuer(self.folder)
        self._logins = Logins(self.folder / "logins.json")
        self._processes = Processes(self.folder)
        self._links: Links | None = None
        self._minder: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.stop()

    def start(self) -> None:
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
        running = self._processes.running()
        self._processes.stop([part for part in running if part not in {BROKER, STORE}], GRACE)
        self._processes.stop([part for part in running if part in {BROKER, STORE}], 0 if self._passing else GRACE)
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
        """Starts a part. The broker starts empty, so its start raises the generation."""
        if part == BROKER:
            write_whole(self.folder / "generation", str(self.generation + 1))
            self._run(part, broker_command(self._ports.of(BROKER), self._reached_port(BROKER)))
        elif part == STORE:
            self._start_store()
        else:
            self._start_service(part)
        if wait:
            self._await(part)

    def stop_part(self, part: str) -> None:
        self._processes.stop([part], GRACE)

    def kill(self, part: str) -> None:
        self._processes.kill(part)

    def freeze(self, part: str) -> None:
        self._processes.freeze(part)

    def thaw(self, part: str) -> None:
        self._processes.send(part, SIGCONT)

    def lose_broker_data(self) -> None:
        self.kill(BROKER)
        self.start_part(BROKER)

    def restart_services(self) -> None:
        running = [part for part in self._processes.running() if part not in {BROKER, STORE}]
        self._processes.stop(running, GRACE)
        self._start_side_by_side(running)

    def run_beside(self, name: str, command: Callable[[int], list[str]], environment: Mapping[str, str] | None = None) -> str:
        """Starts a process that is not a part, with a port of its own, and returns its address. It ends with the rest."""
        self._run(name, command(self._ports.of(name)), environment)
        return self._url(name)

    # -- links

    def cut(self, link: str) -> None:
        self._links_there().cut(link)

    def hold(self, link: str) -> None:
        self._links_there().hold(link)

    def mend(self, link: str) -> None:
        self._links_there().mend(link)

    # -- what others need to know

    @property
    def generation(self) -> int:
        kept = self.folder / "generation"
        return int(kept.read_text()) if kept.exists() else 0

    @property
    def broker_address(self) -> str:
        return f"127.0.0.1:{self._reached_port(BROKER)}"

    def url(self, service: str, replica: int = 1) -> str:
        return self._url(service if replica == 1 else f"{service}#{replica}")

    def store_uri(self, service: str) -> str:
        return self._logins.uri(service, self._reached_port(STORE))

    def token(self, *roles: str, agency: str, person_ref: str = "", **claims: Any) -> str:
        return self._issuer.token(*roles, agency=agency, person_ref=person_ref, **claims)

    def logs(self, lines: int = 20) -> str:
        return "\n\n".join(f"--- {part}\n{self._processes.tail(part, lines)}" for part in self._processes.running())

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
                "idempotent_producer": False,  # the embedded broker has no such feature
                "group_session_seconds": 3,  # it lets a new group wait for half of this time
                "topic_prefix": self.topic_prefix,
                "generation": max(1, self.generation),
                "framework": self._framework,
                "host": "127.0.0.1",
                "port": self._ports.of(part),
                "public_url": self._url(part),
                "issuer": ISSUER,
                "audience": AUDIENCE,
                "jwks": self._issuer.jwks,
                "clock": self.clock.path,
                "keys": encryption_keys(self.folder / "keys" / f"{service}.json"),
                "notices": self.folder / "notices" / service,
                "spans": self.folder / "spans" / service / f"{part}.jsonl",
            }
            | self._settings
        )

    # -- how

    def _url(self, part: str) -> str:
        return f"http://127.0.0.1:{self._ports.of(part)}"

    def _reached_port(self, part: str) -> int:
        return self._ports.of(f"link to {part}" if self._linked else part)

    def _run(self, part: str, command: list[str], environment: Mapping[str, str] | None = None) -> None:
        self._processes.start(part, command, environment, cwd=ROOT)

    def _start_service(self, part: str) -> None:
        service, environment = part.partition("#")[0], self.environment(part)
        if self._forked:
            self._processes.fork(part, service, environment, cwd=ROOT)
        else:
            self._run(part, service_command(service), environment)

    def _start_store(self) -> None:
        folder, port = self.folder / "store", self._ports.of(STORE)
        kind = store_kind(folder)
        if missing := self._logins.missing({*SERVICES, *self._services}):
            self._run(STORE, store_command(folder, kind, port, open_to_all=True))
            self._await(STORE)
            self._logins.create(port, missing)
            self.kill(STORE)
            if self._passing:
                begun.keep(self.folder)
        self._run(STORE, store_command(folder, kind, port))

    def _start_side_by_side(self, parts: Sequence[str]) -> None:
        for part in parts:
            self.start_part(part, wait=False)
        for part in parts:
            self._await(part)

    def _await(self, part: str) -> None:
        def came_up() -> bool:
            below = part in {BROKER, STORE}
            return not self._processes.alive(part) or (answers(self._ports.of(part)) if below else is_ready(self._url(part)))

        try:
            eventually(came_up, within=PATIENCE, what=f"{part} is ready", every=0.05)
        except AssertionError as late:
            raise RuntimeError(f"{late}\nThe end of its log:\n{self._processes.tail(part)}") from None
        if not self._processes.alive(part):
            raise RuntimeError(f"{part} ended while starting. The end of its log:\n{self._processes.tail(part)}")

    def _link(self) -> None:
        if self._linked:
            self._links = Links()
            for part in (BROKER, STORE):
                self._links.add(part, self._reached_port(part), self._ports.of(part))

    def _links_there(self) -> Links:
        if self._links is None:
            raise RuntimeError("there are no links to cut: start it with Embedded(links=True)")
        return self._links
