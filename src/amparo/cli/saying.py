"""How the command says no: one plain line on standard error."""

import sys

import typer
from rich.console import Console

from amparo.foundation.errors import Refused
from amparo.machine.trouble import CannotStart

SENTENCES = {
    "slug_taken": "There is a programme with this short name already. Choose another.",
    "already_a_member": "This account works in the programme already.",
    "programme_unknown": "There is no programme with this short name. `amparo check` lists them.",
    "zone_unknown": "This is not a time zone. Use a name such as America/New_York.",
    "vault_away": "The vault does not answer. Start it with `amparo serve`.",
}


def run(app: typer.Typer, console: Console) -> None:
    """The command's own exit status; 1 after a refusal."""
    try:
        app()
    except Refused as refused:
        _say(SENTENCES.get(refused.code, f"Refused: {refused.code}"))
    except CannotStart as trouble:
        _say(str(trouble))


def _say(sentence: str) -> None:
    print(sentence, file=sys.stderr)
    raise SystemExit(1)
