"""The bulletin as an official paper and its chart, from plain values."""

from collections.abc import Mapping, Sequence
from datetime import date

from bot.domain.rectification.items import Standing
from bot.domain.values import dataclass
from bot.domain.words import STANDARD, Words
from bot.exports.charts.frame import Caption
from bot.exports.charts.rectification import MonthCount, RectificationChart, rectification_chart
from bot.exports.documents import Block, Heading, OfficialDocument, Text, official_document

MOST_MONTHS = 18  # columns of the chart; more could not be told apart on a phone
HEADINGS = ("一、", "二、", "三、")


@dataclass(frozen=True)
class BulletinPaper:
    """`sections` are pairs of heading and text, without numbers."""

    title: str
    sections: tuple[tuple[str, str], ...]
    signature: str
    dated: date
    addressee: str = ""
    words: Words = STANDARD


def bulletin_document(paper: BulletinPaper) -> bytes:
    """The .docx file."""
    blocks: list[Block] = []
    for number, (heading, text) in enumerate(paper.sections):
        blocks += [Heading(HEADINGS[number] + heading), Text(text)]
    return official_document(
        OfficialDocument(
            paper.title,
            tuple(blocks),
            addressee=paper.addressee,
            signature=paper.signature,
            dated=paper.dated,
            words=paper.words,
        )
    )


def bulletin_chart(
    caption: Caption, months: Sequence[tuple[date, Mapping[Standing, int]]]
) -> bytes:
    """The .png picture of the last months."""
    columns = tuple(
        MonthCount(
            month=month,
            verified=counts[Standing.HELD],
            closed=counts[Standing.CLOSED],
            open=counts[Standing.OPEN],
            due=counts[Standing.DUE],
        )
        for month, counts in months[-MOST_MONTHS:]
    )
    return rectification_chart(RectificationChart(caption, columns))
