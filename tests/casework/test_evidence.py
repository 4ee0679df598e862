"""The evidence of one person and period: whole, the same twice, for nobody else, and checkable without us."""

from __future__ import annotations

import io
import json
import re
import zipfile
import zlib
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from babel.messages import pofile
from rich.console import Console

from amparo.access.actor import Actor
from amparo.access.rows import acting
from amparo.casework import access_log
from amparo.casework.evidence import archive, document, facts, marks, pack, paper, period, signing, wording, written
from amparo.casework.evidence.marks import Mark
from amparo.casework.evidence.period import Period
from amparo.checkins import actions as checkins
from amparo.checkins import receipt
from amparo.checkins.models import Checkin, Submission
from amparo.cli import evidence as command
from amparo.foundation import clock, wall
from amparo.foundation.errors import Refused
from amparo.people.models import Person
from amparo.privacy import vault
from tests.casework import a_year
from tests.conftest import enrol, make_programme, person_actor
from tests.contracts.test_refusals import JUDGING

URLS = {"key_url": "https://here.example/verify/key/casa/", "verify_url": "https://here.example/verify/"}
WEEKS = 8


@pytest.fixture
def lived(casa: Any, ana: Any) -> Any:
    """Ana has been here for some weeks in which everything happened once."""
    a_year.live(ana, casa.luz, clock.now(), weeks=WEEKS, hearings=2, concerns=1)
    return ana


def the_year(person: Any) -> Period:
    return period.offered(clock.now(), person.zone)


def gathered(person: Any, by: Actor, days: Period | None = None) -> facts.Facts:
    with acting(by):
        return facts.gather(person.id, days or the_year(person), by=by, at=clock.now())


def made(person: Any, by: Actor) -> pack.Pack:
    return pack.make(gathered(person, by), **URLS, at=clock.now())


def signed_anew(casa: Any, told: facts.Facts, document_: bytes = b"%PDF") -> dict[str, bytes]:
    """As if the programme itself had signed something else."""
    files = {signing.JSON: written.canonical(told), signing.PDF: document_}
    said = signing.statement(casa.id, files, at=clock.now())
    return files | {signing.SIGNATURE: signing.signed(said, vault.receipt_sign(casa.id, said))}


def key(casa: Any) -> bytes:
    return bytes(casa.programme.receipt_key)


# --- what is in it ---


def test_it_holds_what_happened_and_all_that_the_person_said(casa: Any, lived: Any) -> None:
    told = gathered(lived, person_actor(lived))
    assert len(told["checkins"]) == WEEKS
    assert sum(told["marks"].values()) == WEEKS
    assert told["marks"][Mark.ASKED] == 1 and told["marks"][Mark.OPEN] == 1 and told["marks"][Mark.OUR_FAULT] == 0
    [concern] = told["concerns"]
    assert (concern["answer"], concern["contest"], concern["reason"]) == (
        a_year.ANSWER, a_year.CONTEST, "Mostró el papel.",
    )  # fmt: skip
    assert [step["outcome"] for step in told["outreach"][0]["steps"]] == ["sent", "nobody_named", "no_answer"]
    assert told["outreach"][0]["steps"][2]["by_name"] == "Luz"
    assert [one["questions"][0]["decision"] for one in told["hearings"] if one["questions"]] == ["keep"]
    assert sum(one["counts"].get("delivered", 0) for one in told["messages"]) >= 1
    assert [one["cause"] for one in told["outages"]] == ["our_outage"]
    assert told["troubles"][0]["times"] == 3 and told["lost_messages"]
    assert told["deferrals"][0]["words"] == "Trabajo de noche."
    assert [one["withdrawn_how"] for one in told["consents"] if one["what"] == "rides"] == ["by_phone"]


