"""Calls for help: what who owes the answer is told, and who asked."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from bot.domain.rectification.refusals import CannotHelp, NobodyToHelp, NoHelpWanted
from bot.domain.refusals import Refusal
from bot.domain.words import UNIT
from bot.texts import dates
from bot.texts.listing import in_brackets, quoted, shortened
from bot.texts.rectification import head

LONGEST = 200  # characters of what somebody wrote, on a card

ASK_USAGE = "第2条需要帮助：场地借不到"
ANSWER_USAGE = f"回复 第三{UNIT}：场地已协调，周五前可用"
HAND_ON_USAGE = f"转请 张三 第三{UNIT}"
SOLVED_USAGE = f"帮助解决 第三{UNIT}"


def _no_help_wanted(refusal: NoHelpWanted) -> str:
    if refusal.settled:
        return f"{refusal.branch}现在没有等答复的求助，最近一次{refusal.settled}。"
    return f"{refusal.branch}现在没有等答复的求助。发“求助”可以看全部。"


def _cannot_help(refusal: CannotHelp) -> str:
    if not refusal.others:
        return f"这件事不能转请{refusal.name}办理，请您直接答复。"
    return f"这件事不能转请{refusal.name}办理，可以转请：{'、'.join(refusal.others)}。"


REFUSALS: dict[type[Refusal], Callable[[Any], str]] = {
    NoHelpWanted: _no_help_wanted,
    CannotHelp: _cannot_help,
    NobodyToHelp: lambda _: "名册里还没有可以答复求助的组织员或班子成员，请直接联系党务办公室。",
}

# Why something is not said any more, as the reminder ledger tells it.
ANSWERED_MEANWHILE = "发送前已经答复或转请"


def call_name(branch: str, number: int) -> str:
    return f"{branch}第{number}条"


def settled_on(day: date) -> str:
    return f"已于{dates.day(day)}解决"


def added(before: str, text: str) -> str:
    """Returns what was said first, and what was added to it."""
    pieces = [piece for piece in (before, text) if piece]
    return "；".join(dict.fromkeys(pieces))


# To who asks.


def noted(number: int, *, helper: str, due: date, text: str) -> str:
    wanted = ""
    if text:
        wanted = f"：{shortened(quoted(text), LONGEST)}"
    # One person owes the answer, until a day (decision 0036).
    return f"已记下第{number}条需要帮助{wanted}。由{helper}同志在{dates.day(due)}前答复您。"


def added_to(number: int, *, helper: str, due: date) -> str:
    return f"第{number}条的求助已补充，由{helper}同志在{dates.day(due)}前答复您。"


WHAT = "请再回一句话，说说缺什么、要谁帮，例如：场地借不到。"


def which(numbers: Sequence[int]) -> str:
    listed = "、".join(map(str, numbers))
    return (
        f"第{listed}条里，哪一条需要帮助？请回一句话，例如：第{numbers[0]}条需要帮助：场地借不到。"
    )


def what_each(numbers: Sequence[int]) -> str:
    return f"请各回一句话说说缺什么，例如：第{numbers[0]}条需要帮助：场地借不到。"


ANSWERED_TITLE = "求助答复"


def answered(*, number: int, problem: str, person: str, answer: str) -> str:
    return (
        f"您请求帮助的第{number}条“{head(problem)}”，{person}同志答复："
        f"{shortened(quoted(answer), LONGEST)}\n问题解决了吗？"
    )


HELPED, NOT_YET = "解决了", "还没有"


def settled(number: int) -> str:
    return f"好的，第{number}条的求助已办结。"


NOT_SOLVED = "还没有解决"


def waits_on(number: int, helper: str, due: date) -> str:
    return (
        f"已转告{helper}同志，{dates.day(due)}前再答复您。"
        f"还缺什么，可以再回一句：第{number}条需要帮助：……"
    )


def handed_on_notice(number: int, helper: str, due: date) -> str:
    return f"您请求帮助的第{number}条，现由{helper}同志协调，{dates.day(due)}前答复您。"


# To who owes the answer.

ASKED_TITLE = "支部需要帮助"
# A reminder says that somebody waits, and nothing of being late (S37).
REMINDER = "有一件求助还在等您答复，方便时回一句话就行："


def asked(*, branch: str, person: str, number: int, problem: str, wanted: str, due: date) -> str:
    lines = [
        f"{branch}{in_brackets(person)}整改第{number}条“{head(problem)}”需要帮助，请在{dates.day(due)}前答复。"
    ]
    if wanted:
        lines.append(f"需要：{shortened(quoted(wanted), LONGEST)}")
    else:
        lines.append("还没有说明需要什么，可以先和支部联系。")
    lines.append(f"也可以直接回：回复{branch}：场地已协调，周五前可用")
    return "\n".join(lines)


ANSWER, DONE = "答复", "已经办好"
DONE_ANSWER = "已经办好"


def hand_on_to(name: str) -> str:
    return f"转请{name}"


def say_it(name: str) -> str:
    return f"请回一句话，我转给{name}，例如：场地已协调，周五前可用。"


def passed_to_asker(name: str, asker: str) -> str:
    who = UNIT
    if asker:
        who = f"{asker}同志"
    # A call ends with the one who asked (decision 0036).
    return f"{name}的答复已转告{who}，是否解决由其确认。"


def handed_on(name: str, helper: str, due: date) -> str:
    return f"{name}的求助已转请{helper}同志，请其在{dates.day(due)}前答复，并告知了{UNIT}。"


def owed_already(name: str, helper: str) -> str:
    return f"{name}的求助本来就由{helper}同志答复。"


# The list.


def line(name: str, helper: str, due: date, *, is_waiting: bool) -> str:
    if is_waiting:
        return f"· {name}：由{helper}同志答复，{dates.day(due)}前"
    return f"· {name}：已答复，等{UNIT}确认"


def listed(lines: Sequence[str]) -> str:
    return "\n".join([f"{UNIT}请求帮助的事项：", *lines])


NOTHING = "现在没有等答复的求助。"
HOW_TO_ASK = f"{NOTHING}需要帮助时，回一句第几条、缺什么，例如：{ASK_USAGE}。"
