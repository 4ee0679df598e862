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
    "member_unknown": "Nobody of this programme signs in with that address. Say who answers for it: --as E-MAIL.",
    "not_allowed": "This colleague may not do that.",
    "list_older": "The list of courts already known is newer than this one. Say the day of yours: --listed-on.",
    "file_too_large": "The file is too large: at most 25 MB. Split it.",
    "file_empty": "The file is empty.",
    "not_a_table": "This is not a table: give a CSV or XLSX file.",
    "columns_missing": "A column is missing.",
    "zone_missing": "The file does not say which time zone it means. Add: --zone America/New_York",
    "unknown_zone": "This is not a time zone. Use a name such as America/New_York.",
    "not_a_calendar": "This is not a calendar file.",
    "zone_unknown": "This is not a time zone. Use a name such as America/New_York.",
    "vault_away": "The vault does not answer. Start it with `amparo serve`.",
}


def run(app: typer.Typer, console: Console) -> None:
    """The command's own exit status; 1 after a refusal."""
    try:
        app()
    except Refused as refused:
        words = SENTENCES.get(refused.code, f"Not done: {refused.code.replace('_', ' ')}.")
        _say(f"{words} {_details(refused)}".strip())
    except CannotStart as trouble:
        _say(str(trouble))


def _details(refused: Refused) -> str:
    return " ".join(f"({name} {value})" for name, value in refused.details.items())


def _say(sentence: str) -> None:
    print(sentence, file=sys.stderr)
    raise SystemExit(1)
