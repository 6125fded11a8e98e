"""Logs, traces and metrics of one process. No body, no value, no id of a person in any of them."""

import json
import logging
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from opentelemetry import metrics, trace
from opentelemetry.propagate import extract
from opentelemetry.sdk.metrics import MeterProvider
from opentelemetry.sdk.metrics.export import MetricReader
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import ReadableSpan, TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor, SpanExporter, SpanExportResult
from typing_extensions import override

from services.chassis.privacy import reason_of
from services.chassis.settings import Settings

tracer = trace.get_tracer("learning")
log = logging.getLogger("learning")

FAILED_IN = "failed_in_span"
"""What an exception carries on from the innermost span that it left: whoever logs it does so outside."""


class JsonLines(logging.Formatter):
    """One JSON object a line, with the trace that it belongs to; of an exception only place and rule."""

    @override
    def format(self, record: logging.LogRecord) -> str:
        context = trace.get_current_span().get_span_context()
        line = {
            "at": self.formatTime(record),
            "level": record.levelname.lower(),
            "log": record.name,
            "message": record.getMessage() if record.name.partition(".")[0] == "learning" else _foreign(record),
            **getattr(record, "facts", {}),
        }
        if context.is_valid:
            line |= {"trace": f"{context.trace_id:032x}", "span": f"{context.span_id:016x}"}
        if record.exc_info and record.exc_info[1]:
            line["fault"] = reason_of(record.exc_info[1])
        return json.dumps(line)


def _foreign(record: logging.LogRecord) -> str:
    """A library may put anything into what it logs: only its own words are kept, or the place where it spoke."""
    return record.msg if record.args and isinstance(record.msg, str) else f"{record.module}:{record.lineno}"


class SpanFile(SpanExporter):
    """Spans appended to a file, a line each: the local profile's collector."""

    def __init__(self, file: Path) -> None:
        self.file = file

    @override
    def export(self, spans: Sequence[ReadableSpan]) -> SpanExportResult:
        with self.file.open("a") as out:
            out.writelines(span.to_json(indent=None) + "\n" for span in spans)
        return SpanExportResult.SUCCESS


def start_telemetry(service: str, settings: Settings) -> None:
    """Once a process. Without a collector's address nothing is sent anywhere."""
    handler = logging.StreamHandler(sys.stdout)
    handler.setFormatter(JsonLines())
    logging.basicConfig(level=logging.WARNING, handlers=[handler], force=True)
    log.setLevel(logging.INFO)
    for talkative in ("inbox", "aiokafka"):
        logging.getLogger(talkative).setLevel(logging.ERROR)
    logging.captureWarnings(capture=True)

    resource = Resource.create({"service.name": service})
    traces = TracerProvider(resource=resource)
    if settings.spans:
        traces.add_span_processor(BatchSpanProcessor(SpanFile(settings.spans), schedule_delay_millis=500))
    readers: list[MetricReader] = []
    if settings.otlp:
        from services.chassis.collector import metric_reader, span_processor  # noqa: PLC0415 - 3 MiB, for who has a collector

        traces.add_span_processor(span_processor(settings.otlp))
        readers.append(metric_reader(settings.otlp))
    trace.set_tracer_provider(traces)
    metrics.set_meter_provider(MeterProvider(metric_readers=readers, resource=resource))


def stop_telemetry() -> None:
    """Sends what waits to be sent."""
    provider = trace.get_tracer_provider()
    if isinstance(provider, TracerProvider):
        provider.shutdown()


@contextmanager
def span(name: str, links: Sequence[trace.Link] = ()) -> Iterator[None]:
    """A span around what happens within; of an exception only place and rule, where the SDK would write its text and values."""
    with tracer.start_as_current_span(name, links=links, record_exception=False, set_status_on_exception=False) as current:
        try:
            yield
        except Exception as fault:
            current.set_status(trace.StatusCode.ERROR, reason_of(fault))
            vars(fault).setdefault(FAILED_IN, current)
            raise


def log_fault(level: int, message: str, fault: BaseException, **facts: str | int) -> None:
    """A line of what failed and its reason; it names the trace of the span that it failed in, which has ended by now."""
    first = fault.exceptions[0] if isinstance(fault, BaseExceptionGroup) else fault
    with trace.use_span(vars(first).get(FAILED_IN, trace.get_current_span())):
        log.log(level, message, extra={"facts": {**facts, "fault": reason_of(fault)}})


def traceparent() -> str | None:
    """The present span as a W3C header, or None where nothing is traced."""
    context = trace.get_current_span().get_span_context()
    if not context.is_valid:
        return None
    return f"00-{context.trace_id:032x}-{context.span_id:016x}-{int(context.trace_flags):02x}"


def link_to(parent: str | None) -> list[trace.Link]:
    """A link to the span that decided an event: months may lie between, so traces are linked and not stretched."""
    if parent is None:
        return []
    context = trace.get_current_span(extract({"traceparent": parent})).get_span_context()
    return [trace.Link(context)] if context.is_valid else []
