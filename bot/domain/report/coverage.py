"""What a report should speak about.

The focus areas (S5-S10), last year's items (S10, S15), and the promise (S30).
"""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from bot.domain.patterns import pattern
from bot.domain.plan import ReportRules
from bot.domain.report.findings import Finding, Level, Report, shorten
from bot.domain.report.likeness import pairs_of, share_held
from bot.domain.report.lines import Sentence, sentences_of
from bot.domain.report.partition import Part

_MENTIONED = 0.5  # of the telling words of an item stand in two neighbouring sentences
# Hardly a branch has something to tell of every area: one or two without a word are none.
_MOST_AREAS = 0.7
_MAX_NAMES = 24  # characters of an area or item that a message names
# 承诺践诺 and 公开承诺 are things that members do all year; last year's promise is not this year's.
_PROMISE = pattern(r"承诺(?!践诺|书|事项)")
_MAY_PROMISE = pattern("承诺|保证|立下|表态")
_NOT_NOW = pattern(
    r"公开承诺|党员承诺|(?:上一?年|去年|上次)[^。]{0,20}承诺|承诺[^。]{0,8}(?:完成|兑现|落实)(?:了|情况)|20\d\d年度?[^。]{0,8}承诺[^。]{0,8}(?:完成|落实)"
)
_VOW = pattern(r"(?:我|本人)(?:在此|郑重|一定)?(?:向[^。,，]{2,12})?(?:保证|立下|表态)")
_OWN_PROMISE = pattern(r"(?:我|本人)(?:郑重|在此)?承诺|郑重承诺|在此承诺|作出.{0,6}承诺[:：]")
_WORK_DONE = frozenset({Part.ACHIEVEMENTS, Part.BASICS, Part.LAST_YEAR})


def check_focus(report: Report, rules: ReportRules) -> Iterator[Finding]:
    """Yields nothing where the plan names no areas."""
    if not rules.focus_areas:
        return
    missing = [
        area.title
        for area in rules.focus_areas
        if area.keywords and not any(keyword in report.text for keyword in area.keywords)
    ]
    if len(missing) > len(rules.focus_areas) * _MOST_AREAS:
        yield Finding.of("S5", Level.HINT, "focus_missing", areas=_names(missing))
    else:
        yield Finding.of("S5", Level.OK, "focus_ok", areas=len(rules.focus_areas))


def _names(titles: Sequence[str]) -> str:
    return "”“".join(shorten(title, _MAX_NAMES) for title in titles)


def check_last_year(report: Report, items: Sequence[str]) -> Iterator[Finding]:
    """Yields nothing without `items`: last year's rectification items as the ledger words them."""
    if not items:
        return
    missing = not_mentioned(report.text, items)
    if missing:
        yield Finding.of("S10", Level.HINT, "last_year_missing", items=_names(missing))
    else:
        yield Finding.of("S10", Level.OK, "last_year_ok", items=len(items))


def not_mentioned(text: str, items: Sequence[str]) -> tuple[str, ...]:
    """Returns the items of whose words no two neighbouring sentences hold half, in their order."""
    sentences = [pairs_of(sentence.text) for sentence in sentences_of(text)]
    windows = [first | second for first, second in pairwise([*sentences, frozenset[str]()])]
    missing = []
    for item in items:
        if item in text:
            continue
        # An item of a single word has no pairs of characters: it stands for itself.
        words = pairs_of(item) or frozenset({item})
        if not any(share_held(words, window) >= _MENTIONED for window in windows):
            missing.append(item)
    return tuple(missing)


def check_promise(report: Report) -> Iterator[Finding]:
    sentence = promise_in(report)
    if sentence is None:
        yield Finding.of("S30", Level.FAIL, "promise_missing")
        return
    where = report.quotation(sentence.text, sentence.start)
    yield Finding.of("S30", Level.OK, "promise_ok", where)


def promise_in(report: Report) -> Sentence | None:
    """Returns the first sentence that promises.

    Any sentence of the promise's own part does; elsewhere one with the word 承诺 that means now.
    """
    for section in report.split.of(Part.PROMISE):
        body = next(sentences_of(report.text, section.body, section.end), None)
        if body is not None:
            return body
    if not _MAY_PROMISE.search(report.text):
        return None
    for section in reversed(report.split.sections):
        among_work_done = section.part in _WORK_DONE
        for sentence in sentences_of(report.text, section.start, section.end):
            if not among_work_done and _VOW.search(sentence.text):
                return sentence
            if not _PROMISE.search(sentence.text) or _NOT_NOW.search(sentence.text):
                continue
            # Among the work done members promise too: there only the author's own words count.
            if not among_work_done or _OWN_PROMISE.search(sentence.text):
                return sentence
    return None
