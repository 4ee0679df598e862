# mypy: ignore-errors
"""Procrastinate, one job a message: its queue lives in the same PostgreSQL as the messages."""

import os

import posting
from procrastinate import App, PsycopgConnector, SyncPsycopgConnector

_where = os.environ["DATABASE"]
AT_ONCE = 1000

app = App(connector=PsycopgConnector(conninfo=_where))


@app.task(name="send")
def send(number: int) -> None:
    posting.post(number)


def fill(count: int) -> None:
    with app.replace_connector(SyncPsycopgConnector(conninfo=_where)) as filling, filling.open():
        filling.schema_manager.apply_schema()
        for start in range(0, count, AT_ONCE):
            some = range(start, min(start + AT_ONCE, count))
            filling.configure_task("send").batch_defer(*({"number": number} for number in some))
