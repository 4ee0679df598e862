"""Bringing in a partner's list of people: look at it, decide, apply all of it or nothing.

    stage → columns → preview (as often as one likes) → apply, or discard

Called inside `acting(...)`: `stage`, `columns`, `preview`, `error_file`, `saved_mappings`, `save_mapping`,
`run_of`, `begin` (then the sweep applies the file), `waiting`.
Opening transactions of their own: `apply`, `carry_out`, `discard`, `sweep`.
"""

from amparo.casework.applying import apply, begin, carry_out, waiting
from amparo.casework.people_columns import MEANINGS, Mapping
from amparo.casework.people_matching import Change, Lookalike
from amparo.casework.previewing import (
    Columns,
    Preview,
    columns,
    discard,
    error_file,
    preview,
    run_of,
    save_mapping,
    saved_mappings,
    stage,
    sweep,
)

__all__ = [
    "MEANINGS",
    "Change",
    "Columns",
    "Lookalike",
    "Mapping",
    "Preview",
    "apply",
    "begin",
    "carry_out",
    "columns",
    "discard",
    "error_file",
    "preview",
    "run_of",
    "save_mapping",
    "saved_mappings",
    "stage",
    "sweep",
    "waiting",
]
