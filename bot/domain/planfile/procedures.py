"""The procedures that a new plan file can be begun with (`shuzhi plan init --kind`).

Each is a whole plan of invented numbers from real units' practice, to be changed by whoever uses
it. What a procedure does not have is not in its file.
"""

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date
from fractions import Fraction

from bot.domain.people import Role
from bot.domain.plan import (
    FOUR_INPUTS,
    SECTIONED,
    SELF,
    BallotRules,
    Condition,
    GradeCaps,
    InputRule,
    Listed,
    MeetingRules,
    Part,
    Plan,
    ReleaseRules,
    ReportRules,
    Row,
    Scope,
    Stage,
    Step,
    SubjectGroup,
    VoterCategory,
)
from bot.domain.planfile.builtin import bare_plan, default_plan
from bot.domain.values import dataclass
from bot.domain.words import Words

FOUR_GRADES = (Step("优秀", 100), Step("合格", 80), Step("基本合格", 60), Step("不合格", 0))
FITNESS = (Step("优秀", 100), Step("称职", 80), Step("基本称职", 60), Step("不称职", 0))


@dataclass(frozen=True)
class Procedure:
    """One kind of plan; `make` draws it up for a year."""

    id: str
    title: str
    make: Callable[[int], Plan]


def procedure(name: str) -> Procedure | None:
    """The procedure of this id or title; None where there is none."""
    for each in PROCEDURES:
        if name.strip() in (each.id, each.title):
            return each
    return None


def _with_stages(plan: Plan, titles: dict[str, str], acting: Role = Role.SECRETARY) -> Plan:
    """Keeps the built-in stages that are named, under these titles; the others are left out.

    `acting` stands where the built-in plan says 书记.
    """
    built_in = default_plan(plan.year, plan.deadline).stages
    stages: list[Stage] = []
    for stage in built_in:
        if stage.id in titles:
            awaited = tuple(earlier for earlier in stage.waits_for if earlier in titles)
            others = [role for role in stage.acts if role != Role.SECRETARY]
            acts = tuple(others)
            if Role.SECRETARY in stage.acts:
                acts = (acting, *others)  # the built-in plan names them first too
            stages.append(replace(stage, title=titles[stage.id], waits_for=awaited, acts=acts))
    return replace(plan, stages=tuple(stages))


def _shares(*classes: tuple[str, str, int]) -> tuple[VoterCategory, ...]:
    return tuple(VoterCategory(name, title, Fraction(share, 100)) for name, title, share in classes)


def _parts(*left_out: Part) -> frozenset[Part]:
    return SECTIONED - set(left_out)


def _university(year: int) -> Plan:
    plan = default_plan(year, date(year + 1, 1, 15))
    plan = _with_stages(
        plan,
        {
            "notice": "印发通知",
            "fieldwork": "调查研究",
            "report": "述职报告",
            "review": "报告审阅",
            "meeting": "述职评议会",
            "grade": "确定等次",
            "feedback": "反馈评价意见",
            "rectification": "整改清单",
        },
    )
    return replace(
        plan,
        title=f"{year}年度二级党组织书记抓基层党建述职评议考核",
        unit="我校",
        upper_unit="上级党委",
        words=Words(subject="二级党组织书记", unit="二级党组织", house="校"),
        report=replace(plan.report, characters=3000, focus_areas=()),
        ballot=replace(
            plan.ballot,
            categories=_shares(
                ("A", "校领导", 50),
                ("B", "二级党组织书记和部门负责人", 30),
                ("C", "党员和师生代表", 20),
            ),
        ),
        meeting=MeetingRules(speech_minutes=6, comments="each"),
        publicity_scope="本单位党员和群众",
        parts=_parts(Part.PUBLICITY, Part.SATISFACTION),
    )


def _company(year: int) -> Plan:
    plan = default_plan(year)
    return replace(
        plan,
        title=f"{year}年度党支部书记抓基层党建述职评议考核",
        unit="本公司",
        upper_unit="上级党委",
        words=Words(subject="党支部书记", unit="党支部", house="公司"),
        report=ReportRules(characters=3000, max_achievements=Fraction(1, 2)),
        ballot=replace(
            plan.ballot,
            categories=_shares(
                ("A", "公司领导班子", 50),
                ("B", "党支部书记和部门负责人", 30),
                ("C", "党员和职工代表", 20),
            ),
        ),
        publicity_scope="本公司党员和职工",
        parts=_parts(Part.SATISFACTION),
    )


def _hospital(year: int) -> Plan:
    plan = _company(year)
    return replace(
        plan,
        unit="本院",
        words=Words(subject="党支部书记", unit="党支部", house="院"),
        report=ReportRules(characters=3000, max_achievements=None),
        ballot=replace(
            plan.ballot,
            categories=_shares(
                ("A", "院领导班子", 50),
                ("B", "党支部书记和科室负责人", 30),
                ("C", "党员和职工代表", 20),
            ),
        ),
        publicity_scope="本院党员和职工",
    )


def _double(year: int) -> Plan:
    """Reported twice, rated twice: at the meeting, and by the people of the own branch."""
    plan = default_plan(year)
    return replace(
        plan,
        title=f"{year}年度党支部书记双述双评",
        unit="本单位",
        words=Words(activity="双述双评", house="单位"),
        ballot=replace(
            plan.ballot,
            categories=(
                VoterCategory("A", "党委班子成员", Fraction(50, 100)),
                VoterCategory("B", "其他支部书记和部门负责人", Fraction(20, 100)),
                VoterCategory("C", "本支部党员群众", Fraction(30, 100), (Scope.OWN_BRANCH,)),
            ),
            minimum=3,
        ),
        inputs=(
            *(rule for rule in FOUR_INPUTS if not rule.is_ballot),
            InputRule("above", "会上测评", weight=Fraction(70, 100), classes=("A", "B")),
            InputRule("below", "支部测评", weight=Fraction(30, 100), classes=("C",)),
        ),
        publicity_scope="本单位党员和群众",
        parts=_parts(Part.SATISFACTION),
    )


