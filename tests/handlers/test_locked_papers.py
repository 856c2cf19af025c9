"""A paper that comes back filled in and cannot be opened: its sender hears why."""

from typing import Any, cast

import pytest

from bot.actions.files import Incoming
from bot.dispatch.context import Context
from bot.dispatch.router import Look, LookAhead
from bot.domain.manuscript import Unreadable
from bot.domain.refusals import FileUnreadable
from handlers import observation_sheets, opinions, tallies


@pytest.mark.parametrize("look", [opinions.look, observation_sheets.look, tallies.look])
def test_the_reason_is_the_file_s_own(look: Look[Any]) -> None:
    file = Incoming("0" * 64, "评价意见.docx", 1)
    locked = FileUnreadable(Unreadable.ENCRYPTED, file.name)
    ahead = LookAhead(cast("Context", None), file, None, locked)
    with pytest.raises(FileUnreadable) as refusal:
        look(ahead)
    assert refusal.value.reason == Unreadable.ENCRYPTED
