"""The monthly question after open items: what is asked, what comes of an answer, and why somebody is
not asked.
"""

from collections.abc import Mapping, Sequence
from datetime import date

from bot.domain.words import OFFICE, UNIT
from bot.texts import dates
from bot.texts.rectification import head

UNDER_WAY, DONE, HELP = "还在做", "已完成", "需要帮助"
QUESTION_TITLE = "整改事项本月进展"
EXAMPLE = "已和12名同志逐一谈话"
ANSWERED_BEFORE = "这些事项已经有了新的状态，不用再选了。"

# Why an item was not asked after, as the reminder ledger tells it.
WAITS_FOR_VERIFICATION = "已报完成，待核验"
CAUGHT_UP = "当月没有运行，并入后来的一次"
NO_SECRETARY = f"{UNIT}暂缺{OFFICE}"
ANSWERED = "已经回复"
NOT_YET = "还不到要问的时候"
ANSWERED_MEANWHILE = "发送前已经回复或办结"


def asked_line(number: int, problem: str) -> str:
    return f"{number}. {head(problem)}"


def card_text(numbers: Sequence[int]) -> str:
    return f"第{'、'.join(map(str, numbers))}条"


def monthly(
    name: str,
    near: Mapping[date, Sequence[int]],
    announced: Sequence[int],
    quiet: Mapping[date, Sequence[int]],
    lines: Sequence[str],
    *,
    today: date,
    more: int,
) -> str:
    """Returns the month's question: which items are due, what was announced, what is quiet.

    `near` are due soon or already, of `quiet` nothing was heard for long, numbers by their day; of
    `announced` their owner said that something would come this month.
    """
    asked = []
    for day in sorted(near):
        until = f"{dates.until(day, today)}到期"
        if day < today:
            until = f"{dates.day(day, today)}已到期"
        asked.append(f"{until}：{'、'.join(map(str, near[day]))}")
    if announced:
        asked.append(f"您说过这个月有进展：{'、'.join(map(str, announced))}")
    beside = [
        f"{'、'.join(map(str, quiet[day]))}（{dates.until(day, today)}）" for day in sorted(quiet)
    ]
    if beside:
        asked.append(f"想了解一下进展：{'、'.join(beside)}")
    rest = []
    if more:
        rest = [f"另有{more}条，发“整改”查看。"]
    # A real number of his own list, so that he can send the example as it stands.
    first = lines[0].partition(".")[0]
    how = (
        f"做到哪一步，回一句话就行，例如“第{first}条：{EXAMPLE}”；"
        # Nothing is asked for that only leaves a trace (S14).
        f"都还在做，点一下“{UNDER_WAY}”。不要求另做材料。"
    )
    return "\n".join([f"{name}，您好。整改事项{'；'.join(asked)}。", *lines, *rest, how])


def answered(under_way: Sequence[int], done: Sequence[int]) -> str:
    """Returns what was taken from a card; empty where nothing of this kind was said."""
    answers = [(UNDER_WAY, under_way), (f"{DONE}，等待核验", done)]
    parts = [
        f"{what}：第 {'、'.join(map(str, numbers))} 条" for what, numbers in answers if numbers
    ]
    if not parts:
        return ""
    return f"已记下。{'；'.join(parts)}。"
