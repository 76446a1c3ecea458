"""Traces, metrics and logs: structured lines on stdout always, OTLP as well when an endpoint is named, else silence."""

import logging
import sys
from collections.abc import Callable
from typing import Any

import structlog
from opentelemetry import metrics, trace

from shared.settings import Settings


def start(service: str, settings: Settings, *, quiet: bool = False) -> Callable[[], None]:
    """Set telemetry up for this process and return what flushes and ends it; `quiet` leaves standard output alone."""
    _logs(settings, quiet=quiet)
    structlog.contextvars.bind_contextvars(service=service)
    if not settings.otel_exporter_otlp_endpoint:
        return lambda: None
    return _export(service)


def traced() -> bool:
    """Whether spans go anywhere; making them by the thousand is not worth it else."""
    return not isinstance(trace.get_tracer_provider(), trace.ProxyTracerProvider)


def _logs(settings: Settings, *, quiet: bool) -> None:
    shared: list[Any] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        _trace_ids,
        structlog.processors.format_exc_info,
    ]
    console = settings.log_format == "console"
    renderer: Any = (
        structlog.dev.ConsoleRenderer(colors=False) if console else structlog.processors.JSONRenderer(default=str)
    )
    handler = logging.StreamHandler(sys.stderr if quiet else sys.stdout)
    handler.setLevel(logging.WARNING if quiet else logging.NOTSET)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, renderer],
        )
    )
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(settings.log_level)
    for noisy in ("httpx", "httpcore", "alembic", "uvicorn.access", "nats", "faststream"):
        logging.getLogger(noisy).setLevel(logging.WARNING)
    for name in ("uvicorn", "uvicorn.error"):
        logging.getLogger(name).handlers[:] = []
        logging.getLogger(name).propagate = True
    structlog.configure(
        processors=[structlog.stdlib.filter_by_level, *shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=False,
    )


def _trace_ids(_: Any, __: str, line: Any) -> Any:
    context = trace.get_current_span().get_span_context()
    if context.is_valid:
        line["trace_id"] = f"{context.trace_id:032x}"
        line["span_id"] = f"{context.span_id:016x}"
    return line


def _export(service: str) -> Callable[[], None]:
    from opentelemetry._logs import set_logger_provider
    from opentelemetry.exporter.otlp.proto.http._log_exporter import OTLPLogExporter
    from opentelemetry.exporter.otlp.proto.http.metric_exporter import OTLPMetricExporter
    from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
    from opentelemetry.sdk._logs import LoggerProvider, LoggingHandler
    from opentelemetry.sdk._logs.export import BatchLogRecordProcessor
    from opentelemetry.sdk.metrics import MeterProvider
    from opentelemetry.sdk.metrics.export import PeriodicExportingMetricReader
    from opentelemetry.sdk.resources import Resource
    from opentelemetry.sdk.trace import TracerProvider
    from opentelemetry.sdk.trace.export import BatchSpanProcessor

    resource = Resource.create({"service.name": service, "service.namespace": "partnership"})
    tracers = TracerProvider(resource=resource)
    tracers.add_span_processor(BatchSpanProcessor(OTLPSpanExporter()))
    trace.set_tracer_provider(tracers)
    meters = MeterProvider(resource=resource, metric_readers=[PeriodicExportingMetricReader(OTLPMetricExporter())])
    metrics.set_meter_provider(meters)
    loggers = LoggerProvider(resource=resource)
    loggers.add_log_record_processor(BatchLogRecordProcessor(OTLPLogExporter()))
    set_logger_provider(loggers)
    logging.getLogger().addHandler(LoggingHandler(logger_provider=loggers))

    def end() -> None:
        for provider in (tracers, meters, loggers):
            provider.shutdown()

    return end
