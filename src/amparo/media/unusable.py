"""How a file says that it cannot be used: a code, never its contents."""


class Unusable(Exception):
    """Nothing was made of the bytes. Doors turn `code` into a sentence that says what to do."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code
