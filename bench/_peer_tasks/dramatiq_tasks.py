# mypy: ignore-errors
"""Dramatiq as it comes."""

import os

import dramatiq
import posting

_address = os.environ["BROKER"]
if _address.startswith("redis"):
    from dramatiq.brokers.redis import RedisBroker

    dramatiq.set_broker(RedisBroker(url=_address))
else:
    from dramatiq.brokers.rabbitmq import RabbitmqBroker

    dramatiq.set_broker(RabbitmqBroker(url=_address.rstrip("/")))


@dramatiq.actor
def send(number: int) -> None:
    posting.post(number)


def fill(count: int) -> None:
    for number in range(count):
        send.send(number)
