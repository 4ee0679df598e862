"""Structured logs: one JSON object a line, with ids only."""

import logging.config
import re
import traceback
from typing import Any

import structlog

# A path may carry a personal link or a reply link, in whatever capitals it was typed: only the shape of the address
# is logged. Django logs a path that began with two slashes without its first part.
_SECRET_IN_PATH = re.compile(r"(/my/hello|/hello|/r|/calendar|/rep/invitation|/my/kiosk/new)/[^\s\"]+", re.IGNORECASE)


def configure(_: dict[str, Any]) -> None:
    """Logs go to standard error as JSON; Django's own request lines lose their links."""
    logging.config.dictConfig(
        {
            "version": 1,
            "disable_existing_loggers": False,
            "filters": {"no_links": {"()": "amparo.config.logs.NoLinks"}},
            "formatters": {"no_values": {"()": "amparo.config.logs.NoValues"}},
            "handlers": {"err": {"class": "logging.StreamHandler", "filters": ["no_links"], "formatter": "no_values"}},
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
    """Removes what an address may give away."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.msg = _SECRET_IN_PATH.sub(r"\1/…", record.getMessage())
        record.args = ()
        return True


class NoValues(logging.Formatter):
    """Of an exception its types and places remain, not its words: they may repeat what somebody typed."""

    def format(self, record: logging.LogRecord) -> str:
        record.exc_text = None  # made by another handler, with the words
        return super().format(record)

    def formatException(self, ei: Any) -> str:  # noqa: N802  logging's own name
        return "\n".join(_bare(ei[1]))


def _bare(wrong: BaseException | None) -> list[str]:
    """The exception without its words, after those that it was raised from."""
    lines: list[str] = []
    seen: set[int] = set()
    while wrong is not None and id(wrong) not in seen:
        seen.add(id(wrong))
        places = [f"  {one.filename}:{one.lineno} {one.name}" for one in traceback.extract_tb(wrong.__traceback__)]
        lines = [*places, type(wrong).__qualname__, *lines]
        wrong = wrong.__cause__ or (None if wrong.__suppress_context__ else wrong.__context__)
    return lines
