"""Attendance and leave."""

from collections.abc import Sequence

from bot.domain.words import MEETING
from bot.texts.listing import LINES, listed

HERE = "到会"
CARD_TITLE = f"{MEETING}签到"
CARD_TEXT = "到会的同志请点“到会”。签到后，现场测评由到会的同志参加。"
OPENED = "已在群里发出签到卡片。代人签到请发送“签到”加姓名，随时发送“签到”查看名单。"
MOST_MISSING = 12  # names; with more missing the list helps nobody


def counts(*, taken: bool, invited: int, present: int, on_leave: int) -> str:
    numbers = [f"应到{invited}人"]
    if taken:
        numbers.append(f"实到{present}人")
    numbers.append(f"请假{on_leave}人")
    return "，".join(numbers) + "。"


def attendance_list(
    *,
    taken: bool,
    invited: int,
    present: Sequence[str],
    missing: Sequence[str],
    on_leave: Sequence[tuple[str, str]],
    guests: Sequence[str],
) -> str:
    """Says for the organiser 应到, 实到, 请假, with the reasons."""
    lines = [counts(taken=taken, invited=invited, present=len(present), on_leave=len(on_leave))]
    if on_leave:
        reasons = [f"{name}（{reason or '没有写原因'}）" for name, reason in on_leave]
        lines += ["请假：", *listed(reasons, LINES - 4)]
    if taken and missing:
        words = f"还没到{len(missing)}人"
        if len(missing) <= MOST_MISSING:
            words += f"：{'、'.join(missing)}"
        lines.append(words)
    if guests:
        lines.append(f"列席：{'、'.join(guests)}")
    return "\n".join(lines)


MAIN_VENUE = "主会场"
MISSING_AT_VENUE = 5  # names


def at_venue(title: str, *, taken: bool, invited: int, present: int, missing: Sequence[str]) -> str:
    """Returns the numbers of one place, with the names of those who are not there yet where they
    are few.
    """
    line = f"{title}：应到{invited}人"
    if taken:
        line += f"，实到{present}人"
    if taken and 0 < len(missing) <= MISSING_AT_VENUE:
        line += f"，还没到：{'、'.join(missing)}"
    return line


def signed_in(name: str) -> str:
    return f"{name}已签到。"


def signed_in_before(name: str) -> str:
    return f"{name}已经签到过了。"


ARRIVED = "好的。测评表发出后，我会送到这里。"
ARRIVED_AT_THE_SHEET = "好的。"  # the sheet comes with it


def leave_taken(name: str, *, own: bool) -> str:
    who = name
    undo = f"取消请发“取消请假 {name}”。"
    if own:
        who = "您"
        undo = "能到会了请发“取消请假”。"
    # The reason is for the organiser alone (decision 0028).
    return f"已记下{who}请假，原因只有组织员看得到。{undo}"


def whose_leave(said: str, *, alone: bool) -> str:
    """Asks whose leave it is; with `alone` nobody is called nearly so."""
    if alone:
        return f"名册里没有“{said}”。您本人请假请点确认，替别人请假请写明姓名，例如：请假 张三 外出开会"
    return f"名册里没有“{said}”，请问是谁请假？"


def leave_ended(name: str, *, own: bool) -> str:
    who = name
    if own:
        who = "您"
    return f"已取消请假，{who}按到会安排。"
