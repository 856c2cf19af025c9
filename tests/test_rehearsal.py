"""The year day by day: every step is reached, nobody is burdened, and every word stands in docs/transcript.txt for people to read.

After a change of words: `SHUZHI_TRANSCRIPT=1 pytest tests/test_rehearsal.py` writes the transcript anew; read the difference.
"""

import json
import os
import re
from pathlib import Path

import pytest

from bot.rehearsal.minutes import Burden
from bot.rehearsal.year import rehearse
from bot.texts.listing import fits

TRANSCRIPT = Path(__file__).parents[1] / "docs" / "transcript.txt"
BURDEN = TRANSCRIPT.with_name("burden.md")
REWRITE = "SHUZHI_TRANSCRIPT" in os.environ  # read before a fixture clears the environment
CHANCE = (
    (r"[0-9a-f]{64}", "（校验码）"),
    (r"存档码 \d+-[0-9a-f]{12}", "存档码 ……"),
    (r"随机种子 \w+", "随机种子 ……"),
    (r"^· 第.支部：(?:整改台账第 \d+ 条，|可看).*$", "· （随机抽中的事项）"),
    (r"(抽查结果 |已记下)第.支部", r"\1……支部"),
)


def steady(conversation: str) -> str:
    """Without what chance decides: digests, seeds, who was drawn for a spot check."""
    for pattern, instead in CHANCE:
        conversation = re.sub(pattern, instead, conversation, flags=re.MULTILINE)
    return conversation


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("rehearsal") / "out"


async def test_the_whole_year_is_reached_and_reads_as_the_transcript_says(folder: Path) -> None:
    outcome = await rehearse(folder, 2026, lambda _line: None)
    assert outcome.missing == ()
    assert all(one.most_in_a_day == 1 for one in outcome.burden)
    assert (
        most(outcome.burden, "书记") <= 12 + 6
    )  # 12 from notice to archive and one a month while items are open
    assert most(outcome.burden, "党员") <= 4
    assert {one.role: one.most for one in outcome.burden} == {
        one.role: written(one.role) for one in outcome.burden
    }
    said = steady((folder / "conversation.txt").read_text(encoding="utf-8"))
    if REWRITE:
        TRANSCRIPT.write_text(said, encoding="utf-8")
    assert said == TRANSCRIPT.read_text(encoding="utf-8")
    check_messages(folder)


def most(burden: tuple[Burden, ...], role: str) -> int:
    return max((one.most for one in burden if one.role == role), default=0)


def written(role: str) -> int:
    """The most that docs/burden.md tells of this role."""
    rows = [
        line.split("|")
        for line in BURDEN.read_text(encoding="utf-8").splitlines()
        if line.startswith("| ")
    ]
    return max(
        int(number) for row in rows if role in row[1] for number in re.findall(r"(\d+) 条", row[2])
    )


def check_messages(folder: Path) -> None:
    lines = [
        json.loads(line)
        for line in (folder / "messages.jsonl").read_text(encoding="utf-8").splitlines()
    ]
    assert all(set(line) == {"at", "to", "role", "chat", "prompted", "text"} for line in lines)
    assert [line["at"] for line in lines] == sorted(line["at"] for line in lines)
    assert [line["text"] for line in lines if not fits(line["text"])] == []
    days = [(line["to"], line["at"][:10]) for line in lines if not line["prompted"]]
    assert len(days) == len(set(days))  # nobody receives two unprompted messages on one day
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    assert "messages.jsonl" in manifest
    assert set(manifest) == {
        str(path.relative_to(folder))
        for path in folder.rglob("*")
        if path.is_file() and path != folder / "manifest.json"
    }
