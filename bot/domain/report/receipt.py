"""A verdict for people and for programs: the lines of the receipt and the fields of `check --json`."""

from typing import Any

from bot.domain.report import wording
from bot.domain.report.findings import Level
from bot.domain.report.judge import Verdict
from bot.domain.report.limits import percent
from bot.domain.report.pairs import Passage

_MAX_FAILS = 2
_MAX_PAGES = 5


def receipt_lines(verdict: Verdict) -> tuple[str, ...]:
    """At most six short lines: count, share, what to revise, number of hints."""
    lines = [_count(verdict), _share(verdict)]
    unknown = next(
        (finding for finding in verdict.findings if finding.code == wording.ANOTHER_FILE), None
    )
    fails, hints = (
        verdict.of(Level.FAIL),
        [one for one in verdict.of(Level.HINT) if one is not unknown],
    )
    lines += [
        wording.RECEIPT_FAIL.format(message=finding.message) for finding in fails[:_MAX_FAILS]
    ]
    if len(fails) > _MAX_FAILS:
        lines.append(wording.RECEIPT_MORE_FAILS.format(count=len(fails) - _MAX_FAILS))
    if len(fails) <= _MAX_FAILS:
        told = [finding for finding in hints if finding.code in wording.TOLD]
        lines += [finding.message for finding in told]
        hints = [finding for finding in hints if finding not in told]
    if unknown or not fails:
        lines.append(unknown.message if unknown else wording.RECEIPT_CLEAN)
    if hints:
        lines.append(wording.RECEIPT_HINTS.format(count=len(hints)))
    return tuple(lines)


def _count(verdict: Verdict) -> str:
    """With what is not in it, so that nobody looks for the difference."""
    counted = wording.RECEIPT_COUNT_NUMBERED if verdict.numbered else wording.RECEIPT_COUNT
    told = counted.format(characters=verdict.characters.word, han=verdict.characters.han)
    left_out = [
        text for reason, text in wording.RESERVATIONS.items() if reason in verdict.reservations
    ]
    if verdict.blank_pages:
        pages = "、".join(map(str, verdict.blank_pages[:_MAX_PAGES]))
        more = "等" if len(verdict.blank_pages) > _MAX_PAGES else ""
        left_out.append(wording.BLANK_PAGES.format(pages=pages, more=more))
    return "；".join([told, *left_out])


def section_lines(verdict: Verdict) -> tuple[str, ...]:
    """The split as shown to its author, one line a section, so that it can be corrected by number."""
    return tuple(
        wording.SECTION_LINE.format(
            number=section.number,
            part="、".join(wording.PART_NAMES[part] for part in (section.part, *section.also)),
            title=section.title,
            characters=section.characters,
            doubt="" if section.sure else wording.SECTION_UNSURE,
        )
        for section in verdict.sections
        if section.number
    )


def _share(verdict: Verdict) -> str:
    if verdict.achievement_share is None:
        return wording.RECEIPT_UNCLEAR
    sizes = verdict.shares
    return wording.RECEIPT_SHARE.format(
        part=sizes.achievements, total=sizes.total, percent=percent(verdict.achievement_share)
    )


def as_json(verdict: Verdict) -> dict[str, Any]:
    """The fields of docs/interface.md of one file, without `file`, `kind` and `error`."""
    share = verdict.achievement_share
    return {
        "characters": {"word": verdict.characters.word, "han": verdict.characters.han},
        "sections": [
            {"part": str(section.part), "title": section.title, "characters": section.characters}
            for section in verdict.sections
        ],
        "achievement_share": None if share is None else round(float(share), 4),
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
    return None if passage is None else passage.first_words
