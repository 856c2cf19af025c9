"""The papers that begin a year: the main points of the plan, and the notice (S4, S11)."""

from collections.abc import Iterable
from datetime import date

from bot.domain.plan import Part, Plan
from bot.exports.documents import (
    Block,
    OfficialDocument,
    Table,
    Text,
    listed,
    numbered,
    numbered_sentences,
    official_document,
)
from bot.texts.exporting import procedure as texts
from bot.texts.papers import full_date


def plan_paper(plan: Plan, version: int) -> bytes:
    """What the plan in force says, by its parts; a part that it does not have is not named."""
    stages = tuple(
        (str(number), stage.title, full_date(stage.due))
        for number, stage in enumerate(plan.stages, 1)
    )
    parts: list[tuple[str, list[Block]]] = []
    if stages:
        parts.append((texts.STAGES, [Table(texts.STAGE_COLUMNS, stages, widths=(1, 4, 3))]))
    if plan.has(Part.FOCUS):
        areas = (area.title for area in plan.report.focus_areas)
        parts.append((texts.FOCUS, listed(areas)))
    if plan.has(Part.REPORT):
        parts.append((texts.REPORTING, _texts(texts.reporting(plan))))
    if plan.has(Part.MEETING):
        parts.append((texts.MEETING_PART, _texts(texts.meeting(plan))))
    if plan.has(Part.GRADE):
        parts.append((texts.GRADING, _texts(texts.grading(plan))))
    blocks = [Text(texts.plan_preamble(plan, version)), *numbered(parts)]
    return official_document(
        OfficialDocument(texts.plan_title(plan), tuple(blocks), words=plan.words)
    )


def notice_paper(plan: Plan, subjects: int, day: date) -> bytes:
    """The notice with which the work begins, as it was given on this day."""
    # The notice is a stage itself, and over when it is read.
    stages = [texts.stage(stage, plan.year) for stage in plan.stages if stage.id != "notice"]
    who, when, report, fieldwork = texts.NOTICE_HEADINGS
    parts = [(who, [texts.subjects(subjects)]), (when, stages)]
    if plan.has(Part.REPORT):
        parts.append((report, [texts.notice_report(plan)]))
    if plan.has(Part.FIELDWORK):
        parts.append((fieldwork, [texts.FIELDWORK]))
    blocks = [Text(texts.notice_preamble(plan)), *numbered_sentences(parts)]
    if plan.help_contact:
        blocks.append(Text(texts.contact(plan.help_contact)))
    blocks.append(Text(texts.ENDING))
    return official_document(
        OfficialDocument(
            texts.notice_title(plan),
            tuple(blocks),
            addressee=texts.addressee(),
            signature=plan.signature,
            dated=day,
            words=plan.words,
        )
    )


def _texts(lines: Iterable[str]) -> list[Block]:
    return [Text(line) for line in lines]
