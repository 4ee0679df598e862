"""A pack as a page to print: the person's language and English side by side, a summary and a chart first."""

from collections.abc import Callable
from typing import Any

from django.template.loader import render_to_string

from amparo.casework.evidence import lines, wording
from amparo.casework.evidence.lines import Chapter, Speaker, clean, isolated, say
from amparo.casework.evidence.marks import Mark
from amparo.foundation import languages

# Where people print on Letter; everywhere else it is A4.
LETTER = frozenset({"CA", "CL", "CO", "CR", "DO", "GT", "HN", "MX", "NI", "PA", "PH", "PR", "SV", "US", "VE"})
IN_A_ROW, STEP = 26, 20

Facts = dict[str, Any]


def html(facts: Facts, *, digest: str, key_url: str) -> str:
    """The whole document. `digest` is the SHA-256 of the JSON it was made from."""
    own = facts["person"]["language"]
    first, second = _both(facts, own, lambda speaker: lines.chapters(facts, speaker))
    context = {
        "size": "letter" if facts["programme"]["country"] in LETTER else "a4",
        "own": languages.LANGUAGES[own],
        "two": first is not None,
        "two_clocks": own != languages.DEFAULT,
        "titles": _pairs(
            *_both(facts, own, lambda _: [str(title) for title in wording.TITLES.values()]), wording.TITLES
        ),
        "summary": _pairs(*_both(facts, own, lambda speaker: _summary(facts, speaker))),
        "said": _pairs(*_both(facts, own, lambda _: [say(wording.SUMMARY, c) for c in SAID]), dict.fromkeys(SAID)),
        "check": _pairs(*_both(facts, own, lambda _: _check(key_url)), dict.fromkeys(CHECK)),
        "signed": _pairs(*_both(facts, own, lambda _: [say(wording.RECEIPTS, "signed")])),
        "not_yet": "" if first is not None or own == languages.DEFAULT else _not_yet(own),
        "legend": _legend(facts, own),
        "chart": _chart(facts),
        "chapters": _side_by_side(first, second or [], facts, own),
        "digest": digest,
        "key": facts["programme"]["key"],
        "programme": facts["programme"]["name"],
        "name": clean(facts["person"]["name"] or ""),
    }
    return render_to_string("casework/evidence.html", context)


SAID = ("counts", "chart", "absent", "nothing")
CHECK = ("digest", "key", "how", "where")


def _both(facts: Facts, own: str, tell: Callable[[Speaker], Any]) -> tuple[Any, Any]:
    """The same in the person's language (None: English is all there is) and in English."""
    first, zone = None, facts["person"]["zone"]
    if own != languages.DEFAULT and languages.written(own) == own:
        with languages.speaking(own):
            first = tell(Speaker(own, zone))
    with languages.speaking(languages.DEFAULT):
        return first, tell(Speaker(languages.DEFAULT, zone))


def _pairs(first: list[str] | None, second: list[str], names: Any = None) -> Any:
    pairs = [{"own": a, "en": b} for a, b in zip(first or [""] * len(second), second, strict=True)]
    return dict(zip(names, pairs, strict=True)) if names else pairs


def _side_by_side(first: list[Chapter] | None, second: list[Chapter], facts: Facts, own: str) -> list[dict[str, Any]]:
    zone = facts["person"]["zone"]
    mine, english = Speaker(own, zone), Speaker(languages.DEFAULT, zone)
    told = []
    for number, chapter in enumerate(second):
        other = first[number] if first else chapter
        rows = [
            {
                "own": a.text,
                "en": b.text,
                "quote": b.quote,
                "begins": b.begins,
                "when": {"own": mine.moment(b.at), "en": english.moment(b.at)},
            }
            for a, b in zip(other.lines, chapter.lines, strict=True)
        ]
        told.append({"code": chapter.code, "title": {"own": other.title, "en": chapter.title}, "rows": rows})
    return told


def _summary(facts: Facts, s: Speaker) -> list[str]:
    person, programme, period = facts["person"], facts["programme"], facts["period"]
    sentences = [say(wording.SUMMARY, "who", name=isolated(person["name"] or "–"))]
    if person["case_number"]:
        sentences.append(say(wording.SUMMARY, "case", number=isolated(person["case_number"])))
    days = {"begins": s.day(period["begins"]), "ends": s.day(period["ends"])}
    sentences.append(say(wording.SUMMARY, "period", zone=person["zone"], **days))
    sentences.append(
        say(wording.SUMMARY, "programme", programme=isolated(programme["name"]), phone=isolated(programme["phone"]))
    )
    counted = _counted(facts)
    return sentences + ([say(wording.SUMMARY, code, **n) for code, n in counted] or [say(wording.SUMMARY, "none")])


def _counted(facts: Facts) -> list[tuple[str, dict[str, int]]]:
    concerns, arrived = facts["concerns"], sum(len(one["receipts"]) for one in facts["checkins"])
    written, visits = facts["conversation"], facts["visits"]
    counts = [one["counts"] for one in facts["messages"]]
    closed = sum(one["state"] == "closed" for one in concerns)
    answered = sum(bool(one["answer"] or one["contest"]) for one in concerns)
    sent = sum(n for each in counts for code, n in each.items() if code not in ("reminders", "waiting", "dropped"))
    delivered = sum(each.get("delivered", 0) for each in counts)
    told: list[tuple[str, dict[str, int]]] = [
        ("windows", {"n": len(facts["checkins"])}),
        ("receipts", {"n": arrived}),
        ("faults", {"n": len(facts["outages"])}),
        ("help", {"n": len(facts["help"]), "handled": sum(bool(one["handled_at"]) for one in facts["help"])}),
        ("concerns", {"n": len(concerns), "closed": closed}),
        ("answered", {"n": answered}),
        ("hearings", {"n": len(facts["hearings"])}),
        ("messages", {"n": sent, "delivered": delivered}),
        ("conversation", {"n": len(written), "theirs": sum(one["writer"] == "person" for one in written)}),
        ("no_words", {"n": len(written) if not facts["with_words"] else 0}),
        ("visits", {"n": len(visits), "held": sum(one["state"] == "held" for one in visits)}),
    ]
    return [(code, n) for code, n in told if n["n"]]


def _check(key_url: str) -> list[str]:
    return [say(wording.CHECK, code, address=key_url) for code in CHECK]


def _not_yet(own: str) -> str:
    with languages.speaking(languages.DEFAULT):
        return say(wording.CHECK, "other_languages", language=isolated(languages.LANGUAGES[own].endonym))


def _legend(facts: Facts, own: str) -> list[dict[str, Any]]:
    first, second = _both(facts, own, lambda _: [say(wording.MARKS, mark.value) for mark in Mark])
    names = zip(Mark, first or [""] * len(second), second, strict=True)
    told = [{"mark": m.value, "own": a, "en": b, "n": facts["marks"][m.value]} for m, a, b in names]
    return [one for one in told if one["n"]]


def _chart(facts: Facts) -> dict[str, Any]:
    """One mark for each window, in rows, the oldest first."""
    shown = [
        {"mark": one["mark"], "x": n % IN_A_ROW * STEP + STEP // 2, "y": n // IN_A_ROW * STEP + STEP // 2}
        for n, one in enumerate(facts["checkins"])
    ]
    rows = -(-len(shown) // IN_A_ROW)
    return {"marks": shown, "width": IN_A_ROW * STEP, "height": rows * STEP}
