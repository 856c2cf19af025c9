"""A file on its way in: whatever goes wrong is told to the sender, and nothing of it stays."""

import re
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.actions.files import LONGEST_NAME, clean_name
from bot.messages import Attachment
from bot.ports import Fetched, FetchError
from tests.cast import DEAN, ZHANG
from tests.core import Core
from tests.fakes import update


@dataclass
class BreakingFetcher:
    """Refuses to open an attachment, or breaks off while it is read."""

    reason: str
    opens: bool

    async def fetch(self, attachment: Attachment, *, limit: int) -> Fetched:
        assert limit > 0
        if not self.opens:
            raise FetchError(self.reason)
        return Fetched(attachment.name, self._pieces())

    async def _pieces(self) -> AsyncIterator[bytes]:
        yield b"the beginning"
        raise FetchError(self.reason)


@pytest.mark.parametrize("opens", [True, False])
async def test_a_file_that_cannot_be_had_is_told_and_leaves_nothing(
    core: Core, data: Path, *, opens: bool
) -> None:
    for reason, told in (
        ("expired", "已过期"),
        ("forbidden", "没有下载"),
        ("timeout", "超时"),
        ("failed", "重新发送"),
        ("too_large", "20 MB"),
        ("something new", "重新发送"),
    ):
        core.program.services.fetchers = {"sandbox": BreakingFetcher(reason, opens)}
        (said,) = await core.hear(update(ZHANG, file="报告.docx"))
        assert told in said, reason
    assert [path for path in (data / "files").rglob("*") if path.is_file()] == []
    assert "张立范" in (await core.hear(update(DEAN, "谁没交")))[0]


@given(name=st.text(max_size=300))
def test_a_shown_name_is_one_short_line_without_a_path(name: str) -> None:
    shown = clean_name(name)
    assert 0 < len(shown) <= LONGEST_NAME
    assert shown.isprintable()
    assert not re.search(r"[/\\\u202a-\u202e\u2066-\u2069\x00-\x1f]", shown)


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("述职报告.docx", "述职报告.docx"),
        ("C:\\Users\\张\\述职报告.docx", "述职报告.docx"),
        ("../../etc/passwd", "passwd"),
        ("报告\u202excod.exe", "报告xcod.exe"),
        ("a\r\nb.docx", "ab.docx"),
        ("", "未命名文件"),
        ("///", "未命名文件"),
        ("长" * 100 + ".docx", "长" * 70 + "….docx"),
    ],
)
def test_names_as_they_are_shown(name: str, shown: str) -> None:
    assert clean_name(name) == shown
