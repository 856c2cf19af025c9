"""Who looks after the year hears of a disk that fills, once a day and in good time."""

import pytest

from bot.storage.files import FileStore
from tests.cast import DEAN, ORGANISER
from tests.chat import Chat, texts
from tests.played import whole

pytestmark = whole

MEBIBYTE = 1024 * 1024


async def test_the_organiser_hears_once_a_day_of_a_disk_that_is_nearly_full(
    chat: Chat, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(FileStore, "free", lambda _files: 120 * MEBIBYTE)
    await chat.clock(advance="PT1H")
    await chat.clock(advance="PT2H")
    told = [text for text in texts(await chat.hears(ORGANISER)) if "磁盘" in text]
    assert len(told) == 1
    assert "只剩 120 MB" in told[0]
    assert not [text for text in texts(await chat.hears(DEAN)) if "磁盘" in text]
    await chat.clock(advance="P1D")
    again = [text for text in texts(await chat.hears(ORGANISER)) if "磁盘" in text]
    assert len(again) == 1


async def test_nobody_is_told_of_a_disk_with_room(chat: Chat) -> None:
    await chat.clock(advance="P1D")
    assert not [text for text in texts(await chat.hears(ORGANISER)) if "磁盘" in text]
