"""What the phone's script seals, the vault's library opens: two implementations of RFC 9180 must agree."""

from __future__ import annotations

import base64
import json
import pathlib
import shutil
import subprocess

import pytest
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, x25519
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite

HERE = pathlib.Path(__file__).parent
SCRIPTS = HERE.parents[1] / "src/amparo/participant/static/amparo"
CONTEXT = {"programme": "p-1", "subject": "s-1", "clientId": "c-1"}
INFO = b"amparo/phone/1|answers|p-1|s-1|c-1"

pytestmark = pytest.mark.skipif(shutil.which("node") is None, reason="node is not installed")


def b64url(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def unb64url(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


@pytest.fixture(scope="module")
def keys() -> dict[str, x25519.X25519PrivateKey | ec.EllipticCurvePrivateKey]:
    return {"x25519": x25519.X25519PrivateKey.generate(), "p256": ec.generate_private_key(ec.SECP256R1())}


@pytest.fixture(scope="module")
def public(keys) -> dict[str, str]:
    raw, point = serialization.Encoding.Raw, serialization.Encoding.X962
    return {
        "x25519": b64url(keys["x25519"].public_key().public_bytes(raw, serialization.PublicFormat.Raw)),
        "p256": b64url(keys["p256"].public_key().public_bytes(point, serialization.PublicFormat.UncompressedPoint)),
    }


@pytest.fixture
def sealed_by_node(tmp_path):
    """Run the shipped scripts, unchanged, in node's WebCrypto."""
    for script in SCRIPTS.glob("*.js"):
        shutil.copy(script, tmp_path)
    (tmp_path / "package.json").write_text('{"type": "module"}')

    def seal(plaintext: str, keys: dict[str, str], field: str = "answers") -> bytes:
        case = {"plaintext": plaintext, "field": field, "context": CONTEXT, "keys": keys}
        asked = json.dumps({"folder": str(tmp_path), "cases": [case]})
        done = subprocess.run(
            ["node", str(HERE / "seal_in_node.mjs")],
            input=asked,
            capture_output=True,
            text=True,
            check=True,
            timeout=60,
        )
        return unb64url(json.loads(done.stdout)[0])

    return seal


def opened(kem: KEM, sealed: bytes, key, info: bytes = INFO) -> str:
    return Suite(kem, KDF.HKDF_SHA256, AEAD.AES_128_GCM).decrypt(sealed[1:], key, info).decode()


WORDS = [
    pytest.param("", id="nothing"),
    pytest.param('{"v":1,"answers":{"how":"well"}}', id="answers"),
    pytest.param("مرحبا · 你好 · ñandú", id="every script"),
    pytest.param("x" * 20_000, id="a long note"),
]


@pytest.mark.parametrize("words", WORDS)
def test_the_vault_opens_what_a_new_phone_sealed(words, keys, public, sealed_by_node):
    sealed = sealed_by_node(words, public)
    assert sealed[0] == 0x02
    assert opened(KEM.X25519, sealed, keys["x25519"]) == words


@pytest.mark.parametrize("words", WORDS)
def test_the_vault_opens_what_an_older_phone_sealed(words, keys, public, sealed_by_node):
    sealed = sealed_by_node(words, {"p256": public["p256"]})
    assert sealed[0] == 0x03
    assert opened(KEM.P256, sealed, keys["p256"]) == words


def test_a_phone_that_cannot_use_the_first_key_uses_the_second(keys, public, sealed_by_node):
    sealed = sealed_by_node("hello", {"x25519": b64url(b"short"), "p256": public["p256"]})
    assert opened(KEM.P256, sealed, keys["p256"]) == "hello"


def test_the_same_words_never_look_the_same_twice(public, sealed_by_node):
    assert sealed_by_node("hello", public) != sealed_by_node("hello", public)


@pytest.mark.parametrize(
    "info",
    [
        pytest.param(INFO.replace(b"s-1", b"s-2"), id="another person"),
        pytest.param(INFO.replace(b"p-1", b"p-2"), id="another programme"),
        pytest.param(INFO.replace(b"c-1", b"c-2"), id="another capture"),
        pytest.param(INFO.replace(b"answers", b"place"), id="another field"),
    ],
)
def test_a_sealed_value_moved_elsewhere_does_not_open(info, keys, public, sealed_by_node):
    with pytest.raises(InvalidTag):
        opened(KEM.X25519, sealed_by_node("hello", public), keys["x25519"], info)
