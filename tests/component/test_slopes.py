"""Each row of the table of slopes, with two of what grows: its route is there, and its seeds are as the service saves them."""

import pytest

from benchmarks.slopes.measuring import Stock
from benchmarks.slopes.rows import ALL
from tests.component.harness import Components
from tests.support.asked import asked

STOCKS = tuple(dict.fromkeys(row.stock for row in ALL))


@pytest.mark.parametrize("stock", STOCKS, ids=lambda stock: f"{stock.service}: {stock.grows}")
def test_its_rows_can_be_measured(in_process: Components, stock: Stock) -> None:
    component = in_process.emptied(stock.service)
    names = stock.seed(component, 2)
    for row in (each for each in ALL if each.stock == stock):
        with asked() as found:
            row.call(component, names)
        assert found.queries, row.what
