"""The reminder ledger after outages: every word of it stands in docs/outages.txt for people to judge.

After a change of words or rules: `SHUZHI_TRANSCRIPT=1 pytest tests/test_outages.py` writes it anew; read the difference.
"""

import os
from collections import Counter
from pathlib import Path

from bot.rehearsal.outages import outages

OUTAGES = Path(__file__).parents[1] / "docs" / "outages.txt"
REWRITE = "SHUZHI_TRANSCRIPT" in os.environ  # read before a fixture clears the environment


async def test_the_ledger_names_what_was_caught_up_left_out_repeated_and_lost() -> None:
    told = await outages()
    if REWRITE:
        OUTAGES.write_text(told, encoding="utf-8")
    assert told == OUTAGES.read_text(encoding="utf-8")
    rows = [line.split() for line in told.splitlines() if line.startswith("202")]
    windows = Counter(tuple(row[2:5]) for row in rows)
    assert set(windows.values()) == {1}
    marks = (
        "已经交了",
        "还没有绑定账号",
        "当时没有运行",
        "恢复后补发",
        "发送前已经交了",
        "重发一次",
        "没有送达",
        "已过时",
        "并入后来的一次",
        "已经回复",
    )
    assert [mark for mark in marks if mark not in told] == []
