"""The closure gate (核验) and the later look whether it held (回访)."""

from collections.abc import Mapping, Sequence
from datetime import date

from bot.domain.words import UNIT
from bot.texts import contacts, dates
from bot.texts.listing import quoted
from bot.texts.rectification import head, unnumbered

# Why nobody was asked, as the reminder ledger tells it.
VERIFIED_MEANWHILE = "发送前已经核验"


def item_name(branch: str, number: int) -> str:
    return f"{branch} {number}"


VERIFY_NOTICE = (
    f"有整改事项报告完成，请核验。卡片按{UNIT}分段，点一次全部核验；写不下的，办好再给下一张。"
)
VERIFY_TITLE = "整改核验"
LONGEST_CARD = (
    2000  # characters: about two pages of a report, which somebody can still read through
)


def verify_lines(
    number: int,
    *,
    name: str,
    problem: str,
    measure: str,
    said: str,
    since: date | None,
    proof: str,
) -> list[str]:
    """Returns what was promised in full, and what is said to be done, since when.

    A problem with a measure is named by its first words: the deed is held against the promise.
    """
    if measure and measure != problem:
        lines = [f"{number}. 问题：{head(problem)}", f"　承诺：{quoted(unnumbered(measure))}"]
    else:
        lines = [f"{number}. 问题：{quoted(unnumbered(problem))}"]
    done = "没有写做了什么"
    if said:
        done = quoted(said)
    if since:
        done += f"（{dates.day(since)}报告）"
    lines.append(f"　完成情况：{done}")
    if proof:
        lines.append(f"　佐证：《{proof}》，发“佐证 {name}”查看")
    return lines


def branch_heading(branch: str) -> str:
    return f"{branch}报告完成："


def how_to_return(number: int, branch: str) -> str:
    """Says how to return one item; `branch` is empty where its number alone says enough."""
    return (
        f"哪条还不行，回一句话：{branch}第{number}条还不行：理由。其余的照样点“{VERIFY_ACCEPT}”。"
    )


VERIFY_ACCEPT = "核验通过"
VERIFY_LATER = "需要退回"


def all_verified(names: Sequence[str]) -> str:
    return f"{'、'.join(names)} 已核验通过并销号，已告知责任人。"


def returned(name: str, numbers: Sequence[int], left: Sequence[int], others: int) -> str:
    """Says what was returned and what waits.

    `left` are those of the same branch that still wait on the card, `others` those of others.
    """
    sentences = f"{name}第{'、'.join(map(str, numbers))}条已退回，理由已转告责任人。"
    waiting = []
    if left:
        waiting.append(f"第{'、'.join(map(str, left))}条")
    if others:
        waiting.append(f"其他{UNIT}{others}条")
    if waiting:
        sentences += f"{'和'.join(waiting)}还在卡片上，没有问题就点“{VERIFY_ACCEPT}”。"
    return sentences


def say_why(number: int, branch: str) -> str:
    example = f"{branch}第{number}条还不行：谈话记录只有两人"
    return f"请回一句话，写明哪条、为什么，例如：{example}。"


def verified_notice(numbers: Sequence[int]) -> str:
    return f"整改台账第{'、'.join(map(str, numbers))}条已核验通过并销号，谢谢。"


def returned_notice(number: int, problem: str, reason: str, contact: str) -> str:
    # What is lacking and how to go on, no reproach (S37).
    return (
        f"整改台账第{number}条“{head(problem)}”还需要完善：{quoted(reason)}\n"
        f"办好后请再告诉我，例如：完成 {number} 制度已经修订。{contacts.in_doubt(contact)}"
    )


# Whether it held (回访).


def revisit_notice(numbers: Mapping[str, Sequence[int]]) -> str:
    """Says which items may be looked at again, by branch."""
    items = [f"{branch}第{'、'.join(map(str, some))}条" for branch, some in numbers.items()]
    branch, some = next(iter(numbers.items()))
    # A look that nobody took is not written down as one (decision 0033).
    return (
        f"这些事项销号已有一段时间，可以回访：{'；'.join(items)}。\n"
        f"去看过的，写一句谁去看的、看到了什么，例如：回访 {branch} {some[0]} 我到{UNIT}看过，"
        "三次谈话都有记录。没有去看的不用回复，台账里写“未回访”。"
    )


NOTHING_TO_REVISIT = "现在没有可以回访的事项。销号几个月以后，可以再去看看效果。"
REVISITED_MEANWHILE = "发送前已经回访"


def revisited(name: str, numbers: Sequence[int], *, held: bool) -> str:
    which = f"{name}第{'、'.join(map(str, numbers))}条"
    if held:
        return f"已记下{which}的回访。"
    return f"已记下{which}的回访：有反弹，已重新列入推进，并告知责任人。"


def not_closed(name: str, numbers: Sequence[int]) -> str:
    return f"{name}第{'、'.join(map(str, numbers))}条没有销号，还谈不上回访。"


def relapsed_notice(number: int, problem: str, seen: str, contact: str) -> str:
    return (
        f"整改台账第{number}条“{head(problem)}”回访时有反弹，重新列入推进：{quoted(seen)}\n"
        f"{contacts.in_need(contact)}"
    ).rstrip()


def visit(branch: str, number: int, seen: str) -> str:
    return f"{branch}第{number}条：{quoted(seen)}"


REVISIT_USAGE = f"回访 {UNIT} 编号 看到了什么、谁看的"
