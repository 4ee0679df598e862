"""What stands on the staff's pages, and what is done there."""

from __future__ import annotations

import logging
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from amparo.access.rows import acting
from amparo.channels.models import InboundText
from amparo.checkins import actions, unconfirmed
from amparo.checkins.capture import Capture, Channel
from amparo.checkins.models import Checkin, Submission
from amparo.checkins.rules import Look
from amparo.foundation import clock, ids
from amparo.hearings import queries as hearings
from amparo.hearings.models import Hearing
from amparo.identity.ways import Way
from amparo.people import queries as people
from amparo.people.models import Person
from amparo.staff import wording
from tests.checkins.test_submitting import capture_of, send
from tests.conftest import enrol, person_actor
from tests.participant.conftest import open_window
from tests.staff.a_full_day import checkin, full_day


@pytest.fixture
def day(casa: Any, ana: Any) -> Any:
    return full_day(casa, [ana], clock.now())


def page(client: Any, name: str, **ids: Any) -> str:
    answer = client.get(reverse(f"staff:{name}", kwargs=ids))
    assert answer.status_code == 200
    return str(answer.content.decode())


def test_the_day_names_the_person_and_what_to_do(luz: Any, day: Any) -> None:
    today = page(luz, "today")
    assert "Ana Lucía Pérez" in today and "Asked for help in a check-in" in today and "late by 2 h" in today


def test_an_empty_day_is_calm(luz: Any) -> None:
    assert "Nobody is waiting for you" in page(luz, "today")


def test_taking_care_of_a_need_takes_it_off_the_list(luz: Any, day: Any) -> None:
    luz.post(reverse("staff:handled", args=["asked_for_help", day.help.id]))
    today = page(luz, "today")
    assert "Asked for help in a check-in" not in today and "Marked as taken care of" in today


def test_a_search_finds_by_part_of_the_name_without_accents(luz: Any, ana: Any) -> None:
    found = luz.post(reverse("staff:people"), {"q": "PERE luc"}).content.decode()
    assert "Ana Lucía Pérez" in found


def test_names_with_accents_stand_where_people_look_for_them(luz: Any, casa: Any) -> None:
    listed = ["Alma Ruiz", "Álvaro Díaz", "Érica Paz", "Zuniga Sol"]
    for number, name in enumerate(reversed(listed)):
        enrol(casa, name=name, case_number=f"A{number}", contacts=[])
    page = luz.get(reverse("staff:people")).content.decode().split("<table")[1]
    assert sorted(listed, key=page.index) == listed


def test_a_searched_name_stands_in_no_address_and_no_log(luz: Any, ana: Any, caplog: Any) -> None:
    with caplog.at_level(logging.DEBUG):
        answer = luz.post(reverse("staff:people"), {"q": "Pérez"})
    assert "Pérez" not in answer.request["PATH_INFO"] + answer.request["QUERY_STRING"]
    assert "Pérez" not in caplog.text
    assert luz.get(reverse("staff:people"), {"q": "Pérez"}).context["q"] == ""


def test_the_persons_page_tells_how_to_reach_them_and_what_happened(luz: Any, ana: Any, day: Any) -> None:
    told = page(luz, "person", person_id=ana.id)
    for words in ("+13055550123", "their time", "they said STOP", "Answered: I cannot come", "Hearing noted for"):
        assert words in told


@pytest.mark.parametrize("group", ["checkin", "hearing", "message", "contact", "agreement"])
def test_the_history_can_be_narrowed(luz: Any, ana: Any, day: Any, group: str) -> None:
    answer = luz.get(reverse("staff:person", args=[ana.id]), {"show": group})
    assert {event.group for event in answer.context["history"].events} <= {group}


def test_a_check_in_stands_in_the_history_once(luz: Any, casa: Any, ana: Any) -> None:
    send(ana, open_window(casa, ana), capture_of(), clock.now())
    told = [one.code for one in luz.get(reverse("staff:person", args=[ana.id])).context["history"].events]
    assert told.count("submission") == 1 and "checkin_done" not in told


