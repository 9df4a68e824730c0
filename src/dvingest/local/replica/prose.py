"""Newly written Vietnamese in the newspaper's manner: patterns from `texts/`, filled with names, places and figures."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from importlib import resources
from random import Random

_CHOICE = re.compile(r"\[([^\[\]]*)\]")
_SLOT = re.compile(r"\{([a-zA-Z0-9]+)(\^)?(?::(\d+)-(\d+))?\}")
_MASK = (1 << 64) - 1


def mix(*numbers: int) -> int:
    """Return a well spread 64-bit number that depends on every one of `numbers` and on nothing else."""
    state = 0x9E3779B97F4A7C15
    for number in numbers:
        state = (state ^ number) * 0xBF58476D1CE4E5B9 & _MASK
        state = (state ^ state >> 29) * 0x94D049BB133111EB & _MASK
        state ^= state >> 32
    return state


@dataclass(frozen=True, slots=True)
class StoryPlan:
    """The patterns of one kind of news."""

    titles: tuple[str, ...]
    leads: tuple[str, ...]
    paragraphs: tuple[str, ...]
    """In reading order; the one that starts with "=" holds the document number and is always used."""
    headings: tuple[str, ...]
    quotes: tuple[str, ...]
    captions: tuple[str, ...]
    tags: tuple[str, ...]
    themes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Prose:
    """The words of one article, before anything is laid out."""

    lead: str
    paragraphs: tuple[str, ...]
    headings: tuple[str, ...]
    quotes: tuple[str, ...]
    captions: tuple[str, ...]
    tags: tuple[str, ...]
    people: tuple[str, ...]


def _text(name: str) -> str:
    return resources.files(__package__).joinpath("texts", name).read_text(encoding="utf-8")


@cache
def story_plans(topic: str) -> tuple[StoryPlan, ...]:
    """Return the plans of `texts/<topic>.txt`."""
    plans = []
    for chunk in _text(f"{topic}.txt").split("== ")[1:]:
        rows: dict[str, list[str]] = {}
        for line in chunk.splitlines()[1:]:
            if line.strip():
                mark, text = line[0], line[2:].strip()
                rows.setdefault("P" if mark == "D" else mark, []).append(f"={text}" if mark == "D" else text)
        plans.append(
            StoryPlan(
                titles=tuple(rows["T"]),
                leads=tuple(rows["L"]),
                paragraphs=tuple(rows["P"]),
                headings=tuple(rows["H"]),
                quotes=tuple(rows["Q"]),
                captions=tuple(rows["C"]),
                tags=tuple(rows["K"][0].split("; ")),
                themes=tuple(rows["W"][0].split("; ")),
            )
        )
    return tuple(plans)


@cache
def _people() -> Mapping[str, tuple[str, ...]]:
    lines = (line.split(" ", 1) for line in _text("people.txt").splitlines())
    return {key: tuple(values.split(";")) for key, values in lines}


@cache
def _places() -> tuple[tuple[str, tuple[str, ...], tuple[str, ...]], ...]:
    rows = (line.split("|") for line in _text("places.txt").splitlines())
    return tuple(
        (province, tuple(districts.split(";")), tuple(communes.split(";"))) for province, districts, communes in rows
    )


@cache
def seed_text() -> tuple[str, str, str, tuple[str, ...]]:
    """Return title, lead (with its mark), caption and paragraphs of the seed article, as scraped text has them."""
    lines = [line.strip() for line in _text("seed.txt").splitlines() if line.strip()]
    return lines[0], lines[1], lines[2], tuple(lines[4:-2])


def sources() -> tuple[str, ...]:
    """Return the agencies whose copy the newspaper takes over."""
    return _people()["source"]


def person(dice: Random) -> tuple[str, str]:
    """Return "ông" or "bà" and a name."""
    words = _people()
    sex, title = ("m", "ông") if dice.random() < 0.6 else ("f", "bà")
    name = f"{dice.choice(words['family'])} {dice.choice(words['middle-' + sex])} {dice.choice(words['given-' + sex])}"
    return title, name


def pen_name(dice: Random) -> str:
    """Return a reporter's short name, two words."""
    words = _people()
    sex = dice.choice("mf")
    return f"{dice.choice(words['middle-' + sex])} {dice.choice(words['given-' + sex])}"


