"""A broker and a store that run already, named by the environment.

Each deployment uses topics and databases of its own, and deletes them at its end. The broker needs
`group.min.session.timeout.ms` of at most 2000 for the fault tests. The store's address holds a login that may create users.
"""

import os
import secrets
from typing import NoReturn
from urllib.parse import urlsplit

import pymongo

from local.grounds import kafka
from local.grounds.ground import NotOnThisStack, Site
from local.parts.names import BROKER
from local.parts.store import Logins

BROKER_ADDRESS = "EXTERNAL_BROKER"
"""The variable with the broker's `host:port`. Commas separate several."""
STORE_ADDRESS = "EXTERNAL_STORE"
"""The variable with the store's address, such as `mongodb://root:secret@host:27017/?replicaSet=rs0`."""


class External:
    """A `Ground` that others run. It can be used, and neither killed, frozen, linked nor emptied."""

    keeps_topics = True
    settings = kafka.SETTINGS
    is_ours = False

    def __init__(self, site: Site) -> None:
        if site.broker_settings:
            raise NotOnThisStack("an external broker keeps its own settings")
        self.topic_prefix = f"run-{secrets.token_hex(4)}."
        self.broker_address = os.environ[BROKER_ADDRESS]
        self._store = os.environ[STORE_ADDRESS]
        self._site = site
        self._logins = Logins(site.folder / "logins.json", self.topic_prefix.replace(".", "-"))

    def store_uri(self, service: str) -> str:
        address = urlsplit(self._store)
        options = "&".join(each for each in address.query.split("&") if each and not each.startswith("authSource="))
        return self._logins.uri(service, address.netloc.rpartition("@")[2], options)

    def start(self, part: str) -> None:
        if part != BROKER:
            with self._admin() as client:
                self._logins.create(client, self._logins.missing(self._site.services))

    def runs(self, part: str) -> bool:
        return True

    def answers(self, part: str) -> bool:
        if part == BROKER:
            return kafka.broker_answers(self.broker_address)
        with self._admin() as client:
            return bool(client.admin.command("ping"))

    def stop(self, part: str) -> NoReturn:
        raise NotOnThisStack(f"the {part} is external and cannot be stopped, killed, frozen or emptied")

    kill = freeze = thaw = stop

    def empty_broker(self) -> None:
        self.stop(BROKER)

    def close(self) -> None:
        """Deletes what the deployment left: its topics, its databases and their logins."""
        kafka.delete_topics(self.broker_address, self.topic_prefix)
        with self._admin() as client:
            self._logins.delete(client)

    def tail(self, part: str, lines: int) -> str:
        return "(its log is elsewhere)"

    def _admin(self) -> pymongo.MongoClient[dict[str, object]]:
        return pymongo.MongoClient(self._store, serverSelectionTimeoutMS=5000)


def ground(site: Site) -> External:
    return External(site)


def missing() -> str:
    """Returns the reason why the stack cannot be used: an address is not given, or a part does not answer."""
    for name in (BROKER_ADDRESS, STORE_ADDRESS):
        if not os.environ.get(name):
            return f"{name} is not set"
    if not kafka.broker_answers(os.environ[BROKER_ADDRESS]):
        return f"no broker answers at {BROKER_ADDRESS}"
    return ""
