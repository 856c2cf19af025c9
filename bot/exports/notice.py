"""The notice of publication (S29): what is public, for whom, until when, how to read it and how to say something.

It counts nothing: no length of a report, no version (S14).
"""

from datetime import date

from bot.domain.values import dataclass
from bot.domain.words import STANDARD, Words
from bot.exports.documents import Heading, OfficialDocument, Table, Text, official_document
from bot.texts.exporting import publicity as texts


@dataclass(frozen=True)
class PublishedReport:
    branch: str
    secretary: str


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
        (str(number), report.branch, report.secretary)
        for number, report in enumerate(notice.reports, 1)
    )
    period = texts.notice_period_planned(notice.workdays)
    # Until the release nobody knows the days: a draft says how many they will be.
    if notice.first and notice.last:
        period = texts.notice_period(notice.first, notice.last, notice.workdays)
    content, when, how = texts.NOTICE_HEADINGS
    blocks = (
        Text(texts.notice_preamble(notice.unit, notice.year, notice.scope)),
        Heading(content),
        Table(texts.REPORT_COLUMNS, rows, widths=(1, 4, 2)),
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
