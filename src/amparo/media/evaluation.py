"""How often comparing faces is wrong, and for whom: error rates by group, on pictures of people who agreed to that.

Measuring takes pairs of people, comparing never does: this module is for `amparo evaluate-faces` alone, and every pair
goes through `likeness.compare`. Terms are those of ISO/IEC 19795-1 and -10.
"""

import statistics
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations
from typing import Final

from amparo.media import likeness, rates
from amparo.media.likeness import Embedding
from amparo.media.rates import Rate

# NIST SP 800-63A-4: at most one false match in 10,000. Its draft of 2023: at most one false non-match in 100.
MOST_FALSE_MATCHES: Final = 1 / 10_000
MOST_FALSE_NON_MATCHES: Final = 1 / 100
SMALLEST_GROUP: Final = 11  # people; of a smaller one nothing is told


@dataclass(frozen=True, slots=True)
class Shot:
    """One picture: whose, what its table says of them, and its numbers; None where it could not be used."""

    person: str
    groups: Mapping[str, str]
    embedding: Embedding | None
    milliseconds: float


@dataclass(frozen=True, slots=True)
class Errors:
    """Of one group, or of everybody. False matches are between two people of the group."""

    people: int
    failure_to_enrol: Rate  # people without any picture that can be used
    failure_to_acquire: Rate  # pictures that cannot be used
    false_non_match: Rate
    false_match: Rate
    milliseconds: float  # median for a picture


@dataclass(frozen=True, slots=True)
class Attribute:
    """One column of the table. Ratios are worst to best of the groups that are told; None: cannot be said."""

    groups: dict[str, Errors]
    too_small: int  # groups that are not told
    between_groups: Rate  # false matches of people of different groups
    false_match_ratio: float | None
    false_non_match_ratio: float | None


@dataclass(frozen=True, slots=True)
class Report:
    threshold: float
    everybody: Errors
    attributes: dict[str, Attribute]
    lowest_genuine: float | None
    highest_impostor: float | None
    refused: list[str] = field(default_factory=list)  # whose rates show that the threshold must not be used


def measure(shots: Sequence[Shot], threshold: float = likeness.MATCH) -> Report:
    """Everybody's first usable picture enrols them; their others are compared with it, and every two people's."""
    genuine = list(_genuine(shots))
    impostor = list(_impostor(shots))
    names = sorted({name for shot in shots for name in shot.groups})
    attributes = {name: _attribute(name, shots, genuine, impostor, threshold) for name in names}
    everybody = _errors(shots, genuine, impostor, threshold)
    return Report(
        threshold=threshold,
        everybody=everybody,
        attributes=attributes,
        lowest_genuine=min((cosine for _, cosine in genuine), default=None),
        highest_impostor=max((cosine for _, _, cosine in impostor), default=None),
        refused=list(_refused(everybody, attributes)),
    )


Genuine = tuple[Shot, float]
Impostor = tuple[Shot, Shot, float]


def _genuine(shots: Sequence[Shot]) -> Iterator[Genuine]:
    for theirs in _by_person(shots).values():
        usable = [shot for shot in theirs if shot.embedding is not None]
        for shot in usable[1:]:
            yield shot, _cosine(usable[0], shot)


def _impostor(shots: Sequence[Shot]) -> Iterator[Impostor]:
    usable = [shot for shot in shots if shot.embedding is not None]
    for one, other in combinations(usable, 2):
        if one.person != other.person:
            yield one, other, _cosine(one, other)


def _cosine(one: Shot, other: Shot) -> float:
    assert one.embedding is not None and other.embedding is not None
    return likeness.compare(one.embedding, other.embedding)


def _errors(shots: Sequence[Shot], genuine: list[Genuine], impostor: list[Impostor], threshold: float) -> Errors:
    people = _by_person(shots)
    return Errors(
        people=len(people),
        failure_to_enrol=rates.rate(all(shot.embedding is None for shot in theirs) for theirs in people.values()),
        failure_to_acquire=rates.rate(shot.embedding is None for shot in shots),
        false_non_match=rates.rate(cosine < threshold for _, cosine in genuine),
        false_match=rates.rate(cosine >= threshold for _, _, cosine in impostor),
        milliseconds=statistics.median(shot.milliseconds for shot in shots) if shots else 0.0,
    )


def _attribute(
    name: str, shots: Sequence[Shot], genuine: list[Genuine], impostor: list[Impostor], threshold: float
) -> Attribute:
    found: dict[str, Errors] = {}
    values = sorted({shot.groups[name] for shot in shots if name in shot.groups})
    for value in values:
        found[value] = _errors(
            [shot for shot in shots if shot.groups.get(name) == value],
            [pair for pair in genuine if pair[0].groups.get(name) == value],
            [pair for pair in impostor if pair[0].groups.get(name) == pair[1].groups.get(name) == value],
            threshold,
        )
    told = {value: errors for value, errors in found.items() if errors.people >= SMALLEST_GROUP}
    apart = (cosine >= threshold for one, other, cosine in impostor if one.groups.get(name) != other.groups.get(name))
    return Attribute(
        groups=told,
        too_small=len(found) - len(told),
        between_groups=rates.rate(apart),
        false_match_ratio=rates.ratio(errors.false_match for errors in told.values()),
        false_non_match_ratio=rates.ratio(errors.false_non_match for errors in told.values()),
    )


def _refused(everybody: Errors, attributes: Mapping[str, Attribute]) -> Iterator[str]:
    groups = {f"{name} {value}": errors for name, one in attributes.items() for value, errors in one.groups.items()}
    for whose, errors in ({"everybody": everybody} | groups).items():
        if errors.false_match.shows_more_than(MOST_FALSE_MATCHES):
            yield f"{whose}: false matches"
        if errors.false_non_match.shows_more_than(MOST_FALSE_NON_MATCHES):
            yield f"{whose}: false non-matches"


def _by_person(shots: Iterable[Shot]) -> dict[str, list[Shot]]:
    people: dict[str, list[Shot]] = defaultdict(list)
    for shot in shots:
        people[shot.person].append(shot)
    return people
