"""Receipts, requests for another version, who is still missing."""

from collections.abc import Sequence
from datetime import date, datetime, tzinfo

from bot.domain.materials import Length, NewMaterial
from bot.domain.plan import Material
from bot.domain.words import OFFICE, REPORT, UNIT
from bot.texts import contacts, dates
from bot.texts.listing import LINES, in_brackets, listed

NEWEST = 3  # versions that are shown
OWN_REPORTS = "我的材料"  # the words with which somebody looks at his own


def reports_of(place: str) -> str:
    """Returns the words with which an organiser looks at somebody's."""
    return f"详情 {place}"


def receipt(
    *,
    name: str,
    version: int,
    at: datetime,
    zone: tzinfo,
    lines: Sequence[str],
    late: bool,
    changed: bool = True,
) -> str:
    """Says what was received; `changed`: whether the text differs from the version before."""
    head = f"已收到《{name}》，第 {version} 版，{dates.moment(at, zone)}。"
    if not changed:
        head += "文字与上一版相同，没有改动。"
    tail = "需要修改时直接再发一次，以最后一版为准。"
    # That it was late is not said: it is taken (rule of conduct 4).
    if late:
        tail = "已收下。" + tail
    return "\n".join([head, *lines, tail])


PASTED = f"这像是{REPORT}的全文，还没有登记。请存成文件（Word、WPS、PDF 都行）发给我，当场回复字数和要改的地方。"


def of_another(name: str) -> str:
    """Says that a report names somebody else as its author."""
    return f"文件里写的是{name}，请看一下是不是发错了文件"


def unchanged(*, name: str, version: int, lines: Sequence[str]) -> str:
    """Says that the newest version was sent again, byte for byte."""
    head = f"这份文件与第 {version} 版《{name}》完全相同，没有改动，不再重复登记。"
    return "\n".join([head, *lines, "如有修改，请确认保存后再发一次。"])


IS_IT_A_REPORT_TITLE = f"这是{REPORT}吗？"


def is_it_a_report(name: str) -> str:
    return f"《{name}》看上去不像{REPORT}，文件已留存，还没有登记。如果确实是{REPORT}，请点“是{REPORT}”，我就登记并检查。"


WHAT_IS_IT_TITLE = "这是哪一份材料？"
THE_REPORT = REPORT
NEW_VERSION = f"{REPORT}的新版本"


def what_is_it(name: str, version: int) -> str:
    """Asks what a file is; `version` is the newest of the report, 0 where there is none."""
    if version:
        return (
            f"《{name}》和已交的{REPORT}（第 {version} 版）差别较大，文件已留存，还没有登记。"
            f"这是{REPORT}的新版本，还是别的材料？"
        )
    return f"《{name}》已留存，还没有登记。请点一下它是哪一份。"


def of_whom(whose: str, what: str) -> str:
    return f"{whose}：{what}"


def material_receipt(
    material: Material, handed: NewMaterial, length: Length, *, is_new: bool
) -> str:
    if not is_new:
        return f"这份《{handed.name}》已经作为{material.title}收下，没有改动，不再重复登记。"
    lines = [f"已收到《{handed.name}》，作为{material.title}，第 {handed.version} 版。"]
    has_limits = bool(material.characters or material.min_characters)
    if has_limits and handed.characters is not None:
        lines.append(f"字数 {handed.characters}（按 Word 的字数统计）")
    elif has_limits:
        lines.append(f"没有读出文字，字数没有检查。{_limits(material)}，请自己核对。")
    if length is Length.OVER:
        lines.append(f"上限是 {material.characters} 字，请压缩后再发一次。")
    elif length is Length.UNDER:
        lines.append(f"下限是 {material.min_characters} 字，请补充后再发一次。")
    if handed.late:
        # That it was late is not said (rule of conduct 4).
        lines.append("已收下。")
    return "\n".join(lines)


def _limits(material: Material) -> str:
    """Returns the limits of a material in words."""
    limits = []
    if material.min_characters is not None:
        limits.append(f"不少于 {material.min_characters} 字")
    if material.characters is not None:
        limits.append(f"不超过 {material.characters} 字")
    return f"{material.title}{'、'.join(limits)}"


def material_line(material: Material, handed: NewMaterial | None) -> str:
    """Returns one line of what somebody hands in beside the report."""
    if handed is not None:
        return f"{material.title}：已交第 {handed.version} 版《{handed.name}》"
    if material.required:
        return f"{material.title}：还没有交"
    return f"{material.title}：没有交，可以不交"


IT_IS_A_REPORT = f"是{REPORT}"
IT_IS_NONE = "不是"
LEFT_AS_A_FILE = f"好的，没有登记为{REPORT}。"
TAKEN_AS_A_REPORT = "已登记，回执马上发给您。"


