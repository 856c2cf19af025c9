"""A Plan as `plan.toml` with a Chinese explanation of every key. `parse(render(plan)) == plan`."""

from collections.abc import Callable, Iterable, Sequence

from bot.domain.plan import Condition, InputRule, Material, Plan, SubjectGroup, Venue
from bot.domain.planfile import fields
from bot.domain.planfile.fields import Entry, Field, Table
from bot.domain.planfile.kinds import quoted
from bot.domain.values import dataclass

_STAGES_INTRO = """\
# ── 工作环节（S11）──────────────────────────────────────────
# 方案只规定了 12 月 31 日这一个日期，以下日期是按惯例倒排的，请按本单位实际修改。
# 每个环节一节：title 名称；due 截止日（当天结束前）；waits_for 要等哪些环节先完成（写在前面的环节代号）；
# acts 由谁来做（书记、领导、组织员、党员、群众代表、嘉宾）；reminds 是否倒计时提醒（true 是，false 否）。
# 可以增删环节；方括号里的代号请保持不变，机器人靠它认出报告、评议会等环节。
"""
_FOCUS_INTRO = """\
# ── 重点内容（S5—S10）───────────────────────────────────────
# 报告应围绕的几个方面。报告里出现 keywords 中任一个词，就算写到了这个方面；结果只作提示，由人判断。
# 可以增删方面和关键词。
"""
_SUBJECTS_INTRO = """\
# ── 评议对象（S2）──────────────────────────────────────────
# 不写这一节，评议对象就是各支部书记。要评议别的人或集体，每一组写一节，例如 [subjects.deputy]：
# title 名称，与花名册“评议对象”一栏相同；bodies = true 表示这一组是班子、支部等集体；
# office = true 表示按职务（每个支部一位，换人后由接任的同志接着办）。这一组另有规定的，还可以写：
# characters 字数上限；speech_minutes 发言几分钟；rows 测评内容；max_best、min_below_best 等次比例。
"""
_MATERIALS_INTRO = """\
# ── 其他材料 ──────────────────────────────────────────────
# 述职报告以外还要交的，每一种写一节，例如 [material.slides]：title 名称；kinds 文件格式，如 ["pptx", "pdf"]；
# characters、min_characters 字数上限、下限；required = false 表示可以不交；subjects 由哪些评议对象交，不写就是都交。
# 只有述职报告按方案检查，其他材料收下存档，字数不合只作提示。
"""
_CATEGORIES_INTRO = """\
# ── 票类（S28）─────────────────────────────────────────────
# 花名册“票类”一栏用这里的代号，字母或中文都可以，中文要加英文双引号，例如 [category."服务对象"]。
# weight 是权重，各类合计 100%；某类没有人投票时，其余各类按比例折算。
# rates 测评谁："全部"、"本支部"、"上级"、"下级"、"本人"，或票类名称；几项写成 ["本支部", "A"]。
# quorum 本类最低参加比例，不作要求写 "不限"。
"""
_VENUES_INTRO = """\
# ── 会场 ──────────────────────────────────────────────────
# 会议在几个会场同时开的，每个分会场一节：title 名称；place 地点；branches 哪些支部到这里；people 另外点名到这里的人。
# 没有写到的人在主会场。签到、请假按会场列；票类写 rates = "本会场" 就只测评同一会场的对象。
"""
_INPUTS_INTRO = """\
# ── 定等的依据（S31）────────────────────────────────────────
# 每一项写一节。everyday、fieldwork、comment、ballot 用「平时」「调研」「点评」和测评结果记录；
# 另加的依据代号自定，例如 [input.exam]，用「记依据 姓名 名称 文字」记录。
# by 由谁记录：领导、组织员等身份，或 "本人"；weight 占多少，只写在旁边，不折算；required = false 没有也能定等。
# classes 写票类，这一项就是一场测评，只由这些票类参加，例如会上一场、支部一场；结果并列，不折算。
"""
_CONDITIONS_INTRO = """\
# ── 等次的条件 ─────────────────────────────────────────────
# 评某个等次应当符合的条件，每个一节；录入等次时对照提示，由会议决定，机器人不据此定等。title 是怎样提示；
# grades 管哪些等次，不写就是最高等次；以下写一项：rank = "30%" 得分在同组前 30%；least_votes = "2/3" 得票率不低于，
# most_votes = "1/3" 不高于（steps 写算哪几档，不写就是最高一档）；least_score = 85 得分不低于；
# without = "veto" 没有这项依据；input = "exam" 和 says = "合格" 依据里写明。
"""


