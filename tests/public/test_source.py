"""Whoever uses Amparo over a network may have its source, and gets nothing else with it."""

from __future__ import annotations

import io
import tarfile
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from amparo import __version__
from amparo.config import environment
from amparo.machine import own_source, paths


def downloaded() -> dict[str, bytes]:
    answer = Client().get("/source/amparo.tar.gz")
    assert answer.status_code == 200 and "attachment" in answer.headers["Content-Disposition"]
    with tarfile.open(fileobj=io.BytesIO(answer.content), mode="r:gz") as tar:
        return {one.name: tar.extractfile(one).read() for one in tar.getmembers()}  # type: ignore[union-attr]


def test_the_page_says_licence_version_and_where_the_source_is(db: None) -> None:
    page = Client().get("/source/").content.decode()
    assert "GNU Affero General Public License" in page and __version__ in page and "/source/amparo.tar.gz" in page


def test_a_published_source_is_linked_and_not_offered_twice(db: None, settings: Any) -> None:
    settings.SOURCE_URL = "https://code.example.org/casa/amparo"
    page = Client().get("/source/").content.decode()
    assert 'href="https://code.example.org/casa/amparo"' in page and "amparo.tar.gz" not in page
    assert Client().get("/source/amparo.tar.gz")["Location"] == "/source/"


def test_an_address_that_is_none_of_the_web_is_refused_at_the_start(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AMPARO_SOURCE_URL", "javascript:alert(1)")
    with pytest.raises(ValueError, match="must begin with https"):
        environment.web_address("SOURCE_URL")


@pytest.mark.parametrize("page", ["/", "/verify/", "/keep/", "/my/help/", "/staff/account/login/"])
def test_every_page_leads_there(db: None, page: str) -> None:
    assert 'href="/source/"' in Client().get(page).content.decode()


def test_the_download_is_the_program_with_its_licence(db: None) -> None:
    found = downloaded()
    name = f"amparo-{__version__}/"
    assert found[f"{name}src/amparo/machine/own_source.py"] == Path(own_source.__file__).read_bytes()
    assert b"GNU AFFERO GENERAL PUBLIC LICENSE" in found[f"{name}LICENSE"]
    assert {f"{name}src/amparo/staff/static/staff/staff.css", f"{name}pyproject.toml"} <= set(found)


def test_the_download_holds_no_key_and_nothing_of_the_installation(db: None) -> None:
    whole = b"\0".join(downloaded().values())
    secret = paths.secrets_file().read_bytes()
    assert not [name for name in downloaded() if "/var/" in name or ".git/" in name or name.endswith((".pyc", ".mo"))]
    assert secret not in whole and paths.home().as_posix().encode() not in whole


def test_it_is_made_once(db: None) -> None:
    first = own_source.archive()
    made = first.stat().st_mtime_ns
    assert own_source.archive() == first and first.stat().st_mtime_ns == made
    assert first.is_relative_to(paths.home())
    first.unlink()
    assert own_source.archive().exists()


def test_made_half_way_it_is_made_again(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    own_source.archive().unlink()
    with monkeypatch.context() as patch, pytest.raises(ZeroDivisionError):
        patch.setattr(own_source, "packed", lambda found: 1 / 0)
        own_source.archive()
    assert len(downloaded()) > 300


def test_whatever_else_lies_in_the_folder_stays_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    package = tmp_path / "src" / "amparo"
    for name in (
        "room/verb.py",
        "room/page.html",
        "var/secrets.py",
        ".env",
        "dump.sqlite3",
        "kek",
        "x/__pycache__/a.py",
    ):
        path = package / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("x")
    (package / "link.py").symlink_to(package / "kek")
    (tmp_path / "id_rsa").write_text("x")
    monkeypatch.setenv("AMPARO_HOME", str(package / "var"))
    assert [name for name, _ in own_source.files(package) if name != "LICENSE"] == [
        "src/amparo/room/page.html",
        "src/amparo/room/verb.py",
    ]


def test_the_same_source_gives_the_same_bytes() -> None:
    found = own_source.files(own_source.PACKAGE)
    assert own_source.packed(found) == own_source.packed(found)
