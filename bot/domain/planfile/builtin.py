"""The built-in plan: the content of the 2022 plan moved to another year.

That plan names one day only, 31 December (S4). The inner dates are planned back from the deadline
in workdays; with the calendar of 2026 they fall on the days that real colleges' notices name:
notice 10 November, reports 10 December, meeting 21 December, grades in the last days of the year.
"""

from dataclasses import replace
from datetime import date
from fractions import Fraction

from bot.domain.calendar import Calendar
from bot.domain.people import Role
from bot.domain.plan import (
    BallotRules,
    FocusArea,
    GradeCaps,
    Plan,
    Rectification,
    Reminders,
    ReportRules,
    SchoolHolidays,
    Stage,
    VoterCategory,
)
from bot.domain.words import Words

_WEEKDAYS = Calendar()
FOCUS_YEAR = 2022  # whose focus areas these are

# The workdays between a stage and the one after it; the last stage ends on the last workday of the procedure.
# Publicity gets its five workdays after the meeting, reports are in two weeks before their review is over.
_WORKDAYS_TO_NEXT = (14, 8, 5, 2, 5, 1, 1, 1, 0)

_FOCUS_KEYWORDS = {
    "S6": (
        "主题教育 不忘初心 牢记使命 守初心 担使命 找差距 抓落实 学习教育 调查研究 检视问题 四项举措 四个到位 四个注重 "
        "新时代中国特色社会主义思想 理论学习 政治学习 党史学习 二十大精神 第一议题 常抓常新"
    ),
    "S7": (
        "基层基础 支部工作条例 党员教育管理 教育管理 发展党员 党员发展 组织生活 三会一课 主题党日 民主评议 支部建设 "
        "组织建设 标准化 规范化 换届 带头人 支委 运行保障 党建经费 党费 阵地 治理机制 政治生态"
    ),
    "S8": (
        "软弱涣散 集中整顿 整顿 双带头人 一支部一策 一个一个整顿 排查认定 组织生活不正常 号召力 凝聚力 群众满意 满意度 "
        "后进支部 薄弱支部"
    ),
    "S9": (
        "战斗堡垒 先锋模范 重大任务 中心工作 服务大局 脱贫攻坚 乡村振兴 扫黑除恶 宗教 思想政治 课程思政 立德树人 "
        "疫情防控 志愿服务 先锋岗 示范岗 急难险重"
    ),
    "S10": (
        "第一责任人 主体责任 党建责任 党建工作责任 一岗双责 履职尽责 形式主义 官僚主义 减负 查摆 整改落实 "
        "上年度 重点难点 难点问题 谈心谈话 书记项目"
    ),
}
_FOCUS_TITLES = {
    "S6": "深入开展“不忘初心、牢记使命”主题教育情况",
    "S7": "切实加强以新时代党的建设为根本的基层基础工作情况",
    "S8": "扎实开展软弱涣散基层党组织集中整顿情况",
    "S9": "发挥基层党组织战斗堡垒作用、推动完成重大任务情况",
    "S10": "履行基层党建工作责任情况",
}
# Of the campaign of 2019, which the plan of 2022 names, nobody is asked in a rehearsed year.
_SAMPLE_FIRST_FOCUS = "深入学习贯彻习近平新时代中国特色社会主义思想情况"


def default_plan(year: int, deadline: date | None = None) -> Plan:
    """The plan of a department that has decided nothing else;
    `deadline` is 31 December unless given.
    """
    deadline = deadline or date(year, 12, 31)
    keywords = {area: tuple(words.split()) for area, words in _FOCUS_KEYWORDS.items()}
    # S10 asks what became of the problems of the year before; a report says so by its number.
    keywords["S10"] += (f"{year - 1}年度",)
    areas = [FocusArea(area, title, keywords[area]) for area, title in _FOCUS_TITLES.items()]
    return Plan(
        year=year,
        title=f"{year}年度党组织书记抓基层党建述职评议考核",
        unit="我系",
        upper_unit="院党委",
        deadline=deadline,
        stages=_stages(deadline),
        report=ReportRules(focus_areas=tuple(areas), focus_year=FOCUS_YEAR),
        ballot=BallotRules(
            categories=(
                VoterCategory("A", "领导班子成员", Fraction(60, 100)),
                VoterCategory("B", "支部书记、系室负责人、组织员和党员群众代表", Fraction(40, 100)),
            )
        ),
        caps=GradeCaps(),
        reminders=Reminders(),
        rectification=Rectification(),
    )


