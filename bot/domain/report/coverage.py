"""What a report should speak about: the focus areas (S5-S10), last year's items (S10, S15), the promise (S30)."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from bot.domain.plan import ReportRules
from bot.domain.report.findings import Finding, Level, Reading, found, shortened
from bot.domain.report.likeness import contained, pairs_of
from bot.domain.report.lines import Sentence, sentences_of
from bot.domain.report.parts import Part

_MENTIONED = 0.5
_MOST_AREAS = 0.7  # hardly a branch has something to tell of every area, so one or two without a word are none
_MAX_NAMES = 24
# 承诺践诺 and 公开承诺 are things that members do all year; last year's promise is not this year's.
_PROMISE = re.compile(r"承诺(?!践诺|书|事项)")
_MAY_PROMISE = re.compile("承诺|保证|立下|表态")
_NOT_NOW = re.compile(
    r"公开承诺|党员承诺|(?:上一?年|去年|上次)[^。]{0,20}承诺|承诺[^。]{0,8}(?:完成|兑现|落实)(?:了|情况)|20\d\d年度?[^。]{0,8}承诺[^。]{0,8}(?:完成|落实)"
)
_VOWS = re.compile(r"(?:我|本人)(?:在此|郑重|一定)?(?:向[^。,，]{2,12})?(?:保证|立下|表态)")


def check_focus(reading: Reading, rules: ReportRules) -> Iterator[Finding]:
    if not rules.focus_areas:
        return
    missing = [
        area.title
        for area in rules.focus_areas
        if area.keywords and not _mentions(reading.text, area.keywords)
    ]
    if len(missing) > len(rules.focus_areas) * _MOST_AREAS:
        names = "”“".join(shortened(title, _MAX_NAMES) for title in missing)
        yield found("S5", Level.HINT, "focus_missing", areas=names)
    else:
        yield found("S5", Level.OK, "focus_ok", areas=len(rules.focus_areas))


def _mentions(text: str, keywords: Sequence[str]) -> bool:
    return any(keyword in text for keyword in keywords)


def check_last_year(reading: Reading, items: Sequence[str]) -> Iterator[Finding]:
    """`items` are last year's rectification items as the ledger words them; without any there is nothing to ask for."""
    if not items:
        return
    missing = not_mentioned(reading.text, items)
    if missing:
        names = "”“".join(shortened(item, _MAX_NAMES) for item in missing)
        yield found("S10", Level.HINT, "last_year_missing", items=names)
    else:
        yield found("S10", Level.OK, "last_year_ok", items=len(items))


def not_mentioned(text: str, items: Sequence[str]) -> tuple[str, ...]:
    """The items of whose words no two neighbouring sentences hold half. The order is kept."""
    sentences = [pairs_of(sentence.text) for sentence in sentences_of(text)]
    windows = [one | other for one, other in pairwise([*sentences, frozenset[str]()])]
    return tuple(
        item
        for item in items
        if not _held(pairs_of(item) or frozenset({item}), windows, item, text)
    )


def _held(wanted: frozenset[str], windows: Sequence[frozenset[str]], item: str, text: str) -> bool:
    return item in text or any(contained(wanted, window) >= _MENTIONED for window in windows)


def check_promise(reading: Reading) -> Iterator[Finding]:
    sentence = promise_in(reading)
    if sentence is None:
        yield found("S30", Level.FAIL, "promise_missing")
        return
    yield found("S30", Level.OK, "promise_ok", reading.place(sentence.text, sentence.start))


def promise_in(reading: Reading) -> Sentence | None:
    """The first sentence that promises: any of the promise's own part, else one with the word 承诺 that means now."""
    for section in reading.split.of(Part.PROMISE):
        body = next(sentences_of(reading.text, section.body, section.end), None)
        if body is not None:
            return body
    if not _MAY_PROMISE.search(reading.text):
        return None
    for section in reversed(reading.split.sections):
        for sentence in sentences_of(reading.text, section.start, section.end):
            if _promises(
                sentence.text,
                early=section.part in {Part.ACHIEVEMENTS, Part.BASICS, Part.LAST_YEAR},
            ):
                return sentence
    return None


def _promises(sentence: str, *, early: bool) -> bool:
    if not early and _VOWS.search(sentence):
        return True
    if not _PROMISE.search(sentence) or _NOT_NOW.search(sentence):
        return False
    return not early or bool(
        re.search(r"(?:我|本人)(?:郑重|在此)?承诺|郑重承诺|在此承诺|作出.{0,6}承诺[:：]", sentence)
    )
