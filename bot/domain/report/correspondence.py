"""Whether every problem has its cause and its measure (S19).

A fail only where the author numbered both lists and one is plainly short; everything else is shown for a person to look.
"""

from collections.abc import Iterator

from bot.domain.report.findings import Fact, Finding, Level, Place, Reading, found, shortened
from bot.domain.report.pairs import Pairing, Partners, Passage, plans_in
from bot.domain.report.parts import Part

_NAMES = {"causes": "原因", "measures": "措施"}


def check_pairs(reading: Reading, paired: Pairing) -> Iterator[Finding]:
    if not paired.problems:
        yield found("S19", Level.HINT, "problems_not_found")
        return
    findings = [*_partners(reading, paired, "causes"), *_partners(reading, paired, "measures")]
    if not paired.numbered and not any(finding.level is Level.FAIL for finding in findings):
        findings = [found("S19", Level.HINT, "problems_not_listed", _place(reading, paired.problems[0]))]
    yield from findings or [found("S19", Level.OK, "pairs_ok", problems=len(paired.problems))]


def _place(reading: Reading, passage: Passage) -> Place:
    return reading.place(passage.text, passage.start)


def _partners(reading: Reading, paired: Pairing, kind: str) -> Iterator[Finding]:
    partners: Partners = getattr(paired, kind)
    missing = paired.without(partners)
    sizes: dict[str, Fact] = {"problems": len(paired.problems), "partners": len(partners.passages)}
    if not missing:
        if kind == "measures" and len(partners.passages) > len(paired.problems):
            yield found("S19", Level.HINT, "measures_beyond", None, **sizes)
        return
    place = _place(reading, missing[0])
    names: Fact = "”“".join(shortened(problem.first_words, 20) for problem in missing)
    if partners.in_table:
        yield found("S19", Level.FAIL, f"{kind}_cell_empty", place, missing=names)
    elif _plainly_short(paired, partners, reading):
        yield found("S19", Level.FAIL, f"{kind}_missing", place, **sizes, missing=names)
    elif kind == "measures" and _plainly_absent(paired, partners, reading):
        yield found("S19", Level.FAIL, "measures_absent", place, problems=len(paired.problems))
    elif partners.found and not partners.passages:
        yield found("S19", Level.HINT, "partners_not_listed", kind=_NAMES[kind], problems=len(paired.problems))
    else:
        yield found("S19", Level.HINT, f"{kind}_unpaired", place, missing=names)


def _plainly_short(paired: Pairing, partners: Partners, reading: Reading) -> bool:
    """Both lists are numbered, in parts of their own that are sure, and one is shorter."""
    sure = all(section.sure for section in reading.split.of(Part.PROBLEMS, Part.CAUSES, Part.MEASURES))
    return sure and paired.numbered and partners.numbered and len(partners.passages) < len(paired.problems)


def _plainly_absent(paired: Pairing, partners: Partners, reading: Reading) -> bool:
    """Problems are numbered, the split is clear, and nothing anywhere speaks of what will be done."""
    if not paired.numbered or partners.found or not reading.split.clear:
        return False
    return not reading.split.of(Part.MEASURES, Part.PROMISE) and not plans_in(reading.split, reading.text)
