"""A worker with a fault of our own making: to see whether the drills notice it.

python -m drills.planted sent_first
"""

import sys
from typing import Any


def sent_first() -> None:
    """Deliveries are written down as sent before they are."""
    from amparo.access.actor import system
    from amparo.access.rows import acting
    from amparo.channels import actions
    from amparo.channels.outcomes import Kind, Outcome

    whole = actions.hand_over

    def hand_over(parcels: Any, *, house: Any, at: Any) -> Any:
        sent = [(parcel, Outcome(parcel.delivery_id, Kind.SENT)) for parcel in parcels]
        by = system(_programme())
        with acting(by):
            actions.settle(sent, by=by, at=at)
        yield from whole(parcels, house=house, at=at)

    actions.hand_over = hand_over


def no_asking() -> None:
    """A delivery in doubt is simply sent again."""
    from amparo.channels import actions

    actions.ask_first = lambda parcels, **_: ([], list(parcels))


def nobody_asks() -> None:
    """A window that closed in silence stays one: nobody is asked about it."""
    from amparo.casework import jobs

    jobs.reach_out = lambda *_: 0


def _programme() -> Any:
    from amparo.programme import queries

    return queries.all_programmes()[0].id


if __name__ == "__main__":
    from amparo.cli.ready import ready

    ready("worker")
    {"sent_first": sent_first, "no_asking": no_asking}[sys.argv[1]]()
    from amparo.cli import worker

    worker.run()
