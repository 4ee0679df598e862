"""My data: the log that cannot be changed unseen, a complaint outside the team, and a copy of everything."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path
from typing import Any

import pytest

from amparo.privacy.vault import verify_log
from tests.journeys.seeing import picture, sign_in, works_for_everybody, works_without_script

KEPT = """async () => {
  const open = indexedDB.open("amparo", 1);
  const db = await new Promise((done) => (open.onsuccess = () => done(open.result)));
  const asked = db.transaction("facts").objectStore("facts").getAll();
  return await new Promise((done) => (asked.onsuccess = () => done(asked.result)));
}"""
NOTICE = "#log-changed"


def log_page(page: Any) -> None:
    page.goto("/my/who-looked/")
    page.wait_for_load_state("networkidle")


def remembered(page: Any) -> str:
    """What the phone remembers of the log, once it does."""
    for _ in range(60):
        found = [row["value"] for row in page.evaluate(KEPT) if row["name"] == "log-head"]
        if found:
            return str(found[0])
        page.wait_for_timeout(100)
    return ""


def shown(page: Any) -> str:
    return str(page.get_attribute("#log", "data-head"))


def seen_by(page: Any, amparo: Any, person: Any, times: int = 4) -> str:
    """Luz has looked, and the phone has seen it."""
    amparo.ask("look", person=person.id, times=times)
    log_page(page)
    assert remembered(page) == shown(page) != ""
    assert not page.is_visible(NOTICE)
    return remembered(page)


def test_a_log_that_grows_is_followed_without_a_word(amparo: Any, ana: Any, new_phone: Any) -> None:
    page = new_phone().new_page()
    sign_in(page, ana)
    first = seen_by(page, amparo, ana)
    second = seen_by(page, amparo, ana, times=3)
    assert int(second.split(":")[0]) > int(first.split(":")[0])
    picture(page, "my-data-1-log")
    works_for_everybody(page)
    # Nothing about anybody: a number and a hash.
    assert [set(row) for row in page.evaluate(KEPT) if row["name"] == "log-head"] == [{"name", "value"}]


@pytest.mark.parametrize("how", ["recompute", "cut", "remove", "change"])
def test_a_log_rewritten_by_whoever_owns_the_database_is_noticed(
    amparo: Any, ana: Any, new_phone: Any, how: str
) -> None:
    page = new_phone(accept_downloads=True).new_page()
    sign_in(page, ana)
    before = seen_by(page, amparo, ana)
    amparo.ask("rewrite_log", person=ana.id, how=how)
    log_page(page)
    if how in ("remove", "change"):
        # The entry lies before the one that the phone remembers: the chain itself does not fit, and the page says so.
        page.wait_for_selector("text=Something in this list is not right.")
        return
    page.wait_for_selector(NOTICE, state="visible")
    assert page.inner_text("[data-slot=seen]") == before
    assert page.inner_text("[data-slot=shown]") == shown(page) != before
    picture(page, f"my-data-2-{how}")
    works_for_everybody(page)
    with page.expect_download() as taken:
        page.click("[data-keep-proof]")
    proof = Path(taken.value.path()).read_text()
    assert before in proof and shown(page) in proof
    # It stays until the person says otherwise, and the verifier far away agrees with the phone.
    log_page(page)
    page.wait_for_selector(NOTICE, state="visible")
    lines = page.request.get("/my/who-looked/proof.jsonl").text().splitlines()
    number, _, leaf = before.partition(":")
    entries = [json.loads(line) for line in lines]
    assert list(verify_log.faults(entries, head=(int(number), bytes.fromhex(leaf))))
    page.click("[data-anew]")
    log_page(page)
    page.wait_for_timeout(1500)
    assert not page.is_visible(NOTICE) and remembered(page) == shown(page)


def test_a_log_that_is_cut_and_grows_again_is_noticed_too(amparo: Any, ana: Any, new_phone: Any) -> None:
    page = new_phone().new_page()
    sign_in(page, ana)
    seen_by(page, amparo, ana)
    amparo.ask("rewrite_log", person=ana.id, how="recompute")
    amparo.ask("look", person=ana.id, times=3)
    log_page(page)
    page.wait_for_selector(NOTICE, state="visible")


def test_another_person_on_the_same_phone_is_no_mix_up(amparo: Any, ana: Any, luis: Any, new_phone: Any) -> None:
    page = new_phone().new_page()
    sign_in(page, ana)
    anas = seen_by(page, amparo, ana)
    sign_in(page, luis)
    lines = seen_by(page, amparo, luis, times=2)
    assert lines != anas
    page.click("#sign-out button")
    page.wait_for_url("**/my/sign-in/**")
    assert [row for row in page.evaluate(KEPT) if row["name"] == "log-head"] == []
    sign_in(page, ana)
    log_page(page)
    assert remembered(page) == shown(page) and not page.is_visible(NOTICE)


def test_without_script_the_number_stands_there_to_be_noted(amparo: Any, ana: Any, new_phone: Any) -> None:
    amparo.ask("look", person=ana.id)
    page = new_phone(java_script_enabled=False).new_page()
    sign_in(page, ana)
    page.goto("/my/who-looked/")
    page.click("summary:has-text('Show the number')")
    assert shown(page) in page.inner_text("#log")
    assert not page.is_visible(NOTICE)


def test_a_complaint_goes_to_somebody_outside_the_team(amparo: Any, ana: Any, new_phone: Any) -> None:
    desk = new_phone(viewport={"width": 1280, "height": 800})
    held = vars(amparo.ask("paz_at_her_desk"))
    desk.add_cookies([{"name": name, "value": value, "url": amparo.origin} for name, value in held.items()])
    page = new_phone().new_page()
    sign_in(page, ana)
    page.click("text=My data")
    page.wait_for_selector("text=What we hold")
    picture(page, "my-data-3-held")
    works_for_everybody(page)
    page.click("text=What Amparo will never do")
    page.wait_for_selector("text=These are promises.")
    picture(page, "my-data-4-promises")
    works_for_everybody(page)
    page.goto("/my/data/requests/?kind=complain")
    assert page.is_visible("text=Paz Quintero")
    page.fill("#words", "Nobody calls me back. \u202eمرحبا")
    picture(page, "my-data-5-ask")
    works_for_everybody(page)
    works_without_script(page, new_phone().new_page())
    page.click("main form button.btn >> text=Send it")
    page.wait_for_selector("text=It waits for an answer.")
    picture(page, "my-data-6-asked")
    works_for_everybody(page)
    paz = desk.new_page()
    paz.goto("/staff/")
    picture(paz, "my-data-7-day")
    works_for_everybody(paz)
    paz.click("main >> text=What people ask about their data")
    picture(paz, "my-data-8-list")
    works_for_everybody(paz)
    paz.click("main table a >> nth=0")
    paz.fill("#words", "We talked to the team. They call you on Monday.")
    picture(paz, "my-data-9-answer")
    works_for_everybody(paz)
    paz.click("text=Yes: it is done")
    paz.wait_for_selector("text=The person reads it on their own page.")
    page.reload()
    page.wait_for_selector("text=They call you on Monday.")
    picture(page, "my-data-10-answered")
    works_for_everybody(page)


def test_a_copy_of_everything_is_made_and_taken(amparo: Any, ana: Any, new_phone: Any) -> None:
    page = new_phone(accept_downloads=True).new_page()
    sign_in(page, ana)
    page.goto("/my/data/copy/")
    picture(page, "my-data-11-copy")
    works_for_everybody(page)
    page.click("text=Make my copy")
    page.wait_for_selector("text=We are making your copy.")
    picture(page, "my-data-12-waiting")
    amparo.ask("make_copies")
    page.wait_for_selector("text=Your copy is ready")
    picture(page, "my-data-13-ready")
    works_for_everybody(page)
    with page.expect_download() as taken:
        page.click("text=Take my copy")
    with zipfile.ZipFile(io.BytesIO(Path(taken.value.path()).read_bytes())) as archive:
        mine, style = archive.read("my-data.html").decode(), archive.read("my-data.css").decode()
    assert "Ana Lucía Pérez" in mine
    reader = new_phone().new_page()
    reader.set_content(mine.replace('<link rel="stylesheet" href="my-data.css">', f"<style>{style}</style>"))
    picture(reader, "my-data-14-inside")
    works_for_everybody(reader)
    page.click("text=Destroy this copy now")
    page.wait_for_selector("text=Make my copy")
    assert not page.is_visible("text=Your copy is ready")
