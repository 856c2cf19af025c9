"""The pages for whoever looks after the program say what the program says, and no command that there is not."""

import re
from pathlib import Path

import pytest

from bot.cli import COMMANDS

ROOT = Path(__file__).parents[2]
FAILURES = (ROOT / "docs" / "when-it-fails.md").read_text(encoding="utf-8")
FIRST_CELLS = re.findall(r"^\| (“[^|]+”) \|", FAILURES, re.MULTILINE)
SENTENCES = [sentence for cell in FIRST_CELLS for sentence in re.findall(r"“(.+?)”", cell)]
SITUATIONS = (ROOT / "docs" / "situations.md").read_text(encoding="utf-8")
ROWS = re.findall(r"^\| (\d+) [^|]+\|([^|]+)\|", SITUATIONS, re.MULTILINE)
# 「……」 stands for a name or a number that differs from time to time.
TOLD = [sentence.strip("…") for _, said in ROWS for sentence in re.findall(r"“(.+?)”", said)]
PAGES = [
    "situations",
    "when-it-fails",
    "meeting-day",
    "computer-room",
    "handing-over",
    "administration",
]


@pytest.fixture(scope="module")
def everything_said() -> str:
    """The program's texts, with sentences that run over two lines joined."""
    sources = [path.read_text(encoding="utf-8") for path in sorted((ROOT / "bot").rglob("*.py"))]
    return re.sub(r'"\s*\n?\s*f?"', "", "\n".join(sources))


@pytest.mark.parametrize("sentence", SENTENCES)
def test_the_program_says_the_sentence_that_the_page_explains(
    sentence: str, everything_said: str
) -> None:
    assert sentence in everything_said


@pytest.mark.parametrize("sentence", sorted(set(TOLD)))
def test_the_program_says_what_the_table_of_situations_says(
    sentence: str, everything_said: str
) -> None:
    assert sentence in everything_said


def test_no_situation_is_left_out() -> None:
    assert [int(number) for number, _ in ROWS] == list(range(1, 74))


def test_there_is_a_page_for_more_than_twenty_failures() -> None:
    assert len(SENTENCES) > 20


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
