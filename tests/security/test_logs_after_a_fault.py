"""A fault is logged with its kind and its place, never with what somebody typed or the link they hold."""

from __future__ import annotations

import io
import logging
from collections.abc import Iterator
from typing import Any
from unittest import mock

import pytest
from django.test import Client

from amparo.config import logs

TYPED = "Anacaona Quisqueya"
TOKEN = "k2vmb7r0t1xw9s8n4p6q"


@pytest.fixture
def written() -> Iterator[io.StringIO]:
    """What our handler writes of Django's own log lines."""
    handler = logging.StreamHandler(io.StringIO())
    handler.addFilter(logs.NoLinks())
    handler.setFormatter(logs.NoValues())
    logging.getLogger().addHandler(handler)
    yield handler.stream
    logging.getLogger().removeHandler(handler)


def test_a_page_that_fails_logs_no_word_of_what_was_typed(phone: Client, written: Any) -> None:
    phone.raise_request_exception = False
    with mock.patch("amparo.participant.steps.of", side_effect=ValueError(TYPED)):
        assert phone.get("/my/").status_code == 500
    assert "ValueError" in written.getvalue() and "home.py" in written.getvalue()
    assert TYPED not in written.getvalue()


def test_what_an_exception_was_raised_from_keeps_its_words_too(written: Any) -> None:
    try:
        try:
            int(TYPED)
        except ValueError as inner:
            raise RuntimeError(TYPED) from inner
    except RuntimeError:
        logging.getLogger("django.request").exception("Internal Server Error")
    assert written.getvalue().index("ValueError") < written.getvalue().index("RuntimeError")
    assert TYPED not in written.getvalue()


def test_words_that_another_handler_prepared_are_not_used(written: Any) -> None:
    record = logging.LogRecord("x", logging.ERROR, "", 0, "fault", (), None)
    record.exc_text = TYPED
    assert TYPED not in logs.NoValues().format(record)


@pytest.mark.parametrize(
    "path",
    ["/my/hello/casa/{}/", "/MY/Hello/casa/{}/", "//my/hello/casa/{}/", "/my%2Fhello/casa/{}/", "/R/casa/{}/"]
    + ["/rep/invitation/casa/{}/x/", "/my/kiosk/new/casa/{}/x/"],
)
def test_a_link_that_leads_nowhere_is_not_logged(db: None, written: Any, path: str) -> None:
    assert Client().get(path.format(TOKEN)).status_code == 404
    assert "Not Found" in written.getvalue()
    assert TOKEN not in written.getvalue()
