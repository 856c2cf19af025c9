"""The sheet with which a secretary prepares the report (S13, S15, S17)."""

from collections.abc import Sequence
from datetime import date

from bot.domain.words import REPORT, SPEECH, year_title
from bot.texts import dates
from bot.texts.listing import LINES, quoted, shortened

LAST_YEAR, INSPECTIONS, TASKS = (
    "一、上年度整改承诺",
    "二、巡视巡察、检查和反馈指出的问题",
    "三、今年重点",
)
# The plan lists none, or still those of another year that nobody has confirmed.
TASKS_IN_NOTICE = "以印发的通知为准。"
DEED = 30  # characters of what was done
FRAME = 5  # lines around the items: the title, two headings, the tasks, the last word


def sheet(
    year: int,
    last_year: Sequence[str],
    inspections: Sequence[str],
    tasks: Sequence[str],
    satisfied: Sequence[str],
    *,
    above: int = 0,
) -> str:
    """Says what one who prepares should have read.

    `above` lines stand before it in the same message. `satisfied` is what the branch's people said
    when they were asked last; nothing where they were not. The two lists share the room that a
    message has; what does not fit is in the ledger.
    """
    room = LINES - FRAME - above - len(satisfied)
    promises = _fitted(last_year, max(room // 2, room - len(inspections)))
    lines = [
        f"{year_title(year)}{SPEECH}准备：",
        *_part(LAST_YEAR, promises, "台账里没有上年度的事项。"),
        *_part(
            INSPECTIONS, _fitted(inspections, room - len(promises)), "台账里没有，以您掌握的为准。"
        ),
        *satisfied,
        f"{TASKS}：{'；'.join(tasks) or TASKS_IN_NOTICE}",
        # Fewer files and boards are what the plan wants (S13).
        "多到现场看、多见具体事、多听群众说；不需要为此准备材料。",
    ]
    return "\n".join(lines)


def with_deed(line: str, deed: str) -> str:
    """Returns the item with what its owner last said of it, where he said something."""
    if not deed:
        return line
    return f"{line}：{shortened(quoted(deed), DEED)}"


def _part(title: str, lines: Sequence[str], nothing: str) -> list[str]:
    if not lines:
        return [f"{title}：{nothing}"]
    return [f"{title}：", *lines]


def _fitted(lines: Sequence[str], room: int) -> list[str]:
    if len(lines) <= room:
        return list(lines)
    shown = room - 1
    return [*lines[:shown], f"另有 {len(lines) - shown} 条，发“整改台账”看全部。"]


def before_writing(last_day: date, sheet_text: str) -> str:
    """Returns the first word about the report: not that it is missing, but what helps to write it."""
    return (
        f"您好。{REPORT}请于{dates.day(last_day)}前交，写好后把文件直接发给我就可以。"
        f"动笔前请看一下：\n{sheet_text}"
    )
