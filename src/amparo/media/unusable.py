"""How a file says that it cannot be used: a code, never its contents."""

from typing import Final


class Unusable(Exception):
    """Nothing was made of the bytes. Doors turn `code` into a sentence that says what to do."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


# What is wrong with a file itself: the codes of `pictures` and of `sound`. All else is a fault of ours.
FILE: Final = frozenset({"empty", "damaged", "too_many_bytes"})
PICTURE: Final = FILE | {"not_a_picture", "heic", "moving", "too_few_pixels", "too_many_pixels"}
SOUND: Final = FILE | {"not_a_sound", "has_video", "too_long", "too_short", "silent"}