@dataclass(frozen=True, slots=True)
class Facts:
    """What stays the same through one article: its plan, and the words for the named slots."""

    plan: StoryPlan
    words: Mapping[str, str]

    def fill(self, pattern: str, dice: Random) -> str:
        """Return `pattern` with its choices made and its slots filled, first letter large."""
        chosen = _CHOICE.sub(lambda match: dice.choice(match[1].split("|")), pattern)
        return _capital(_SLOT.sub(lambda match: self._slot(match, dice), chosen))

    def _slot(self, match: re.Match[str], dice: Random) -> str:
        name, capital, low, high = match.groups()
        text = self.words[name] if low is None else _figure(name, int(low), int(high), dice)
        return _capital(text) if capital else text


def facts_of(topics: Sequence[str], seed: int, index: int, published_at: datetime) -> Facts:
    """Return plan and facts of article `index`, the same for the same arguments.

    A topic is the name of a file in `texts/`, or one plan of it: `xa-hoi:1`.
    """
    dice = Random(mix(seed, index, 1))
    topic, _, number = dice.choice(topics).partition(":")
    plans = story_plans(topic)
    plan = plans[int(number)] if number else dice.choice(plans)
    province, districts, communes = dice.choice(_places())
    people = [person(dice) for _ in range(3)]
    event = published_at - timedelta(hours=dice.randint(2, 30))
    initials = "".join(word[0] for word in province.split())
    _, offender = person(dice)
    words = {
        "theme": dice.choice(plan.themes),
        "province": province,
        "district": dice.choice(districts),
        "commune": dice.choice(communes),
        "company": dice.choice(_people()["company"]),
        "day": f"ngày {event:%d/%m}",
        "dm": f"{event:%d/%m}",
        "year": str(event.year),
        "lastyear": str(event.year - 1),
        "nextyear": str(event.year + dice.randint(1, 3)),
        "nextmonth": str(event.month % 12 + 1),
        "weekday": dice.choice(("hai", "ba", "tư", "năm", "sáu")),
        "born": str(dice.randint(1962, 2001)),
        # Counts up with the articles, so that no two bodies are the same.
        "doc": f"{index + 11}/VP-{initials}",
        "x": " ".join([*offender.split()[:2], offender.split()[-1][0] + "."]),
    }
    for letter, (title, name) in zip("ABC", people, strict=True):
        words[letter] = f"{title} {name}"
        words[letter.lower()] = name
    return Facts(plan, words)


def headline(facts: Facts, seed: int, index: int) -> str:
    """Return the title of article `index`."""
    dice = Random(mix(seed, index, 2))
    return facts.fill(dice.choice(facts.plan.titles), dice)


def compose(facts: Facts, seed: int, index: int) -> Prose:
    """Return the words of article `index`."""
    dice, plan = Random(mix(seed, index, 3)), facts.plan
    count = dice.randint(4, len(plan.paragraphs) - 1)
    optional = [row for row, text in enumerate(plan.paragraphs) if not text.startswith("=")]
    kept = {*dice.sample(optional, count), *(set(range(len(plan.paragraphs))) - set(optional))}
    paragraphs = [facts.fill(plan.paragraphs[row].removeprefix("="), dice) for row in sorted(kept)]
    return Prose(
        lead=facts.fill(dice.choice(plan.leads), dice),
        paragraphs=tuple(paragraphs),
        headings=tuple(facts.fill(text, dice) for text in plan.headings),
        quotes=tuple(facts.fill(text, dice) for text in plan.quotes),
        captions=tuple(facts.fill(text, dice) for text in dice.sample(plan.captions, len(plan.captions))),
        tags=tuple(dict.fromkeys(facts.fill(text, dice) for text in plan.tags)),
        people=(facts.words["a"], facts.words["b"], facts.words["c"]),
    )


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _figure(form: str, low: int, high: int, dice: Random) -> str:
    whole = dice.randint(low, high)
    if form == "m":
        fraction = f",{dice.randint(1, 9)}" if whole < 100 and dice.random() < 0.5 else ""
        return f"{_thousands(whole)}{fraction} tỷ đồng"
    if form == "p":
        return f"{whole},{dice.randint(1, 9)}%"
    if form == "p1":
        return f"{whole},{dice.randint(1, 9)}"
    if form == "p2":
        return f"{whole},{dice.randint(1, 9)}{dice.randint(1, 9)}"
    return _thousands(whole)


def _thousands(number: int) -> str:
    return f"{number:,}".replace(",", ".")