@dataclass(frozen=True)
class _List:
    """A list of the plan: under its explanation a section `[name.id]` for each entry.

    What a `new` entry has is what stands where the file says nothing; only what differs from it
    need be written, and what is to be seen `always`. Without one, all of it is.
    """

    intro: str
    name: str
    fields: Sequence[Field]
    entries: Callable[[Plan], Sequence[Entry]]
    new: Entry | None = None
    always: tuple[str, ...] = ()

    def section(self, entry: Entry) -> str:
        name = entry.id
        if not name.isascii():
            name = quoted(name)  # TOML wants other than Latin letters in quotes
        written = self.fields
        if self.new is not None:
            written = [
                field
                for field in self.fields
                if field.key in self.always or field.of(entry) != field.of(self.new)
            ]
        text = _section(f"{self.name}.{name}", written, entry)
        # The caps of a group are keys of its section.
        if isinstance(entry, SubjectGroup) and entry.caps is not None:
            text += _lines(fields.CAPS.fields, entry.caps)
        return text


_SECTIONS: tuple[Table | _List, ...] = (
    fields.WORDS,
    _List(_STAGES_INTRO, "stage", fields.STAGE, lambda plan: plan.stages),
    fields.REPORT,
    _List(_FOCUS_INTRO, "focus", fields.FOCUS_AREA, lambda plan: plan.report.focus_areas),
    _List(
        _SUBJECTS_INTRO,
        "subjects",
        fields.SUBJECTS,
        lambda plan: plan.subjects,
        new=SubjectGroup("", ""),
    ),
    _List(
        _MATERIALS_INTRO,
        "material",
        fields.MATERIAL,
        lambda plan: plan.materials,
        new=Material("", ""),
    ),
    fields.MEETING,
    _List(_VENUES_INTRO, "venue", fields.VENUE, lambda plan: plan.ballot.venues, new=Venue("", "")),
    fields.BALLOT,
    _List(_CATEGORIES_INTRO, "category", fields.CATEGORY, lambda plan: plan.ballot.categories),
    _List(
        _INPUTS_INTRO,
        "input",
        fields.INPUT,
        lambda plan: plan.inputs,
        new=InputRule("", ""),
        # Whoever reads the file is to see that there may be a weight.
        always=("by", "weight"),
    ),
    fields.GRADES,
    _List(
        _CONDITIONS_INTRO,
        "condition",
        fields.CONDITION,
        lambda plan: plan.conditions,
        new=Condition("", ""),
    ),
    fields.RELEASE,
    fields.CAPS,
    fields.PUBLICITY,
    fields.REMINDERS,
    fields.CALENDAR,
    fields.RECTIFICATION,
    fields.SATISFACTION,
    fields.RIGHTS,
    fields.RETENTION,
)


def render(plan: Plan) -> str:
    """Returns the text of a plan file; it ends with a newline.

    A part that the plan does not have has no section. File sizes are written in whole megabytes.
    """
    sections = [f"{fields.HEAD.intro}\n\n{_lines(fields.HEAD.fields, plan)}"]
    for each in _SECTIONS:
        if isinstance(each, Table):
            sections.append(_table(each, plan))
        elif each.entries(plan):
            entries = [each.section(entry) for entry in each.entries(plan)]
            sections.append(each.intro + "\n".join(entries))
    return "\n".join(section for section in sections if section)


def _table(table: Table, plan: Plan) -> str:
    if table.brings is not None and table.brings not in plan.parts:
        return ""
    return f"{table.intro}\n{_section(table.name, table.fields, table.of(plan))}"


def _section(name: str, its_fields: Iterable[Field], part: object) -> str:
    return f"[{name}]\n{_lines(its_fields, part)}"


def _lines(its_fields: Iterable[Field], part: object) -> str:
    """Returns a line for each field, with its comment behind it.

    Values of several lines stand last, with their comment above them.
    """
    text = ""
    for field in sorted(its_fields, key=lambda field: field.kind.tall):
        line = f"{field.key} = {field.kind.write(field.of(part))}"
        if not field.comment:
            text += f"{line}\n"
        elif field.kind.tall:
            text += f"# {field.comment}\n{line}\n"
        else:
            text += f"{line}  # {field.comment}\n"
    return text
