"""A copied situation is the one to which its script leads."""

import re
import shutil
from collections.abc import Mapping
from operator import itemgetter
from pathlib import Path

import pytest
from sqlalchemy import func, select
from sqlmodel import col

from bot.sample import sample_lines
from bot.storage.audit import AuditRow
from bot.storage.schema import METADATA
from tests.chat import Chat
from tests.conftest import Run
from tests.handlers.test_bulletins import first_quarter
from tests.meeting import graded, sheets_out
from tests.situations import Begin, Script

RANDOM = re.compile(r"[0-9A-Za-z_-]{6,}")  # numbers of keys, cards and links


async def stored(chat: Chat) -> tuple[Mapping[str, int], list[str]]:
    """How many rows each table has, and what the audit trail tells in its order."""
    return await chat.program.services.read(
        lambda work: (
            {
                name: work.session.scalar(select(func.count()).select_from(table)) or 0
                for name, table in METADATA.tables.items()
            },
            [
                f"{row.department_id} {row.at} {row.actor} {row.verb} {row.subject}"
                for row in work.session.scalars(select(AuditRow).order_by(col(AuditRow.id)))
            ],
        )
    )


async def heard(chat: Chat) -> list[tuple[str, ...]]:
    """All that anybody heard, word for word and in the order of each conversation."""
    entries: list[tuple[str, ...]] = []
    for line in sample_lines():
        for entry in await chat.timeline(line.account):
            card = entry["card"] or {"title": ""}
            words = RANDOM.sub("…", entry["text"])
            entries.append((line.account, entry["chat"], entry["at"], words, card["title"]))
    # Conversations are delivered side by side: which of two was first differs from play to play.
    return sorted(entries, key=itemgetter(0, 1))


async def unread(chat: Chat) -> Mapping[str, int]:
    """How much of it is new to those who have looked."""
    return {who: len(await chat.timeline(who, after=seq)) for who, seq in chat.seen.items()}


async def everything(chat: Chat) -> tuple[object, ...]:
    return await stored(chat), await heard(chat), await unread(chat), chat.now


@pytest.mark.parametrize(
    "script", [sheets_out, first_quarter, graded], ids=["sheets", "quarter", "graded"]
)
async def test_a_copy_is_what_was_played(
    run: Run,
    begin: Begin,
    template: Path,
    data: Path,
    tmp_path: Path,
    script: Script,
) -> None:
    async with begin(script) as first_copy:
        copy = await everything(first_copy)
    async with begin(script) as second_copy:
        assert await everything(second_copy) == copy
    played_in = tmp_path / "played"
    shutil.copytree(template, played_in)
    async with run(played_in) as played:
        await script(played)
        assert await everything(played) == copy
