"""Start and stop of logs, traces and metrics in one process."""

import logging
import sys
from pathlib import Path

from opentelemetry import metrics, trace
from opentelemetry.sdk.metrics import MeterProvider
from opentelemetry.sdk.metrics.export import MetricReader
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor

from services.chassis.telemetry.logs import JsonLines, log
from services.chassis.telemetry.traces import SpanFile


def start_telemetry(service: str, spans: Path | None, otlp: str | None) -> None:
    """Starts telemetry, once per process. Without a collector's address it sends nothing."""
    handler = logging.StreamHandler(sys.stdout)
    handler.setFormatter(JsonLines())
    logging.basicConfig(level=logging.WARNING, handlers=[handler], force=True)
    log.setLevel(logging.INFO)
    for talkative in ("inbox", "aiokafka"):
        logging.getLogger(talkative).setLevel(logging.ERROR)
    logging.captureWarnings(capture=True)

    resource = Resource.create({"service.name": service})
    traces = TracerProvider(resource=resource)
    if spans:
        traces.add_span_processor(BatchSpanProcessor(SpanFile(spans), schedule_delay_millis=500))
    readers: list[MetricReader] = []
    if otlp:
        from services.chassis.telemetry.otlp import metric_reader, span_processor  # noqa: PLC0415 - 3 MiB, for who has a collector

        traces.add_span_processor(span_processor(otlp))
        readers.append(metric_reader(otlp))
    trace.set_tracer_provider(traces)
    metrics.set_meter_provider(MeterProvider(metric_readers=readers, resource=resource))


def stop_telemetry() -> None:
    """Sends the spans and metrics that are still buffered."""
    provider = trace.get_tracer_provider()
    if isinstance(provider, TracerProvider):
        provider.shutdown()
