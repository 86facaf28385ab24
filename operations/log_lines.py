"""Logs as JSON lines without anybody's words in them: ids, references, times; tokens in addresses are masked."""

import logging
import re
import sys
import traceback
from typing import Any

import structlog

_TOKENS = re.compile(r"(/(?:t|d|i)/)[A-Za-z0-9_.-]{16,}")


def mask_tokens(text: str) -> str:
    """Hide what opens something: the token of a status link or an invitation, the id of a draft."""
    return _TOKENS.sub(r"\1…", text)


def _masked(_logger: Any, _name: str, event: dict[str, Any]) -> dict[str, Any]:
    return {key: mask_tokens(value) if isinstance(value, str) else value for key, value in event.items()}


def _fault_without_values(_logger: Any, _name: str, event: dict[str, Any]) -> dict[str, Any]:
    """Say where a fault happened, not with what: a message may quote what a person typed."""
    info = event.pop("exc_info", None)
    if not info:
        return event
    # As logging spells it: the three of sys.exc_info(), a fault, or just True for the present one.
    fault = info[1] if isinstance(info, tuple) else info if isinstance(info, BaseException) else sys.exception()
    if fault is None:
        return event
    frames = traceback.extract_tb(fault.__traceback__)[-12:]
    where = [f"{frame.filename.rsplit('/', 3)[-1]}:{frame.lineno} {frame.name}" for frame in frames]
    return event | {"fault": type(fault).__name__, "where": where}


class FaultsUnquoted(logging.Filter):
    """Takes out of a record's text what the fault it reports says: Celery puts the whole of it into the line."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Keep every record, without its fault's own words."""
        if record.exc_info and record.exc_info[1] and isinstance(record.msg, str):
            text = record.getMessage()
            for quoted in _words_of(record.exc_info[1]):
                text = text.replace(quoted, "…")
            record.msg, record.args = text.partition("\nTraceback")[0], ()
        return True


def _words_of(fault: BaseException | None) -> list[str]:
    """What a fault and those behind it say, longest first."""
    said: list[str] = []
    while fault is not None and len(said) < 20:
        said += [repr(fault), str(fault)]
        fault = fault.__cause__ or fault.__context__
    return sorted((each for each in said if len(each) > 2), key=len, reverse=True)


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
        "filters": {"faults_unquoted": {"()": "operations.log_lines.FaultsUnquoted"}},
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
        "handlers": {
            "stderr": {"class": "logging.StreamHandler", "formatter": "json", "filters": ["faults_unquoted"]},
        },
        "root": {"handlers": ["stderr"], "level": level},
        "loggers": {
            "pikepdf": {"level": "WARNING"},
            "django.request": {"level": "ERROR"},
            "django.security": {"level": "WARNING"},
            "celery": {"level": "WARNING"},
        },
    }
