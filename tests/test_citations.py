"""Whoever reads a number in the code finds what it names: sentences of the plan, rules of conduct, steps of the ballot."""

import re
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
LAW = (ROOT / "docs" / "requirements.md").read_text(encoding="utf-8")
PLACES = ("bot", "handlers", "schedules", "tests", "benchmarks", "scripts")
ITSELF = Path(__file__).resolve()
SENTENCES = {int(number) for number in re.findall(r"^\| S(\d+) \|", LAW, re.MULTILINE)}
PARTS = dict(
    re.findall(
        r"^## (Rules of conduct|The ballot).*?\n(.*?)(?=^## |\Z)", LAW, re.MULTILINE | re.DOTALL
    )
)
RULES, STEPS = (
    {int(number) for number in re.findall(r"^(\d+)\. ", PARTS[part], re.MULTILINE)}
    for part in ("Rules of conduct", "The ballot")
)


@cache
def sources() -> list[tuple[Path, str]]:
    """Every file with what stands in it, read once for all that is asked."""
    paths = [path for place in PLACES for path in sorted((ROOT / place).rglob("*.py"))]
    return [(path, path.read_text(encoding="utf-8")) for path in paths if path != ITSELF]


def cited(pattern: str) -> dict[int, str]:
    """The numbers behind these words, each with one place that cites it."""
    numbers: dict[int, str] = {}
    for path, source in sources():
        for words in re.findall(pattern, source):
            numbers |= {int(number): path.name for number in re.findall(r"\d+", words)}
    return numbers


def test_the_law_is_whole() -> None:
    assert (len(SENTENCES), len(RULES), len(STEPS)) == (38, 10, 11)


@pytest.mark.parametrize(
    ("pattern", "numbers"),
    [
        (r"\bS(\d{1,2})\b(?! ?[=:])", SENTENCES),
        (r"[Rr]ules? of conduct ((?:\d+(?:, | and )?)+)", RULES),
        (r"[Bb]allot steps? ((?:\d+(?:, | and )?)+)", STEPS),
    ],
)
def test_every_number_that_is_cited_stands_in_the_law(pattern: str, numbers: set[int]) -> None:
    strangers = {number: place for number, place in cited(pattern).items() if number not in numbers}
    assert strangers == {}


def test_every_page_and_decision_that_is_cited_is_there() -> None:
    pages = {page for _, source in sources() for page in re.findall(r"docs/[\w./-]+\.md", source)}
    decisions = {
        number for _, source in sources() for number in re.findall(r"[Dd]ecision (\d{4})", source)
    }
    written = {path.name[:4] for path in (ROOT / "docs" / "decisions").glob("*.md")}
    assert {page for page in pages if not (ROOT / page).exists()} == set()
    assert decisions <= written


def test_nothing_cites_a_book_that_is_not_here() -> None:
    absent = re.compile(r"\b(?:MIR \d|practice \d+\.\d|ballots\.md)|§")
    found = [
        f"{path.name}: {match.group()}"
        for path, source in sources()
        for match in absent.finditer(source)
    ]
    assert found == []
