"""A telephone network at its worst, between a browser and Amparo: slow, losing, or silent just when it matters."""

from __future__ import annotations

import random
import socket
import threading
import time

from tests.journeys.network import Network

PIECE = 1400  # what one packet carries
TAKEN_IN = 1.5  # seconds after which the server has taken it in and answered
YES = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{}"


class BadNetwork(Network):
    """As bad as it is told to be; good until then."""

    def __init__(self, server_port: int) -> None:
        self.delay = 0.0  # seconds until something arrives at the other end
        self.bytes_a_second = 0  # 0: as fast as it comes
        self.loss = 0.0  # how many of the packets have to be sent again
        self.swallow = b""  # a request that begins so arrives, and its answer never does
        self.swallowed = 0
        self.halve = b""  # of a request that begins so a part arrives, and nothing more on that line
        self.halved = 0
        self.says_yes = b""  # a request that begins so is answered by somebody else, and never arrives
        self.said_yes = 0
        self._mute: set[socket.socket] = set()  # servers whose answer goes nowhere
        self._chance = random.Random(7)
        super().__init__(server_port)

    def second_generation(self) -> None:
        """2G with one packet in five lost: 300 ms, 50 kbit/s, and a second of waiting for each that is lost."""
        self.delay, self.bytes_a_second, self.loss = 0.3, 6_250, 0.2

    def good(self) -> None:
        """As any other network."""
        self.delay, self.bytes_a_second, self.loss = 0.0, 0, 0.0
        self.swallow = self.halve = self.says_yes = b""
        self.swallowed = self.halved = self.said_yes = 0

    def _pass_on(self, one: socket.socket, other: socket.socket, to_phone: bool) -> None:
        try:
            while some := one.recv(65536):
                if not to_phone and self.swallow and some.startswith(self.swallow):
                    self._mute.add(other)
                    threading.Timer(TAKEN_IN, self._gone, [one, other]).start()
                if to_phone and one in self._mute:
                    continue
                if not to_phone and self.halve and some.startswith(self.halve):
                    other.sendall(some[: len(some) // 2])
                    self.halved += 1
                    while one.recv(65536):  # until the phone hangs up, or is no more
                        pass
                    break
                if not to_phone and self.says_yes and some.startswith(self.says_yes):
                    one.sendall(YES)
                    self.said_yes += 1
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

    def _gone(self, phone: socket.socket, server: socket.socket) -> None:
        self.swallowed += 1
        for end in (phone, server):
            try:
                end.shutdown(socket.SHUT_RDWR)
            except OSError:
                pass

    def _seconds(self, size: int) -> float:
        """A lost packet is sent again after a second, as TCP does; of several in a row each costs twice the last."""
        waiting, again = 0.0, 1.0
        while self.loss and self._chance.random() < self.loss:
            waiting, again = waiting + again, again * 2
        return waiting + (size / self.bytes_a_second if self.bytes_a_second else 0.0)
