"""The notice of a list that is made public: names with their results, until when, and how to say
something.
"""

from collections.abc import Sequence

from bot.domain.publicity import Window
from bot.domain.publicity.result import PublicResult
from bot.domain.values import dataclass
from bot.domain.words import Words
from bot.exports.documents import Heading, OfficialDocument, Table, Text, official_document
from bot.texts.exporting import publicity as texts


@dataclass(frozen=True)
class ResultNotice:
    year: int
    result: str  # what stands beside the names: 等次 or 得分
    workdays: int
    contact: str
    results: Sequence[PublicResult]
    signature: str
    words: Words
    period: Window | None = None  # not known while it is a draft


def result_notice_document(notice: ResultNotice) -> bytes:
    """Returns the .docx file; names stand in the order of the roster: nobody is ranked."""
    rows = tuple(
        (str(number), result.unit, result.name, result.result)
        for number, result in enumerate(notice.results, 1)
    )
    when = texts.notice_period_planned(notice.workdays)
    dated = None
    if notice.period is not None:
        dated = notice.period.first
        when = texts.notice_period(notice.period.first, notice.period.last, notice.workdays)
    content, period, how = texts.LIST_HEADINGS
    blocks = (
        Text(texts.list_preamble(notice.year, notice.result)),
        Heading(content),
        Table(texts.list_columns(notice.result), rows, widths=(1, 3, 2, 2)),
        Heading(period),
        Text(when),
        Heading(how),
        Text(texts.notice_feedback(notice.contact)),
    )
    return official_document(
        OfficialDocument(
            texts.list_title(notice.year, notice.result),
            blocks,
            signature=notice.signature,
            dated=dated,
            words=notice.words,
        )
    )
