"""A representative from the invitation to the end, and everybody who tries another way."""

from __future__ import annotations

from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import connection

from amparo.access.actor import Actor, Kind
from amparo.access.rows import acting
from amparo.casework import access_log, locking, represented, representing
from amparo.foundation import clock, ids
from amparo.foundation.errors import Refused
from amparo.hearings.models import Hearing
from amparo.identity import actions as identity
from amparo.identity.checks import LockedBy
from amparo.mandates import accounts, inviting, queries, rules, totp
from amparo.mandates.models import Account, Mandate, Notice, Seat, Sitting
from amparo.people.models import ContactPoint, Person
from amparo.privacy import vault
from amparo.privacy.purposes import Purpose
from amparo.reminders.models import Reminder
from tests.conftest import enrol, person_actor
from tests.mandates.conftest import ALL, Browser, invited
from tests.staff import a_full_day as day


def kept(casa: Any, mandate_id: Any) -> Mandate:
    with acting(casa.system):
        return Mandate.objects.get(id=mandate_id)


def end(ana: Any, mandate_id: Any) -> None:
    me = person_actor(ana)
    with acting(me):
        inviting.end(mandate_id, by=me, at=clock.now())


def hearing(casa: Any, person: Any, days: int = 5) -> Hearing:
    at = clock.now()
    with acting(casa.sol):
        source = day.Source.objects.create(programme_id=casa.id, name=f"List {days}", kind="table", zone=day.ZONE)
        made = day.hearing(person, source, at + timedelta(days=days), at)
        Hearing.objects.filter(id=made.id).update(judge="Judge Okoye")
        return made


# ── codes of a telephone ──