def test_that_a_worker_found_it_to_count_is_told_by_itself(luz: Any, casa: Any, ana: Any) -> None:
    window = open_window(casa, ana)
    send(ana, window, capture_of(identity=Way.NONE), clock.now())
    with acting(casa.luz):
        actions.look(Checkin.objects.get(id=window.id), by=casa.luz, at=clock.now())
    told = [one.code for one in luz.get(reverse("staff:person", args=[ana.id])).context["history"].events]
    assert told.count("submission") == 1 and told.count("checkin_done") == 1


def test_a_long_history_is_read_page_by_page_and_nothing_twice(luz: Any, casa: Any, ana: Any) -> None:
    begun = clock.now() - timedelta(days=300)
    with acting(casa.luz):
        for n in range(150):
            InboundText.objects.create(
                programme_id=casa.id,
                person=ana,
                provider_ref=f"SM{n}",
                meaning="other",
                received_at=begun + timedelta(days=n),
            )
    address = reverse("staff:person", args=[ana.id])
    read = [luz.get(address, {"show": "message", "page": n}).context["history"] for n in (1, 2, 3)]
    assert [(len(one.events), one.has_older) for one in read] == [(60, True), (60, True), (30, False)]
    assert len({event.row_id for one in read for event in one.events}) == 150
    assert "Show older" in luz.get(address).content.decode() and "Show newer" not in luz.get(address).content.decode()


@pytest.mark.parametrize("number", ["0", "-3", "x", "٣", "99999999999999999999"])
def test_a_page_of_history_that_is_none_is_answered_kindly(luz: Any, ana: Any, number: str) -> None:
    assert luz.get(reverse("staff:person", args=[ana.id]), {"page": number}).status_code == 200


def test_asking_the_court_first_is_not_called_a_decision(luz: Any, day: Any) -> None:
    typed = {"decision": "ask", "reason": "The two lists disagree."}
    told = luz.post(reverse("staff:hearing_decide", args=[day.question.id]), typed, follow=True).content.decode()
    assert "The question stays open" in told and "The person is told." not in told


def test_a_search_asks_no_more_of_the_database_for_more_people(luz: Any, casa: Any, ana: Any) -> None:
    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            luz.post(reverse("staff:people"), {"q": "ana"})
        return len(queries)

    asked()  # the first visit of a session asks more
    before = asked()
    enrol(casa, name="Ana Soto", case_number="A555", contacts=[])
    assert asked() == before


def test_a_colleagues_person_is_refused_and_a_strangers_does_not_exist(teo: Any, omar: Any, ana: Any, day: Any) -> None:
    for name, key in (("person", ana.id), ("checkin", day.look.id), ("text", day.text.id)):
        assert teo.get(reverse(f"staff:{name}", args=[key])).status_code == 403
        assert omar.get(reverse(f"staff:{name}", args=[key])).status_code == 404


def test_another_programme_sees_nothing_anywhere(omar: Any, ana: Any, day: Any) -> None:
    for name in ("today", "people", "hearings"):
        assert "Ana" not in page(omar, name)
    assert omar.post(reverse("staff:people"), {"q": "Ana"}).context["rows"] == []


def test_answers_stay_sealed_until_asked_for(luz: Any, day: Any) -> None:
    assert "enferma" not in page(luz, "checkin", checkin_id=day.look.id)
    opened = luz.post(reverse("staff:checkin_answers", args=[day.look.id])).content.decode()
    assert "Mi hija está enferma" in opened and "Getting to places, A lawyer or legal help" in opened


def test_a_place_is_opened_alone_and_only_by_their_own_worker(luz: Any, sol: Any, day: Any) -> None:
    address = reverse("staff:checkin_place", args=[day.look.id, day.said.id])
    assert "33.45" not in page(luz, "checkin", checkin_id=day.look.id)
    assert "33.45" in luz.post(address).content.decode()
    assert sol.post(address).status_code == 403


def test_looked_at_counts_and_leaves_the_list(luz: Any, casa: Any, day: Any) -> None:
    luz.post(
        reverse("staff:checkin_look", args=[day.look.id]),
        {"what": "look", "note": "Called, all is well.", "arrived": day.said.id},
    )
    with acting(casa.luz):
        assert Checkin.objects.get(id=day.look.id).state == "done"


