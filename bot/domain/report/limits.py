"""Length and shares: what a program can decide (S21, S26)."""

from collections.abc import Iterator
from fractions import Fraction
from math import ceil

from bot.domain.manuscript import Place
from bot.domain.plan import ReportRules
from bot.domain.report.counting import count_words
from bot.domain.report.findings import Fact, Finding, Level, Report
from bot.domain.report.partition import Doubt, headed_achievements, shares

_LENGTH_MARGIN = Fraction(2, 100)  # programs that count 字数 differ by so much
_SHARE_MARGIN = Fraction(1, 100)  # borders between parts are a matter of a heading or a sentence
_LARGEST_NAMED_DENOMINATOR = 10  # 1/3 is said so, 7/20 as 35%


def check_length(report: Report, rules: ReportRules) -> Iterator[Finding]:
    """Compares the length with the plan's; nothing where the plan has no limit."""
    characters = report.characters.word
    limit = rules.characters
    least = rules.min_characters
    if least is not None and characters < least * (1 - _LENGTH_MARGIN):
        facts: dict[str, Fact] = {"characters": characters, "least": least}
        yield Finding.of("S26", Level.FAIL, "length_under", None, **facts)
        return
    if limit is None:
        return
    if characters <= limit * (1 - _LENGTH_MARGIN):
        yield Finding.of("S26", Level.OK, "length_ok", characters=characters, limit=limit)
        return
    # Word may leave out automatic numbers and text boxes: nobody is refused for them.
    paragraphs = [
        paragraph.text.removeprefix(paragraph.number)
        for paragraph in report.manuscript.paragraphs
        if paragraph.place is not Place.TEXT_BOX
    ]
    if count_words("\n".join(paragraphs)) <= limit * (1 + _LENGTH_MARGIN):
        yield Finding.of("S26", Level.HINT, "length_near", characters=characters, limit=limit)
        return
    facts = {"characters": characters, "limit": limit, "excess": characters - limit}
    yield Finding.of("S26", Level.FAIL, "length_over", None, **facts)


def check_shares(report: Report, rules: ReportRules) -> Iterator[Finding]:
    """Compares the shares with the plan's; nothing where the plan asks for none."""
    split = report.split
    if not rules.has_shares:
        return
    if split.doubt is not None:
        facts: dict[str, Fact] = {}
        if split.doubt is Doubt.UNSURE_SECTION:
            facts["numbers"] = "、".join(map(str, split.doubtful))
        yield Finding.of("S21", Level.HINT, f"share_unclear_{split.doubt}", None, **facts)
        return
    if rules.max_achievements is not None:
        yield _check_achievements(report, rules.max_achievements)
    if rules.min_problems_and_causes is not None:
        yield _check_problems_and_causes(report, rules.min_problems_and_causes)


def _check_achievements(report: Report, limit: Fraction) -> Finding:
    split = report.split
    sizes = shares(split)
    facts = _facts(sizes.achievements, sizes.total, limit)
    if sizes.of_achievements <= limit - _SHARE_MARGIN:
        return Finding.of("S21", Level.OK, "share_ok", None, **facts)
    if sizes.of_achievements <= limit + _SHARE_MARGIN:
        return Finding.of("S21", Level.HINT, "share_near", None, **facts)
    # A refusal rests on nothing but what its own headings call work done.
    headed_share = Fraction(0)
    if not split.by_subject:
        headed_share = Fraction(headed_achievements(split), split.total or 1)
    if headed_share <= limit + _SHARE_MARGIN:
        return Finding.of("S21", Level.HINT, "share_over_unnamed", None, **facts)
    # What is cut from the work done is cut from the whole too.
    facts["excess"] = ceil((sizes.achievements - limit * sizes.total) / (1 - limit))
    return Finding.of("S21", Level.FAIL, "share_over", None, **facts)


def _check_problems_and_causes(report: Report, limit: Fraction) -> Finding:
    sizes = shares(report.split)
    share = sizes.of_problems_and_causes
    facts = _facts(sizes.problems_and_causes, sizes.total, limit)
    if share >= limit + _SHARE_MARGIN:
        return Finding.of("S21", Level.OK, "problems_share_ok", None, **facts)
    if share >= limit - _SHARE_MARGIN or limit >= 1:
        return Finding.of("S21", Level.HINT, "problems_share_near", None, **facts)
    # What is added to the problems is added to the whole too.
    facts["excess"] = ceil((limit * sizes.total - sizes.problems_and_causes) / (1 - limit))
    return Finding.of("S21", Level.FAIL, "problems_share_low", None, **facts)


def _facts(part: int, total: int, limit: Fraction) -> dict[str, Fact]:
    """Returns what a message names; the limit as the plan says it: 1/3, but 35 %."""
    limit_name = f"{float(limit):.0%}"
    if limit.denominator <= _LARGEST_NAMED_DENOMINATOR:
        limit_name = f"{limit.numerator}/{limit.denominator}"
    share = percent(Fraction(part, total or 1))
    return {"part": part, "total": total, "percent": share, "limit": limit_name}


def percent(share: Fraction) -> str:
    return f"{float(share):.1%}"
