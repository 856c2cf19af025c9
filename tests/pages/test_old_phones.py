"""What stands in the pages is understood by a phone of 2016, and is no more than a slow network carries."""

import re
from fractions import Fraction

import pytest

from bot.domain.plan import Row
from bot.pages.drawing import TEMPLATES
from tests.cast import MEMBER
from tests.chat import Chat
from tests.pages.phone import link_of, phone_of
from tests.pages.test_rows import held_with

MODERN_SCRIPT = re.compile(r"=>|\b(?:const|let|class|async|await)\b|`|\?\.|\?\?|\.\.\.|fetch\(")
MODERN_STYLE = re.compile(
    r"(?<!column-)\bgap:|:has\(|:is\(|:where\(|inset:|clamp\(|var\(|@layer|aspect-ratio:"
)


@pytest.mark.parametrize("name", ["sheet.js", "screen.js"])
def test_scripts_are_written_for_old_phones(name: str) -> None:
    code = re.sub(r"/\*.*?\*/", "", (TEMPLATES / name).read_text("utf-8"), flags=re.DOTALL)
    assert MODERN_SCRIPT.findall(code) == []


def test_the_style_of_the_phone_is_written_for_old_phones() -> None:
    assert MODERN_STYLE.findall((TEMPLATES / "sheet.css").read_text("utf-8")) == []


async def test_a_long_sheet_is_no_more_than_thirty_kilobytes(chat: Chat) -> None:
    """Eight secretaries in four rows."""
    titles = ("政治功能", "组织力", "党员教育管理", "作风与廉洁")
    await held_with(chat, rows=tuple(Row(title, weight=Fraction(1, 4)) for title in titles))
    page = await phone_of(chat).open(await link_of(chat, MEMBER))
    assert len(page.content) < 30_000
