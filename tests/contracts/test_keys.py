"""Who may touch keys, ciphers and the vault's folder: only the vault's own process, and few named others."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from tests.contracts import source

# The vault's side of the socket. client.py, line.py, values.py and wire.py are imported by the doors.
VAULT_SIDE = {
    "privacy/vault/__main__.py",
    "privacy/vault/crypto.py",
    "privacy/vault/desk.py",
    "privacy/vault/kek.py",
    "privacy/vault/keystore.py",
    "privacy/vault/ledger.py",
    "privacy/vault/logbook.py",
    "privacy/vault/opening.py",
    "privacy/vault/pins.py",
    "privacy/vault/programme_keys.py",
    "privacy/vault/server.py",
}
CLIENT_SIDE = {
    "privacy/vault/__init__.py": "names for the doors",
    "privacy/vault/client.py": "asks",
    "privacy/vault/line.py": "the connection",
    "privacy/vault/values.py": "plain values",
    "privacy/vault/wire.py": "how questions travel; no key",
    "privacy/vault/verify_log.py": "for outsiders: SHA-256 only",
}
CIPHERS = {
    "casework/evidence/signing.py": "checks a signature with a public key; anyone may",
    "checkins/receipt.py": "checks a signature with a public key; anyone may",
    "channels/adapters/push/encryption.py": "a push message for one browser (RFC 8291): keys made for each message",
    "channels/adapters/push/vapid.py": "signs as this server to push services (RFC 8292)",
    "staff/second_factor.py": "staff members' one-time-code secret, from the web's own key; no participant's data",
}
KEY_MODULES = ("cryptography.", "argon2.", "nacl.", "Crypto.")


def ciphers(parsed: ast.AST) -> Iterator[ast.AST]:
    yield from (node for what, node in source.imports(parsed) if what.startswith(KEY_MODULES))


def vault_folder(parsed: ast.AST) -> Iterator[ast.AST]:
    yield from (call for name, call in source.calls(parsed) if name.endswith("paths.vault"))
    yield from (node for node in ast.walk(parsed) if isinstance(node, ast.Constant) and node.value == "keys.db")


def vault_side(parsed: ast.AST) -> Iterator[ast.AST]:
    """Imports of the vault's side of the socket."""
    inside = tuple(f"amparo.{path.removesuffix('.py').replace('/', '.')}" for path in VAULT_SIDE)
    yield from (
        node for what, node in source.imports(parsed) if f"{what}.".startswith(tuple(f"{one}." for one in inside))
    )


def test_every_file_of_the_vault_is_on_one_side_of_the_socket() -> None:
    found = {source.name(path) for path in source.files(source.PACKAGE / "privacy" / "vault", ".py")}
    assert found == VAULT_SIDE | set(CLIENT_SIDE)


def test_only_the_vault_and_the_named_import_ciphers() -> None:
    found = source.breaches(ciphers)
    assert source.unexplained(found, CIPHERS | dict.fromkeys(VAULT_SIDE, "the vault")) == {}
    assert source.stale(found, CIPHERS) == []


def test_only_the_vault_knows_where_its_keys_are() -> None:
    allowed = dict.fromkeys(VAULT_SIDE, "the vault") | {"machine/paths.py": "says where the folder is"}
    assert source.unexplained(source.breaches(vault_folder), allowed) == {}


def test_nobody_reaches_over_the_socket() -> None:
    outside = [path for path in source.modules() if source.name(path) not in VAULT_SIDE]
    assert source.breaches(vault_side, outside) == {}


def test_the_rules_have_teeth() -> None:
    assert source.planted(ciphers, "from cryptography.hazmat.primitives.ciphers.aead import AESGCM")
    assert source.planted(vault_folder, "x = paths.vault() / 'keys.db'")
    assert source.planted(vault_side, "from amparo.privacy.vault import keystore")


def test_the_web_and_the_worker_load_none_of_the_vaults_side() -> None:
    """Asked of Python itself: what is loaded when the doors are open."""
    import subprocess
    import sys

    inside = [f"amparo.{path.removesuffix('.py').replace('/', '.')}" for path in sorted(VAULT_SIDE)]
    asked = (
        "import os; os.environ.update(DJANGO_SETTINGS_MODULE='amparo.config.settings');"
        "import django; django.setup();"
        "from django.urls import get_resolver; get_resolver().url_patterns;"
        "from amparo.cli import worker; worker.sweeps();"
        f"import sys; print([m for m in {inside!r} if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, cwd=Path(__file__).parents[2])
    assert done.returncode == 0, done.stderr[-2000:]
    assert done.stdout.strip() == "[]"


def test_no_secret_is_written_into_the_project() -> None:
    """Long random-looking constants beside a telling name."""
    telling = ("password", "secret", "token", "private_key", "api_key")

    def secrets(parsed: ast.AST) -> Iterator[ast.AST]:
        for node in ast.walk(parsed):
            if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant):
                names = [source.dotted(target).lower() for target in node.targets]
                text = str(node.value.value)
                if any(word in one for one in names for word in telling) and len(text) > 20 and " " not in text:
                    yield node

    assert source.breaches(secrets) == {}
    assert source.planted(secrets, "API_KEY = 'sk_live_0123456789abcdefghij'")
