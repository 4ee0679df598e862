"""How a verb says no: a code, never a sentence, never anything about a person."""


class Refused(Exception):
    """The verb did not happen. Doors turn `code` into a sentence and a status number."""

    def __init__(self, code: str, **details: int | str | bool) -> None:
        super().__init__(code)
        self.code = code
        self.details = details