@pytest.mark.parametrize(
    ("second", "said"),
    [
        (59, "94287082"),
        (1111111109, "07081804"),
        (1111111111, "14050471"),
        (1234567890, "89005924"),
        (2000000000, "69279037"),
        (20000000000, "65353130"),
    ],
)
def test_the_codes_are_those_of_the_standard(second: int, said: str) -> None:
    assert totp.code(b"12345678901234567890", second // totp.STEP, digits=8) == said


def test_a_code_is_worth_nothing_after_it_was_used() -> None:
    at, secret = clock.now(), b"s" * 20
    step = totp.step_of(at)
    assert totp.fits(secret, totp.code(secret, step), after=0, at=at) == step
    assert totp.fits(secret, totp.code(secret, step), after=step, at=at) is None
    assert totp.fits(secret, totp.code(secret, step - 2), after=0, at=at) is None


# ── accepting ──


def test_who_accepts_sees_the_person_and_the_person_sees_who_accepted(casa: Any, ana: Any, rita: Any) -> None:
    page = rita.browser.client.get("/rep/").content.decode()
    assert "Ana Lucía Pérez" in page
    row, me = kept(casa, rita.mandate), person_actor(ana)
    with acting(me):
        who = queries.shown([row], ana, by=me, why=Purpose.OWN_RECORD, at=clock.now())
    assert who[row.id].name == "Rita Robles" and who[row.id].organisation == "Robles Law"
    with acting(casa.system):
        assert list(Reminder.objects.filter(kind="way_in").values_list("step", flat=True)) == ["new_reader"]


def test_a_link_works_once(casa: Any, ana: Any, rita: Any) -> None:
    other = Browser()
    assert other.accept(casa, rita.invitation).status_code == 422
    assert other.client.get("/rep/").status_code == 302


def test_a_forwarded_link_opens_nothing_and_five_wrong_digits_close_it_alone(casa: Any, ana: Any) -> None:
    one, other = invited(ana), invited(ana)
    wrong = f"{(int(one.code) + 1) % 10_000:04}"
    said = [Browser().accept(casa, one, code=wrong) for _ in range(rules.WRONG_CODES)]
    assert {answer.status_code for answer in said} == {422}
    assert Browser().accept(casa, one).status_code == 422  # the right ones, too late
    assert queries.state(kept(casa, one.mandate_id), clock.now()) is rules.State.CLOSED
    assert Browser().accept(casa, other).status_code == 200


def test_the_fifth_try_may_be_the_right_one(casa: Any, ana: Any) -> None:
    one = invited(ana)
    wrong = f"{(int(one.code) + 1) % 10_000:04}"
    for _ in range(rules.WRONG_CODES - 1):
        Browser().accept(casa, one, code=wrong)
    assert Browser().accept(casa, one).status_code == 200


def test_every_closed_link_gives_the_same_page(casa: Any, ana: Any) -> None:
    """Unknown, used, taken back, over, wrong digits: whoever guesses learns nothing."""
    used, ended, old, open_ = invited(ana), invited(ana), invited(ana), invited(ana)
    Browser().accept(casa, used)
    end(ana, ended.mandate_id)
    with acting(casa.system):
        Mandate.objects.filter(id=old.mandate_id).update(expires_at=clock.now())
    unknown = SimpleNamespace(token="a" * 26, code="0000")
    nonsense = SimpleNamespace(token="x", code="0000")
    wrong = SimpleNamespace(token=open_.token, code=f"{(int(open_.code) + 1) % 10_000:04}")
    pages = []
    for invitation in (unknown, nonsense, used, ended, old, wrong):
        answer = Browser().accept(casa, invitation)
        page = answer.content.decode()
        begins = page.index('<div class="note" role="alert">')
        pages.append((answer.status_code, page[begins : page.index("</div>", begins)]))
    assert len(set(pages)) == 1


@pytest.mark.parametrize("what", ["locked", "given a new link"])
def test_an_invitation_falls_with_the_phone_it_was_made_on(casa: Any, ana: Any, what: str) -> None:
    """Whoever had her phone and PIN may have invited somebody: her lock, and her new link, take that back."""
    invitation = invited(ana, at=clock.now() - timedelta(minutes=5))
    with acting(casa.luz):
        if what == "locked":
            locking.lock(ana.id, LockedBy.MEMBER, by=casa.luz, at=clock.now())
        else:
            identity.issue_link_and_pin(ana.id, by=casa.luz, at=clock.now())
    browser = Browser()
    assert browser.accept(casa, invitation).status_code == 422
    assert browser.client.get("/rep/").status_code == 302


def test_an_invitation_is_over_after_a_week(casa: Any, ana: Any) -> None:
    invitation = invited(ana, at=clock.now() - rules.INVITATION)
    assert Browser().accept(casa, invitation).status_code == 422


def test_a_wrong_phone_code_uses_no_try_up_and_keeps_what_was_typed(casa: Any, ana: Any) -> None:
    invitation = invited(ana)
    answer = Browser().accept(casa, invitation, phone_code="12")
    assert answer.status_code == 422 and "Rita Robles" in answer.content.decode()
    assert kept(casa, invitation.mandate_id).wrong == 0


HOSTILE = ["\u202eevil\u202c نص", "👩‍👩‍👧‍👦" * 8, "a\u200bb\ufeffc", "<script>alert(1)</script>", "O'Brien & Søn"]


@pytest.mark.parametrize("name", HOSTILE)
def test_names_are_kept_as_they_are_written(casa: Any, ana: Any, name: str) -> None:
    invitation = invited(ana)
    assert Browser().accept(casa, invitation, name=name).status_code == 200
    me = person_actor(ana)
    with acting(me):
        row = queries.one(invitation.mandate_id, ana.id)
        assert queries.shown([row], ana, by=me, why=Purpose.OWN_RECORD, at=clock.now())[row.id].name == name


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"name": " "}, "Please write your name."),
        ({"name": "x" * 10_000}, "This is too long."),
        ({"address": "no address"}, "This is no e-mail address."),
        ({"made": "forged"}, "more than an hour"),
    ],
)
def test_what_cannot_be_kept_is_refused_with_words_and_costs_no_try(
    casa: Any, ana: Any, changes: dict[str, str], words: str
) -> None:
    invitation = invited(ana)
    answer = Browser().accept(casa, invitation, **changes)
    assert answer.status_code == 422 and words in answer.content.decode()
    assert kept(casa, invitation.mandate_id).wrong == 0


def test_a_failure_half_way_leaves_nothing(casa: Any, ana: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_args: Any, **_kwargs: Any) -> None:
        raise Refused("vault_unavailable")

    invitation, browser = invited(ana), Browser()
    with monkeypatch.context() as patch:
        patch.setattr(accounts, "begin", broken)
        assert browser.accept(casa, invitation).status_code == 503
    row = kept(casa, invitation.mandate_id)
    assert row.accepted_at is None and row.token_hash is not None
    with acting(casa.system):
        assert not Account.objects.exists()
    assert Browser().accept(casa, invitation).status_code == 200


