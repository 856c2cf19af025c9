"""A verdict for people and for programs: the lines of the receipt and the fields of `check --json`."""

from typing import Any

from bot.domain.report import wording
from bot.domain.report.findings import Finding, Level
from bot.domain.report.limits import percent
from bot.domain.report.passages import Passage
from bot.domain.report.verdict import Verdict

_MAX_FAILS = 2  # that a receipt says in full; more would be put off
_MAX_PAGES = 5  # by number; the file itself shows the others


def receipt_lines(verdict: Verdict, *, look: str = "") -> tuple[str, ...]:
    """Returns at most six short lines: count, share, what to revise, number of hints.

    `look` are the words with which the hints are asked for.
    """
    lines = [_count_line(verdict)]
    clean = wording.RECEIPT_CLEAN
    share = verdict.achievement_share
    if verdict.measured and share is None:
        lines.append(wording.RECEIPT_UNCLEAR)
        clean = wording.RECEIPT_ELSE_CLEAN
    elif verdict.measured and share is not None:
        sizes = verdict.shares
        lines.append(
            wording.RECEIPT_SHARE.format(
                part=sizes.achievements, total=sizes.total, percent=percent(share)
            )
        )
    # That nothing was recognised as a report is said last, and is no hint to be counted.
    hints: list[Finding] = []
    another_file = None
    for finding in verdict.of(Level.HINT):
        if finding.code == wording.ANOTHER_FILE:
            another_file = finding
        else:
            hints.append(finding)
    fails = verdict.of(Level.FAIL)
    lines += [
        wording.RECEIPT_FAIL.format(message=finding.message) for finding in fails[:_MAX_FAILS]
    ]
    if len(fails) > _MAX_FAILS:
        lines.append(wording.RECEIPT_MORE_FAILS.format(count=len(fails) - _MAX_FAILS))
    else:
        # Some hints are told in full, but not beside many fails.
        told = [finding.message for finding in hints if finding.code in wording.TOLD]
        hints = [finding for finding in hints if finding.code not in wording.TOLD]
        if told:
            lines += told
            clean = wording.RECEIPT_ELSE_CLEAN
    if another_file is not None:
        lines.append(another_file.message)
    elif not fails:
        lines.append(clean)
    if hints:
        lines.append(_hints_line(len(hints), look))
    return tuple(lines)


def _hints_line(count: int, look: str) -> str:
    line = wording.RECEIPT_HINTS.format(count=count)
    if look:
        line += wording.RECEIPT_LOOK.format(words=look)
    return line


def _count_line(verdict: Verdict) -> str:
    """Returns how long the report is, with what is not counted: nobody is to look for it."""
    template = wording.RECEIPT_COUNT
    if verdict.numbered:
        template = wording.RECEIPT_COUNT_NUMBERED
    clauses = [template.format(characters=verdict.characters.word, han=verdict.characters.han)]
    for reservation, clause in wording.RESERVATIONS.items():
        if reservation in verdict.reservations:
            clauses.append(clause)
    if verdict.blank_pages:
        pages = "、".join(map(str, verdict.blank_pages[:_MAX_PAGES]))
        more = ""
        if len(verdict.blank_pages) > _MAX_PAGES:
            more = "等"
        clauses.append(wording.BLANK_PAGES.format(pages=pages, more=more))
    return "；".join(clauses)


def section_lines(verdict: Verdict) -> tuple[str, ...]:
    """Returns the split as its author sees it: one line a section, to be corrected by number."""
    lines = []
    for section in verdict.sections:
        if not section.number:
            continue
        names = [wording.PART_NAMES[part] for part in (section.part, *section.also)]
        doubt = ""
        if not section.sure:
            doubt = wording.SECTION_UNSURE
        line = wording.SECTION_LINE.format(
            number=section.number,
            part="、".join(names),
            title=section.title,
            characters=section.characters,
            doubt=doubt,
        )
        lines.append(line)
    return tuple(lines)


def as_json(verdict: Verdict) -> dict[str, Any]:
    """Returns the fields of docs/interface.md of one file, without `file`, `kind` and `error`."""
    share = None
    if verdict.achievement_share is not None:
        share = round(float(verdict.achievement_share), 4)
    return {
        "characters": {"word": verdict.characters.word, "han": verdict.characters.han},
        "sections": [
            {"part": str(section.part), "title": section.title, "characters": section.characters}
            for section in verdict.sections
        ],
        "achievement_share": share,
        "pairs": [
            {
                "problem": _words(pair.problem),
                "cause": _words(pair.cause),
                "measure": _words(pair.measure),
            }
            for pair in verdict.pairs
        ],
        "findings": [
            {
                "rule": finding.rule,
                "level": str(finding.level),
                "message": finding.message,
                "quote": finding.quote,
            }
            for finding in verdict.findings
        ],
        "verdict": str(verdict.outcome),
    }


def _words(passage: Passage | None) -> str | None:
    if passage is None:
        return None
    return passage.first_words
