"""Papers about a meeting: its notice, who came, and the minutes as far as they are known (S3, S27)."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, tzinfo

from bot.domain.plan import Plan
from bot.domain.polls.meeting import Agenda
from bot.domain.values import dataclass
from bot.exports.documents import (
    SHEET,
    Beside,
    Block,
    Heading,
    OfficialDocument,
    Table,
    Text,
    numbered,
    numbered_sentences,
    official_document,
)
from bot.exports.documents.lengths import millimetres, points
from bot.texts.exporting import meeting as texts
from bot.texts.exporting import procedure
from bot.texts.papers import OPEN, ordinal

LIST = replace(
    SHEET,
    top=millimetres(20),
    bottom=millimetres(20),
    body=points(12),
    line=points(22),
    table=points(12),
)
ROW = millimetres(8)  # room for a signature


def meeting_notice(plan: Plan, agenda: Agenda, zone: tzinfo, dated: date) -> bytes:
    """The notice as it was given; `dated` is the day of it."""
    speaking, when, who, points, asked = texts.NOTICE_HEADINGS
    attending = f"{agenda.attends}。"
    if agenda.guests:
        attending += texts.guests([person.title for person in agenda.guests])
    asks = [texts.how_to_speak(agenda), texts.order(agenda)]
    if agenda.bring:
        asks.append(texts.bring(agenda.bring))
    asks.append(texts.excuse(plan.help_contact))
    parts: tuple[tuple[str, list[str]], ...] = (
        (speaking, [procedure.subjects(len(agenda.speakers) + len(agenda.written))]),
        (when, [texts.when_and_where(texts.moment(agenda.at, zone), agenda.place)]),
        (who, [attending]),
        (points, [item.title for item in agenda.items]),
        (asked, [ask for ask in asks if ask]),
    )
    blocks = [
        Text(texts.notice_preamble(agenda)),
        *numbered_sentences(parts),
        Text(procedure.ENDING),
    ]
    return official_document(
        OfficialDocument(
            texts.notice_title(agenda),
            tuple(blocks),
            addressee=procedure.addressee(),
            signature=plan.signature,
            dated=dated,
            words=plan.words,
        )
    )


@dataclass(frozen=True)
class Attendee:
    """Somebody who was invited. `came` says in words whether he came; empty where nobody noted it."""

    name: str
    branch: str
    came: str = ""


def attendance_list(
    plan: Plan, agenda: Agenda, attendees: Sequence[Attendee], zone: tzinfo
) -> bytes:
    """The list to be signed, with what is known of who came."""
    lines = tuple(
        (str(number), attendee.name, attendee.branch, attendee.came, "")
        for number, attendee in enumerate(attendees, 1)
    )
    blocks: tuple[Block, ...] = (
        _event(agenda, zone),
        Table(texts.ATTENDANCE_COLUMNS, lines, widths=(1, 2, 3, 2, 3), row_height=ROW),
    )
    return official_document(
        OfficialDocument(texts.signatures_title(agenda), blocks, layout=LIST, words=plan.words)
    )


@dataclass(frozen=True)
class Turnout:
    """How many of one kind of people were invited, are on leave and came; None where nobody noted it."""

    people: str
    invited: int
    on_leave: int
    came: int | None


def attendance_statistics(
    plan: Plan, agenda: Agenda, turnouts: Sequence[Turnout], zone: tzinfo
) -> bytes:
    """How many came, by what they are, and in all; a form where nobody noted who came."""
    rows = [_turnout_row(turnout) for turnout in turnouts]
    came = [turnout.came for turnout in turnouts if turnout.came is not None]
    number = None
    if came:
        number = sum(came)
    everybody = Turnout(
        texts.TOTAL,
        sum(turnout.invited for turnout in turnouts),
        sum(turnout.on_leave for turnout in turnouts),
        number,
    )
    rows.append(_turnout_row(everybody))
    blocks: tuple[Block, ...] = (
        _event(agenda, zone),
        Table(texts.STATISTICS_COLUMNS, tuple(rows), widths=(2, 1, 1, 1), row_height=ROW),
        Beside(texts.COUNTED_BY),
    )
    return official_document(
        OfficialDocument(texts.statistics_title(agenda), blocks, layout=LIST, words=plan.words)
    )


def _turnout_row(turnout: Turnout) -> tuple[str, ...]:
    came = ""
    if turnout.came is not None:
        came = str(turnout.came)
    return (turnout.people, str(turnout.invited), str(turnout.on_leave), came)


@dataclass(frozen=True)
class Turn:
    """One who spoke, with what leaders said of it, as far as somebody has noted it."""

    name: str
    branch: str
    written: bool
    comments: tuple[tuple[str, str], ...]  # who, and his words


@dataclass(frozen=True)
class Minutes:
    """What is known of a meeting. `present` and `ballot` are empty where nothing was noted."""

    plan: Plan
    agenda: Agenda
    zone: tzinfo
    present: str
    on_leave: tuple[str, ...]
    guests: tuple[str, ...]
    turns: tuple[Turn, ...]
    ballot: str


def minutes_form(minutes: Minutes) -> bytes:
    """The minutes as a form: what is known is written in, what only people know is left open."""
    agenda = minutes.agenda
    head = (
        (texts.WHEN, texts.moment(agenda.at, minutes.zone)),
        (texts.WHERE, agenda.place or OPEN),
        (texts.CHAIR, OPEN),
        (texts.RECORDER, OPEN),
        (texts.ATTENDING, agenda.attends or OPEN),
        (texts.PRESENT, minutes.present or OPEN),
        (texts.LEAVE, "、".join(minutes.on_leave)),
        (texts.GUESTS, "、".join(minutes.guests)),
    )
    facts = tuple(fact for fact in head if fact[1])
    blocks: list[Block] = [Table(texts.MINUTES_COLUMNS, facts, widths=(1, 4))]
    speeches: list[Block] = []
    for number, turn in enumerate(minutes.turns, 1):
        speeches.append(Heading(f"{ordinal(number, 2)}{turn.branch}{turn.name}", 2))
        speeches.append(Text(texts.spoke(written=turn.written)))
        speeches += [Text(texts.comment(author, words)) for author, words in turn.comments]
        if not turn.comments:
            speeches.append(Text(texts.NO_COMMENT))
    parts: list[tuple[str, list[Block]]] = [(texts.SPEECHES, speeches)]
    if minutes.ballot:
        parts.append((texts.BALLOT, [Text(minutes.ballot)]))
    parts.append((texts.ADDRESS, [Text(texts.ADDRESSED)]))
    blocks += numbered(parts)
    blocks += [Text("\u3000"), Beside(texts.SIGNED)]  # an empty line above the signatures
    return official_document(
        OfficialDocument(texts.minutes_title(agenda), tuple(blocks), words=minutes.plan.words)
    )


def _event(agenda: Agenda, zone: tzinfo) -> Beside:
    return Beside((texts.when(texts.moment(agenda.at, zone)), texts.where(agenda.place)))
