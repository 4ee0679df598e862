"""Documents that a person lets somebody see: those that are ready, one at a time, and each look stands in the log."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest

from amparo.access.rows import acting
from amparo.casework import access_log, represented
from amparo.documents import opening
from amparo.documents.models import Document, DocumentPart
from amparo.foundation import clock, ids
from amparo.foundation.errors import Refused
from amparo.mandates import inviting, queries
from amparo.mandates.models import Mandate
from amparo.people import queries as people
from amparo.people.models import Person
from amparo.privacy import vault
from amparo.privacy.purposes import Purpose
from tests.conftest import enrol, person_actor
from tests.mandates.conftest import Browser, invited

PAGES = (b"\xff\xd8\xff the first page", b"\xff\xd8\xff the second")
EVERY_STATE = ("receiving", "waiting", "reading", "ready", "unusable", "deleted")


def paper(casa: Any, person: Any, title: str = "Letter of May", state: str = "ready") -> Any:
    """A document of two pages, as it lies there once it was read; the PDF that it was is kept too."""
    whose, row, part, at = people.subject_of(person), ids.new(), ids.new(), clock.now()
    about = vault.seal(whose, "documents.about", row, json.dumps({"kind": "court_letter", "title": title}))
    drawn = vault.seal(whose, "documents.paper", row, b"".join(PAGES), version=opening.CLEANED)
    with acting(casa.system):
        Document.objects.create(
            id=row,
            programme_id=casa.id,
            person=person,
            client_id=ids.new(),
            state=state,
            about=None if state == "deleted" else about,
            paper=drawn if state == "ready" else None,
            page_sizes=[[len(one), 3, 4] for one in PAGES] if state == "ready" else [],
            added_by=person.id,
            begun_at=at,
            added_at=at,
        )
        DocumentPart.objects.create(
            id=part,
            programme_id=casa.id,
            person=person,
            document_id=row,
            client_id=ids.new(),
            size=5,
            arrived=5,
            original=vault.seal(whose, "documents.original_paper", part, b"%PDF-", version=opening.CLEANED),
        )
    return row


def looks(ana: Any) -> list[tuple[str, tuple[str, ...]]]:
    """What a representative opened, and why, as her log says it."""
    me = person_actor(ana)
    with acting(me):
        found = access_log.read(Person.objects.get(), by=me, at=clock.now()).looks
    return [(look.purpose, tuple(look.fields)) for look in found if look.kind == "representative"]


def test_the_list_names_what_is_ready_and_each_page_is_one_look(casa: Any, ana: Any, rita: Any) -> None:
    made = paper(casa, ana)
    page = rita.browser.see(rita.mandate, "documents/").content.decode()
    assert "Letter of May" in page and "A letter from the court" in page and "2 pages" in page
    before = looks(ana)
    page = rita.browser.see(rita.mandate, f"documents/{made}/?page=2").content.decode()
    assert "Page 2 of 2" in page and f"/documents/{made}/pages/2/" in page
    answer = rita.browser.see(rita.mandate, f"documents/{made}/pages/2/")
    assert answer.content == PAGES[1] and answer["Content-Type"] == "image/jpeg"
    fresh = looks(ana)[: len(looks(ana)) - len(before)]
    assert ("represented_paper", ("documents.paper",)) in fresh and len(fresh) == 2


def test_what_is_handed_over_is_sandboxed_and_kept_by_no_cache(casa: Any, ana: Any, rita: Any) -> None:
    made = paper(casa, ana)
    for what, kind in (("pages/1/", "image/jpeg"), ("file/", "application/pdf")):
        answer = rita.browser.see(rita.mandate, f"documents/{made}/{what}")
        assert answer.status_code == 200 and answer["Content-Type"] == kind
        assert "sandbox" in answer["Content-Security-Policy"] and "no-store" in answer["Cache-Control"]
        assert answer["Content-Disposition"].startswith("attachment")
        assert answer["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize("number", [0, 3, 999])
def test_a_page_that_does_not_exist_is_none(casa: Any, ana: Any, rita: Any, number: int) -> None:
    assert rita.browser.see(rita.mandate, f"documents/{paper(casa, ana)}/pages/{number}/").status_code == 404


@pytest.mark.parametrize("said", ["", "x", "0", "-1", "9999", "٢"])
def test_a_page_number_that_is_none_shows_one_that_is(casa: Any, ana: Any, rita: Any, said: str) -> None:
    page = rita.browser.see(rita.mandate, f"documents/{paper(casa, ana)}/?page={said}")
    assert page.status_code == 200 and "of 2" in page.content.decode()


@pytest.mark.parametrize("state", [one for one in EVERY_STATE if one != "ready"])
def test_what_is_not_ready_or_is_deleted_is_shown_to_nobody_else(casa: Any, ana: Any, rita: Any, state: str) -> None:
    made = paper(casa, ana, state=state)
    assert "Letter of May" not in rita.browser.see(rita.mandate, "documents/").content.decode()
    for what in ("", "pages/1/", "file/"):
        assert rita.browser.see(rita.mandate, f"documents/{made}/{what}").status_code == 404


def test_deleted_it_is_gone_for_them_too(casa: Any, ana: Any, rita: Any) -> None:
    from amparo.documents import actions

    made, me = paper(casa, ana), person_actor(ana)
    assert rita.browser.see(rita.mandate, f"documents/{made}/pages/1/").status_code == 200
    with acting(me):
        actions.delete(made, by=me, at=clock.now())
    assert rita.browser.see(rita.mandate, f"documents/{made}/pages/1/").status_code == 404
    assert "There is no document to see." in rita.browser.see(rita.mandate, "documents/").content.decode()


def test_another_persons_document_does_not_exist(casa: Any, ana: Any, rita: Any) -> None:
    bea = enrol(casa, worker="teo", name="Bea", case_number="A111222333", contacts=[])
    other, invitation = Browser(), invited(bea)
    other.accept(casa, invitation)
    made = paper(casa, bea)
    for what in ("", "pages/1/", "file/"):
        assert rita.browser.see(rita.mandate, f"documents/{made}/{what}").status_code == 404
        assert other.see(invitation.mandate_id, f"documents/{made}/{what}").status_code == 200


def test_without_the_area_there_is_no_page_of_it(casa: Any, ana: Any, rita: Any) -> None:
    made, me = paper(casa, ana), person_actor(ana)
    with acting(me):
        inviting.change(rita.mandate, areas=["hearings"], by=me, at=clock.now())
    for what in ("documents/", f"documents/{made}/", f"documents/{made}/pages/1/", f"documents/{made}/file/"):
        assert rita.browser.see(rita.mandate, what).status_code == 403
    assert "/documents/" not in rita.browser.see(rita.mandate).content.decode()


# ── row security alone ──


def test_only_ready_rows_exist_and_only_while_the_mandate_covers_them(casa: Any, ana: Any) -> None:
    for state in EVERY_STATE:
        paper(casa, ana, state=state)
    browser, invitation = Browser(), invited(ana, areas=["documents"])
    browser.accept(casa, invitation)
    actor, me = queries.under(invitation.mandate_id, casa.id), person_actor(ana)
    with acting(actor):
        assert [row.state for row in Document.objects.all()] == ["ready"]
        assert not DocumentPart.objects.exists()
    with acting(me):
        inviting.change(invitation.mandate_id, areas=["notices"], by=me, at=clock.now())
    with acting(actor):
        assert not Document.objects.exists()
    with acting(me):
        inviting.change(invitation.mandate_id, areas=["documents"], by=me, at=clock.now())
        inviting.end(invitation.mandate_id, by=me, at=clock.now())
    with acting(actor):
        assert not Document.objects.exists()


def test_an_invitation_or_one_that_is_over_opens_no_document(casa: Any, ana: Any, rita: Any) -> None:
    paper(casa, ana)
    with acting(queries.under(invited(ana).mandate_id, casa.id)):
        assert not Document.objects.exists()
    with acting(casa.system):
        Mandate.objects.filter(id=rita.mandate).update(expires_at=clock.now() - timedelta(seconds=1))
    with acting(queries.under(rita.mandate, casa.id)):
        assert not Document.objects.exists()


def test_nothing_of_a_document_can_be_changed_or_deleted(casa: Any, ana: Any, rita: Any) -> None:
    from django.db import DatabaseError, transaction

    made = paper(casa, ana)
    with acting(queries.under(rita.mandate, casa.id)):
        with pytest.raises(DatabaseError), transaction.atomic():
            Document.objects.filter(id=made).update(looked_at=clock.now())
        assert Document.objects.filter(id=made)._raw_delete(using="default") == 0
        assert Document.objects.filter(id=made).exists()


# ── the vault ──


def test_the_vault_opens_the_pages_for_that_reason_and_the_original_for_none(casa: Any, ana: Any, rita: Any) -> None:
    made = paper(casa, ana)
    with acting(casa.system):
        row, part = Document.objects.get(id=made), DocumentPart.objects.get(document_id=made)
        actor = queries.actor_of(Mandate.objects.get(id=rita.mandate))
    whose, at = people.subject_of(ana), clock.now()
    pages = vault.OpenItem(whose, "documents.paper", made, bytes(row.paper), opening.CLEANED)
    original = vault.OpenItem(whose, "documents.original_paper", part.id, bytes(part.original), opening.CLEANED)
    for why in Purpose:
        if why is not Purpose.REPRESENTED_PAPER:
            with pytest.raises(Refused):
                vault.open_sealed([pages], by=actor, why=why, at=at)
        with pytest.raises(Refused):
            vault.open_sealed([original], by=actor, why=why, at=at)
    assert vault.open_sealed([pages], by=actor, why=Purpose.REPRESENTED_PAPER, at=at) == [b"".join(PAGES)]
    with pytest.raises(Refused, match="one_at_a_time"):
        vault.open_sealed([pages, pages], by=actor, why=Purpose.REPRESENTED_PAPER, at=at)


def test_nobody_else_gives_that_reason(casa: Any, ana: Any, rita: Any) -> None:
    made = paper(casa, ana)
    for by in (casa.luz, casa.sol, person_actor(ana), casa.system):
        with acting(by), pytest.raises(Refused, match="not_allowed"):
            represented.documents(ana, by=by, at=clock.now())
        with acting(by), pytest.raises(Refused, match="not_allowed"):
            represented.pages(ana, made, by=by, at=clock.now())


def test_a_look_of_theirs_does_not_take_it_off_the_teams_list(casa: Any, ana: Any, rita: Any) -> None:
    made = paper(casa, ana)
    assert rita.browser.see(rita.mandate, f"documents/{made}/file/").status_code == 200
    with acting(casa.system):
        assert Document.objects.get(id=made).looked_at is None


def test_when_the_log_cannot_be_written_nothing_is_shown(
    casa: Any, ana: Any, rita: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_args: Any, **_kwargs: Any) -> None:
        raise Refused("vault_log_unavailable")

    made = paper(casa, ana)
    monkeypatch.setattr(vault, "open_sealed", broken)
    answer = rita.browser.see(rita.mandate, f"documents/{made}/pages/1/")
    assert answer.status_code == 503 and PAGES[0] not in answer.content