# ── signing in ──


def test_the_name_and_a_code_open_and_the_same_code_opens_nothing_again(casa: Any, rita: Any) -> None:
    browser = rita.browser
    browser.client.post("/rep/sign-out/")
    code = browser.phone_code()
    assert browser.client.post("/rep/sign-in/", {"name": browser.name, "code": code}).status_code == 302
    assert browser.client.get("/rep/").status_code == 200
    again = Browser().client.post("/rep/sign-in/", {"name": browser.name, "code": code})
    assert again.status_code == 403


def test_wrong_codes_and_names_of_nobody_sound_the_same_and_ten_close_the_day(casa: Any, rita: Any) -> None:
    name, right = rita.browser.name, rita.browser.phone_code()
    wrong = f"{(int(right) + 1) % 1_000_000:06}"
    pages = set()
    for who in (name, f"{casa.programme.slug}.AAAA-AAAA-AAAA-AAAA", "nobody.AAAA", "x"):
        answer = Browser().client.post("/rep/sign-in/", {"name": who, "code": wrong})
        page = answer.content.decode()
        pages.add((answer.status_code, page[page.index('<div class="note"') : page.index("<form method", 2500)][:300]))
    assert len(pages) == 1
    for _ in range(rules.WRONG_SIGN_INS):
        Browser().client.post("/rep/sign-in/", {"name": name, "code": wrong})
    assert Browser().client.post("/rep/sign-in/", {"name": name, "code": right}).status_code == 403
    # Whoever sits inside already stays.
    assert rita.browser.client.get("/rep/").status_code == 200


def test_a_sitting_ends_after_half_an_hour_without_a_page(casa: Any, rita: Any) -> None:
    with acting(casa.system):
        Sitting.objects.update(seen_at=clock.now() - rules.IDLE)
    assert rita.browser.client.get("/rep/").status_code == 302
    assert rita.browser.see(rita.mandate, "hearings/").status_code == 302


def test_signing_out_ends_the_sitting_for_a_copied_cookie_too(rita: Any) -> None:
    copied = rita.browser.client.cookies["amparo_rep"].value
    rita.browser.client.post("/rep/sign-out/")
    thief = Browser()
    thief.client.cookies["amparo_rep"] = copied
    assert thief.client.get("/rep/").status_code == 302


def test_a_cookie_that_was_planted_is_not_the_one_that_signs_in(casa: Any, ana: Any, rita: Any) -> None:
    planted = rita.browser.client.cookies["amparo_rep"].value
    rita.browser.client.post("/rep/sign-out/")
    rita.browser.client.cookies["amparo_rep"] = planted
    answer = rita.browser.client.post("/rep/sign-in/", {"name": rita.browser.name, "code": rita.browser.phone_code()})
    assert answer.cookies["amparo_rep"].value != planted
    thief = Browser()
    thief.client.cookies["amparo_rep"] = planted
    assert thief.client.get("/rep/").status_code == 302


def test_the_cookie_is_for_this_door_and_no_script(rita: Any) -> None:
    said = rita.browser.client.cookies["amparo_rep"]
    assert said["httponly"] and said["path"] == "/rep/" and said["samesite"] == "Lax"


def test_a_form_from_elsewhere_is_refused(casa: Any, ana: Any) -> None:
    from django.test import Client

    client = Client(enforce_csrf_checks=True)
    for path in ("/rep/sign-in/", "/rep/sign-out/", f"/rep/invitation/{casa.programme.slug}/{'a' * 26}/"):
        assert client.post(path, {"name": "x"}).status_code == 403


# ── what is seen ──


def test_each_area_shows_its_part_and_the_person_reads_who_looked(casa: Any, ana: Any, rita: Any) -> None:
    hearing(casa, ana)
    page = rita.browser.see(rita.mandate, "hearings/").content.decode()
    assert "Judge Okoye" in page and "Last confirmed" in page and "List 5" in page
    assert rita.browser.see(rita.mandate, "check-ins/").status_code == 200
    assert rita.browser.see(rita.mandate, "notices/").status_code == 200
    me = person_actor(ana)
    with acting(me):
        looks = access_log.read(Person.objects.get(), by=me, at=clock.now()).looks
    theirs = [look for look in looks if look.kind == "representative"]
    assert {look.name for look in theirs} == {"Rita Robles"}
    assert {"represented_hearings", "represented_checkins", "represented_notices"} <= {one.purpose for one in theirs}


