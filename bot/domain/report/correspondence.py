"""Whether every problem has its cause and its measure (S19).

A fail only where problems are missing altogether, and where the author numbered both lists and no measure shares a word with a
problem. The plan asks for a measure to every problem, not for a cause to every problem: fewer causes are a hint.
"""

import re
from collections.abc import Iterator, Sequence

from bot.domain.report.content import lacking
from bot.domain.report.findings import Fact, Finding, Level, Place, Reading, found, shortened
from bot.domain.report.lines import sentences_of
from bot.domain.report.pairs import Pairing, Partners, Passage, plans_in
from bot.domain.report.parts import Part
from bot.domain.report.sections import headed_achievements

_CAUSAL = re.compile("原因|根源|症结|根子|说到底|由于|因为|归根")
_TROUBLE = re.compile("存在[^。]{0,12}问题|做得不|没做好|没有做好|还有差距|还不")


def check_pairs(reading: Reading, paired: Pairing) -> Iterator[Finding]:
    if not paired.problems:
        if _plainly_without_problems(reading):
            yield found("S19", Level.FAIL, "problems_absent")
        else:
            yield found("S19", Level.HINT, "problems_not_found")
        return
    findings = [*_causes(reading, paired), *_measures(reading, paired)]
    if not paired.numbered and not findings and len(paired.problems) == 1:
        findings = [
            found("S19", Level.HINT, "problems_not_listed", _place(reading, paired.problems[0]))
        ]
    yield from findings or [found("S19", Level.OK, "pairs_ok", problems=len(paired.problems))]


def _plainly_without_problems(reading: Reading) -> bool:
    """Work done is named, every part is sure, and no sentence anywhere speaks of a lack."""
    split = reading.split
    if split.of(Part.PROBLEMS, Part.CAUSES) or split.doubtful or not headed_achievements(split):
        return False
    sentences = sentences_of(reading.text)
    return not any(
        lacking(sentence.text) or _TROUBLE.search(sentence.text) for sentence in sentences
    )


def _place(reading: Reading, passage: Passage) -> Place:
    return reading.place(passage.text, passage.start)


def _names(missing: Sequence[Passage]) -> str:
    return "”“".join(shortened(problem.first_words, 20) for problem in missing)


def _causes(reading: Reading, paired: Pairing) -> Iterator[Finding]:
    causes, missing = paired.causes, paired.without(paired.causes)
    sizes: dict[str, Fact] = {"problems": len(paired.problems), "partners": len(causes.passages)}
    fewer = len(causes.passages) < len(paired.problems)
    if not missing:
        return
    place = _place(reading, missing[0])
    if causes.in_table:
        yield found("S19", Level.FAIL, "causes_cell_empty", place, missing=_names(missing))
    elif not causes.found:
        if any(_CAUSAL.search(problem.text) for problem in paired.problems):
            return
        if _CAUSAL.search(reading.text):
            yield found("S19", Level.HINT, "causes_unpaired", place, missing=_names(missing))
        else:
            yield found("S19", Level.HINT, "causes_absent")
    elif not causes.passages or (fewer and not causes.numbered):
        yield found(
            "S19", Level.HINT, "partners_not_listed", kind="原因", problems=len(paired.problems)
        )
    elif fewer:
        yield found("S19", Level.HINT, "causes_fewer", place, **sizes)
    else:
        yield found("S19", Level.HINT, "causes_unpaired", place, missing=_names(missing))


def _measures(reading: Reading, paired: Pairing) -> Iterator[Finding]:
    measures, missing = paired.measures, paired.without(paired.measures)
    sizes: dict[str, Fact] = {"problems": len(paired.problems), "partners": len(measures.passages)}
    if not missing:
        if len(measures.passages) > len(paired.problems):
            yield found("S19", Level.HINT, "measures_beyond", None, **sizes)
        return
    place = _place(reading, missing[0])
    if measures.in_table:
        yield found("S19", Level.FAIL, "measures_cell_empty", place, missing=_names(missing))
    elif _plainly_short(paired, measures, reading):
        yield found("S19", Level.FAIL, "measures_missing", place, **sizes, missing=_names(missing))
    elif _plainly_absent(paired, measures, reading):
        yield found("S19", Level.FAIL, "measures_absent", place, problems=len(paired.problems))
    elif measures.found and not measures.passages:
        yield found(
            "S19", Level.HINT, "partners_not_listed", kind="措施", problems=len(paired.problems)
        )
    else:
        yield found("S19", Level.HINT, "measures_unpaired", place, missing=_names(missing))


def _plainly_short(paired: Pairing, partners: Partners, reading: Reading) -> bool:
    """Both lists are numbered, in parts of their own that are sure, and one is shorter."""
    sure = all(
        section.sure for section in reading.split.of(Part.PROBLEMS, Part.CAUSES, Part.MEASURES)
    )
    return (
        sure
        and paired.numbered
        and partners.numbered
        and len(partners.passages) < len(paired.problems)
    )


def _plainly_absent(paired: Pairing, partners: Partners, reading: Reading) -> bool:
    """Problems are numbered, the split is clear, and nothing anywhere speaks of what will be done."""
    if not paired.numbered or partners.found or not reading.split.clear:
        return False
    return not reading.split.of(Part.MEASURES, Part.PROMISE) and not plans_in(
        reading.split, reading.text
    )