def _members(year: int) -> Plan:
    plan = bare_plan(year)
    plan = replace(
        plan,
        title=f"{year}年度民主评议党员",
        words=Words(
            subject="党员",
            unit="支部",
            activity="民主评议党员",
            report="个人总结",
            meeting="组织生活会",
            speech="发言",
            house="支部",
        ),
        subjects=(SubjectGroup("member", "党员"),),
        ballot=BallotRules(
            scale=FOUR_GRADES,
            categories=_shares(("A", "党支部委员会成员", 40), ("B", "党员", 60)),
        ),
        meeting=MeetingRules(speech_minutes=3, comments="together"),
        caps=GradeCaps(max_best=Fraction(1, 3), min_below_best=None),
        inputs=(InputRule("ballot", "现场测评"), InputRule("discussion", "会议研究")),
        grades=tuple(step.title for step in FOUR_GRADES),
        parts=frozenset({Part.MEETING, Part.BALLOT}),
    )
    titles = {"notice": "印发通知", "meeting": "组织生活会", "grade": "支部委员会确定等次"}
    return _with_stages(plan, titles, Role.MEMBER)


def _cadres(year: int) -> Plan:
    """Five rows of marks, of which the highest and the lowest do not count; grades apart."""
    plan = bare_plan(year)
    plan = replace(
        plan,
        title=f"{year}年度干部考核",
        words=Words(
            subject="干部",
            unit="部门",
            activity="干部考核",
            report="述职述廉报告",
            meeting="年度考核大会",
            speech="述职",
            house="单位",
        ),
        subjects=(SubjectGroup("cadre", "干部"),),
        report=ReportRules(characters=3000, max_achievements=None, party_building=False),
        ballot=BallotRules(
            rows=tuple(
                Row(title, full=full, marks=True)
                for title, full in (("德", 20), ("能", 20), ("勤", 15), ("绩", 30), ("廉", 15))
            ),
            scale=FITNESS,
            categories=_shares(
                ("A", "领导班子成员", 40), ("B", "中层干部", 30), ("C", "职工代表", 30)
            ),
            quorum=Fraction(2, 3),
            drop_extremes=True,
        ),
        meeting=MeetingRules(speech_minutes=8, comments="together"),
        caps=GradeCaps(max_best=Fraction(1, 5), min_below_best=None),
        inputs=(
            InputRule("everyday", "平时考核", weight=Fraction(40, 100)),
            InputRule("ballot", "民主测评", weight=Fraction(60, 100)),
        ),
        grades=tuple(step.title for step in FITNESS),
        parts=frozenset({Part.REPORT, Part.MEETING, Part.BALLOT}),
    )
    titles = {
        "notice": "印发通知",
        "report": "述职述廉报告",
        "meeting": "年度考核大会",
        "grade": "确定等次",
    }
    return _with_stages(plan, titles, Role.MEMBER)


def _teachers(year: int) -> Plan:
    plan = bare_plan(year)
    plan = replace(
        plan,
        title=f"{year}年度教师考核",
        words=Words(
            subject="教师",
            unit="教研室",
            activity="教师考核",
            report="个人总结",
            meeting="考核会",
            speech="发言",
            house="院",
        ),
        subjects=(SubjectGroup("teacher", "教师"),),
        report=ReportRules(characters=2000, max_achievements=None, party_building=False),
        ballot=BallotRules(
            rows=(Row("师德师风"), Row("教学工作"), Row("科研工作")),
            scale=FOUR_GRADES,
            categories=_shares(("A", "考核小组", 60), ("B", "教师代表", 40)),
        ),
        caps=GradeCaps(max_best=Fraction(1, 5), min_below_best=None),
        inputs=(
            InputRule("self", "本人自评", (SELF,), Fraction(10, 100)),
            InputRule("teaching", "教学科研业绩", (Role.ORGANISER,), Fraction(50, 100)),
            InputRule("ballot", "民主测评", weight=Fraction(40, 100)),
            InputRule("conduct", "师德失范情形", (Role.ORGANISER,), required=False),
        ),
        grades=tuple(step.title for step in FOUR_GRADES),
        conditions=(
            Condition("conduct", "没有师德失范情形", ("优秀", "合格"), without="conduct"),
            Condition("votes", "测评优秀率不低于2/3", least_votes=Fraction(2, 3)),
        ),
        release=ReleaseRules(listed=Listed.GRADES, list_grades=("优秀",)),
        parts=frozenset({Part.REPORT, Part.BALLOT}),
    )
    titles = {"notice": "印发通知", "report": "个人总结", "grade": "确定等次"}
    return _with_stages(plan, titles, Role.MEMBER)


PROCEDURES = (
    Procedure("college", "院系党支部书记述职评议考核", default_plan),
    Procedure("university", "高校二级党组织书记述职评议考核", _university),
    Procedure("hospital", "医院党支部书记述职评议考核", _hospital),
    Procedure("company", "企业党支部书记述职评议考核", _company),
    Procedure("double", "双述双评", _double),
    Procedure("members", "民主评议党员", _members),
    Procedure("cadres", "干部德能勤绩廉考核", _cadres),
    Procedure("teachers", "教师年度考核", _teachers),
)


def listed(procedures: Iterable[Procedure] = PROCEDURES) -> str:
    """One line a procedure; the first is what a plan is without `--kind`."""
    lines = [f"{each.id:<12}{each.title}" for each in procedures]
    return "\n".join([f"{lines[0]}（默认）", *lines[1:]])
