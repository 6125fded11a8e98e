"""What leaves as logs and spans says place and rule, never a value."""

import json
import logging
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread

import pytest
from opentelemetry.metrics import CallbackOptions
from opentelemetry.sdk.metrics import MeterProvider
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from typing_extensions import override

from services.chassis.telemetry import traces
from services.chassis.telemetry.logs import JsonLines, log, log_fault
from services.chassis.telemetry.metrics import Measured, ages
from services.chassis.telemetry.otlp import metric_reader, span_processor
from services.chassis.telemetry.traces import link_to, span

CANARY = "CanaryJaneSmith"


def line(name: str, message: object, *args: object, **more: object) -> dict[str, object]:
    """What is written of a record, read back."""
    record = logging.LogRecord(name, logging.WARNING, "module.py", 7, message, args, None)
    record.__dict__.update(more)
    written = JsonLines().format(record)
    assert "\n" not in written
    read: dict[str, object] = json.loads(written)
    return read


def raised() -> KeyError:
    """With its traceback."""
    with pytest.raises(KeyError) as caught:
        json.loads("{}")[CANARY]
    return caught.value


def test_our_own_words_are_written_with_their_facts() -> None:
    written = line("learning", "%s is running", "review-registry", facts={"part": "store"})
    assert (written["message"], written["part"], written["level"]) == ("review-registry is running", "store", "warning")


@pytest.mark.parametrize("name", ["aiokafka.producer", "inbox", "uvicorn.error", "pymongo", "py.warnings", "learningful"])
def test_of_a_library_only_its_own_words_are_written(name: str) -> None:
    assert line(name, "cannot send %s to %s", CANARY, CANARY)["message"] == "cannot send %s to %s"
    assert line(name, f"cannot send {CANARY}")["message"] == "module:7"
    assert line(name, ValueError(CANARY))["message"] == "module:7"
    assert CANARY not in str(line(name, ValueError(CANARY), CANARY))


@pytest.mark.parametrize("fault", [ConnectionError(CANARY), ConnectionError], ids=["instance", "class"])
def test_of_a_library_the_names_of_its_errors_are_written(fault: object) -> None:
    written = line("aiokafka.client", "Unable connect to node with id %s: %s", CANARY, fault)["message"]
    assert written == "Unable connect to node with id %s: %s (ConnectionError)"


@pytest.mark.parametrize("name", ["learning", "uvicorn.error"])
def test_of_an_exception_only_class_and_place_are_written(name: str) -> None:
    fault = raised()
    written = line(name, "failed", exc_info=(KeyError, fault, fault.__traceback__), exc_text=CANARY)
    assert str(written["fault"]).startswith("KeyError in test_telemetry.py:")
    assert CANARY not in json.dumps(written)


@pytest.fixture
def spans(monkeypatch: pytest.MonkeyPatch) -> Iterator[InMemorySpanExporter]:
    """Where spans end, instead of where the process would send them."""
    exporter, provider = InMemorySpanExporter(), TracerProvider()
    provider.add_span_processor(SimpleSpanProcessor(exporter))
    monkeypatch.setattr(traces, "tracer", provider.get_tracer("test"))
    yield exporter
    provider.shutdown()


def test_a_span_that_fails_says_so_without_the_value(spans: InMemorySpanExporter) -> None:
    with pytest.raises(KeyError), span("ConfirmFinding"):
        raise raised()
    (ended,) = spans.get_finished_spans()
    assert CANARY not in ended.to_json()
    assert not ended.status.is_ok
    assert "KeyError" in str(ended.status.description)


def test_a_line_within_a_span_names_its_trace(spans: InMemorySpanExporter) -> None:
    with span("ConfirmFinding"):
        parent = traces.traceparent()
        written = line("learning", "within")
    assert parent is not None
    assert parent.split("-")[1:3] == [written["trace"], written["span"]]
    assert "trace" not in line("learning", "outside")


def test_an_event_is_linked_to_the_span_that_decided_it(spans: InMemorySpanExporter) -> None:
    with span("RecordFinding"):
        parent = traces.traceparent()
    with span("react FindingRecorded", links=link_to(parent)):
        pass
    first, second = spans.get_finished_spans()
    assert first.context is not None
    assert [link.context.span_id for link in second.links] == [first.context.span_id]
    assert link_to(None) == []
    assert link_to("garbage") == []


def test_a_fault_is_logged_in_the_trace_that_it_failed_in_though_that_is_over(
    spans: InMemorySpanExporter,
) -> None:
    """The innermost span that it left, also of one fault among several; none where it never was in one."""
    written: list[dict[str, object]] = []

    class Kept(logging.Handler):
        @override
        def emit(self, record: logging.LogRecord) -> None:
            written.append(json.loads(JsonLines().format(record)))

    handler = Kept()
    log.addHandler(handler)
    try:
        with pytest.raises(KeyError) as caught, span("MoveOn"), span("react FindingRecorded"):
            raise raised()
        for fault in (caught.value, ExceptionGroup("several", [caught.value]), raised()):
            log_fault(logging.ERROR, "it failed", fault, kind="review")
    finally:
        log.removeHandler(handler)
    inner, _ = spans.get_finished_spans()
    assert inner.context is not None
    ids = (f"{inner.context.trace_id:032x}", f"{inner.context.span_id:016x}")
    assert [(each.get("trace"), each.get("span")) for each in written] == [ids, ids, (None, None)]
    assert {(each["message"], each["level"], each["kind"]) for each in written} == {("it failed", "error", "review")}
    assert CANARY not in json.dumps(written)


def test_with_a_collector_spans_and_metrics_are_sent_to_it() -> None:
    """OTLP over HTTP, to the path that collectors listen on; without an address nothing of it is even loaded."""
    asked: list[str] = []

    class Collector(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            asked.append(self.path)
            self.rfile.read(int(self.headers["Content-Length"]))
            self.send_response(200)
            self.end_headers()

        @override
        def log_message(self, format: str, *args: object) -> None:
            pass

    with HTTPServer(("127.0.0.1", 0), Collector) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        provider = TracerProvider()
        provider.add_span_processor(span_processor(f"http://127.0.0.1:{server.server_port}"))
        with provider.get_tracer("learning").start_as_current_span("OpenReview"):
            pass
        provider.shutdown()
        meters = MeterProvider([metric_reader(f"http://127.0.0.1:{server.server_port}")])
        meters.get_meter("learning").create_counter("learning.commands").add(1)
        meters.shutdown()
        server.shutdown()
    assert asked == ["/v1/traces", "/v1/metrics"]


def test_number_that_is_not_measured_again_grows_old(monkeypatch: pytest.MonkeyPatch) -> None:

    monkeypatch.setattr("time.monotonic", lambda: 1000.0)
    measured = Measured("learning.test", description="A test")
    measured.set(3)
    monkeypatch.setattr("time.monotonic", lambda: 1075.0)
    found = {each.attributes["metric"]: each.value for each in ages(CallbackOptions()) if each.attributes}

    assert found["learning.test"] == 75
