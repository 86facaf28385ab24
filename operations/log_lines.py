"""Logs as JSON lines without anybody's words in them: ids, references, times; tokens in addresses are masked."""

import logging
import re
import traceback
from typing import Any

import structlog

_TOKENS = re.compile(r"(/(?:t|d)/)[A-Za-z0-9_-]{16,}")


def mask_tokens(text: str) -> str:
    """Hide what opens something: the token of a status link, the id of a draft."""
    return _TOKENS.sub(r"\1…", text)


def _masked(_logger: Any, _name: str, event: dict[str, Any]) -> dict[str, Any]:
    return {key: mask_tokens(value) if isinstance(value, str) else value for key, value in event.items()}


def _fault_without_values(_logger: Any, _name: str, event: dict[str, Any]) -> dict[str, Any]:
    """Say where a fault happened, not with what: a message may quote what a person typed."""
    info = event.pop("exc_info", None)
    if not info:
        return event
    kind, fault, trace = info if isinstance(info, tuple) else (type(info), info, info.__traceback__)
    frames = traceback.extract_tb(trace)[-12:]
    where = [f"{frame.filename.rsplit('/', 3)[-1]}:{frame.lineno} {frame.name}" for frame in frames]
    return event | {"fault": kind.__name__ if kind else type(fault).__name__, "where": where}


class PathsMasked(logging.Filter):
    """Masks tokens in the messages of Django's and the server's own loggers."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Keep every record, with its text masked."""
        record.msg, record.args = mask_tokens(record.getMessage()), ()
        return True


def logging_settings(*, level: str) -> dict[str, Any]:
    """Django's LOGGING for JSON lines on standard error, and structlog set up to write them."""
    shared: list[Any] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True, key="ts"),
        _fault_without_values,
        _masked,
    ]
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "filters": {"paths_masked": {"()": "operations.log_lines.PathsMasked"}},
        "formatters": {
            "json": {
                "()": "structlog.stdlib.ProcessorFormatter",
                "processors": [
                    structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                    structlog.processors.JSONRenderer(ensure_ascii=False),
                ],
                "foreign_pre_chain": shared,
            }
        },
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "json"}},
        "root": {"handlers": ["stderr"], "level": level},
        "loggers": {
            "django.request": {"level": "ERROR", "filters": ["paths_masked"]},
            "django.security": {"level": "WARNING"},
            "celery": {"level": "WARNING"},
        },
    }
