"""The pages for whoever looks after the program say what the program says, and no command that there is not."""

import re
from pathlib import Path

import pytest

from bot.cli import COMMANDS

ROOT = Path(__file__).parents[2]
FAILURES = (ROOT / "docs" / "when-it-fails.md").read_text(encoding="utf-8")
ROWS = re.findall(r"^\| (“[^|]+) \| ([^|]+) \| ([^|]+) \|$", FAILURES, re.MULTILINE)
SENTENCES = [sentence for said, _, _ in ROWS for sentence in re.findall(r"“(.+?)”", said)]
SITUATIONS = [situation for _, when, _ in ROWS for situation in when.split("；")]
PAGES = [
    "when-it-fails",
    "meeting-day",
    "computer-room",
    "handing-over",
    "administration",
]


@pytest.fixture(scope="module")
def everything_said() -> str:
    """The texts of the program and of `make`, with sentences that run over two lines joined."""
    files = [ROOT / "Makefile", *sorted((ROOT / "bot").rglob("*.py"))]
    sources = [path.read_text(encoding="utf-8") for path in files]
    return re.sub(r'"\s*\n?\s*f?"', "", "\n".join(sources))


@pytest.mark.parametrize("sentence", SENTENCES)
def test_the_program_says_the_sentence_that_the_page_explains(
    sentence: str, everything_said: str
) -> None:
    assert sentence in everything_said


def test_a_sentence_is_explained_once() -> None:
    assert sorted(set(SENTENCES)) == sorted(SENTENCES)


def test_every_row_of_the_page_is_read_here() -> None:
    rows = [line for line in FAILURES.splitlines() if line.startswith("| “")]
    assert len(rows) == len(ROWS)
    assert len(SITUATIONS) > 73  # so many were tried, one after the other


@pytest.mark.parametrize("page", PAGES)
def test_pages_name_commands_that_there_are(page: str) -> None:
    text = (ROOT / "docs" / f"{page}.md").read_text(encoding="utf-8")
    named = set(re.findall(r"(?:^\s*|`|/)shuzhi ([a-z][a-z-]+)", text, re.MULTILINE))
    assert named <= set(COMMANDS)


@pytest.mark.parametrize("page", PAGES)
def test_links_lead_somewhere(page: str) -> None:
    text = (ROOT / "docs" / f"{page}.md").read_text(encoding="utf-8")
    for target in re.findall(r"\]\(([^)#]+)[^)]*\)", text):
        assert (ROOT / "docs" / target).exists(), target
