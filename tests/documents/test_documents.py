"""A document: sent over a line that breaks, read in the process that is shut in, seen by few, deleted."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection

from amparo.access.rows import acting
from amparo.documents import actions, jobs, opening, queries, rules
from amparo.documents.models import Document, DocumentPiece
from amparo.documents.rules import State
from amparo.foundation import clock, ids
from amparo.foundation.errors import Refused
from amparo.media import scanning
from amparo.media.paper_reader import Page, Paper
from amparo.media.scanning import Verdict
from amparo.media.unusable import Unusable
from amparo.people import forgetting
from amparo.people.models import Person
from amparo.privacy import leases, retention
from amparo.privacy.purposes import Purpose
from tests.conftest import enrol, person_actor
from tests.documents.sending import add, left, photo, piece, row, sweep
from tests.media import nasty_papers

HOUR = timedelta(hours=1)


class Stand:
    """Stands in for the reading process where only its failing matters."""

    def __init__(self, trouble: str = "", do: Any = None) -> None:
        self.trouble, self.do = trouble, do

    def paper(self, data: bytes, *, most_pages: int) -> Paper:
        if self.do:
            self.do()
        if self.trouble:
            raise Unusable(self.trouble)
        return Paper("picture", [Page(b"\xff\xd8\xff" + data[:9], 4, 3)])


def send(person: Any, key: Any, parts: list[Any], **more: Any) -> Any:
    me = person_actor(person)
    facts = {"kind": "identity", "title": "Pasaporte"} | more
    with acting(me):
        return actions.send(person.id, client_id=key, parts=parts, by=me, at=clock.now(), **facts)


def about(casa: Any, person: Any, document: Any) -> dict[str, str]:
    with acting(casa.luz):
        shown = opening.abouts([document], person, by=casa.luz, why=Purpose.PERSON_PAGE, at=clock.now())
    return shown.get(document.id, {})


def pages(document: Any, by: Any) -> list[Page]:
    with acting(by):
        found = queries.document(document.id, by=by)
        return opening.pages(found, by=by, at=clock.now())


# ── arriving ──


@pytest.mark.parametrize("cut", [1, 50, 99])
def test_cut_and_resumed_nothing_is_doubled(casa: Any, ana: Any, cut: int) -> None:
    data, key, part = photo(), ids.new(), ids.new()
    at = len(data) * cut // 100
    assert piece(ana, key, part, data[:at], 0, len(data))[0] == at
    # The phone heard no answer and sends from the start again, then goes on.
    assert piece(ana, key, part, data[: at + 10], 0, len(data))[0] == min(at + 10, len(data))
    assert piece(ana, key, part, data[at:], at, len(data)) == (len(data), State.RECEIVING)
    document = send(ana, key, [part])
    sweep(casa)
    assert (row(casa, document).state, len(pages(document, casa.luz)), left(casa)) == (State.READY, 1, (0, 0))


def test_a_gap_adds_nothing(ana: Any) -> None:
    assert piece(ana, ids.new(), ids.new(), b"later", 100, 200)[0] == 0


def test_half_of_it_is_not_sent(casa: Any, ana: Any) -> None:
    key, part = ids.new(), ids.new()
    piece(ana, key, part, b"ab", 0, 4)
    for parts in ([part], [], [ids.new()]):
        with pytest.raises(Refused, match="pages_missing"):
            send(ana, key, parts)
    with acting(casa.luz):
        assert queries.of_person(ana.id) == []


def test_sent_twice_it_is_one_document(casa: Any, ana: Any) -> None:
    key = ids.new()
    first, again = add(ana, client_id=key), add(ana, client_id=key)
    assert first.id == again.id
    sweep(casa)
    late = send(ana, key, [ids.new()])
    assert (late.id, late.state) == (first.id, State.READY)
    assert piece(ana, key, ids.new(), b"more", 0, 4) == (4, State.READY) and left(casa) == (0, 0)


def test_pages_come_in_the_order_that_was_sent_without_those_taken_out(casa: Any, ana: Any) -> None:
    key, sizes = ids.new(), [(300, 400), (400, 300), (500, 500)]
    parts = []
    for size in sizes:
        data = photo(*size)
        parts.append(ids.new())
        piece(ana, key, parts[-1], data, 0, len(data))
    document = send(ana, key, [parts[2], parts[0]])
    sweep(casa)
    assert [(page.width, page.height) for page in pages(document, casa.luz)] == [(500, 500), (300, 400)]


@pytest.mark.parametrize(
    ("size", "data", "code"),
    [
        pytest.param(rules.MOST_BYTES + 1, b"x", "too_large", id="25 MB and a byte"),
        pytest.param(4, b"12345", "too_large", id="more than was said"),
        pytest.param(0, b"", "unreadable", id="nothing"),
        pytest.param(9_000_000, bytes(rules.MOST_PIECE + 1), "too_large", id="a large piece"),
    ],
)
def test_what_cannot_be_right_is_refused(casa: Any, ana: Any, size: int, data: bytes, code: str) -> None:
    with pytest.raises(Refused, match=code):
        piece(ana, ids.new(), ids.new(), data, 0, size)
    with acting(casa.luz):
        assert DocumentPiece.objects.count() == 0


def test_a_flood_of_documents_or_pages_is_stopped(casa: Any, ana: Any) -> None:
    key = ids.new()
    for _ in range(2 * rules.MOST_PAGES):
        piece(ana, key, ids.new(), b"x", 0, 1)
    with pytest.raises(Refused, match="many_pages"):
        piece(ana, key, ids.new(), b"x", 0, 1)
    for _ in range(rules.MOST_A_DAY - 1):
        piece(ana, ids.new(), ids.new(), b"x", 0, 1)
    with pytest.raises(Refused, match="many_documents"):
        piece(ana, ids.new(), ids.new(), b"x", 0, 1)


@pytest.mark.parametrize("title", ["", "Carta \u202eatroc\u202c", "👩‍👩‍👧‍👦 acta", "a\u200bb", "رسالة", "x" * 120])
def test_a_title_is_kept_exactly(casa: Any, ana: Any, title: str) -> None:
    assert about(casa, ana, add(ana, title=title)) == {"kind": "court_letter", "title": title}


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ({"title": "x" * 10_000}, "title_too_long"),
        ({"title": "a\0b"}, "unreadable"),
        ({"kind": "secret"}, "kind_missing"),
    ],
)
def test_what_cannot_be_kept_is_refused_and_nothing_is_left(casa: Any, ana: Any, facts: Any, code: str) -> None:
    with pytest.raises(Refused, match=code):
        add(ana, **facts)
    with acting(casa.luz):
        assert Document.objects.count() == 0


def test_stopped_half_way_nothing_is_left(casa: Any, ana: Any, monkeypatch: Any) -> None:
    def broken(*_: Any, **__: Any) -> Any:
        raise Refused("vault_unavailable")

    monkeypatch.setattr(actions, "send", broken)
    with pytest.raises(Refused, match="vault_unavailable"):
        add(ana)
    assert left(casa) == (0, 0)


# ── reading ──


def test_a_pdf_is_seen_as_pictures_and_its_person_has_it_back(casa: Any, ana: Any) -> None:
    data = nasty_papers.simple_pdf(pages=2)
    document = add(ana, data)
    sweep(casa)
    me = person_actor(ana)
    assert [(page.width, page.height) for page in pages(document, me)] == [(1500, 2000)] * 2
    with acting(me):
        [part] = queries.originals_of(document.id)
        found = queries.document(document.id, by=me)
        assert opening.original(found, part.id, by=me, at=clock.now()) == data
    with acting(casa.luz), pytest.raises(Refused, match="not_allowed"):
        opening.original(found, part.id, by=casa.luz, at=clock.now())


def test_what_is_no_paper_says_which_file_and_what_to_do(casa: Any, ana: Any) -> None:
    document = add(ana, photo(), b"<svg onload=alert(1)>")
    sweep(casa)
    found = row(casa, document)
    assert (found.state, found.code, found.at_file, left(casa)) == (State.UNUSABLE, "not_a_picture", 2, (0, 0))


def test_more_than_twenty_pages_in_all_are_too_many(casa: Any, ana: Any) -> None:
    document = add(ana, nasty_papers.simple_pdf(pages=19), photo(), photo())
    sweep(casa)
    assert (row(casa, document).code, row(casa, document).at_file) == ("too_many_pages", 3)


def test_a_fault_of_ours_is_tried_again_and_then_called_ours(casa: Any, ana: Any) -> None:
    document, at = add(ana), clock.now()
    for look in range(leases.MOST_LOOKS):
        assert row(casa, document).state == State.WAITING
        sweep(casa, Stand("reader_died"), at + 2 * HOUR * look)
    assert (row(casa, document).state, row(casa, document).code) == (State.UNUSABLE, leases.NOT_READ)


def test_what_is_slow_to_read_twice_holds_up_nobody_any_more(casa: Any, ana: Any, monkeypatch: Any) -> None:
    monkeypatch.setattr(rules, "MOST_SECONDS", -1.0)
    for files, stand in (([photo()], Stand("too_slow")), ([photo()] * 3, Stand())):
        document, at = add(ana, *files), clock.now()
        sweep(casa, stand, at)
        assert row(casa, document).state == State.WAITING
        sweep(casa, stand, at + HOUR)
        assert (row(casa, document).state, row(casa, document).code) == (State.UNUSABLE, "too_slow")


def test_while_vault_or_scanner_are_away_it_waits(casa: Any, ana: Any, settings: Any) -> None:
    document, at = add(ana), clock.now()
    settings.CLAMD = "unix:/nowhere/clamd.ctl"
    for minute in range(3 * leases.MOST_LOOKS):
        sweep(casa, Stand(), at + timedelta(minutes=2 * minute))
    assert (row(casa, document).state, row(casa, document).attempts) == (State.WAITING, 0) and left(casa) == (1, 1)
    settings.CLAMD = ""
    sweep(casa, Stand(), at + 2 * HOUR)
    assert (row(casa, document).state, row(casa, document).scanned) == (State.READY, Verdict.NOT_SCANNED)


@pytest.mark.parametrize(
    ("verdict", "state", "code", "scanned"),
    [(Verdict.CLEAN, State.READY, "", "clean"), (Verdict.HARMFUL, State.UNUSABLE, "harmful", "")],
)
def test_the_scanners_word_is_kept(
    casa: Any, ana: Any, monkeypatch: Any, verdict: Verdict, state: str, code: str, scanned: str
) -> None:
    monkeypatch.setattr(scanning, "scan", lambda data, place: verdict)
    document = add(ana)
    sweep(casa, Stand())
    found = row(casa, document)
    assert (found.state, found.code, found.scanned) == (state, code, scanned)


def test_deleted_while_it_is_read_nothing_is_written(casa: Any, ana: Any) -> None:
    document, me = add(ana), person_actor(ana)

    def delete() -> None:
        with acting(me):
            actions.delete(document.id, by=me, at=clock.now())

    sweep(casa, Stand(do=delete))
    found = row(casa, document)
    assert (found.state, found.paper, found.about, left(casa)) == (State.DELETED, None, None, (0, 0))


def test_two_workers_do_not_read_the_same(casa: Any, ana: Any) -> None:
    add(ana)
    assert sweep(casa, Stand(do=lambda: seen.append(sweep(casa, Stand())))) == 1
    assert seen == [0]


seen: list[int] = []


def test_a_worker_that_died_gives_it_back(casa: Any, ana: Any) -> None:
    document, at = add(ana), clock.now()
    with acting(casa.system):
        from amparo.documents import reading

        assert len(reading.claim(casa.id, by=casa.system, at=at)) == 1
    assert sweep(casa, Stand(), at + timedelta(minutes=1)) == 0
    sweep(casa, Stand(), at + rules.LEASE + timedelta(minutes=1))
    assert row(casa, document).state == State.READY


# ── seeing ──


def test_her_worker_sees_it_and_it_leaves_the_day(casa: Any, ana: Any) -> None:
    document = add(ana)
    sweep(casa)
    pages(document, person_actor(ana))
    assert row(casa, document).looked_at is None
    pages(document, casa.luz)
    assert (row(casa, document).looked_by, row(casa, document).looked_at is None) == (casa.luz.id, False)


def test_nobody_else_sees_it(casa: Any, ana: Any, elsewhere: Any) -> None:
    document, bea = add(ana), enrol(casa, worker="teo", case_number="A123456780")
    sweep(casa)
    for by, code in ((casa.teo, "not_allowed"), (casa.paz, "not_allowed"), (casa.ada, "not_allowed")):
        with pytest.raises(Refused, match=code):
            pages(document, by)
    for by in (person_actor(bea), elsewhere.luz):
        with pytest.raises(Refused, match="unknown_document"):
            pages(document, by)
        with acting(by), pytest.raises(Refused, match="unknown_document"):
            actions.delete(document.id, by=by, at=clock.now())


def test_nobody_adds_to_another_persons_documents(casa: Any, ana: Any, elsewhere: Any) -> None:
    bea = person_actor(enrol(casa, worker="teo", case_number="A123456781"))
    for by, code in ((bea, "unknown_person"), (elsewhere.luz, "unknown_person"), (casa.teo, "not_allowed")):
        with pytest.raises(Refused, match=code):
            piece(ana, ids.new(), ids.new(), b"x", 0, 1, by=by)


def test_a_document_that_waits_is_not_shown(ana: Any) -> None:
    document = add(ana)
    with pytest.raises(Refused, match="not_ready"):
        pages(document, person_actor(ana))


def test_the_database_alone_tells_nothing_of_it(casa: Any, ana: Any) -> None:
    document = add(ana, photo(), title="Diagnóstico", kind="medical")
    sweep(casa)
    with acting(casa.luz), connection.cursor() as cursor:
        cursor.execute("SELECT d::text FROM documents_document d WHERE id = %s", [document.id])
        told = cursor.fetchone()[0]
    assert not any(word in told for word in ("medical", "Diagn", "ffd8ffe0"))


def test_the_background_cannot_open_what_was_made_ready(casa: Any, ana: Any) -> None:
    from amparo.people import queries as people
    from amparo.privacy import vault
    from amparo.privacy.vault import OpenItem

    document = add(ana)
    sweep(casa)
    found = row(casa, document)
    item = OpenItem(people.subject_of(ana), opening.PAPER, found.id, bytes(found.paper or b""), opening.CLEANED)
    with pytest.raises(Refused, match="not_allowed"):
        vault.open_sealed([item], by=casa.system, why=Purpose.DOCUMENT_READ, at=clock.now())


# ── deleting ──


def test_whoever_added_it_deletes_it_and_twice_is_once(casa: Any, ana: Any) -> None:
    hers, ours = add(ana), add(ana, by=casa.luz)
    sweep(casa)
    me = person_actor(ana)
    for document, by, other in ((hers, me, casa.luz), (ours, casa.luz, me)):
        with acting(other), pytest.raises(Refused, match="not_yours_to_delete"):
            actions.delete(document.id, by=other, at=clock.now())
        for _ in range(2):
            with acting(by):
                actions.delete(document.id, by=by, at=clock.now())
        found = row(casa, document)
        assert (found.state, found.paper, found.about, found.page_sizes) == (State.DELETED, None, None, [])
    with acting(casa.luz):
        assert queries.of_person(ana.id) == []


def test_what_was_never_sent_goes_after_a_week(casa: Any, ana: Any) -> None:
    piece(ana, ids.new(), ids.new(), b"x", 0, 2)
    kept = add(ana)
    assert jobs.tidy_documents(casa.id, clock.now() + timedelta(days=6)) == 0
    assert jobs.tidy_documents(casa.id, clock.now() + timedelta(days=8)) > 0
    with acting(casa.luz):
        assert [one.id for one in Document.objects.all()] == [kept.id]


def test_after_a_year_it_is_gone(casa: Any, ana: Any) -> None:
    add(ana, nasty_papers.simple_pdf())
    sweep(casa)
    retention.sweep(casa.id, clock.now() + timedelta(days=366))
    with acting(casa.luz):
        assert Document.objects.count() == 0
    assert left(casa) == (0, 0)


def test_with_its_person_all_of_it_is_forgotten(casa: Any, ana: Any) -> None:
    add(ana, nasty_papers.simple_pdf())
    sweep(casa)
    with acting(casa.system):
        Person.objects.filter(id=ana.id).update(state="closed", closed_at=clock.now() - timedelta(days=400))
    forgetting.forget(ana.id, by=casa.system, at=clock.now())
    assert left(casa) == (0, 0)
    jobs.tidy_documents(casa.id, clock.now())
    with acting(casa.luz):
        assert Document.objects.count() == 0


def test_the_largest_that_is_taken_goes_through(casa: Any, ana: Any) -> None:
    large = nasty_papers.simple_pdf(extra=bytes(rules.MOST_ORIGINAL - 2_000))
    rest = rules.MOST_BYTES - len(large)
    document = add(ana, large, photo() + bytes(rest - len(photo())))
    sweep(casa)
    assert len(pages(document, casa.luz)) == 2
    with acting(person_actor(ana)):
        [part] = queries.originals_of(document.id)
        found = queries.document(document.id, by=person_actor(ana))
        assert opening.original(found, part.id, by=person_actor(ana), at=clock.now()) == large
