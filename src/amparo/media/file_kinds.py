"""What kind of file somebody brings: by its first bytes, never by its name. Whether it is whole, its reader says."""

from typing import Final

from amparo.media import sound_kinds

PHOTO, PAPER, VOICE = "photo", "paper", "voice"
# How the three kinds of picture that we read begin. A file that begins so is a picture, whatever else stands in it.
PICTURES: Final = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"RIFF")
# ISO/IEC 14496-12: bytes 4 to 8 say `ftyp`, the next four the brand. These are HEIC's, which phones keep photos in:
# read by nobody here, and told in words of their own.
HEIC_BRANDS: Final = frozenset({b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"})
OTHER_PICTURE_BRANDS: Final = frozenset({b"heif", b"avif"})
PDF_BEGINS: Final = b"%PDF-"
LOOKED_THROUGH: Final = 1024  # a PDF may have some bytes before it (ISO 32000-1, implementation note 13)


def of(data: bytes) -> str:
    """PHOTO, PAPER or VOICE; empty for everything else."""
    if is_heic(data) or _brand(data) in OTHER_PICTURE_BRANDS:
        return PHOTO
    if is_pdf(data):
        return PAPER
    if sound_kinds.reader_of(data):
        return VOICE
    return PHOTO if data.startswith(PICTURES) else ""


def is_pdf(data: bytes) -> bool:
    """Whether it is a document of pages, and no picture with one inside."""
    return not data.startswith(PICTURES) and PDF_BEGINS in data[:LOOKED_THROUGH]


def is_heic(data: bytes) -> bool:
    """Whether it is a photo as newer phones keep it."""
    return _brand(data) in HEIC_BRANDS


def _brand(data: bytes) -> bytes:
    """Of the family of files that name their kind after `ftyp`: that name; else nothing."""
    return data[8:12] if data[4:8] == b"ftyp" else b""
