"""Logs: one JSON line an event on standard error. Event names with keys, never sentences, never personal data."""

import logging
import logging.config

import structlog
import structlog.typing
from django.conf import settings


def configure(_: dict[str, object]) -> None:
    """Set up structlog and the standard library's logging to write the same lines."""
    shared: list[structlog.typing.Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
    logging.config.dictConfig(
        {
            "version": 1,
            "disable_existing_loggers": False,
            "formatters": {
                "json": {
                    "()": structlog.stdlib.ProcessorFormatter,
                    "processors": [
                        structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                        structlog.processors.format_exc_info,
                        structlog.processors.JSONRenderer(),
                    ],
                    "foreign_pre_chain": shared,
                }
            },
            "handlers": {"lines": {"class": "logging.StreamHandler", "formatter": "json"}},
            "root": {"handlers": ["lines"], "level": settings.LOG_LEVEL},
            "loggers": {
                # Django's request log would put the address of a refused page, and so a reference, beside every 404.
                "django.request": {"level": "ERROR"},
                "django.security.DisallowedHost": {"level": "ERROR"},
                # Tells of every letter that it writes into a PDF: noise, and a hint at what the document says.
                "fontTools": {"level": "WARNING"},
                # Names the letters for which a font has no shape: they are those of somebody's name.
                "fpdf": {"level": "ERROR"},
            },
        }
    )