@pytest.mark.parametrize("area", ALL)
def test_an_area_that_was_not_granted_is_no_page(casa: Any, ana: Any, area: str) -> None:
    browser, invitation = Browser(), invited(ana, areas=[one for one in ALL if one != area])
    browser.accept(casa, invitation)
    path = {"checkins": "check-ins"}.get(area, area)
    assert browser.see(invitation.mandate_id, f"{path}/").status_code == 403
    overview = browser.see(invitation.mandate_id).content.decode()
    assert f"/{path}/" not in overview


def test_a_change_holds_from_the_next_page_on(casa: Any, ana: Any, rita: Any) -> None:
    assert rita.browser.see(rita.mandate, "hearings/").status_code == 200
    me = person_actor(ana)
    with acting(me):
        inviting.change(rita.mandate, areas=["notices"], by=me, at=clock.now())
    assert rita.browser.see(rita.mandate, "hearings/").status_code == 403
    assert rita.browser.see(rita.mandate, "notices/").status_code == 200


def test_taken_back_the_very_next_request_is_refused(casa: Any, ana: Any, rita: Any) -> None:
    assert rita.browser.see(rita.mandate, "hearings/").status_code == 200
    end(ana, rita.mandate)
    end(ana, rita.mandate)  # twice is once
    for what in ("", "hearings/", "check-ins/", "notices/"):
        assert rita.browser.see(rita.mandate, what).status_code == 404
    assert "Ana" not in rita.browser.client.get("/rep/").content.decode()


def test_on_its_last_day_it_ends_by_itself(casa: Any, ana: Any, rita: Any) -> None:
    with acting(casa.system):
        Mandate.objects.update(expires_at=clock.now())
    assert rita.browser.see(rita.mandate, "hearings/").status_code == 404


def test_whoever_was_forgotten_is_on_no_list_and_breaks_none(casa: Any, ana: Any, rita: Any) -> None:
    bea = enrol(casa, worker="teo", name="Bea Forgotten", case_number="A111222333", contacts=[])
    rita.browser.accept(casa, invited(bea))
    with acting(casa.system):
        Person.objects.filter(id=bea.id).update(state="erasing", salt=None)
    page = rita.browser.client.get("/rep/")
    assert page.status_code == 200 and "Ana" in page.content.decode() and "Bea" not in page.content.decode()


def test_another_representative_cannot_look_by_the_number_of_the_mandate(casa: Any, ana: Any, rita: Any) -> None:
    bea = enrol(casa, worker="teo", name="Bea", case_number="A111222333", contacts=[])
    other, invitation = Browser(), invited(bea)
    other.accept(casa, invitation)
    assert other.see(rita.mandate, "hearings/").status_code == 404
    assert rita.browser.see(invitation.mandate_id, "hearings/").status_code == 404


def test_one_lawyer_sees_people_of_two_programmes_and_neither_knows_of_the_other(
    casa: Any, ana: Any, elsewhere: Any, rita: Any
) -> None:
    eva = enrol(elsewhere, name="Evangelina", case_number="A999888777", contacts=[])
    invitation = invited(eva)
    assert rita.browser.accept(elsewhere, invitation).status_code == 302
    page = rita.browser.client.get("/rep/").content.decode()
    assert "Ana Lucía Pérez" in page and "Evangelina" in page
    assert kept(casa, rita.mandate).holder != kept(elsewhere, invitation.mandate_id).holder
    for house in (casa, elsewhere):
        for who in (house.luz, house.sol, house.system):
            with acting(who):
                assert not Seat.objects.exists()
    with acting(elsewhere.system):
        assert not Account.objects.exists()
    end(eva, invitation.mandate_id)
    page = rita.browser.client.get("/rep/").content.decode()
    assert "Ana Lucía Pérez" in page and "Evangelina" not in page


# ── row security alone ──


