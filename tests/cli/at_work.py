"""A department at work, as the commands find it, and what they print."""

import json
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

from bot.sample import sample_report
from tests.cast import MEMBER, THIRD, ZHANG
from tests.cli.conftest import Outcome
from tests.conftest import Run

GOOD = sample_report(THIRD, year=2026)
OF_SAMPLE = ("--department", "sample")


def shown(outcome: Outcome) -> Any:
    return json.loads(outcome.out)


async def handed_in(run: Run, data: Path) -> None:
    async with run(data) as chat:
        await chat.send(ZHANG, "述职报告.docx", GOOD)
        await chat.say("o01", "开始测评 王文例")
        await chat.say(MEMBER, "测评 好")


def tamper(data: Path, statement: str) -> None:
    with closing(sqlite3.connect(data / "shuzhi.db")) as database:
        database.execute(statement)
        database.commit()
