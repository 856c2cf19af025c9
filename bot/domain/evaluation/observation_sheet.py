"""The sheet on which leaders write what they know of each secretary, when it comes back filled in.

A row is one observation: whom it is about, whose words it is, and a field each for what is good, what is lacking
and what is advised. The fields say what a sentence is.
"""

import re
from collections.abc import Mapping, Sequence

from bot.domain.manuscript import Manuscript
from bot.domain.patterns import pattern
from bot.domain.values import dataclass

COLUMNS = ("姓名", "谁的意见", "成绩", "不足", "建议")
_NAME, _AUTHOR, *_FIELDS = COLUMNS
_ENDS = pattern(r"[。；;\n]+")


@dataclass(frozen=True)
class Row:
    """`author` is empty where the sheet does not say; `text` has a mark before what each field says."""

    name: str
    author: str
    text: str


@dataclass(frozen=True)
class ObservationRows:
    """The rows of a workbook in which something is written."""

    rows: tuple[Row, ...]


def read_observation_sheet(manuscript: Manuscript) -> tuple[Row, ...]:
    """The rows in which something is written, of every table that has these columns."""
    cells: dict[tuple[int, int], dict[int, str]] = {}
    for paragraph in manuscript.paragraphs:
        cell = paragraph.cell
        if cell is not None:
            row = cells.setdefault((cell.table, cell.row), {})
            row[cell.column] = f"{row.get(cell.column, '')}\n{paragraph.text}".strip()
    rows: list[Row] = []
    titles: dict[int, Sequence[str]] = {}
    for (table, number), row in sorted(cells.items()):
        words = [row.get(column, "") for column in range(max(row) + 1)]
        if number == 0:
            titles[table] = words
        elif set(COLUMNS) <= set(titles.get(table, ())):
            observation = row_of(dict(zip(titles[table], words, strict=False)))
            # A row that nobody filled in has a name only, or nothing.
            if observation.name and observation.text:
                rows.append(observation)
    return tuple(rows)


def row_of(words: Mapping[str, str]) -> Row:
    """Returns the observation of a row, whose words are given by the titles of their columns."""
    remarks = []
    for field in _FIELDS:
        sentences = [part.strip() for part in _ENDS.split(words.get(field, "")) if part.strip()]
        if sentences:
            remarks.append(f"{field}：{'；'.join(sentences)}")
    name = re.sub(r"\s", "", words.get(_NAME, ""))
    return Row(name, re.sub(r"\s", "", words.get(_AUTHOR, "")), "\n".join(remarks))
