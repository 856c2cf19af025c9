"""A Plan as `plan.toml` with a Chinese explanation of every key. `parse(render(plan)) == plan`."""

import json
from collections.abc import Iterable
from datetime import date, time
from fractions import Fraction

from bot.domain.plan import (
    BallotRules,
    FocusArea,
    MeetingRules,
    Plan,
    Rectification,
    Reminders,
    ReportRules,
    SatisfactionRules,
    Stage,
    Step,
    VoterCategory,
)
from bot.domain.planfile.values import UNLIMITED, spoken_share

_MEGABYTE = 1024 * 1024
_COMMENT_WORDS = {"each": "一述一评", "together": "集中点评"}
_BULLETIN_WORDS = {"quarterly": "每季度", "monthly": "每月"}


def render(plan: Plan) -> str:
    """Ends with a newline. File sizes are written in whole megabytes; stages, areas and categories are not empty."""
    parts = [
        _head(plan),
        *_with_intro(_STAGES_INTRO, map(_stage, plan.stages)),
        _report(plan.report),
        *_with_intro(_FOCUS_INTRO, map(_focus_area, plan.report.focus_areas)),
        _meeting(plan.meeting),
        _ballot(plan.ballot),
        *_with_intro(_CATEGORIES_INTRO, map(_category, plan.ballot.categories)),
        _caps(plan),
        _publicity(plan),
        _reminders(plan.reminders),
        _calendar(plan),
        _rectification(plan.rectification),
        _satisfaction(plan.satisfaction),
    ]
    return "\n".join(parts)


_STAGES_INTRO = """\
# ── 工作环节（S11）──────────────────────────────────────────
# 方案只规定了 12 月 31 日这一个日期，以下日期是按惯例倒排的，请按本单位实际修改。
# 每个环节一节：title 名称；due 截止日（当天结束前）；waits_for 要等哪些环节先完成（写在前面的环节代号）；
# acts 由谁来做（书记、领导、组织员、党员、群众代表、嘉宾）；reminds 是否倒计时提醒（true 是，false 否）。
# 可以增删环节；方括号里的代号请保持不变，机器人靠它认出报告、评议会等环节。
"""
_FOCUS_INTRO = """\
# ── 重点内容（S5—S10）───────────────────────────────────────
# 述职报告应围绕的几个方面。报告里出现 keywords 中任一个词，就算写到了这个方面；结果只作提示，由人判断。
# 可以增删方面和关键词。
"""
_CATEGORIES_INTRO = """\
# ── 票类（S28）─────────────────────────────────────────────
# 花名册“票类”一栏用这里的代号。weight 是权重，各类合计 100%；某类没有人投票时，其余各类按比例折算。
"""


def _with_intro(intro: str, sections: Iterable[str]) -> list[str]:
    """The introduction stands above the first section."""
    first, *others = list(sections)
    return [intro + first, *others]


def _head(plan: Plan) -> str:
    return f"""\
# 述职评议考核方案。以 # 开头的行是说明，可以删改；删去某一项就按默认值处理。
# 标点请用英文半角，文字要加英文双引号。改好后运行 shuzhi plan check 文件名 检查。

year = {plan.year}  # 年度
title = {_text(plan.title)}  # 名称，用在通知和公示里
unit = {_text(plan.unit)}  # 本单位（S1）
upper_unit = {_text(plan.upper_unit)}  # 上级党组织（S1）
deadline = {_day(plan.deadline)}  # 考核工作完成期限，倒计时以这一天为准（S4）
help_contact = {_text(plan.help_contact)}  # 遇到困难找谁，写在每条提醒后面（S37）
"""


def _stage(stage: Stage) -> str:
    return f"""\
[stage.{stage.id}]
title = {_text(stage.title)}
due = {_day(stage.due)}
waits_for = {_texts(stage.waits_for)}
acts = {_texts(stage.acts)}
reminds = {_flag(stage.reminds)}
"""


def _report(rules: ReportRules) -> str:
    return f"""\
# ── 述职报告（S17—S26）─────────────────────────────────────
[report]
characters = {rules.characters}  # 字数上限（S26），按 Word 的“字数”计
max_achievements = {_share(rules.max_achievements)}  # 讲成绩的篇幅上限（S21）
min_problems_and_causes = {_share(rules.min_problems_and_causes)}  # 问题和原因的篇幅下限；方案没有规定，"不限" 表示不作要求
max_file_megabytes = {rules.max_file_bytes // _MEGABYTE}  # 文件大小上限，单位 MB
"""


def _focus_area(area: FocusArea) -> str:
    return f"""\
[focus.{area.id}]
title = {_text(area.title)}
keywords = {_lines(area.keywords)}
"""


def _meeting(rules: MeetingRules) -> str:
    return f"""\
# ── 述职评议会（S27）───────────────────────────────────────
[meeting]
speech_minutes = {rules.speech_minutes}  # 每位书记发言几分钟
comments = {_text(_COMMENT_WORDS[rules.comments])}  # 领导点评：一述一评 或 集中点评
"""


