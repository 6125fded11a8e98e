"""The measurement of one answer: what its store was asked and gave back, and the processor time of both sides."""

import gc
import os
import time
from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from pydantic import BaseModel

from benchmarks.slopes.slope import Bound, Cost, Slope
from local.parts.names import STORE
from local.parts.processes import recorded
from tests.component.harness import Component, components
from tests.support.asked import Asked, asked

Names = dict[str, str]
"""Ids and values that the seeds made, by the names that paths use: `/reviews/{review}`."""
Seed = Callable[[Component, int], Names]
"""Fills an empty service with so many of something."""
Call = Callable[[Component, Names], None]
MORE = "getMore"
"""The command for the rest of an answer. It is no question, and its documents and bytes count."""


@dataclass(frozen=True)
class Stock:
    """What a service holds while its rows are measured, at each size."""

    service: str
    grows: str
    sizes: Sequence[int]
    seed: Seed


@dataclass(frozen=True)
class Row:
    """An answer whose cost is measured as its stock grows. One that cannot be asked for twice is measured once."""

    what: str
    stock: Stock
    call: Call
    bound: Bound
    again: bool = True


READS = ("find", "aggregate", "count", "distinct")
OF_A_SESSION = ("lsid", "txnNumber")
EXPLAINED = 50
"""The most commands whose plans the store is asked for."""
AGAIN = 4
"""Times that a row is asked for after the first. The first shows what the store is asked, the quickest other its CPU."""
PATIENCE = 300
"""Seconds that a store may take, far more than in use, so that its slowness ends no measurement."""
LONG = 1.0
"""Seconds of processor time that are enough to measure."""


def get(role: str, path: str, agency: str = "", person_ref: str = "") -> Call:
    """Returns the call of a route by a person with this role, or by anybody without one. The answer must be 200."""

    def call(component: Component, names: Names) -> None:
        caller = component(role, agency=agency, person_ref=person_ref) if role else component.anybody()
        answer = caller.client.get(path.format(**names), headers=caller.headers())
        if answer.status_code != 200:
            raise RuntimeError(f"{path} answers {answer.status_code}: {answer.text[:500]}")

    return call


def post(
    role: str, path: str, body: Mapping[str, Any] | Callable[[Names], BaseModel | Mapping[str, Any]], agency: str = ""
) -> Call:
    """Returns the call of a command by a person with this role, or by anybody without one. The answer must be 200 or 201."""

    def call(component: Component, names: Names) -> None:
        caller = component(role, agency=agency) if role else component.anybody()
        answer = caller.post(path.format(**names), body(names) if callable(body) else body)
        if answer.status_code not in (200, 201):
            raise RuntimeError(f"{path} answers {answer.status_code}: {answer.text[:500]}")

    return call


def measured(rows: Sequence[Row]) -> Iterator[Slope]:
    """Measures rows, those of one stock together.

    Each size has a store of its own, because the embedded one takes longer to empty than to fill.
    """
    for stock in dict.fromkeys(row.stock for row in rows):
        of_stock = [row for row in rows if row.stock == stock]
        costs = [_costs(stock, size, of_stock) for size in stock.sizes]
        for row in of_stock:
            yield Slope(row.what, stock.grows, row.bound, stock.sizes, [each[row.what] for each in costs])


def _costs(stock: Stock, size: int, rows: Sequence[Row]) -> dict[str, Cost]:
    with components() as services:
        services.deployment.settings["store_timeout_seconds"] = PATIENCE
        component = services.emptied(stock.service)
        names = stock.seed(component, size)
        return {row.what: _cost(component, names, row) for row in rows}


def _cost(component: Component, names: Names, row: Row) -> Cost:
    component.room.store.data_keys.kept.clear()
    store = _store_of(component)
    first, others = _once(component, names, row, store, counted=True), list[Cost]()
    while row.again and len(others) < AGAIN and (first.cpu + first.store_cpu) * (1 + len(others)) < LONG:
        others.append(_once(component, names, row, store, counted=False))
    quickest = min(others, key=lambda each: each.cpu, default=first)
    stored = sum(each.store_cpu for each in (first, *others)) / (1 + len(others))
    return replace(first, cpu=quickest.cpu, store_cpu=stored)


def _once(component: Component, names: Names, row: Row, store: int | None, *, counted: bool) -> Cost:
    gc.collect()
    gc.freeze()  # what the seeds left behind is no work of this call
    with asked() if counted else nullcontext(Asked()) as found:
        stored, began = _worked(store), time.process_time()
        row.call(component, names)
        cpu, store_cpu = time.process_time() - began, _worked(store) - stored
    queries = found.queries - found.commands[MORE]
    explained = counted and queries <= EXPLAINED and cpu + store_cpu < LONG
    examined = _examined(component, found.sent) if explained else None
    return Cost(queries, found.documents, found.bytes, cpu, store_cpu, examined)


def _examined(component: Component, sent: Sequence[Mapping[str, Any]]) -> int:
    """Returns the documents that the store looked at for these commands."""
    plain = [{name: value for name, value in each.items() if name[0] != "$" and name not in OF_A_SESSION} for each in sent]
    database = component.room.store.client.get_default_database()
    plans = [
        component.run(_awaited(database.command("explain", each, verbosity="executionStats")))
        for each in plain
        if next(iter(each), "") in READS
    ]
    return sum(map(_looked_at, plans))


async def _awaited(answer: Awaitable[Any]) -> Any:
    return await answer


def _looked_at(plan: Any) -> int:
    """Returns the total of a plan, or of the stages in it."""
    if not isinstance(plan, Mapping):
        return sum(map(_looked_at, plan)) if isinstance(plan, list) else 0
    total = plan.get("totalDocsExamined")
    return int(total) if total is not None else sum(map(_looked_at, plan.values()))


def _store_of(component: Component) -> int | None:
    """Returns the process of the store, or None if it is not a child of ours."""
    return next((each.pid for each in recorded(component.deployment.folder) if each.name == STORE), None)


def _worked(pid: int | None) -> float:
    """Returns the seconds of processor time that a process has had."""
    if pid is None:
        return 0
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
