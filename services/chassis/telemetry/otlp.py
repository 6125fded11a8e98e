"""Exporters of traces and metrics to an OpenTelemetry collector over HTTP (OTLP), loaded only if one is configured."""

from opentelemetry.exporter.otlp.proto.http.metric_exporter import OTLPMetricExporter
from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.sdk.metrics.export import MetricReader, PeriodicExportingMetricReader
from opentelemetry.sdk.trace import SpanProcessor
from opentelemetry.sdk.trace.export import BatchSpanProcessor


def span_processor(address: str) -> SpanProcessor:
    return BatchSpanProcessor(OTLPSpanExporter(endpoint=f"{address}/v1/traces"))


def metric_reader(address: str) -> MetricReader:
    return PeriodicExportingMetricReader(OTLPMetricExporter(endpoint=f"{address}/v1/metrics"))
