"""Length and shares: what a program can decide (S21, S26)."""

from collections.abc import Iterator
from fractions import Fraction

from bot.domain.manuscript import Place
from bot.domain.plan import ReportRules
from bot.domain.report.counting import count_words
from bot.domain.report.findings import Fact, Finding, Level, Reading, found
from bot.domain.report.sections import Doubt, headed_achievements, shares

_LENGTH_MARGIN = Fraction(2, 100)  # programs that count 字数 differ by so much
_SHARE_MARGIN = Fraction(1, 100)  # borders between parts are a matter of a heading or a sentence


def check_length(reading: Reading, rules: ReportRules) -> Iterator[Finding]:
    characters, limit = reading.characters.word, rules.characters
    if characters <= limit * (1 - _LENGTH_MARGIN):
        yield found("S26", Level.OK, "length_ok", characters=characters, limit=limit)
    elif _strictly_counted(reading) <= limit * (1 + _LENGTH_MARGIN):
        yield found("S26", Level.HINT, "length_near", characters=characters, limit=limit)
    else:
        yield found(
            "S26",
            Level.FAIL,
            "length_over",
            characters=characters,
            limit=limit,
            excess=characters - limit,
        )


def _strictly_counted(reading: Reading) -> int:
    """Without what Word may leave out: automatic numbers and text boxes."""
    body = (
        paragraph
        for paragraph in reading.manuscript.paragraphs
        if paragraph.place is not Place.TEXT_BOX
    )
    return count_words(
        "\n".join(paragraph.text.removeprefix(paragraph.number) for paragraph in body)
    )


def check_shares(reading: Reading, rules: ReportRules) -> Iterator[Finding]:
    split = reading.split
    if split.doubt is not None:
        numbers = "、".join(map(str, split.doubtful))
        named: dict[str, Fact] = {"numbers": numbers} if split.doubt is Doubt.UNSURE_SECTION else {}
        yield found("S21", Level.HINT, f"share_unclear_{split.doubt}", None, **named)
        return
    yield _achievements(reading, rules.max_achievements)
    if rules.min_problems_and_causes is not None:
        yield _problems_and_causes(reading, rules.min_problems_and_causes)


def _achievements(reading: Reading, limit: Fraction) -> Finding:
    sizes = shares(reading.split)
    share = sizes.of_achievements
    facts = _facts(sizes.achievements, sizes.total, limit)
    if share <= limit - _SHARE_MARGIN:
        return found("S21", Level.OK, "share_ok", None, **facts)
    if share <= limit + _SHARE_MARGIN or limit >= 1:
        return found("S21", Level.HINT, "share_near", None, **facts)
    if _headed_share(reading) <= limit + _SHARE_MARGIN:
        return found("S21", Level.HINT, "share_over_unnamed", None, **facts)
    excess = (sizes.achievements - limit * sizes.total) / (1 - limit)
    return found("S21", Level.FAIL, "share_over", None, **facts, excess=_whole(excess))


def _headed_share(reading: Reading) -> Fraction:
    """The share of what its own headings call work done; a refusal rests on nothing else."""
    split = reading.split
    return (
        Fraction(0) if split.by_subject else Fraction(headed_achievements(split), split.total or 1)
    )


def _problems_and_causes(reading: Reading, limit: Fraction) -> Finding:
    sizes = shares(reading.split)
    share = sizes.of_problems_and_causes
    facts = _facts(sizes.problems_and_causes, sizes.total, limit)
    if share >= limit + _SHARE_MARGIN:
        return found("S21", Level.OK, "problems_share_ok", None, **facts)
    if share >= limit - _SHARE_MARGIN or limit >= 1:
        return found("S21", Level.HINT, "problems_share_near", None, **facts)
    lacking = (limit * sizes.total - sizes.problems_and_causes) / (1 - limit)
    return found("S21", Level.FAIL, "problems_share_low", None, **facts, excess=_whole(lacking))


def _facts(part: int, total: int, limit: Fraction) -> dict[str, Fact]:
    return {
        "part": part,
        "total": total,
        "percent": percent(Fraction(part, total or 1)),
        "limit": _named(limit),
    }


def percent(share: Fraction) -> str:
    return f"{float(share):.1%}"


def _named(limit: Fraction) -> str:
    """1/3 as the plan says it; 35/100 as a percentage."""
    return (
        f"{limit.numerator}/{limit.denominator}"
        if limit.denominator <= 10
        else f"{float(limit):.0%}"
    )


def _whole(characters: Fraction) -> int:
    return -(-characters.numerator // characters.denominator)