def received_for(name: str) -> str:
    return f"（代{name}提交）"


WHICH_BRANCH = f"代{UNIT}提交时，请连同文件写上{UNIT}名，例如：第三{UNIT}。"


def mine_empty(last_day: date) -> str:
    return f"您还没有交过{REPORT}。{dates.day(last_day)}前把文件直接发给我就可以。"


def mine(*, versions: Sequence[str], state: str, lines: Sequence[str]) -> str:
    return "\n".join(standing(versions, state, lines))


def standing(
    versions: Sequence[str], state: str, lines: Sequence[str], *, room: int = LINES
) -> list[str]:
    """Returns the newest versions, the state and what the checks said, in at most `room` lines."""
    head = [*versions[-NEWEST:], state]
    shown = room - len(head) - 1
    answer = [*head, *lines[:shown]]
    if len(lines) > shown:
        answer.append(f"另有 {len(lines) - shown} 处，改好前面的再发一次就会看到")
    return answer


def version_line(
    *, version: int, name: str, at: datetime, zone: tzinfo, characters: int, author: str = ""
) -> str:
    by = ""
    if author:
        by = f"（{author}交）"
    return f"第 {version} 版《{name}》{by}，{dates.moment(at, zone)}，字数 {characters}"


STATES = {"submitted": "待审核", "accepted": "审核通过", "returned": "请修改后再交"}


def state_line(state: str, reason: str) -> str:
    return f"状态：{STATES[state]}{in_brackets(reason)}"


def accepted(branch: str, version: int) -> str:
    return f"{branch}的第 {version} 版报告已审核通过，并已告知{OFFICE}。"


def already(branch: str) -> str:
    return f"{branch}的报告已经是这个状态，没有重复通知。"


def accepted_notice(version: int) -> str:
    return f"您的{REPORT}第 {version} 版已审核通过，谢谢。"


def sent_back(branch: str, version: int) -> str:
    return f"已请{branch}修改第 {version} 版报告，原因已转告{OFFICE}。"


def sent_back_notice(version: int, reason: str, contact: str) -> str:
    return (
        f"您的{REPORT}第 {version} 版请修改后再交：{reason}\n"
        f"改好后直接把文件发给我。{contacts.in_doubt(contact)}"
    )


def extended(branch: str, until: date) -> str:
    return f"{branch}的报告延期到{dates.day(until)}，已告知{OFFICE}。"


def extended_notice(until: date) -> str:
    return f"您的{REPORT}可以交到{dates.day(until)}。"


def to_come_again(names: Sequence[str]) -> str:
    return f"退回修改、还没有再交：{'、'.join(names)}"


def to_mend(version: int, reason: str, contact: str) -> str:
    """Reminds whose report was sent back and has not come again."""
    return (
        f"您好。您的{REPORT}第 {version} 版还等您修改后再交：{reason}\n"
        f"改好后直接把文件发给我。{contacts.in_doubt(contact)}"
    )


def all_in(total: int, *, by_branch: bool = True) -> str:
    """Says that nothing is missing; `by_branch`: the reports are counted by their branches."""
    if not by_branch:
        return f"{total} 份{REPORT}都交齐了。"
    return f"{total} 个{UNIT}的{REPORT}都交齐了。"


def material_missing(title: str, without: Sequence[str]) -> str:
    return f"{title}还差 {len(without)} 份：{'、'.join(without)}"


def branch_and_secretary(branch: str, secretary: str) -> str:
    return f"{branch}（{secretary}）"


def nobody_to_urge(branch: str) -> str:
    """Says that a branch, or without a name every branch, has handed in."""
    if not branch:
        return "报告都交齐了，不用催。"
    return f"{branch}的报告已经交了，不用催。"


def urged(told: Sequence[str], before: int) -> str:
    if not told:
        # Nobody hears it twice a day (rule of conduct 5).
        return "今天都已经提醒过了，没有重复打扰。"
    rest = ""
    if before:
        rest = f"另有 {before} 位今天提醒过或还没有账号，没有重复打扰。"
    return f"已私下提醒 {len(told)} 位：{'、'.join(told)}。{rest}"


def missing(names: Sequence[str], total: int, last_day: date, *, by_branch: bool = True) -> str:
    head = f"还有 {len(names)} 个{UNIT}没交（共 {total} 个，{dates.day(last_day)}截止）："
    if not by_branch:
        head = f"还有 {len(names)} 份没交（共 {total} 份，{dates.day(last_day)}截止）："
    return "\n".join([head, *listed(names, mark="· ")])
