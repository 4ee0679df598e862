"""The short addresses that stand in messages."""

from amparo.participant.guard import open_path
from amparo.participant.views import replies

IN_A_MESSAGE = "the link stands in the person's own message; it answers one reminder and shows no name"

urlpatterns = [
    open_path("r/<slug:slug>/<str:token>", replies.reply, name="reply", because=IN_A_MESSAGE, methods="GET POST"),
]