@pytest.mark.parametrize("what", [{"what": "look"}, {"what": "explain", "cause": "carrier"}])
def test_nobody_concludes_about_what_they_were_not_shown(
    luz: Any, casa: Any, ana: Any, day: Any, what: dict[str, str]
) -> None:
    shown, by = page(luz, "checkin", checkin_id=day.look.id), person_actor(ana)
    more = Capture(ids.new(), Channel.FORM, Way.NONE, "es", b"h" * 32, answers={"tell": "Tengo miedo"})
    with acting(by):
        actions.submit(day.look.id, capture=more, by=by, at=clock.now())
    assert f'name="arrived" value="{day.said.id}"' in shown
    for arrived in (day.said.id, ""):
        answer = luz.post(reverse("staff:checkin_look", args=[day.look.id]), what | {"arrived": arrived})
        assert answer.status_code == 409 and "Something else has arrived" in answer.content.decode()
    with acting(casa.luz):
        assert Checkin.objects.get(id=day.look.id).state == "needs_look"


def test_an_explanation_needs_a_cause(luz: Any, casa: Any, day: Any) -> None:
    answer = luz.post(reverse("staff:checkin_look", args=[day.look.id]), {"what": "explain", "cause": ""})
    assert answer.status_code == 400 and "choose a cause" in answer.content.decode()
    said = {"what": "explain", "cause": "carrier", "arrived": day.said.id}
    luz.post(reverse("staff:checkin_look", args=[day.look.id]), said)
    with acting(casa.luz):
        assert Checkin.objects.get(id=day.look.id).state == "explained"


def test_two_dates_stand_side_by_side_and_one_is_taken(luz: Any, casa: Any, day: Any) -> None:
    asked = page(luz, "hearings")
    assert "What we have" in asked and "What County list says" in asked
    typed = {"decision": "take", "reason": "The court confirmed it on the telephone."}
    assert luz.post(reverse("staff:hearing_decide", args=[day.question.id]), typed).status_code == 302
    with acting(casa.luz):
        assert hearings.by_id(day.hearing.id).day == day.question.day
    assert "No date needs a decision" in page(luz, "hearings")


def test_a_decision_needs_a_reason(luz: Any, day: Any) -> None:
    answer = luz.post(reverse("staff:hearing_decide", args=[day.question.id]), {"decision": "keep", "reason": ""})
    assert answer.status_code == 400 and "Please give a reason" in answer.content.decode()


def test_a_court_date_is_written_down_by_hand_and_confirmed(luz: Any, casa: Any, ana: Any) -> None:
    day = (clock.now() + timedelta(days=40)).date().isoformat()
    typed = {"day": day, "time": "09:00", "zone": "America/New_York", "mode": "in_person", "place": "Room 5"}
    assert luz.post(reverse("staff:hearing_new", args=[ana.id]), typed).status_code == 302
    with acting(casa.luz):
        made = hearings.next_of(ana.id, clock.now())
    assert made is not None and "09:00" in page(luz, "person", person_id=ana.id)
    assert luz.post(reverse("staff:hearing_confirm", args=[made.id])).status_code == 302


@pytest.mark.parametrize("hour", ["02:00", "06:59", "19:01", "00:00"])
def test_an_hour_at_which_no_court_sits_is_asked_once_more(luz: Any, casa: Any, ana: Any, hour: str) -> None:
    soon = (clock.now() + timedelta(days=20)).date().isoformat()
    typed = {"day": soon, "time": hour, "zone": "America/New_York", "mode": "in_person", "place": "26 Federal Plaza"}
    path = reverse("staff:hearing_new", args=[ana.id])
    asked = luz.post(path, typed)
    said = asked.content.decode()
    assert asked.status_code == 400 and f"{hour} is an unusual hour for a court." in said and 'name="sure"' in said
    assert 'name="sure"' not in luz.get(path).content.decode(), "only asked where it is odd"
    with acting(casa.luz):
        assert not Hearing.objects.exists()
    assert luz.post(path, typed | {"sure": "on"}).status_code == 302
    assert luz.post(path, typed | {"time": "08:00", "sure": ""}).status_code == 302


def test_a_court_date_in_the_past_is_explained(luz: Any, ana: Any) -> None:
    typed = {"day": "2020-01-02", "time": "09:00", "zone": "America/New_York", "mode": "in_person"}
    answer = luz.post(reverse("staff:hearing_new", args=[ana.id]), typed)
    assert answer.status_code == 400 and "This date is in the past" in answer.content.decode()


