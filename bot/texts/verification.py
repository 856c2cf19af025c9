"""The closure gate (核验) and the later look whether it held (回访)."""

from collections.abc import Mapping, Sequence
from datetime import date

from bot.domain.words import UNIT
from bot.texts import dates
from bot.texts.listing import quoted, shortened
from bot.texts.rectification import head

ONE, MANY = 300, 60  # characters of a line

# Why nobody was asked, as the reminder ledger tells it.
VERIFIED_MEANWHILE = "发送前已经核验"


def item_name(branch: str, number: int) -> str:
    return f"{branch} {number}"


VERIFY_NOTICE = f"有整改事项报告完成，请核验。一张卡片是一个{UNIT}的，办好一张再给下一张。"
VERIFY_TITLE = "整改核验"


def verify_lines(
    name: str,
    *,
    problem: str,
    measure: str,
    said: str,
    since: date | None,
    proof: str,
    alone: bool,
) -> list[str]:
    """What was promised, and what is said to be done; of several items in two lines each."""
    day = f"（{dates.day(since)}）" if since else ""
    promised = f"；措施：{measure}" if measure else ""
    lines = [f"{name}：{shortened(problem + promised, ONE if alone else MANY)}"]
    if said:
        lines.append(f"　说明：{shortened(quoted(said), ONE if alone else MANY)}{day}")
    elif since:
        lines.append(f"　报告完成{day}，没有写说明")
    if proof:
        lines.append(f"　佐证：《{proof}》，发「佐证 {name}」查看")
    return lines


def verify_end(name: str) -> str:
    return f"要退回的请写明理由，例如：核验 {name} 退回 还缺会议记录"


VERIFY_ACCEPT = "核验通过"
VERIFY_LATER = "需要退回"


def verified(name: str) -> str:
    return f"{name} 已核验通过并销号，已告知责任人。"


def all_verified(names: Sequence[str]) -> str:
    return f"{'、'.join(names)} 已核验通过并销号，已告知责任人。"


def returned(name: str) -> str:
    return f"{name} 已退回，理由已转告责任人。"


def say_why(name: str) -> str:
    return f"请写上理由再退回，例如：核验 {name} 退回 还缺会议记录"


def verified_notice(number: int, problem: str) -> str:
    return f"整改台账第 {number} 条“{head(problem)}”已核验通过并销号，谢谢。"


def returned_notice(number: int, problem: str, reason: str, contact: str) -> str:
    help_line = f"有疑问可以联系{contact}。" if contact else ""
    return f"整改台账第 {number} 条“{head(problem)}”还需要完善：{reason}\n办好后请再告诉我，例如：完成 {number} 制度已经修订。{help_line}"


# Whether it held (回访).


def revisit_notice(numbers: Mapping[str, Sequence[int]]) -> str:
    """`numbers` are those of the items that may be looked at again, by branch."""
    items = [f"{branch}第{'、'.join(map(str, some))}条" for branch, some in numbers.items()]
    branch, some = next(iter(numbers.items()))
    return (
        f"这些事项销号已有一段时间，可以回访：{'；'.join(items)}。\n"
        f"去看过的，写一句谁去看的、看到了什么，例如：回访 {branch} {some[0]} 我到支部看过，"
        "三次谈话都有记录。没有去看的不用回复，台账里写“未回访”。"
    )


REVISITED_MEANWHILE = "发送前已经回访"


def revisited(name: str, numbers: Sequence[int], *, held: bool) -> str:
    which = f"{name}第{'、'.join(map(str, numbers))}条"
    if held:
        return f"已记下{which}的回访。"
    return f"已记下{which}的回访：有反弹，已重新列入推进，并告知责任人。"


def not_closed(name: str, numbers: Sequence[int]) -> str:
    return f"{name}第{'、'.join(map(str, numbers))}条没有销号，还谈不上回访。"


def relapsed_notice(number: int, problem: str, seen: str, contact: str) -> str:
    help_line = f"需要帮助请联系{contact}。" if contact else ""
    return (
        f"整改台账第{number}条“{head(problem)}”回访时有反弹，重新列入推进：{quoted(seen)}\n"
        f"{help_line}"
    ).rstrip()


REVISIT_USAGE = f"回访 {UNIT} 编号 看到了什么、谁看的"


def revisit_line(on: date, by: str, seen: str) -> str:
    who = f"，{by}" if by else ""
    return f"回访（{dates.day(on)}{who}）：{quoted(seen)}"
