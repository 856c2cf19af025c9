"""考核等次汇总表: the grades of all as they were decided, to be signed and sent up (S33)."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from bot.domain.plan import Plan
from bot.domain.values import dataclass
from bot.exports.documents import (
    OFFICIAL,
    Beside,
    Block,
    OfficialDocument,
    Table,
    Text,
    official_document,
)
from bot.exports.documents.lengths import millimetres, points
from bot.texts.exporting import grades as texts
from bot.texts.papers import full_date

ROW = millimetres(11)  # room for a signature
FORM = replace(
    OFFICIAL,
    top=millimetres(28),
    bottom=millimetres(26),
    body=points(12),
    table=points(14),
    after_title=points(10),
    indent=0,
)


@dataclass(frozen=True)
class GradeLine:
    """`grade` is empty while the committee has not decided."""

    name: str
    branch: str
    grade: str


def grade_list(plan: Plan, lines: Sequence[GradeLine], day: date) -> bytes:
    """Returns the .docx file: names in the order of the roster, never by grade or score."""
    rows = tuple(
        (str(number), line.name, line.branch, texts.office(), line.grade, "")
        for number, line in enumerate(lines, 1)
    )
    numbers = [(grade, sum(line.grade == grade for line in lines)) for grade in plan.grade_steps]
    blocks: tuple[Block, ...] = (
        Beside(texts.head(plan.signature, full_date(day))),
        Table(texts.COLUMNS, rows, widths=(1.3, 2, 2.8, 1.6, 2, 2), row_height=ROW),
        Text(texts.summary(len(lines), numbers)),
        Beside(texts.SIGNED),
    )
    return official_document(
        OfficialDocument(texts.title(plan), blocks, layout=FORM, words=plan.words)
    )