def test_no_page_speaks_of_violations(luz: Any, ana: Any, day: Any) -> None:
    told = [page(luz, "today"), page(luz, "person", person_id=ana.id), page(luz, "checkin", checkin_id=day.look.id)]
    for word in ("violation", "non-complian", "absconded", "failed to"):
        assert word not in " ".join(told).lower()


def test_a_check_in_at_the_office_is_a_check_in(luz: Any, casa: Any, ana: Any) -> None:
    with acting(casa.luz):
        window = checkin(ana, clock.now(), "due")
    key = luz.get(reverse("staff:checkin", args=[window.id])).context["seen_form"].initial["key"]
    for _click in range(2):
        typed = {"key": key, "channel": "office", "tell": "She is well."}
        assert luz.post(reverse("staff:checkin_seen", args=[window.id]), typed).status_code == 302
    with acting(casa.luz):
        assert Checkin.objects.get(id=window.id).state == "done"
        assert Submission.objects.filter(checkin=window).count() == 1


@pytest.mark.parametrize(
    ("where", "shown"),
    [
        ("office", "seen_by_worker"),
        ("kiosk", "seen_by_worker"),
        ("visit", "seen_by_worker"),
        ("video", "seen_by_worker"),
        ("call", "known_voice"),
    ],
)
def test_wherever_a_worker_saw_or_heard_them_it_counts(luz: Any, casa: Any, ana: Any, where: str, shown: str) -> None:
    with acting(casa.luz):
        window = checkin(ana, clock.now(), "due")
    typed = {"key": ids.new(), "channel": where}
    assert luz.post(reverse("staff:checkin_seen", args=[window.id]), typed).status_code == 302
    with acting(casa.luz):
        made = Submission.objects.get(checkin=window)
        assert (made.channel, made.identity) == (where, shown)
        assert Checkin.objects.get(id=window.id).state == "done"
    assert str(wording.IDENTITIES[shown]) in page(luz, "checkin", checkin_id=window.id)


@pytest.mark.parametrize("where", ["horoscope", "app", "form", ""])
def test_no_other_place_is_known(luz: Any, casa: Any, ana: Any, where: str) -> None:
    with acting(casa.luz):
        window = checkin(ana, clock.now(), "due")
    typed = {"key": ids.new(), "channel": where}
    assert luz.post(reverse("staff:checkin_seen", args=[window.id]), typed).status_code == 400


def test_what_nobody_confirmed_says_so_and_what_to_do(luz: Any, casa: Any, ana: Any) -> None:
    with acting(casa.luz):
        window = checkin(ana, clock.now(), "due")
    by = person_actor(ana)
    said = Capture(ids.new(), Channel.FORM, Way.NONE, "es", b"h" * 32, answers={"how": "well"})
    with acting(by):
        unconfirmed.submit(ana.id, capture=said, by=by, at=clock.now())
    told = page(luz, "checkin", checkin_id=window.id)
    assert "It came without a PIN" in told and "sent without, not confirmed" in told
    with acting(casa.luz):
        arrived = Submission.objects.get(checkin=window).id
    assert f'name="arrived" value="{arrived}"' in told
    looked = {"what": "look", "arrived": arrived}
    assert luz.post(reverse("staff:checkin_look", args=[window.id]), looked).status_code == 302
    with acting(casa.luz):
        assert Checkin.objects.get(id=window.id).state == "done"


def test_every_way_and_channel_has_words() -> None:
    assert set(wording.IDENTITIES) == {way.value for way in Way}
    assert {channel.value for channel in Channel} <= set(wording.CHANNELS)
    assert {look.value for look in Look} == set(wording.LOOKS)


def test_a_person_is_written_down_by_hand(luz: Any, casa: Any) -> None:
    typed = {
        "name": "Rosa Ixchel Tum",
        "language": "es",
        "phone": "(305) 555-0177",
        "mine": "on",
        "agreed": "in_person",
    }
    answer = luz.post(reverse("staff:person_new"), typed)
    with acting(casa.luz):
        made = Person.objects.get(id=answer.url.split("/")[-2])
        assert made.worker_id == casa.luz.id and [c.what for c in people.consents_of(made)] == ["messages"]
    assert "Rosa Ixchel Tum" in page(luz, "person", person_id=made.id)