def shown_to(actor: Actor) -> dict[str, int]:
    """How many rows of each table exist for this actor, without any filter of the code."""
    from tests.contracts.test_row_security_alone import OF_A_PROGRAMME

    with acting(actor):
        return {m._meta.label: n for m in OF_A_PROGRAMME if (n := m.objects.count())}


PUBLIC = {"programme.Member", "programme.Office", "programme.Policy", "hearings.Source", "faults.Outage"}


def test_only_the_rows_of_the_granted_areas_exist(casa: Any, ana: Any) -> None:
    bea = enrol(casa, worker="teo", name="Bea", case_number="A111222333", contacts=[("sms", "+13055550177")])
    for person in (ana, bea):
        hearing(casa, person, days=5 if person is ana else 6)
        with acting(casa.sol):
            day.checkin(person, clock.now() - timedelta(days=2), "done")
    browser, invitation = Browser(), invited(ana, areas=["hearings"])
    browser.accept(casa, invitation)
    actor = queries.under(invitation.mandate_id, casa.id)
    seen = {label: n for label, n in shown_to(actor).items() if label not in PUBLIC}
    assert seen == {"people.Person": 1, "hearings.Hearing": 1, "mandates.Mandate": 1}
    with acting(actor):
        assert Person.objects.get().id == ana.id and Hearing.objects.get().person_id == ana.id
    me = person_actor(ana)
    with acting(me):
        inviting.change(invitation.mandate_id, areas=["checkins"], by=me, at=clock.now())
    seen = {label: n for label, n in shown_to(actor).items() if label not in PUBLIC}
    assert seen == {"people.Person": 1, "checkins.Checkin": 1, "mandates.Mandate": 1}
    end(ana, invitation.mandate_id)
    assert {k: n for k, n in shown_to(actor).items() if k not in PUBLIC} == {"mandates.Mandate": 1}


def test_ended_while_somebody_reads_the_next_statement_finds_nothing(casa: Any, ana: Any, rita: Any) -> None:
    import psycopg

    from amparo.machine import secrets

    hearing(casa, ana)
    with acting(queries.under(rita.mandate, casa.id)):
        assert Hearing.objects.count() == 1
        with psycopg.connect(secrets.dsn("super")) as beside:
            beside.execute(
                "UPDATE mandates_mandate SET ended_at = now(), ended = 'taken_back', expires_at = now() WHERE id = %s",
                [rita.mandate],
            )
        assert Hearing.objects.count() == 0 and Person.objects.count() == 0


def test_a_representative_changes_and_deletes_nothing(casa: Any, ana: Any, rita: Any) -> None:
    from django.db import DatabaseError, transaction

    hearing(casa, ana)
    tables = ("hearings_hearing", "people_person", "mandates_mandate", "checkins_checkin", "mandates_notice")
    with acting(queries.under(rita.mandate, casa.id)), connection.cursor() as cursor:
        for table in tables:
            for statement in (f"UPDATE {table} SET id = id", f"DELETE FROM {table}"):
                try:
                    with transaction.atomic():
                        cursor.execute(statement)
                        assert cursor.rowcount == 0, statement
                except DatabaseError:
                    pass  # refused outright
        with pytest.raises(DatabaseError), transaction.atomic():
            cursor.execute("UPDATE mandates_mandate SET expires_at = until, areas = '{hearings}'")
    assert rita.browser.see(rita.mandate, "hearings/").status_code == 200


def test_an_invitation_that_nobody_accepted_opens_no_row(casa: Any, ana: Any) -> None:
    actor = queries.under(invited(ana).mandate_id, casa.id)
    assert {k for k in shown_to(actor) if k not in PUBLIC} == {"mandates.Mandate"}


def test_the_vault_opens_for_a_representative_what_its_reason_names_and_nothing_else(
    casa: Any, ana: Any, rita: Any
) -> None:
    with acting(casa.system):
        contact = ContactPoint.objects.filter(person=ana).first()
    subject = vault.Subject(casa.id, ana.id, bytes(ana.salt))
    actor = queries.actor_of(kept(casa, rita.mandate))
    item = vault.OpenItem(subject, "people.address", contact.id, bytes(contact.address))
    for why in (Purpose.REPRESENTED_HEARINGS, Purpose.PERSON_PAGE, Purpose.OWN_RECORD, Purpose.SEND_MESSAGE):
        with pytest.raises(Refused):
            vault.open_text([item], by=actor, why=why, at=clock.now())


