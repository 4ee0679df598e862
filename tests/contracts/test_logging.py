"""Log lines hold ids, counts, codes and kinds of faults; never a value that came from a person."""

from __future__ import annotations

import ast
from collections.abc import Iterator

import pytest

from tests.contracts import source

LEVELS = {"debug", "info", "warning", "error", "exception", "critical", "log", "msg"}
LOGGERS = {"log", "logger", "logging", "structlog"}

# What a log line may hold, by keyword.
KEYWORDS = {
    "sweep": "a job's name",
    "done": "how many",
    "count": "how many",
    "trouble": "an exception's type",
    "code": "a refusal's or provider's code",
    "programme": "an id",
    "person": "an id",
    "table": "a model's name",
    "delivery": "an id",
    "reminder": "an id",
    "run": "an id of an import",
    "source": "an id",
    "channel": "sms, email or push",
    "adapter": "sms, email or push",
    "seconds": "how long",
    "messages": "how many",
    "waiting": "how many",
    "status": "a number of HTTP",
}
# What may stand in the place of %s: the name of an exception's type, a code, where the key comes from.
HARMLESS = {"__name__", "sqlstate", "code", "name", "kek"}
EXPLAINED = {
    "privacy/vault/__main__.py": "CannotStart carries a code, and nothing was opened yet",
}


def speaking(parsed: ast.AST) -> Iterator[ast.Call]:
    """Every call that writes a log line."""
    for name, call in source.calls(parsed):
        whose, _, level = name.rpartition(".")
        direct = whose.rpartition(".")[2] in LOGGERS
        # logging.getLogger("…").error(…)
        through = isinstance(call.func, ast.Attribute) and isinstance(call.func.value, ast.Call)
        made = through and source.dotted(call.func.value.func).endswith(("getLogger", "get_logger"))  # type: ignore[attr-defined]
        if (direct or made) and (level or getattr(call.func, "attr", "")) in LEVELS:
            yield call


def talkative(parsed: ast.AST) -> Iterator[ast.AST]:
    """Log lines whose event is not a constant, or that hold more than is listed above."""
    for call in speaking(parsed):
        event, *values = call.args or [ast.Name("nothing")]
        constant = isinstance(event, ast.Constant) and isinstance(event.value, str)
        if not constant or not all(_harmless(value) for value in values):
            yield call
        elif any(word.arg not in KEYWORDS for word in call.keywords):
            yield call


def _harmless(value: ast.AST) -> bool:
    if isinstance(value, ast.Constant):
        return True
    if isinstance(value, ast.Subscript) and isinstance(value.slice, ast.Constant):
        return value.slice.value in HARMLESS
    return source.dotted(value).rpartition(".")[2] in HARMLESS


def test_log_lines_hold_ids_and_kinds_only() -> None:
    assert source.unexplained(source.breaches(talkative), EXPLAINED) == {}


def test_no_exception_is_left_over() -> None:
    assert source.stale(source.breaches(talkative), EXPLAINED) == []


@pytest.mark.parametrize(
    "fault",
    [
        "log.info(f'{name} came')",
        "log.info('came', name=name)",
        "log.warning('failed: %s', wrong)",
        "logging.getLogger('x').error('failed: %s', form.data)",
        "logger.exception(message)",
        "structlog.get_logger().info('came', phone=phone)",
    ],
)
def test_a_talkative_line_is_seen(fault: str) -> None:
    assert source.planted(talkative, fault)


def test_tracebacks_with_values_are_never_written() -> None:
    """`log.exception` and `exc_info` write the exception's message, which may repeat what somebody typed."""

    def with_traceback(parsed: ast.AST) -> Iterator[ast.AST]:
        for call in speaking(parsed):
            said = getattr(call.func, "attr", "") == "exception"
            if said or any(word.arg in {"exc_info", "stack_info"} for word in call.keywords):
                yield call

    assert source.breaches(with_traceback) == {}


def test_exceptions_are_raised_with_codes_and_not_with_what_somebody_said() -> None:
    """`raise Refused(f"…{name}")` would carry a person into logs and answers."""

    def spoken(parsed: ast.AST) -> Iterator[ast.AST]:
        for name, call in source.calls(parsed):
            if name.rpartition(".")[2] == "Refused" and call.args and isinstance(call.args[0], ast.JoinedStr):
                yield call

    assert source.breaches(spoken) == {}
    assert source.planted(spoken, "raise Refused(f'no {name}')")
