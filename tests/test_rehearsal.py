"""The year day by day: every step is reached, nobody is burdened, and every word stands in docs/transcript.txt for people to read.

After a change of words: `SHUZHI_TRANSCRIPT=1 pytest tests/test_rehearsal.py` writes the transcript anew; read the difference.
"""

import json
import os
import re
from pathlib import Path

import pytest

from bot.rehearsal.year import Outcome
from bot.texts.listing import fits
from tests.rehearsed import rehearsed_year

TRANSCRIPT = Path(__file__).parents[1] / "docs" / "transcript.txt"
BURDEN = TRANSCRIPT.with_name("burden.md")
REWRITE = "SHUZHI_TRANSCRIPT" in os.environ  # read before a fixture clears the environment
CHANCE = (
    (r"[0-9a-f]{64}", "（校验码）"),
    (r"存档码 \d+-[0-9a-f]{12}", "存档码 ……"),
    (r"抽取号 \w+", "抽取号 ……"),
    (r"^· 第.支部：(?:整改台账第 \d+ 条，|可看).*$", "· （随机抽中的事项）"),
    (r"(抽查结果 |已记下)第.支部", r"\1……支部"),
)


def steady(conversation: str) -> str:
    """Without what chance decides: digests, seeds, who was drawn for a spot check."""
    for pattern, instead in CHANCE:
        conversation = re.sub(pattern, instead, conversation, flags=re.MULTILINE)
    return conversation


def test_the_whole_year_is_reached_and_reads_as_the_transcript_says(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    year = rehearsed_year(tmp_path_factory.getbasetemp())
    folder, outcome = year.out, year.outcome
    assert outcome.missing == ()
    assert all(one.most_in_a_day <= 1 for one in outcome.burden)
    assert all(one.dead_cards == 0 for one in outcome.burden)
    if REWRITE:
        write_burden(outcome)
    assert table(outcome) in BURDEN.read_text(encoding="utf-8")
    said = steady((folder / "conversation.txt").read_text(encoding="utf-8"))
    if REWRITE:
        TRANSCRIPT.write_text(said, encoding="utf-8")
    assert said == TRANSCRIPT.read_text(encoding="utf-8")
    check_messages(folder)


HEAD = "| 谁（每个身份里最忙的一位） | 打字、发文件 | 点按 | 主动收到 | 一共收到 | 别人已办好的卡片 |\n|---|---|---|---|---|---|"


def table(outcome: Outcome) -> str:
    """The measured table of docs/burden.md."""
    rows = [
        f"| {one.role} | {one.typed} | {one.tapped} | {one.most} | {one.received} | {one.dead_cards} |"
        for one in outcome.burden
    ]
    return "\n".join([HEAD, *rows, f"| 群 | — | — | — | {outcome.in_group} | — |"])


def write_burden(outcome: Outcome) -> None:
    text = BURDEN.read_text(encoding="utf-8")
    before, _, rest = text.partition(HEAD)
    after = rest.partition("\n\n")[2]
    BURDEN.write_text(f"{before}{table(outcome)}\n\n{after}", encoding="utf-8")


WHOLE = ("[发布通知]", "[问题、原因、措施的对应]", "[整改核验]", "[评议中反映的问题]")


def is_whole(text: str) -> bool:
    """Whether it shows in full what somebody confirms: nothing of that may be cut."""
    return any(title in text for title in WHOLE)


def check_messages(folder: Path) -> None:
    entries = [
        json.loads(line)
        for line in (folder / "messages.jsonl").read_text(encoding="utf-8").splitlines()
    ]
    lines = [entry for entry in entries if entry.get("kind") != "act"]
    acts = [entry for entry in entries if entry.get("kind") == "act"]
    assert all(set(act) == {"kind", "at", "from", "chat", "act"} for act in acts)
    assert {act["act"] for act in acts} == {"text", "tap", "file"}
    assert all(set(line) == {"at", "to", "role", "chat", "prompted", "text"} for line in lines)
    assert [line["at"] for line in lines] == sorted(line["at"] for line in lines)
    assert [
        line["text"] for line in lines if not (fits(line["text"]) or is_whole(line["text"]))
    ] == []
    days = [(line["to"], line["at"][:10]) for line in lines if not line["prompted"]]
    assert len(days) == len(set(days))  # nobody receives two unprompted messages on one day
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    assert "messages.jsonl" in manifest
    assert set(manifest) == {
        str(path.relative_to(folder))
        for path in folder.rglob("*")
        if path.is_file() and path != folder / "manifest.json"
    }