def test_without_the_area_the_verb_refuses_before_any_row_is_asked(casa: Any, ana: Any) -> None:
    browser, invitation = Browser(), invited(ana, areas=["notices"])
    browser.accept(casa, invitation)
    actor = queries.actor_of(kept(casa, invitation.mandate_id))
    with acting(actor), pytest.raises(Refused, match="not_allowed"):
        represented.hearings(Person.objects.get(), by=actor, at=clock.now())
    with acting(casa.sol), pytest.raises(Refused, match="not_allowed"):
        represented.hearings(ana, by=casa.sol, at=clock.now())


# ── what is new ──


def test_a_new_date_is_noted_once_and_told_in_a_message_that_says_nothing(
    casa: Any, ana: Any, tmp_path: Any, settings: Any
) -> None:
    from amparo.channels import providers

    settings.OUTBOX = str(tmp_path / "outbox.jsonl")
    providers.forget()
    hearing(casa, ana, days=9)
    browser, invitation = Browser(), invited(ana)
    browser.accept(casa, invitation, address="rita@example.org")
    assert representing.tell(casa.id, at=clock.now()) == 0  # what was there before is no news
    hearing(casa, ana, days=5)
    representing.tell(casa.id, at=clock.now())
    representing.tell(casa.id, at=clock.now())
    sent = (tmp_path / "outbox.jsonl").read_text().splitlines()
    providers.forget()
    assert len(sent) == 1 and "rita@example.org" in sent[0] and "Sign in to see it" in sent[0]
    assert not any(word in sent[0] for word in ("Ana", "court", "hearing", "Judge", casa.programme.slug))
    assert "A court date is new" in browser.see(invitation.mandate_id, "notices/").content.decode()
    with acting(casa.system):
        assert Notice.objects.filter(sent_at__isnull=False).count() == 1


def test_taken_back_nothing_leaves_any_more(casa: Any, ana: Any, tmp_path: Any, settings: Any) -> None:
    from amparo.channels import providers

    settings.OUTBOX = str(tmp_path / "outbox.jsonl")
    providers.forget()
    browser, invitation = Browser(), invited(ana)
    browser.accept(casa, invitation, address="rita@example.org")
    hearing(casa, ana, days=5)
    end(ana, invitation.mandate_id)
    representing.tell(casa.id, at=clock.now())
    providers.forget()
    assert not (tmp_path / "outbox.jsonl").exists()


# ── the person's verbs ──


def test_only_the_person_invites(casa: Any, ana: Any) -> None:
    for by in (casa.luz, casa.sol, casa.system):
        with acting(by), pytest.raises(Refused):
            inviting.invite(ana.id, kind="lawyer", areas=ALL, days=30, by=by, at=clock.now())


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ({"kind": "boss"}, "kind_missing"),
        ({"areas": []}, "area_missing"),
        ({"areas": ["everything"]}, "area_missing"),
        ({"days": 366}, "days_missing"),
        ({"days": 0}, "days_missing"),
    ],
)
def test_what_cannot_be_granted_is_refused(casa: Any, ana: Any, said: dict[str, Any], code: str) -> None:
    from amparo.identity import sessions
    from amparo.identity.ways import Way

    at, me = clock.now(), person_actor(ana)
    facts: dict[str, Any] = {"kind": "lawyer", "areas": ["hearings"], "days": 30} | said
    with acting(me):
        session = sessions.begin(casa.id, ana.id, way=Way.PIN, device=None, settles_at=None, at=at)
        with pytest.raises(Refused, match=code):
            inviting.invite(session.session_id, **facts, by=me, at=at)


def test_nobody_shows_their_record_to_a_crowd(casa: Any, ana: Any) -> None:
    for _ in range(rules.MOST):
        invited(ana)
    with pytest.raises(Refused, match="too_many_representatives"):
        invited(ana)


