"""A telephone network at its worst, between a browser and Amparo: slow, losing, or silent just when it matters."""

from __future__ import annotations

import random
import socket
import time

from tests.journeys.network import Network

PIECE = 1400  # what one packet carries


class BadNetwork(Network):
    """As bad as it is told to be; good until then."""

    def __init__(self, server_port: int) -> None:
        self.delay = 0.0  # seconds until something arrives at the other end
        self.bytes_a_second = 0  # 0: as fast as it comes
        self.loss = 0.0  # how many of the packets have to be sent again
        self.swallow = b""  # a request that begins so arrives, and its answer never does
        self.swallowed = 0
        self._chance = random.Random(7)
        super().__init__(server_port)

    def second_generation(self) -> None:
        """2G with one packet in five lost: 300 ms, 50 kbit/s, and a second of waiting for each that is lost."""
        self.delay, self.bytes_a_second, self.loss = 0.3, 6_250, 0.2

    def good(self) -> None:
        """As any other network."""
        self.delay, self.bytes_a_second, self.loss, self.swallow = 0.0, 0, 0.0, b""

    def _pass_on(self, one: socket.socket, other: socket.socket, to_phone: bool) -> None:
        try:
            while some := one.recv(65536):
                if not to_phone and self.swallow and some.startswith(self.swallow):
                    other.sendall(some)
                    self.swallowed += 1
                    time.sleep(1.0)  # the server has taken it in and answered
                    break
                time.sleep(self.delay)
                for at in range(0, len(some), PIECE):
                    piece = some[at : at + PIECE]
                    time.sleep(self._seconds(len(piece)))
                    other.sendall(piece)
                self.carried += len(some) if to_phone else 0
        except OSError:
            pass
        for end in (one, other):
            self._open.discard(end)
            try:
                end.shutdown(socket.SHUT_RDWR)
            except OSError:
                pass
            end.close()

    def _seconds(self, size: int) -> float:
        """A lost packet is sent again after a second, as TCP does; of several in a row each costs twice the last."""
        waiting, again = 0.0, 1.0
        while self.loss and self._chance.random() < self.loss:
            waiting, again = waiting + again, again * 2
        return waiting + (size / self.bytes_a_second if self.bytes_a_second else 0.0)
