"""The demo acts as people in their roles, over HTTP, on a clock that it moves. It ends if a step fails."""

import json
from base64 import urlsafe_b64decode
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any, Self, TypeVar
from uuid import uuid4

import httpx

from contracts.framework.bank_holidays import closed_days
from contracts.framework.document import Calendar
from demo.story import Line, Manner, Request, Story
from local.parts.clock import Clock
from local.waiting import eventually
from services.chassis.rules.calendar import add_working_days

T = TypeVar("T")
Json = dict[str, Any]
REGISTRY, ACTIONS, FEEDBACK, LEARNING = SERVICES = (
    "review-registry",
    "action-tracking",
    "feedback-capture",
    "learning-dissemination",
)
NOBODY = ""
"""A person without a login."""
REFUSED = (httpx.codes.FORBIDDEN, httpx.codes.CONFLICT)
PATIENCE = 30.0
"""Seconds for one service to react to another."""


def long_date(day: date | str) -> str:
    """Returns a date as people write it."""
    return f"{date.fromisoformat(str(day)):%-d %B %Y}"


def plain(code: str) -> str:
    """Returns a code in words."""
    return code.replace("-", " ")


class StoryFailed(Exception):
    """A step of the story failed."""


class Case:
    """One play of the story on the running stack of a `stack.json`. `kept` holds facts for later chapters."""

    def __init__(self, stack: Path, story: Story) -> None:
        described = json.loads(stack.read_text())
        self.urls: dict[str, str] = described["services"]
        self.tokens: dict[str, str] = described["tokens"]
        self.clock = Clock(Path(described["clock"]))
        self.notices = stack.parent / "notices" / ACTIONS
        self.http = httpx.Client(timeout=20)
        self.story = story
        self.requests: list[Request] = []
        self.play = str(uuid4())
        self.framework: Json = self.get("business-unit@partnership", REGISTRY, "/framework")
        self.review: Json = {}
        self.findings: list[Json] = []
        self.action: Json = {}
        self.others: dict[str, str] = {}
        """The other actions, by owner."""
        self.made: set[str] = set()
        """Ids of everything that the commands made or changed."""
        self.kept: dict[str, Any] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: object, error: object, trace: object) -> None:
        self.http.close()

    # -- narrating

    def chapter(self, title: str, *shows: str) -> None:
        self.requests.clear()
        self.story.chapter(title, shows)

    def narrate(self, sentence: str) -> None:
        self._line(Manner.DID, sentence)

    def show(self, title: str, holds: bool) -> None:  # noqa: FBT001 - what is claimed, and whether it holds
        if not holds:
            raise StoryFailed(title)
        self._line(Manner.SEEN, title)

    def _line(self, manner: Manner, text: str, reasons: tuple[str, ...] = ()) -> None:
        self.story.line(Line(manner, self.clock.now(), text, reasons, tuple(self.requests)))
        self.requests.clear()

    # -- acting

    def do(self, who: str, service: str, path: str, body: Json, key: str = "") -> Json:
        """Sends a command and returns what it changed."""
        answer = self._call("POST", who, service, path, body, key)
        if answer.status_code not in (200, 201):
            raise StoryFailed(f"{who} POST {path}: {answer.status_code} {answer.text}")
        made = dict(answer.json())
        self.made |= {made["id"]} if "id" in made else set()
        return made

    def refused(self, who: str, service: str, path: str, body: Json, *codes: str) -> None:
        """Sends a command until it is refused for exactly these reasons, and shows them."""

        def answered() -> httpx.Response:
            del self.requests[before:]
            answer = self._call("POST", who, service, path, body)
            found = {error["code"] for error in answer.json().get("errors", [])}
            if answer.status_code in REFUSED and found != set(codes):
                raise StoryFailed(f"{who} POST {path}: refused for {sorted(found)} and not {sorted(codes)}")
            return answer

        before = len(self.requests)
        answer = eventually(answered, within=PATIENCE, what=f"{path} is refused", every=0.05)
        if answer.status_code not in REFUSED:
            raise StoryFailed(f"{who} POST {path}: {answer.status_code}, and not refused for {sorted(codes)}")
        self._refusal(answer)

    def hidden(self, who: str, service: str, path: str) -> None:
        """Asks for something that the person may not know of."""
        answer = self._call("GET", who, service, path)
        if answer.status_code != httpx.codes.NOT_FOUND:
            raise StoryFailed(f"{who} GET {path}: {answer.status_code}, and not hidden")
        self.requests.append(Request(who, service, "GET", path, answer.status_code, None))
        self._refusal(answer)

    def _refusal(self, answer: httpx.Response) -> None:
        problem = answer.json()
        reasons = tuple(f"{error['message']}  [{error['code']}]" for error in problem.get("errors", []))
        self._line(Manner.REFUSED, f"({answer.status_code} {problem['title']})", tuple(dict.fromkeys(reasons)))

    def ask(self, who: str, service: str, path: str) -> httpx.Response:
        """Returns the answer, of any status."""
        return self._call("GET", who, service, path)

    def get(self, who: str, service: str, path: str) -> Any:
        answer = self.ask(who, service, path)
        if answer.status_code != httpx.codes.OK:
            raise StoryFailed(f"{who} GET {path}: {answer.status_code} {answer.text}")
        return answer.json() if "json" in answer.headers["content-type"] else answer.text

    def _call(self, method: str, who: str, service: str, path: str, body: Json | None = None, key: str = "") -> httpx.Response:
        headers = {"Authorization": f"Bearer {self.tokens[who]}"} if who else {}
        if method == "POST":
            headers["Idempotency-Key"] = key or str(uuid4())
        answer = self.http.request(method, f"{self.urls[service]}{path}", json=body, headers=headers)
        if method == "POST":
            command = answer.headers.get("Command-Id")
            self.requests.append(Request(who or "nobody", service, method, path, answer.status_code, command))
        return answer

    def await_(self, what: str, check: Callable[[], T | None]) -> T:
        """Waits until another service has reacted, and returns what it shows."""
        found = eventually(check, within=PATIENCE, what=what, every=0.05)
        self.requests = [each for each in self.requests if each.status < httpx.codes.BAD_REQUEST]
        return found

    def person(self, who: str) -> str:
        """Returns the pseudonymous reference of a person with a sample token."""
        payload = self.tokens[who].split(".")[1]
        return str(json.loads(urlsafe_b64decode(payload + "=" * (-len(payload) % 4)))["person_ref"])

    def label(self, section: str, code: str) -> str:
        """Returns the label of a code in a section of the settings."""
        return next(str(each["label"]) for each in self.framework[section] if each["code"] == code)

    # -- time

    @property
    def today(self) -> date:
        return self.clock.now().date()

    def working_days(self, start: date, days: int) -> date:
        return add_working_days(start, days, closed_days(Calendar.model_validate(self.framework["calendar"])))

    def wait_until(self, day: date, hour: int = 12) -> None:
        """Moves the clock forward, never back, so that the story can be played again on the same stack."""
        moment = datetime.combine(day, time(hour), UTC)
        if moment > self.clock.now():
            self.clock.move_to(moment)

    def wait(self, days: int) -> None:
        """Waits a number of working days."""
        self.wait_until(self.working_days(self.today, days))

    def wait_minutes(self, minutes: int) -> None:
        self.clock.advance(timedelta(minutes=minutes))