def _ballot(rules: BallotRules) -> str:
    return f"""\
# ── 现场测评（S28）─────────────────────────────────────────
[ballot]
rows = {_texts(rules.rows)}  # 测评内容，每一行各选一个等次
minimum = {rules.minimum}  # 每个票类至少多少张票才单独公布，不得低于 3
quorum = {_share(rules.quorum)}  # 有效测评的最低参加比例；方案没有规定，"不限" 表示不作要求
secret = {_flag(rules.secret)}  # 无记名 true，记名 false
decimals = {rules.decimals}  # 得分保留几位小数
objection_days = {rules.objection_days}  # 计票后保留选票备查的天数，0 表示计票后立即销毁
remind_after_minutes = {rules.remind_after_minutes}  # 测评开始几分钟后私下提醒还没有投票的同志一次，0 表示不提醒
# 等次从高到低（S33）和折算分值；得分只供参考，等次由党委会议确定（S31）。
scale = {_scale(rules.scale)}
"""


def _category(category: VoterCategory) -> str:
    return f"""\
[category.{category.id}]
title = {_text(category.title)}
weight = {_share(category.weight)}
"""


def _caps(plan: Plan) -> str:
    return f"""\
# ── 等次比例（方案没有规定，以下是常见做法；"不限" 表示不作要求）────────
[caps]
max_best = {_share(plan.caps.max_best)}  # 最高等次不超过多少
min_below_best = {_share(plan.caps.min_below_best)}  # 最高等次以下不少于多少
"""


def _publicity(plan: Plan) -> str:
    return f"""\
# ── 公示（S29；天数和范围方案没有规定）──────────────────────────
[publicity]
days = {plan.publicity_days}  # 公示几个工作日
scope = {_text(plan.publicity_scope)}  # 公示范围
objection_days = {plan.objection_days}  # 公示结束后几个工作日内仍可反映意见
"""


def _reminders(reminders: Reminders) -> str:
    return f"""\
# ── 提醒（S4、S11）─────────────────────────────────────────
[reminders]
rungs = [{", ".join(map(str, reminders.rungs))}]  # 截止日前第几天提醒；遇休息日提前到最近的工作日
at = {_clock(reminders.at)}  # 几点提醒
quiet_from = {_clock(reminders.quiet_from)}  # 安静时段从几点起，
quiet_until = {_clock(reminders.quiet_until)}  # 到几点止，其间不主动发消息
"""


def _calendar(plan: Plan) -> str:
    return f"""\
# ── 本单位的休息日和工作日 ─────────────────────────────────
# 法定节假日和调休已经内置，这里只写与之不同的日子，例如 [2026-12-24, 2026-12-25]。
[calendar]
days_off = {_days(plan.days_off)}  # 另外放假的日子
workdays = {_days(plan.workdays)}  # 另外上班的日子
"""


def _rectification(rhythm: Rectification) -> str:
    return f"""\
# ── 整改（S35、S36、S38）────────────────────────────────────
[rectification]
monthly_workday = {rhythm.monthly_workday}  # 每月第几个工作日询问进展
repeat_after_workdays = {rhythm.repeat_after_workdays}  # 没有回音时，隔几个工作日再问一次
undated_due_months = {rhythm.undated_due_months}  # 没写期限的整改事项，承诺后几个月算到期
effect_check_months = {rhythm.effect_check_months}  # 销号后几个月回看成效
bulletin = {_text(_BULLETIN_WORDS[rhythm.bulletin])}  # 多久起草一次整改通报：每季度 或 每月
bulletin_names_branches = {_flag(rhythm.bulletin_names_branches)}  # 通报是否写明支部名称；false 只写“个别支部”“部分支部”
"""


def _satisfaction(rules: SatisfactionRules) -> str:
    return f"""\
# ── 党员群众满意度（S8）──────────────────────────────────────
# 请一个支部的党员群众不记名评价整顿、整改。最少票数、得分小数、选票保留天数与 [ballot] 相同。
[satisfaction]
days = {rules.days}  # 开放几个工作日
# 选项从好到差和折算分值。
scale = {_scale(rules.scale)}
"""


def _text(value: str) -> str:
    return json.dumps(
        value, ensure_ascii=False
    )  # for printable text JSON and TOML write strings alike


def _scale(steps: Iterable[Step]) -> str:
    """One step a line."""
    lines = (f"  {{ title = {_text(step.title)}, points = {step.points} }},\n" for step in steps)
    return "".join(["[\n", *lines, "]"])


def _texts(values: Iterable[str]) -> str:
    return f"[{', '.join(map(_text, values))}]"


def _lines(values: Iterable[str]) -> str:
    """A long list, a few to a line."""
    words = [_text(value) for value in values]
    rows = [", ".join(words[start : start + 6]) for start in range(0, len(words), 6)]
    return "".join(["[\n", *(f"  {row},\n" for row in rows), "]"]) if rows else "[]"


def _share(value: Fraction | None) -> str:
    return _text(UNLIMITED if value is None else spoken_share(value))


def _day(value: date) -> str:
    return value.isoformat()


def _days(values: Iterable[date]) -> str:
    return f"[{', '.join(map(_day, values))}]"


def _clock(value: time) -> str:
    return _text(f"{value:%H:%M}")


def _flag(value: bool) -> str:  # noqa: FBT001 -- the value that is written
    return "true" if value else "false"