def test_what_was_mistyped_is_kept_and_explained(luz: Any) -> None:
    answer = luz.post(reverse("staff:person_new"), {"name": "Rosa", "language": "es", "phone": "12"})
    assert answer.status_code == 400
    assert 'value="Rosa"' in answer.content.decode() and 'role="alert"' in answer.content.decode()


def test_another_way_to_reach_them_is_added_and_tried_first(luz: Any, ana: Any, casa: Any) -> None:
    luz.post(reverse("staff:contact_add", args=[ana.id]), {"kind": "sms", "address": "305 555 0188"})
    with acting(casa.luz):
        new = people.contacts_of(ana)[-1]
    luz.post(reverse("staff:contact_first", args=[ana.id, new.id]))
    with acting(casa.luz):
        assert people.contacts_of(ana)[0].id == new.id


def test_what_is_known_is_put_right(luz: Any, casa: Any, ana: Any) -> None:
    known = luz.get(reverse("staff:person_change", args=[ana.id])).context["form"].initial
    typed = {k: v or "" for k, v in known.items()} | {"name": "Ana L. Pérez Soto", "zone": "America/Chicago"}
    assert luz.post(reverse("staff:person_change", args=[ana.id]), typed).status_code == 302
    told = page(luz, "person", person_id=ana.id)
    assert "Ana L. Pérez Soto" in told and ("(CST)" in told or "(CDT)" in told)
    assert "Ana L. Pérez Soto" in luz.post(reverse("staff:people"), {"q": "soto"}).content.decode()


def test_a_link_and_a_pin_are_shown_once_and_kept_nowhere(luz: Any, ana: Any) -> None:
    shown = luz.post(reverse("staff:link", args=[ana.id]), follow=True)
    pin, link = shown.context["pin"], shown.context["link"]
    assert pin in shown.content.decode() and "<svg" in shown.content.decode() and "/my/hello/" in link
    assert luz.get(reverse("staff:link", args=[ana.id])).status_code == 405
    told = page(luz, "person", person_id=ana.id)
    assert pin not in told and "Got a new personal link and PIN. By Luz." in told


def test_a_day_for_check_ins_is_chosen(luz: Any, ana: Any) -> None:
    typed = {"weeks": 2, "weekday": 1, "opens": "09:00", "hours": 48}
    assert luz.post(reverse("staff:schedule", args=[ana.id]), typed).status_code == 302
    assert "Every 2 weeks on Tuesday from 09:00" in page(luz, "person", person_id=ana.id)


def test_a_supervisor_brings_in_a_file_after_looking_at_it(sol: Any, casa: Any) -> None:
    from django.core.files.uploadedfile import SimpleUploadedFile

    table = "Full name,Case,Phone,Language,ZIP\nMarta Ruiz,A111222333,305 555 0166,Spanish,33010\n"
    table += ",,,,\nBo,A1,x,Klingon,00000\n"
    file = SimpleUploadedFile("people.csv", table.encode())
    columns = sol.post(reverse("staff:imports"), {"kind": "people", "file": file}).url
    told = sol.get(columns).content.decode()
    assert "Marta Ruiz" in told and "Full name" in told
    chosen = {
        "column-0": "name",
        "column-1": "case_number",
        "column-2": "phone",
        "column-3": "language",
        "column-4": "zip",
    }
    preview = sol.post(columns, chosen | {"keep_as": "County"}).url
    looked = sol.get(preview)
    assert looked.context["found"].counts["new"] == 1
    assert "Amparo does not speak this language" in looked.content.decode()
    assert b"Klingon" in sol.get(preview + "errors.csv").content
    sol.post(preview + "apply/")
    assert "Done" in sol.get(preview).content.decode()
    assert "Marta Ruiz" in sol.post(reverse("staff:people"), {"q": "marta"}).content.decode()


def test_a_case_worker_brings_in_court_dates_but_no_people(luz: Any) -> None:
    form = luz.get(reverse("staff:imports")).context["form"]
    assert [code for code, _ in form.fields["kind"].choices] == ["hearings"]
    assert luz.get(reverse("staff:import", args=[ids.new()])).status_code == 403


