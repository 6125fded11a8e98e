"""A broker and a store as child processes on loopback: no Docker, Python alone."""

from signal import SIGCONT

import pymongo

from local.grounds.ground import GRACE, NotOnThisStack, Site
from local.parts import store_template as begun
from local.parts.broker import broker_command
from local.parts.names import BROKER, STORE
from local.parts.ports import answers
from local.parts.store import Logins, store_command, store_kind
from local.waiting import eventually

SETTINGS: dict[str, object] = {
    "idempotent_producer": False,  # the embedded broker has no such feature
    "group_session_seconds": 3,  # it lets a new group wait for half of this time
    "replication": 1,
}


class Embedded:
    """A `Ground` whose data is in the site's folder. Its broker's topics are in memory."""

    topic_prefix = ""
    keeps_topics = False
    is_ours = True
    settings = SETTINGS

    def __init__(self, site: Site) -> None:
        if site.broker_settings:
            raise NotOnThisStack("the embedded broker has no settings. Run it with STACK=containers")
        self._site, self._processes = site, site.processes
        if site.throw_away:
            begun.begin(site.folder)
        self._logins = Logins(site.folder / "logins.json")

    @property
    def broker_address(self) -> str:
        return self._site.address(BROKER)

    def store_uri(self, service: str) -> str:
        return self._logins.uri(service, self._site.address(STORE))

    def start(self, part: str) -> None:
        if part == BROKER:
            self._run(part, broker_command(self._site.port(BROKER), self._site.reached_port(BROKER)))
        else:
            self._start_store()

    def runs(self, part: str) -> bool:
        return self._processes.alive(part)

    def answers(self, part: str) -> bool:
        return answers(self._site.port(part))

    def stop(self, part: str) -> None:
        self._processes.stop([part], GRACE)

    def kill(self, part: str) -> None:
        self._processes.kill(part)

    def freeze(self, part: str) -> None:
        self._processes.freeze(part)

    def thaw(self, part: str) -> None:
        self._processes.send(part, SIGCONT)

    def empty_broker(self) -> None:
        self.kill(BROKER)
        self.start(BROKER)

    def close(self) -> None:
        self._processes.stop([BROKER, STORE], 0 if self._site.throw_away else GRACE)

    def tail(self, part: str, lines: int) -> str:
        return self._processes.tail(part, lines)

    def _run(self, part: str, command: list[str]) -> None:
        self._processes.start(part, command)

    def _start_store(self) -> None:
        folder, port = self._site.folder / "store", self._site.port(STORE)
        kind = store_kind(folder)
        if missing := self._logins.missing(self._site.services):
            self._run(STORE, store_command(folder, kind, port, open_to_all=True))
            eventually(lambda: self.answers(STORE) or not self.runs(STORE), within=45, what="the store is open to all")
            with pymongo.MongoClient[dict[str, object]]("127.0.0.1", port, directConnection=True) as client:
                self._logins.create(client, missing)
            self.kill(STORE)
            if self._site.throw_away:
                begun.keep(self._site.folder)
        self._run(STORE, store_command(folder, kind, port))


def ground(site: Site) -> Embedded:
    return Embedded(site)


def missing() -> str:
    """Returns nothing: the development requirements bring all that it needs."""
    return ""
