"""Every procedure that a plan can be begun with is played whole by a small unit, and its words fit the people."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.documents.reader import DocumentReader
from bot.domain.plan import Part
from bot.domain.planfile.procedures import PROCEDURES, procedure
from bot.rehearsal.year import rehearse_plan
from tests.drawn import draw_small

PLACEHOLDER = re.compile("[\U000f0000-\U000fffff]")
# What must not be said in houses that are no 系, and to people who are no secretaries.
ELSEWHERE = r"(?<!联)系群|全系|系里|本系|我系"
OTHERS = rf"书记|述职(?!助手)|{ELSEWHERE}"
WRONG = {
    "college": r"公司|医院|本院",
    # Reports have their own words: what is said of 支部 stands there.
    "university": rf"支部(?!设立|两年|今后三年|计划与|党员大会)|{ELSEWHERE}",
    "hospital": rf"公司|{ELSEWHERE}",
    "company": ELSEWHERE,
    "double": rf"述职评议考核|{ELSEWHERE}",
    "members": OTHERS,
    "cadres": rf"书记|支部|党员|{ELSEWHERE}",
    "teachers": rf"支部|党员|{OTHERS}",
}


@pytest.fixture(scope="module", autouse=True)
def _pictures_drawn_small() -> Iterator[None]:
    """What pictures look like is tried in `tests/exports`."""
    with pytest.MonkeyPatch.context() as monkeypatch:
        draw_small(monkeypatch)
        yield


@pytest.mark.parametrize("name", [each.id for each in PROCEDURES])
async def test_a_procedure_is_played_from_its_notice_to_its_archive(
    name: str, tmp_path: Path, reader: DocumentReader
) -> None:
    kind = procedure(name)
    assert kind is not None
    plan = kind.make(2026)
    outcome = await rehearse_plan(tmp_path, plan, lambda _line: None, reader=reader)
    assert outcome.missing == ()
    lines = (tmp_path / "messages.jsonl").read_text("utf-8").splitlines()
    said = [message["text"] for message in map(json.loads, lines) if "text" in message]
    conversation = (tmp_path / "conversation.txt").read_text("utf-8")
    for text in (*said, conversation):
        assert not PLACEHOLDER.search(text)
        assert not re.search(WRONG[name], text), text
    names = "\n".join(json.loads((tmp_path / "manifest.json").read_text("utf-8")))
    assert not PLACEHOLDER.search(names)
    if not plan.has(Part.REPORT):
        assert "报告" not in conversation
    if not plan.has(Part.REVIEW):
        assert "审核" not in conversation