def test_it_says_when_help_was_asked_for_how_and_when_somebody_took_care(casa: Any, lived: Any) -> None:
    me, at = person_actor(lived), clock.now()
    with acting(me):
        came = Submission.objects.filter(person=lived).order_by("received_at").first()
        window = Checkin.objects.filter(person=lived).order_by("opens_at").last()
        checkins.ask_for_help(window.id, words="No tengo dónde dormir", by=me, at=at)
    with acting(casa.luz):
        # As a check-in that asks for help leaves it.
        asked = Checkin.objects.filter(id=came.checkin_id)
        asked.update(wants_help=True, help_asked_at=came.received_at)
        checkins.handle_help(asked.get(), by=casa.luz, at=came.received_at + timedelta(hours=2))
    told = gathered(lived, me)
    first, last = told["help"]
    assert (first["channel"], first["handled_by"], bool(first["handled_at"])) == ("form", "Luz", True)
    assert first["asked_at"] == written.moment(came.received_at)
    assert (last["channel"], last["asked_at"], last["handled_at"]) == ("", written.moment(at), None)
    assert "dormir" not in written.canonical(told).decode()
    page = document.html(told, digest="d", key_url="k")
    for there in (
        "Check-ins for which the person asked for help: 2. Taken care of: 1.",
        "Reportes para los que la persona pidió ayuda: 2. Atendidos: 1.",
        "The person asked for help with a check-in, by the web page.",
        "La persona pidió ayuda con un reporte, por la página web.",
        "The person asked to be called, apart from a check-in.",
        "Nadie ha anotado todavía que se atendió.",
    ):
        assert there in page, there


def test_without_a_call_for_help_it_says_that_there_is_none(casa: Any, lived: Any) -> None:
    assert gathered(lived, casa.luz)["help"] == []


def test_places_answers_notes_and_rows_ids_are_not_in_it(casa: Any, lived: Any) -> None:
    data = written.canonical(gathered(lived, casa.luz)).decode()
    for absent in ("latitude", "cell_metres", "rang six times", '"how"', str(lived.id), str(lived.pseudonym)):
        assert absent not in data
    assert str(casa.members["luz"].id) not in data


def test_a_reason_that_may_still_change_is_not_told(casa: Any, lived: Any) -> None:
    from amparo.concerns.models import Concern

    with acting(casa.luz):
        Concern.objects.filter(person=lived).update(state="asked", closed_because="", contest=None)
    assert gathered(lived, casa.luz)["concerns"][0]["reason"] is None


def test_each_receipt_in_it_verifies_by_itself(casa: Any, lived: Any) -> None:
    rows = [row for one in gathered(lived, casa.luz)["checkins"] for row in one["receipts"]]
    assert len(rows) >= 5
    for row in rows:
        said = receipt.verify(receipt.from_text(row["signed"]), key(casa))
        assert said.number == row["number"]


def test_the_same_rows_and_period_give_the_same_bytes_whoever_asks(casa: Any, lived: Any) -> None:
    first = written.canonical(gathered(lived, person_actor(lived)))
    assert first == written.canonical(gathered(lived, casa.luz)) == written.canonical(gathered(lived, casa.sol))
    assert json.loads(first)["format"] == "amparo/evidence/1"


def test_the_days_are_the_persons_own(casa: Any, ana: Any) -> None:
    since, until = Period(date(2026, 3, 1), date(2026, 3, 31)).instants("Asia/Tokyo")
    assert wall.shown(since, "Asia/Tokyo").isoformat() == "2026-03-01T00:00:00"
    assert until - since == timedelta(days=31)
    since, until = Period(date(2026, 3, 8), date(2026, 3, 8)).instants("America/New_York")
    assert until - since == timedelta(hours=23)


@pytest.mark.parametrize(
    ("begins", "ends", "code"),
    [
        pytest.param("2026-02-02", "2026-02-01", "no_such_period", id="backwards"),
        pytest.param("", "2026-02-01", "no_such_period", id="nothing"),
        pytest.param("2026-02-30", "2026-03-01", "no_such_period", id="a day that is none"),
        pytest.param("0001-01-01", "9999-12-31", "no_such_period", id="all of time"),
        pytest.param("2020-01-01", "2026-01-01", "period_too_long", id="six years"),
    ],
)
def test_a_period_that_is_none_is_refused(begins: str, ends: str, code: str) -> None:
    with pytest.raises(Refused, match=code):
        period.read(begins, ends)


def test_the_end_of_the_calendar_is_refused_and_breaks_nothing(ana: Any) -> None:
    with pytest.raises(Refused, match="no_such_period"):
        Period(date(9999, 12, 30), date(9999, 12, 31)).instants("America/New_York")


def test_a_period_in_which_nothing_happened_says_so(casa: Any, ana: Any) -> None:
    told = gathered(ana, casa.luz, Period(date(2020, 1, 1), date(2020, 1, 2)))
    page = document.html(told, digest="d", key_url="k")
    assert "Nothing is on record for this period." in page and "No hay nada registrado en este período." in page


