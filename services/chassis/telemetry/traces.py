"""Traces of one process. They hold no body, no value and no id of a person."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from opentelemetry import trace
from opentelemetry.propagate import extract
from opentelemetry.sdk.trace import ReadableSpan
from opentelemetry.sdk.trace.export import SpanExporter, SpanExportResult
from typing_extensions import override

from services.chassis.privacy.reasons import reason_of
from services.chassis.telemetry.logs import FAILED_IN

tracer = trace.get_tracer("learning")


class SpanFile(SpanExporter):
    """Appends spans to a file, one per line: the local profile's collector."""

    def __init__(self, file: Path) -> None:
        self.file = file

    @override
    def export(self, spans: Sequence[ReadableSpan]) -> SpanExportResult:
        with self.file.open("a") as out:
            out.writelines(span.to_json(indent=None) + "\n" for span in spans)
        return SpanExportResult.SUCCESS


@contextmanager
def span(name: str, links: Sequence[trace.Link] = ()) -> Iterator[None]:
    """Opens a span.

    It records only the place and the rule of an exception, because the SDK would write its text and values.
    """
    with tracer.start_as_current_span(name, links=links, record_exception=False, set_status_on_exception=False) as current:
        try:
            yield
        except Exception as fault:
            current.set_status(trace.StatusCode.ERROR, reason_of(fault))
            vars(fault).setdefault(FAILED_IN, current)
            raise


def traceparent() -> str | None:
    """Returns the current span as a W3C header, or None without a trace."""
    context = trace.get_current_span().get_span_context()
    if not context.is_valid:
        return None
    return f"00-{context.trace_id:032x}-{context.span_id:016x}-{int(context.trace_flags):02x}"


def link_to(parent: str | None) -> list[trace.Link]:
    """Returns a link to the span that decided an event. Months may lie between, so traces are linked and not extended."""
    if parent is None:
        return []
    context = trace.get_current_span(extract({"traceparent": parent})).get_span_context()
    return [trace.Link(context)] if context.is_valid else []
