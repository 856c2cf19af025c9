"""Whether every problem has its cause and its measure (S19).

A fail only where problems are missing altogether, and where the author numbered both lists and
no measure shares a word with a problem. The plan asks for a measure to every problem, not for a
cause to every problem: fewer causes are a hint.
"""

from collections.abc import Iterator, Sequence

from bot.domain.patterns import pattern
from bot.domain.report.content import speaks_of_lack
from bot.domain.report.findings import Fact, Finding, Level, Quotation, Report, shorten
from bot.domain.report.lines import sentences_of
from bot.domain.report.pairs import Pairing, plans_in
from bot.domain.report.partition import Part, headed_achievements
from bot.domain.report.passages import Passage

_CAUSAL = pattern("原因|根源|症结|根子|说到底|由于|因为|归根")
_TROUBLE = pattern("存在[^。]{0,12}问题|做得不|没做好|没有做好|还有差距|还不")
_MAX_NAME = 20  # characters of a problem that a message names


def check_pairs(report: Report, pairing: Pairing) -> Iterator[Finding]:
    """Yields what is wrong with the pairs, or one finding that they are complete."""
    problems = pairing.problems
    if not problems:
        yield _without_problems(report)
        return
    findings = [*_check_causes(report, pairing), *_check_measures(report, pairing)]
    if findings:
        yield from findings
    elif not pairing.numbered and len(problems) == 1:
        yield _finding(Level.HINT, "problems_not_listed", _first(report, problems))
    else:
        yield _finding(Level.OK, "pairs_ok", problems=len(problems))


def _finding(level: Level, code: str, where: Quotation | None = None, **facts: Fact) -> Finding:
    return Finding.of("S19", level, code, where, **facts)


def _first(report: Report, passages: Sequence[Passage]) -> Quotation:
    return report.quotation(passages[0].text, passages[0].start)


def _names(problems: Sequence[Passage]) -> str:
    return "”“".join(shorten(problem.first_words, _MAX_NAME) for problem in problems)


def _without_problems(report: Report) -> Finding:
    """Fails a report only where problems are plainly absent.

    That is: work done is named, every part is sure, and no sentence anywhere speaks of a lack.
    """
    split = report.split
    unknown = _finding(Level.HINT, "problems_not_found")
    if split.of(Part.PROBLEMS, Part.CAUSES) or split.doubtful or not headed_achievements(split):
        return unknown
    for sentence in sentences_of(report.text):
        if speaks_of_lack(sentence.text) or _TROUBLE.search(sentence.text):
            return unknown
    return _finding(Level.FAIL, "problems_absent")


def _check_causes(report: Report, pairing: Pairing) -> Iterator[Finding]:
    """Yields why causes are missing, if any are; only an empty cell of a table is a fail."""
    causes = pairing.causes
    missing = pairing.without(causes)
    if not missing:
        return
    problems = len(pairing.problems)
    listed = len(causes.passages)
    where = _first(report, missing)
    names = _names(missing)
    if causes.in_table:
        yield _finding(Level.FAIL, "causes_cell_empty", where, missing=names)
    elif not causes.present:
        # Each problem may tell its own cause: then a list of causes is not missed.
        if any(_CAUSAL.search(problem.text) for problem in pairing.problems):
            return
        if _CAUSAL.search(report.text):
            yield _finding(Level.HINT, "causes_unpaired", where, missing=names)
        else:
            yield _finding(Level.HINT, "causes_absent")
    elif not listed or (listed < problems and not causes.numbered):
        yield _finding(Level.HINT, "partners_not_listed", kind="原因", problems=problems)
    elif listed < problems:
        yield _finding(Level.HINT, "causes_fewer", where, problems=problems, partners=listed)
    else:
        yield _finding(Level.HINT, "causes_unpaired", where, missing=names)


def _check_measures(report: Report, pairing: Pairing) -> Iterator[Finding]:
    """Yields why measures are missing or too many, if so; a fail only where it is beyond doubt."""
    measures = pairing.measures
    missing = pairing.without(measures)
    problems = len(pairing.problems)
    listed = len(measures.passages)
    sizes: dict[str, Fact] = {"problems": problems, "partners": listed}
    if not missing:
        if listed > problems:
            yield _finding(Level.HINT, "measures_beyond", None, **sizes)
        return
    where = _first(report, missing)
    names = _names(missing)
    split = report.split
    both_numbered = pairing.numbered and measures.numbered
    parts_are_sure = all(
        section.sure for section in split.of(Part.PROBLEMS, Part.CAUSES, Part.MEASURES)
    )
    # Problems are numbered, the split is clear, and nothing speaks of what will be done.
    plainly_absent = (
        pairing.numbered
        and not measures.present
        and split.clear
        and not split.of(Part.MEASURES, Part.PROMISE)
        and not plans_in(split, report.text)
    )
    if measures.in_table:
        yield _finding(Level.FAIL, "measures_cell_empty", where, missing=names)
    elif both_numbered and parts_are_sure and listed < problems:
        yield _finding(Level.FAIL, "measures_missing", where, **sizes, missing=names)
    elif plainly_absent:
        yield _finding(Level.FAIL, "measures_absent", where, problems=problems)
    elif measures.present and not measures.passages:
        yield _finding(Level.HINT, "partners_not_listed", kind="措施", problems=problems)
    else:
        yield _finding(Level.HINT, "measures_unpaired", where, missing=names)