def test_another_persons_mandate_does_not_exist(casa: Any, ana: Any, rita: Any) -> None:
    bea = enrol(casa, worker="teo", name="Bea", case_number="A111222333", contacts=[])
    me = person_actor(bea)
    with acting(me):
        for verb in (
            lambda: inviting.end(rita.mandate, by=me, at=clock.now()),
            lambda: inviting.change(rita.mandate, areas=["hearings"], by=me, at=clock.now()),
        ):
            with pytest.raises(Refused, match="unknown_mandate"):
                verb()
    assert rita.browser.see(rita.mandate, "hearings/").status_code == 200


def test_a_receipt_can_be_checked_by_whoever_holds_it(casa: Any, ana: Any, rita: Any) -> None:
    from tests.contracts.world import _done

    with acting(casa.sol):
        window = day.checkin(ana, clock.now() - timedelta(days=6), "due")
        sent = _done(casa, ana, window, clock.now())
    page = rita.browser.see(rita.mandate, f"receipts/{sent.receipt_number}/").content.decode()
    assert "/verify/#QU1QM" in page and "Check that it is real" in page
    assert rita.browser.see(rita.mandate, "receipts/00000-00000/").status_code == 404
    assert "rodilla" not in page and "rodilla" not in rita.browser.see(rita.mandate, "check-ins/").content.decode()


def test_a_worker_sees_who_it_is_and_can_change_nothing(casa: Any, ana: Any, rita: Any) -> None:
    from tests.staff.conftest import at_the_door, second_factor

    second_factor(casa.members["luz"])
    luz = at_the_door(casa.members["luz"], with_phone=False)
    page = luz.get(f"/staff/people/{ana.id}/").content.decode()
    begins = page.index('id="t-representatives"')
    section = page[begins : page.index("</section>", begins)]
    assert "Rita Robles" in section and "Robles Law" in section and "court dates" in section
    assert "<form" not in section
    end(ana, rita.mandate)
    page = luz.get(f"/staff/people/{ana.id}/").content.decode()
    assert "Rita Robles" not in page


def test_of_two_who_hold_link_and_digits_at_once_one_gets_in(casa: Any, ana: Any) -> None:
    from concurrent.futures import ThreadPoolExecutor

    from amparo.mandates import accepting, cookie

    invitation, said = invited(ana), accepting.says("Rita", "", "")

    def knock(_n: int) -> bool:
        made = cookie.new_set_up()
        code = totp.code(accounts.secret_of(casa.id, made.seed), totp.step_of(clock.now()))
        facts = {"token": invitation.token, "code": invitation.code, "phone_code": code, "said": said, "made": made}
        try:
            representing.accept(casa.id, **facts, at=clock.now())
        except Refused as no:
            assert no.code in ("invitation_not_opened", "vault_busy")
            return False
        finally:
            connection.close()
        return True

    with ThreadPoolExecutor(2) as both:
        assert sum(both.map(knock, range(2))) == 1
    with acting(casa.system):
        assert Account.objects.count() == 1


def test_whoever_is_being_forgotten_is_accepted_by_nobody(casa: Any, ana: Any) -> None:
    invitation = invited(ana)
    with acting(casa.system):
        Person.objects.filter(id=ana.id).update(state="erasing")
    assert Browser().accept(casa, invitation).status_code == 422


def test_a_representative_hears_nothing_of_another_one(casa: Any, ana: Any, rita: Any) -> None:
    """Not even that there is one: by row security alone."""
    other = Browser()
    invitation = invited(ana)
    assert other.accept(casa, invitation).status_code == 200
    with acting(casa.system):
        for mandate in Mandate.objects.filter(person=ana, accepted_at__isnull=False):
            Notice.objects.create(
                programme_id=casa.id,
                person=ana,
                mandate=mandate,
                what="hearing",
                about_id=ids.new(),
                version="1",
                noted_at=clock.now(),
            )
    with acting(Actor(Kind.REPRESENTATIVE, rita.mandate, casa.id)):
        assert {row.mandate_id for row in Notice.objects.all()} == {rita.mandate}


def test_whoever_is_being_forgotten_is_seen_by_no_representative(casa: Any, ana: Any, rita: Any) -> None:
    assert rita.browser.see(rita.mandate).status_code == 200
    with acting(casa.system):
        Person.objects.filter(id=ana.id).update(state="erasing")
    assert rita.browser.see(rita.mandate).status_code == 404
    assert rita.browser.see(rita.mandate, "hearings/").status_code == 404
