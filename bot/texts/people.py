"""Who am I, help, the roster's import."""

from collections.abc import Iterable, Sequence

from bot.domain.people import Department, Person
from bot.domain.words import REPORT, UNIT
from bot.texts import acts
from bot.texts.listing import LINES, listed
from bot.texts.talk import ALL_WORDS, KEPT

SHOWN_PROBLEMS = 8  # named one by one
SHOWN_ROWS = 12  # of one problem


def who_am_i(person: Person, department: Department) -> str:
    roles = "、".join(sorted(role.value for role in person.roles)) or "未写身份"
    facts = [f"您是{department.name}的{person.name}"]
    if person.branch:
        facts.append(person.branch.name)
    facts.append(f"身份：{roles}")
    if person.category:
        facts.append(f"填写{person.category}票")
    return f"{'，'.join(facts)}。"


def greeting(name: str) -> str:
    return f"{name}，现在可以这样用："


def help_line(usage: str, explanation: str) -> str:
    return f"· {usage}：{explanation}"


def help_file(*, hands_in: bool) -> str:
    if hands_in:
        return f"· 交{REPORT}：把文件直接发给我"
    return "· 导入名册：把 Excel 名册直接发给我"


def help_more(words: Sequence[str]) -> str:
    asked = f"想问什么直接问，也可以发“常见问题”；您能用的每个词，请发“{ALL_WORDS}”。"
    if not words:
        return asked
    return f"还有：{'、'.join(map(acts.written, words))}。{asked}"


def all_words(words: Sequence[str]) -> str:
    written = [acts.written(word) for word in words]
    return "\n".join(["您能用的词：", *listed(written, LINES - 2), "直接说您想办的事也可以。"])


def help_contact(contact: str) -> str:
    if not contact:
        return KEPT
    return f"{KEPT}需要帮助请联系{contact}。"


ALREADY_BOUND = "您的账号已经绑定，不用再绑。"


def gathered(problems: Iterable[tuple[int, str]]) -> list[str]:
    """Returns one line for each cause, with all its rows: thirty rows of one class are one mistake."""
    rows: dict[str, list[int]] = {}
    for row, message in problems:
        rows.setdefault(message, []).append(row)
    return [_with_rows(of_cause, message) for message, of_cause in rows.items()]


def _with_rows(rows: Sequence[int], message: str) -> str:
    # What is wrong with the whole workbook has no row.
    if not any(rows):
        return message
    named = "、".join(map(str, rows[:SHOWN_ROWS]))
    if len(rows) > SHOWN_ROWS:
        return f"第 {named} 等 {len(rows)} 行：{message}"
    return f"第 {named} 行：{message}"


def roster_problems(problems: Sequence[str]) -> str:
    rows = [f"· {problem}" for problem in problems[:SHOWN_PROBLEMS]]
    if len(problems) > SHOWN_PROBLEMS:
        rows.append(f"……另有 {len(problems) - SHOWN_PROBLEMS} 处")
    return "\n".join(["名册没有导入，请改好这几处再发一次：", *rows])


ROSTER_UNCHANGED = "名册和现在的一样，没有改动。"


def small_classes(classes: Sequence[tuple[str, int]], *, apart: bool) -> str:
    """Returns what is to be known before the meeting: which voter categories are small, and what
    follows.
    """
    if not classes:
        return ""
    names = "、".join(f"{name}票只有 {number} 人" for name, number in classes)
    if apart:
        return f"\n{names}：测评照常进行，分项票数不公布，只按权重计入得分。"
    return f"\n{names}：按方案与相邻一类票合并统计，测评前请发送“合并”。"


def tight_classes(classes: Sequence[tuple[str, int]], *, apart: bool) -> str:
    """Says which voter categories are too small whenever one of their own is rated by himself."""
    if not classes:
        return ""
    size = classes[0][1]
    names = "、".join(f"{name}票" for name, _ in classes)
    left = f"\n{names}正好 {size} 人，单独测评其中的同志时只剩 {size - 1} 人投票"
    if apart:
        return f"{left}：测评照常进行，那一次的分项票数不公布。"
    return f"{left}：请用“开始测评 全部”一次评完，或者测评前发送“合并”。"


PERHAPS_PARTIAL_TITLE = "名册里少了很多人"
ROSTER_LEFT = "好的，名册没有改动。"
NAMED_LEAVING = 10


def perhaps_partial(listed: int, before: int, left: Sequence[str]) -> str:
    """Asks whether a workbook names all; who is not in it leaves."""
    names = "、".join(left[:NAMED_LEAVING])
    if len(left) > NAMED_LEAVING:
        names += "等"
    return (
        f"这份名册有 {listed} 人，现在的名册有 {before} 人。导入后，名册里没有写的 {len(left)} 人就离开了："
        f"{names}。\n只想加人、改人的，请取消，直接说一句就行，例如：新增党员 张三 第三{UNIT}。"
    )


def roster_imported(
    *, total: int, branches: int, added: Sequence[str], changed: Sequence[str], left: Sequence[str]
) -> str:
    counts = {"新增": len(added), "更新": len(changed), "离开": len(left)}
    parts = [f"{what} {count} 人" for what, count in counts.items() if count]
    changes = "、".join(parts) or f"{UNIT}有调整"
    names = ""
    if left:
        names = f"\n离开：{'、'.join(left[:10])}"
    return f"名册已导入：{branches} 个{UNIT}，{total} 人（{changes}）。{names}"


def account_elsewhere(account: str, department: str) -> str:
    return f"账号 {account} 已经在{department}的名册里，是另一个姓名，请核对"
