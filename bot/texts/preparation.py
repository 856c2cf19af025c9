"""The sheet with which a secretary prepares the report (S13, S15, S17)."""

from collections.abc import Sequence

LAST_YEAR, INSPECTIONS, TASKS = "上年度整改承诺", "巡视巡察、检查和反馈指出的问题", "今年重点"
SHOWN = 4


def sheet(
    year: int, last_year: Sequence[str], inspections: Sequence[str], tasks: Sequence[str], satisfied: Sequence[str]
) -> str:
    """`satisfied` is what the branch's people said when they were asked last; nothing where they were not."""
    lines = [
        f"{year}年度述职准备：",
        *_part(LAST_YEAR, last_year, "台账里没有上年度的事项。"),
        *_part(INSPECTIONS, inspections, "台账里没有，以您掌握的为准。"),
        *satisfied,
        f"三、{TASKS}：{'；'.join(tasks)}",
        "多到现场看、多见具体事、多听群众说；不需要为此准备材料。",
    ]
    return "\n".join(lines)


def _part(title: str, lines: Sequence[str], nothing: str) -> list[str]:
    number = "一" if title == LAST_YEAR else "二"
    if not lines:
        return [f"{number}、{title}：{nothing}"]
    rest = [f"另有 {len(lines) - SHOWN} 条，发「整改台账」看全部。"] if len(lines) > SHOWN else []
    return [f"{number}、{title}：", *lines[:SHOWN], *rest]
