"""What kind of file somebody brings: by its first bytes, never by its name. Whether it is whole, its reader says."""

from typing import Final

from amparo.media import sound_kinds

PHOTO, PAPER, VOICE = "photo", "paper", "voice"
PICTURES: Final = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n")
# The kind of an iPhone: read by nobody here, and told in words of its own.
HEIC: Final = (b"heic", b"heix", b"hevc", b"mif1", b"msf1", b"heif", b"avif")
PDF_BEGINS: Final = b"%PDF-"
LOOKED_THROUGH: Final = 1024


def of(data: bytes) -> str:
    """PHOTO, PAPER or VOICE; empty for everything else."""
    start = data[:12]
    if start.startswith(PICTURES) or (start[:4] == b"RIFF" and start[8:] == b"WEBP"):
        return PHOTO
    if start[4:8] == b"ftyp" and start[8:] in HEIC:
        return PHOTO
    if PDF_BEGINS in data[:LOOKED_THROUGH]:
        return PAPER
    return VOICE if sound_kinds.reader_of(data) else ""