def test_court_dates_from_a_table_are_looked_at_then_applied(luz: Any, casa: Any, ana: Any) -> None:
    day = (clock.now() + timedelta(days=30)).strftime("%Y-%m-%d")
    table = (
        f"Case Number,Hearing Date,Hearing Time,Court\nA123456789,{day},09:00,Room 1\nA999999999,{day},10:00,Room 2\n"
    )
    address = upload(luz, "dates.csv", table)
    looked = luz.get(address)
    assert looked.context["counts"]["new"] == 1 and looked.context["counts"]["not_ours"] == 1
    assert "Ana Lucía Pérez" in looked.content.decode()
    with acting(casa.luz):
        assert hearings.of_person(ana.id) == [] and hearings.sources() == []
    luz.post(address + "apply/")
    assert luz.post(address + "apply/").status_code == 302
    with acting(casa.luz):
        assert [str(one.day) for one in hearings.of_person(ana.id)] == [day]
    assert "Done" in luz.get(address).content.decode()


def test_a_list_that_names_a_colleagues_person_is_brought_in_without_showing_who(teo: Any, casa: Any, ana: Any) -> None:
    day = (clock.now() + timedelta(days=30)).strftime("%Y-%m-%d")
    address = upload(teo, "dates.csv", f"Case Number,Hearing Date,Hearing Time\nA123456789,{day},09:00\n")
    looked = teo.get(address)
    assert looked.context["counts"]["new"] == 1 and "Ana" not in looked.content.decode()
    assert teo.post(address + "apply/").status_code == 302


def test_court_dates_from_a_calendar_file(luz: Any, casa: Any, ana: Any) -> None:
    day = (clock.now() + timedelta(days=30)).strftime("%Y%m%d")
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//C//C//EN",
        "BEGIN:VEVENT",
        "UID:1@c",
        f"DTSTAMP:{day}T000000Z",
    ]
    lines += [f"DTSTART;TZID=America/New_York:{day}T090000", "SUMMARY:Master hearing A123-456-789", "END:VEVENT"]
    address = upload(luz, "dates.ics", "\r\n".join([*lines, "END:VCALENDAR", ""]))
    assert luz.get(address).context["counts"]["new"] == 1
    luz.post(address + "apply/")
    with acting(casa.luz):
        assert len(hearings.of_person(ana.id)) == 1


def test_columns_nobody_can_guess_are_asked_for(luz: Any, ana: Any) -> None:
    address = upload(luz, "dates.csv", "x,y\none,two\nthree,four\n")
    assert "Please choose a column for" in luz.get(address).content.decode()
    luz.post(address, {"means-case_number": "x", "means-date": "y", "means-time": "y"})
    luz.post(address + "discard/")
    assert "This file is gone" in luz.get(address).content.decode()


def upload(client: Any, name: str, text: str) -> str:
    from django.core.files.uploadedfile import SimpleUploadedFile

    file = SimpleUploadedFile(name, text.encode())
    sent = {"kind": "hearings", "source": "County court", "zone": "America/New_York", "file": file}
    return str(client.post(reverse("staff:imports"), sent).url)


def test_no_page_carries_a_script_or_style_of_its_own(luz: Any, ana: Any, day: Any) -> None:
    for told in (page(luz, "today"), page(luz, "person", person_id=ana.id), page(luz, "hearings")):
        assert "<style" not in told and " style=" not in told and " onclick" not in told
        assert told.count("<script") == 1


def test_an_unknown_page_is_told_kindly(luz: Any) -> None:
    answer = luz.get("/staff/nowhere/")
    assert answer.status_code == 404 and "There is no page at this address" in answer.content.decode()


def test_colleagues_are_listed(luz: Any) -> None:
    assert "supervisor" in page(luz, "members")


def test_a_person_without_a_name_still_has_a_page(luz: Any, casa: Any) -> None:
    made = enrol(casa, name="X Y", case_number="", contacts=[])
    with acting(casa.luz):
        Person.objects.filter(id=made.id).update(name=None)
    assert "Name not kept any more" in page(luz, "person", person_id=made.id)
