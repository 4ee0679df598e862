"""A thread keeps its connection from one request to the next, and nothing of one is there for the other.

A pool lends by way of a thread of its own: that cost a tenth of a check-in.
"""

from typing import Any

import psycopg
from django.db.backends.postgresql import base
from psycopg.pq import TransactionStatus

from amparo.foundation.postgresql import leave_nothing


class DatabaseWrapper(base.DatabaseWrapper):
    """Django calls `close_if_unusable_or_obsolete` before and after each request."""

    spoken = False

    def _cursor(self, name: str | None = None) -> Any:
        # Whatever is not one of the fixed statements of `foundation.sql` comes through here; those take their values
        # apart and set nothing beyond their transaction.
        self.spoken = True
        return super()._cursor(name)

    def close_if_unusable_or_obsolete(self) -> None:
        """What the request left is gone; a connection that cannot promise it is closed."""
        super().close_if_unusable_or_obsolete()
        if self.connection is None or self.pool:
            return
        try:
            if self.spoken:
                leave_nothing(self.connection)
                self.spoken = False
            tidy = self.connection.info.transaction_status == TransactionStatus.IDLE
        except psycopg.Error:
            tidy = False
        if not tidy:
            self.close()
