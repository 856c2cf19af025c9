"""The notice of publication (S29): what is public, for whom, until when, how to read it and how to say something."""

from dataclasses import dataclass
from datetime import date

from bot.domain.words import STANDARD, Words
from bot.exports.documents import Heading, OfficialDocument, Table, Text, official_document
from bot.texts import exporting as texts


@dataclass(frozen=True)
class PublishedReport:
    branch: str
    secretary: str
    name: str
    characters: int


@dataclass(frozen=True)
class Notice:
    """`first` and `last` are None while it is a draft: the period begins with the release."""

    unit: str
    year: int
    scope: str
    contact: str
    workdays: int
    reports: tuple[PublishedReport, ...]
    first: date | None = None
    last: date | None = None
    signature: str = ""
    words: Words = STANDARD


def notice_document(notice: Notice) -> bytes:
    rows = tuple(
        (one.branch, one.secretary, one.name, str(one.characters)) for one in notice.reports
    )
    period = texts.notice_period_planned(notice.workdays)
    if notice.first and notice.last:
        period = texts.notice_period(notice.first, notice.last, notice.workdays)
    content, when, how = texts.NOTICE_HEADINGS
    blocks = (
        Text(texts.notice_preamble(notice.unit, notice.year, notice.scope)),
        Heading(content),
        Table(texts.REPORT_COLUMNS, rows, widths=(2, 1.5, 4, 1)),
        Heading(when),
        Text(period),
        Heading(how),
        Text(texts.NOTICE_READING),
        Text(texts.notice_feedback(notice.contact)),
    )
    title = texts.notice_title(notice.year)
    return official_document(
        OfficialDocument(
            title,
            blocks,
            signature=notice.signature or notice.unit,
            dated=notice.first,
            words=notice.words,
        )
    )
