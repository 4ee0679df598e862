"""The verbs of visits and dates of one's own: offer, agree, ask for another time, settle; write down; share with a
calendar program."""

from amparo.visits.answering import agree, ask_for_another_time, take_back
from amparo.visits.links import end as end_link
from amparo.visits.links import make as make_link
from amparo.visits.offering import accept, cancel, end_all, held, offer, offer_again
from amparo.visits.own import add, change, remove
from amparo.visits.worker_links import end as end_worker_link
from amparo.visits.worker_links import make as make_worker_link

__all__ = [
    "accept",
    "add",
    "agree",
    "ask_for_another_time",
    "cancel",
    "change",
    "end_all",
    "end_link",
    "end_worker_link",
    "held",
    "make_link",
    "make_worker_link",
    "offer",
    "offer_again",
    "remove",
    "take_back",
]
