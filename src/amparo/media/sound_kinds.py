"""Which recordings are read: by their first bytes, each by exactly one reader and a few decoders, and nothing else.

FFmpeg would also open playlists that name other files and addresses, and would guess: neither happens here, because
the reader is named, no protocol is allowed, and no decoder is but these.
"""

from typing import Final

DECODERS: Final = (
    *("opus", "libopus", "vorbis", "aac", "mp3", "mp3float", "flac", "alac"),
    *("pcm_u8", "pcm_s8", "pcm_s16le", "pcm_s16be", "pcm_s24le", "pcm_s24be", "pcm_s32le", "pcm_s32be"),
    *("pcm_f32le", "pcm_f32be", "pcm_alaw", "pcm_mulaw", "adpcm_ima_wav", "adpcm_ms"),
)
OPTIONS: Final = {"protocol_whitelist": "none", "codec_whitelist": ",".join(DECODERS), "enable_drefs": "0"}


def reader_of(data: bytes) -> str | None:
    """FFmpeg's name for the kind of file, or None."""
    start = data[:12]
    if start[:4] == b"RIFF" and start[8:] == b"WAVE":
        return "wav"
    if start[:4] == b"FORM" and start[8:] in (b"AIFF", b"AIFC"):
        return "aiff"
    if start[4:8] == b"ftyp":
        return "mov"
    for magic, reader in MAGIC.items():
        if start.startswith(magic):
            return reader
    return _by_sync_word(start)


MAGIC: Final = {b"\x1aE\xdf\xa3": "matroska", b"OggS": "ogg", b"fLaC": "flac", b"ID3": "mp3"}


def _by_sync_word(start: bytes) -> str | None:
    """Bare frames: eleven ones (MPEG audio), twelve with layer 00 (ADTS)."""
    if len(start) < 2 or start[0] != 0xFF:
        return None
    if start[1] & 0xF6 == 0xF0:
        return "aac"
    return "mp3" if start[1] & 0xE0 == 0xE0 else None