# --- who may ---


def test_another_worker_another_person_and_another_programme_are_refused(casa: Any, lived: Any) -> None:
    bea, elsewhere = enrol(casa, worker="teo", name="Bea"), make_programme()
    for by, code in (
        (casa.teo, "not_allowed"),
        (casa.paz, "not_allowed"),
        (casa.ada, "not_allowed"),
        (casa.system, "not_allowed"),
        (person_actor(bea), "unknown_person"),
        (elsewhere.luz, "unknown_person"),
    ):
        with pytest.raises(Refused, match=code):
            gathered(lived, by)


def test_each_making_is_one_line_in_the_persons_log(casa: Any, lived: Any) -> None:
    made(lived, casa.luz)
    with acting(person_actor(lived)):
        log = access_log.read(Person.objects.get(id=lived.id), by=person_actor(lived), at=clock.now())
    lines = [look for look in log.looks if look.purpose == "export_to_person"]
    assert [(look.name, look.action) for look in lines] == [("Luz", "open")]
    assert {"people.name", "concerns.answer", "concerns.contest", "checkins.words"} <= set(lines[0].fields)
    assert not {"answers", "place", "concerns.note", "checkins.note"} & set(lines[0].fields)
    assert log.whole


def test_nothing_is_made_or_kept_where_the_vault_does_not_sign(
    casa: Any, lived: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = gathered(lived, casa.luz)

    def silent(*_: Any) -> bytes:
        raise Refused("vault_unavailable")

    monkeypatch.setattr(vault, "receipt_sign", silent)
    with pytest.raises(Refused, match="vault_unavailable"):
        pack.make(told, **URLS, at=clock.now())
    assert written.canonical(told) == written.canonical(gathered(lived, casa.luz))


def test_nothing_is_told_where_the_vault_does_not_open(casa: Any, lived: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    def silent(*_: Any, **__: Any) -> list[str]:
        raise Refused("vault_unavailable")

    monkeypatch.setattr(vault, "open_sealed", silent)
    with pytest.raises(Refused, match="vault_unavailable"):
        gathered(lived, casa.luz)


# --- whether it is true ---


def test_a_pack_is_genuine_and_says_what_was_checked(casa: Any, lived: Any) -> None:
    found = signing.verify(archive.unzipped(made(lived, casa.luz).file().data), key(casa))
    assert (found.programme_id, found.receipts >= 5) == (casa.id, True)
    assert found.person_ref == receipt.person_ref(UUID(str(lived.pseudonym))).hex()


def _flip(data: bytes, at: int = 200) -> bytes:
    return data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :]


def test_whatever_is_changed_is_noticed_and_said(casa: Any, lived: Any, tmp_path: Path) -> None:
    whole = {name: data for name, data in made(lived, casa.luz).files.items() if name in archive.KNOWN}
    told, other = json.loads(whole[signing.JSON]), make_programme()
    forged = json.loads(whole[signing.JSON])
    row = next(one for one in forged["checkins"] if one["receipts"])["receipts"][0]
    row["signed"] = receipt.to_text(_flip(receipt.from_text(row["signed"]), 120))
    moved = json.loads(whole[signing.JSON])
    next(one for one in moved["checkins"] if one["receipts"])["receipts"][0]["on_time"] = None
    signature = whole[signing.SIGNATURE]
    cases = {
        "json_changed": whole | {signing.JSON: _flip(whole[signing.JSON])},
        "document_changed": whole | {signing.PDF: _flip(whole[signing.PDF])},
        "document_missing": {name: data for name, data in whole.items() if name != signing.PDF},
        "pack_forged": whole | {signing.SIGNATURE: signature.replace(b"made 20", b"made 21")},
        "receipt_forged": signed_anew(casa, forged),
        "receipt_of_another": signed_anew(casa, moved),
        "pack_unreadable": {signing.JSON: b"{}", signing.SIGNATURE: b"x"},
    }
    for code, files in cases.items():
        with pytest.raises(Refused, match=code):
            signing.verify(files, key(casa))
        place = tmp_path / code
        place.mkdir()
        for name, data in files.items():
            (place / name).write_bytes(data)
        out = io.StringIO()
        assert command.run(Console(file=out), place, key(casa).hex()) == 1
        assert len(out.getvalue()) > 30
    assert signing.verify(signed_anew(casa, told), key(casa)).receipts >= 5
    with pytest.raises(Refused, match="pack_forged"):
        signing.verify(whole, key(other))


def test_the_command_checks_the_zip_and_the_folder(casa: Any, lived: Any, tmp_path: Path) -> None:
    data = made(lived, casa.luz).file().data
    (tmp_path / "pack.zip").write_bytes(data)
    zipfile.ZipFile(io.BytesIO(data)).extractall(tmp_path / "pack")
    for place in (tmp_path / "pack.zip", tmp_path / "pack"):
        out = io.StringIO()
        assert command.run(Console(file=out), place, key(casa).hex()) == 0
        assert "Genuine" in out.getvalue()
    assert command.run(Console(file=io.StringIO()), tmp_path / "pack", "ab") == 1


def test_neither_signature_can_be_shown_as_the_other(casa: Any, lived: Any) -> None:
    said = signing.statement(casa.id, {signing.JSON: b"{}", signing.PDF: b""}, at=clock.now())
    assert not said.startswith(receipt.MAGIC) and len(said) != receipt.LAYOUT.size
    whole = said + vault.receipt_sign(casa.id, said)
    with pytest.raises(Refused, match="receipt_unreadable"):
        receipt.verify(whole, key(casa))
    with acting(casa.luz):
        signed = bytes(Submission.objects.filter(person=lived).first().receipt)
    payload, signature = signed[: receipt.LAYOUT.size], signed[receipt.LAYOUT.size :]
    with pytest.raises(Refused, match="pack_unreadable"):
        signing.verify({signing.JSON: b"{}", signing.SIGNATURE: signing.signed(payload + b"\n", signature)}, key(casa))


def test_an_archive_that_unpacks_without_end_or_holds_a_name_twice_is_refused() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as bomb:
        bomb.writestr(signing.JSON, b"0" * (archive.LARGEST + 2))
    with pytest.raises(Refused, match="pack_too_large"):
        archive.unzipped(out.getvalue())
    twice = io.BytesIO()
    with zipfile.ZipFile(twice, "w") as both, pytest.warns(UserWarning):
        both.writestr(signing.JSON, b"{}")
        both.writestr(signing.JSON, b"[]")
    for data in (twice.getvalue(), b"", b"PK", out.getvalue()[:-40]):
        with pytest.raises(Refused, match="pack_unreadable"):
            archive.unzipped(data)


def test_a_fraction_is_never_written() -> None:
    with pytest.raises(TypeError):
        written.canonical({"a": [1.5]})


# --- how it reads ---


def test_it_reads_in_both_languages_and_says_every_word_of_the_person(casa: Any, lived: Any) -> None:
    page = document.html(gathered(lived, casa.luz), digest="d" * 64, key_url="https://k.example")
    for there in (
        "Check-ins and receipts, step by step",
        "Reportes y recibos, paso a paso",
        "hospital con mi hija",
        "llamé dos veces",
    ):
        assert there in page
    assert "<b>Gracias" not in page and "&lt;b&gt;Gracias" in page and "d" * 64 in page


def test_a_language_that_is_not_written_yet_has_its_dates(casa: Any, db: None, creole_half_written: None) -> None:
    jean = enrol(casa, language="ht", name="Jean")
    a_year.live(jean, casa.luz, clock.now(), weeks=2, hearings=1, concerns=0)
    page = document.html(gathered(jean, casa.luz), digest="d", key_url="k")
    assert "not yet written in" in page and "Kreyòl ayisyen" in page and "Reportes" not in page
    assert any(word in page for word in ("lendi", "madi", "mèkredi", "jedi", "vandredi", "samdi", "dimanch"))


@pytest.mark.parametrize(
    "name",
    [
        pytest.param("A" * 120, id="120 letters"),
        pytest.param("محمد بن عبد الله", id="arabic"),
        pytest.param("Ana \u202egnol\u2066 \u200fPérez <script>", id="turning signs"),
    ],
)
def test_any_name_is_written_as_a_name(casa: Any, db: None, name: str) -> None:
    person = enrol(casa, name=name, language="ar")
    page = document.html(gathered(person, casa.luz), digest="d", key_url="k")
    assert "<script" not in page and "\u202e" not in page
    assert page.count("\u2068") == page.count("\u2069")
    assert paper.printed(page), "it prints"


def sentences() -> list[str]:
    return [str(said) for name, group in vars(wording).items() if name.isupper() for said in group.values()]


def test_no_sentence_judges() -> None:
    refused = JUDGING | {"failed", "fail", "failure", "non-compliant", "noncompliance", "absent", "guilty", "warning"}
    said = {word for sentence in sentences() for word in re.findall(r"[a-z-]+", sentence.lower())}
    assert said & refused == set()
    assert len(sentences()) > 150


def test_every_sentence_is_in_spanish_with_the_same_blanks() -> None:
    folder = Path(document.__file__).parents[2] / "locale/es/LC_MESSAGES/parts"
    told_apart = [m for file in folder.glob("*.po") for m in pofile.read_po(file.open("rb")) if m.id]
    spanish = {m.id: m.string for m in told_apart if not m.context}
    for said in sentences():
        assert spanish.get(said), said
        assert set(re.findall(r"{\w+}", said)) == set(re.findall(r"{\w+}", str(spanish[said]))), said
    told = " ".join(str(spanish[said]).lower() for said in sentences())
    assert not re.search(r"\b(incumpl|violaci|fracas|culpable)", told)


def test_every_state_and_cause_has_its_sentence() -> None:
    from amparo.checkins.rules import CheckinState
    from amparo.concerns import rules as concerns
    from amparo.faults.rules import Cause, Part, Source, Trouble
    from amparo.hearings.rules import State

    for group, codes in (
        (wording.CHECKINS, CheckinState), (wording.CAUSES, Cause), (wording.PARTS, Part), (wording.SOURCES, Source),
        (wording.TROUBLES, Trouble), (wording.OUTCOMES, concerns.Outcome), (wording.ENDED, concerns.Ended),
        (wording.CONCERNS, concerns.State), (wording.WHYS, concerns.Why), (wording.OUTREACH, concerns.StepKind),
        (wording.HEARINGS, State), (wording.MARKS, Mark),
    ):  # fmt: skip
        assert {code.value for code in codes} <= set(group)


@pytest.mark.parametrize(
    ("state", "on_time", "cause", "mark"),
    [
        ("done", [True], "", Mark.ON_TIME),
        ("done", [None, True], "", Mark.ON_TIME),
        ("done", [False], "", Mark.LATE),
        ("done", [], "", Mark.ARRIVED),
        ("needs_look", [None], "", Mark.ARRIVED),
        ("explained", [], "our_outage", Mark.OUR_FAULT),
        ("explained", [], "carrier", Mark.OUR_FAULT),
        ("explained", [], "device", Mark.EXPLAINED),
        ("unanswered", [], "", Mark.ASKED),
        ("due", [], "", Mark.OPEN),
        ("cancelled", [], "", Mark.NOT_ASKED),
    ],
)
def test_what_became_of_a_window_is_a_mark(state: str, on_time: list[bool | None], cause: str, mark: Mark) -> None:
    assert marks.of(state, on_time, cause) is mark


# --- the PDF ---


def test_the_pdf_is_tagged_numbered_and_of_the_programmes_paper(casa: Any, lived: Any) -> None:
    pdf = made(lived, casa.luz).files[signing.PDF]
    inside = b"".join(_unpacked(stream) for stream in re.findall(rb"stream\n(.*?)\nendstream", pdf, re.DOTALL))
    assert pdf.startswith(b"%PDF-1.7")
    for there in (b"/MarkInfo", b"/StructTreeRoot", b"pdfuaid", b"/Lang", b"0 0 612 792"):
        assert there in inside, there


def _unpacked(stream: bytes) -> bytes:
    try:
        return zlib.decompress(stream)
    except zlib.error:
        return stream


def test_printing_fetches_nothing_but_our_own_style() -> None:
    assert paper.own_file(paper.BASE + paper.STYLE)
    for url in ("file:///etc/passwd", "http://127.0.0.1/", paper.BASE + "../pack.py", "data:text/css,x"):
        with pytest.raises(ValueError, match="fetches nothing"):
            paper.own_file(url)


def test_without_pango_the_page_itself_is_handed_over_and_signed(
    casa: Any, lived: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(paper, "_printed", lambda html: None)
    files = made(lived, casa.luz).files
    assert signing.HTML in files and signing.PDF not in files and paper.STYLE in files
    assert signing.verify(files, key(casa)).receipts >= 5
    with pytest.raises(Refused, match="document_changed"):
        signing.verify(files | {signing.HTML: _flip(files[signing.HTML])}, key(casa))
