"""Structured logs: one JSON object a line, with ids only."""

import logging.config
import re
from typing import Any

import structlog

# A path may carry a personal link or a reply link: only the shape of the address is logged.
_SECRET_IN_PATH = re.compile(r"(/my/hello|/r|/my/calendar)/[^\s\"]+")


def configure(_: dict[str, Any]) -> None:
    """Logs go to standard error as JSON; Django's own request lines lose their links."""
    logging.config.dictConfig(
        {
            "version": 1,
            "disable_existing_loggers": False,
            "filters": {"no_links": {"()": "amparo.config.logs.NoLinks"}},
            "handlers": {"err": {"class": "logging.StreamHandler", "filters": ["no_links"]}},
            "root": {"handlers": ["err"], "level": "WARNING"},
            "loggers": {"amparo": {"level": "INFO"}, "django.db.backends": {"level": "ERROR"}},
        }
    )
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.JSONRenderer(),
        ],
        logger_factory=structlog.PrintLoggerFactory(),
        cache_logger_on_first_use=True,
    )


class NoLinks(logging.Filter):
    """Removes what an address may give away, and the traceback's values: the exception's type and place remain."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.msg = _SECRET_IN_PATH.sub(r"\1/…", record.getMessage())
        record.args = ()
        return True
