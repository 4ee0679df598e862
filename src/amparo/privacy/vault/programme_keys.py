"""The keys of a programme: search, PIN, receipts, oversight. All derived from the vault's root, none kept."""

from functools import lru_cache

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from amparo.privacy.vault import crypto


class ProgrammeKeys:
    def __init__(self, root: bytes) -> None:
        self._root = root
        self.receipt = lru_cache(maxsize=256)(self._receipt)

    def search(self, programme: bytes) -> bytes:
        return crypto.derive(self._root, b"search|" + programme)

    def pin(self, programme: bytes) -> bytes:
        """The pepper: without it a stolen table of PIN tags says nothing."""
        return crypto.derive(self._root, b"pin|" + programme)

    def oversight(self, programme: bytes) -> bytes:
        """Opens the programme's copy of each access log entry."""
        return crypto.derive(self._root, b"oversight|" + programme)

    def _receipt(self, programme: bytes) -> Ed25519PrivateKey:
        return Ed25519PrivateKey.from_private_bytes(crypto.derive(self._root, b"receipt|" + programme))
