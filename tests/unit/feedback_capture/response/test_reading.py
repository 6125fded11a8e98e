"""Reading a response (FC3)."""

from datetime import timedelta

from services.feedback_capture.domain.response.coding import CodeResponse, code_response
from services.feedback_capture.domain.response.reading import ReadResponse, read_response
from services.feedback_capture.domain.response.state import keys
from services.feedback_capture.domain.response.withdrawing import WithdrawResponse, withdraw_response
from tests.builders.feedback_surveys import NOW, TODAY, at, responded
from tests.builders.refusals import codes


def test_response_is_read_once_and_keeps_its_first_day() -> None:
    read = read_response(responded(), ReadResponse(), at()).state
    later = read_response(read, ReadResponse(), at(NOW + timedelta(days=3))).state
    assert (responded().read_on, read.read_on, later.read_on) == (None, TODAY, TODAY)
    assert (keys(responded())["reading"], keys(read)["reading"]) == ("unread", "read")


def test_coding_a_response_reads_it() -> None:
    coded = code_response(responded(), CodeResponse(themes=("neglect",)), at()).state
    assert coded.read_on == TODAY


def test_withdrawn_response_is_not_read() -> None:
    withdrawn = withdraw_response(responded(), WithdrawResponse(receipt="any"), at(), ()).state
    assert codes(read_response, withdrawn, ReadResponse(), at()) == ["response/withdrawn"]
