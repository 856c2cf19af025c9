"""Plans about others than secretaries are played whole by a small unit, and speaks rightly to the people concerned."""

import json
import re
from pathlib import Path

import pytest

from bot.domain.plan import Part
from bot.domain.planfile.procedures import procedure
from bot.rehearsal.year import rehearse_plan

PLACEHOLDER = re.compile("[\U000f0000-\U000fffff]")
# What must not be said to people who are no secretaries, or in houses that are no 系.
WRONG = re.compile(r"书记|述职(?!助手)|系群|全系|系里")


@pytest.mark.parametrize("name", ["members", "teachers"])
async def test_a_procedure_is_played_from_its_notice_to_its_archive(
    name: str, tmp_path: Path
) -> None:
    kind = procedure(name)
    assert kind is not None
    plan = kind.make(2026)
    outcome = await rehearse_plan(tmp_path, plan, lambda _line: None)
    assert outcome.missing == ()
    lines = (tmp_path / "messages.jsonl").read_text("utf-8").splitlines()
    said = [message["text"] for message in map(json.loads, lines) if "text" in message]
    conversation = (tmp_path / "conversation.txt").read_text("utf-8")
    for text in (*said, conversation):
        assert not PLACEHOLDER.search(text)
        assert not WRONG.search(text), text
    names = "\n".join(json.loads((tmp_path / "manifest.json").read_text("utf-8")))
    assert not PLACEHOLDER.search(names)
    if not plan.has(Part.REPORT):
        assert "报告" not in conversation
