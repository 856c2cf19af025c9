"""The closure gate (核验) and the later question whether it held (跟踪问效)."""

from collections.abc import Sequence
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
    return f"要退回的请发：核验 {name} 退回 理由"


VERIFY_ACCEPT = "核验通过"
VERIFY_LATER = "需要退回"


def verified(name: str) -> str:
    return f"{name} 已核验通过并销号，已告知责任人。"


def all_verified(names: Sequence[str]) -> str:
    return f"{'、'.join(names)} 已核验通过并销号，已告知责任人。"


def returned(name: str) -> str:
    return f"{name} 已退回，理由已转告责任人。"


def say_why(name: str) -> str:
    return f"请写上理由再退回：核验 {name} 退回 理由"


def verified_notice(number: int, problem: str) -> str:
    return f"整改台账第 {number} 条“{head(problem)}”已核验通过并销号，谢谢。"


def returned_notice(number: int, problem: str, reason: str, contact: str) -> str:
    help_line = f"有疑问可以联系{contact}。" if contact else ""
    return f"整改台账第 {number} 条“{head(problem)}”还需要完善：{reason}\n办好后再发「完成 {number} 文字」。{help_line}"


# Whether it held.


EFFECT_TITLE = "整改跟踪问效"


def effect_line(name: str, problem: str) -> str:
    return f"· {name}：{head(problem)}"


def effect_notice(lines: Sequence[str], more: int) -> str:
    rest = [f"另有 {more} 条，发「整改台账」看全部。"] if more else []
    return "\n".join(["下面的事项销号已有一段时间，请看看成效是否保持：", *lines, *rest])


HELD, RELAPSED = "保持良好", "有反弹"


def effect_answered(held: Sequence[str], relapsed: Sequence[str]) -> str:
    answers = [(HELD, held), (f"{RELAPSED}，已重新列入推进", relapsed)]
    parts = [f"{what}：{'、'.join(names)}" for what, names in answers if names]
    if not parts:
        return "这些事项已经有了新的状态，不用再选了。"
    return f"已记下。{'；'.join(parts)}。"


def relapsed_notice(number: int, problem: str, contact: str) -> str:
    help_line = f"需要帮助请联系{contact}。" if contact else ""
    return f"整改台账第 {number} 条“{head(problem)}”问效时反映有反弹，重新列入推进。{help_line}"


EFFECT_USAGE = f"问效 {UNIT} 编号 保持，或：问效 {UNIT} 编号 反弹 说明"
