"""`amparo evaluate-faces`: how often comparing faces is wrong, and for whom."""

import dataclasses
import json
from pathlib import Path

from rich.console import Console
from rich.progress import track
from rich.table import Table

from amparo.media import evaluation, photographs
from amparo.media.evaluation import MOST_FALSE_MATCHES, MOST_FALSE_NON_MATCHES, SMALLEST_GROUP, Errors, Report
from amparo.media.faces import Looker
from amparo.media.rates import Rate
from amparo.media.unusable import Unusable

SENTENCES = {
    "no_table": "There is no people.csv in this folder. Its first column is an id, each other one a group.",
    "damaged_table": "people.csv cannot be read as a table with a head.",
    "no_photographs": "No photograph here is named after anybody in people.csv: ID_anything.jpg.",
}


def run(console: Console, folder: Path, *, threshold: float, as_json: bool) -> int:
    """0 when nothing speaks against the threshold; 1 when it must not be used; 2 when nothing could be measured."""
    try:
        photographs.found(folder, set(photographs.people(folder)))
        taken = photographs.shots(folder, Looker(threads=1))
        shots = list(taken if as_json else track(taken, "Measuring", console=console, transient=True))
    except Unusable as trouble:
        console.print(SENTENCES[trouble.code], highlight=False)
        return 2
    report = evaluation.measure(shots, threshold)
    if as_json:
        console.print_json(json.dumps(dataclasses.asdict(report)))
    else:
        _show(console, report)
    return 1 if report.refused else 0


def _show(console: Console, report: Report) -> None:
    everybody = report.everybody
    table = Table(title=f"Comparing faces at {report.threshold:g}: rates with 95 % intervals (Wilson)")
    for head in ("who", "people", "false match", "false non-match", "cannot enrol", "cannot acquire", "ms"):
        table.add_column(head, justify="left" if head == "who" else "right")
    table.add_row(*_row("everybody", everybody))
    for name, one in report.attributes.items():
        for value, errors in one.groups.items():
            table.add_row(*_row(f"{name} {value}", errors))
        table.add_row(f"{name}: across groups", "", _told(one.between_groups), "", "", "", "")
    console.print(table)
    for name, one in report.attributes.items():
        if one.too_small:
            few = f"{one.too_small} groups of fewer than {SMALLEST_GROUP} people: nothing is told of them."
            console.print(f"{name}: {few}", highlight=False)
        if len(one.groups) > 1:
            ratios = (one.false_match_ratio, one.false_non_match_ratio)
            matches, non_matches = ("cannot be said" if r is None else f"{r:.1f}" for r in ratios)
            console.print(f"{name}, worst to best: false matches {matches}, false non-matches {non_matches}.")
    for sentence in _what_it_says(report):
        console.print(sentence, highlight=False, soft_wrap=True)


def _row(who: str, errors: Errors) -> tuple[str, ...]:
    told = (errors.false_match, errors.false_non_match, errors.failure_to_enrol, errors.failure_to_acquire)
    return (who, str(errors.people), *(_told(rate) for rate in told), f"{errors.milliseconds:.0f}")


def _told(rate: Rate) -> str:
    if not rate.tries:
        return "no pairs"
    return f"{rate.value:.2%} ({rate.low:.3%} to {rate.high:.2%})\n{rate.errors} of {rate.tries}"


def _what_it_says(report: Report) -> list[str]:
    """What the sample shows, and plainly what it cannot show."""
    said = []
    for rate, limit, what in (
        (report.everybody.false_match, MOST_FALSE_MATCHES, "false matches"),
        (report.everybody.false_non_match, MOST_FALSE_NON_MATCHES, "false non-matches"),
    ):
        if rate.tries and not rate.errors:
            said.append(
                f"No {what} in {rate.tries} pairs shows only that fewer than 1 in {max(1, rate.tries // 3)} is likely."
            )
        if rate.cannot_show(limit) and not rate.shows_more_than(limit):
            said.append(f"This sample cannot show {what} of at most 1 in {round(1 / limit)}: it is too small.")
    said.append(
        "Pairs share people, so true intervals are wider. Photographs of one day, one camera or one light are alike: "
        "errors in use will be more."
    )
    said += [f"DO NOT USE this threshold. {whose} are more than may be." for whose in report.refused]
    if not report.refused:
        said.append("Nothing here speaks against this threshold; that alone is no reason to use it.")
    return said