def bare_plan(year: int, deadline: date | None = None) -> Plan:
    """The plan of a file that says its year and nothing else: every part is off.

    What has to have some value keeps the built-in one: the hours, the scale, the rhythm.
    """
    words = Words()
    return Plan(
        year=year,
        title=f"{year}年度{words.activity}",
        unit="本单位",
        upper_unit="上级党组织",
        deadline=deadline or date(year, 12, 31),
        stages=(),
        report=ReportRules(characters=None, max_achievements=None, party_building=False),
        ballot=BallotRules(),
        caps=GradeCaps(None, None),
        reminders=Reminders(),
        rectification=Rectification(),
        publicity_scope="本单位党员和群众",
        words=words,
        inputs=(),
        parts=frozenset(),
    )


# The two holidays of most colleges, a few days short: a day too many would silence what people need.
SCHOOL_HOLIDAYS = (SchoolHolidays((1, 20), (2, 20)), SchoolHolidays((7, 15), (8, 25)))


def sample_plan(year: int) -> Plan:
    """The plan of the sample department, whose roster has three voter categories."""
    plan = default_plan(year)
    categories = (
        VoterCategory("A", "领导班子成员", Fraction(50, 100)),
        VoterCategory("B", "支部书记、系室负责人和组织员", Fraction(30, 100)),
        VoterCategory("C", "党员和群众代表", Fraction(20, 100)),
    )
    campaign, *areas = plan.report.focus_areas
    focus_areas = (replace(campaign, title=_SAMPLE_FIRST_FOCUS), *areas)
    return replace(
        plan,
        unit="示例系",
        organisation="中共示例系总支部委员会",
        publicity_scope="示例系党员和群众",
        ballot=replace(plan.ballot, categories=categories),
        help_contact="示例系党务办公室",
        report=replace(plan.report, focus_areas=focus_areas, focus_year=year),
        school_holidays=SCHOOL_HOLIDAYS,
    )


def _stages(deadline: date) -> tuple[Stage, ...]:
    """Returns the stages with their last days planned back from the deadline.

    Weekends are known, public holidays are not: they change from year to year, and the file is read
    by people before it holds.
    """
    secretary, leader, organiser = Role.SECRETARY, Role.LEADER, Role.ORGANISER
    day = _WEEKDAYS.workday_on_or_before(deadline)
    last_days = []
    for gap in reversed(_WORKDAYS_TO_NEXT):
        day = _WEEKDAYS.add_workdays(day, -gap)
        last_days.append(day)
    rectification, feedback, grade, publicity, meeting, review, report, fieldwork, notice = (
        last_days
    )
    return (
        Stage("notice", "印发通知", notice, acts=(organiser,), reminds=False),
        Stage("fieldwork", "调查研究", fieldwork, ("notice",), (secretary,)),
        Stage("report", "述职报告", report, ("fieldwork",), (secretary,)),
        Stage("review", "报告审阅", review, ("report",), (organiser,)),
        Stage("meeting", "述职评议会", meeting, ("review",), (secretary, leader, organiser)),
        Stage("publicity", "述职报告公示", publicity, ("meeting",), (organiser,), reminds=False),
        Stage("grade", "确定等次", grade, ("meeting", "publicity"), (leader,)),
        Stage("feedback", "反馈评价意见", feedback, ("grade",), (organiser,)),
        Stage("rectification", "整改清单", rectification, ("feedback",), (secretary,)),
    )
