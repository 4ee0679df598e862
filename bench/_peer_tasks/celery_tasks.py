# mypy: ignore-errors
"""Celery, set up for speed: no results, no rate limits, prefetching."""

import os

import posting
from celery import Celery

app = Celery("peers", broker=os.environ["BROKER"])
app.conf.update(task_ignore_result=True, worker_prefetch_multiplier=64, worker_disable_rate_limits=True)


@app.task(name="send")
def send(number: int) -> None:
    posting.post(number)


def fill(count: int) -> None:
    with app.producer_pool.acquire(block=True) as producer:
        for number in range(count):
            send.apply_async((number,), producer=producer)
