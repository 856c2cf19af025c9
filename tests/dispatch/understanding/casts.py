"""Departments to be spoken of: a has branches with numbers, b and c with names, d is the sample department; and what can be asked for."""

from datetime import date

from bot.book import book
from bot.domain.people import Branch, Department, Person, Role, Roster
from bot.sample.roster import BRANCHES, SAMPLE_DEPARTMENT, sample_lines

TODAY = date(2026, 12, 9)  # a Wednesday

INTENTS = book().intents

ROLES = {role.value: role for role in Role}


def _roster(department: str, branches: str, people: str) -> Roster:
    home = Department("d", department)
    units = tuple(Branch(number, name) for number, name in enumerate(branches.split(), 1))
    cast = []
    for number, line in enumerate(people.split(), 101):
        name, roles, unit = line.split("/")
        branch = next((one for one in units if one.name == unit), None)
        cast.append(Person(number, home.id, name, f"u{number}", frozenset({ROLES[roles]}), branch))
    return Roster(home, tuple(cast), units)


NUMBERED = _roster(
    "物理系",
    "第一支部 第二支部 第三支部 第四支部 第五支部 第十二支部 离退休支部",
    """王建国/书记/第一支部 李淑芬/书记/第二支部 赵明/书记/第三支部 陈志强/书记/第四支部 欧阳雪/书记/第五支部
    刘洋/书记/第十二支部 孙德胜/书记/离退休支部 周敏/领导/ 吴晓梅/组织员/ 王丽/党员/第二支部 李伟/党员/第三支部
    张伟/党员/第一支部 张伟/党员/第四支部 郑芳/群众代表/ 林涛/嘉宾/ 高兴/党员/第三支部 黄海/党员/第五支部""",
)
NAMED = _roster(
    "数学与统计学院",
    "教工第一党支部 教工第二党支部 本科生第一党支部 本科生第二党支部 研究生党支部 离退休教职工党支部 实验中心党支部",
    """韩雪/书记/教工第一党支部 诸葛明/书记/教工第二党支部 王海燕/书记/本科生第一党支部 王磊/书记/本科生第二党支部
    徐静/书记/研究生党支部 郭振华/书记/离退休教职工党支部 罗成/书记/实验中心党支部 何建军/领导/ 冯婷/组织员/
    许强/党员/研究生党支部 马超/党员/教工第一党支部""",
)
MIXED = _roster(
    "计算机系",
    "软件工程教研室党支部 网络教研室党支部 硕士生第一党支部 硕士生第二党支部 博士生党支部 机关党支部 教师第三党支部",
    """方圆/书记/软件工程教研室党支部 成功/书记/网络教研室党支部 余洋/书记/硕士生第一党支部 李娜/书记/硕士生第二党支部
    司马青/书记/博士生党支部 高远/书记/机关党支部 向明亮/书记/教师第三党支部 段宏伟/领导/ 沈佳/组织员/ 李娜/党员/博士生党支部
    常青/党员/机关党支部 罗敏/群众代表/""",
)


def _sample() -> Roster:
    units = {name: Branch(number, name) for number, name in enumerate(BRANCHES, 1)}
    cast = tuple(
        Person(
            line.row,
            SAMPLE_DEPARTMENT.id,
            line.name,
            line.account,
            line.roles,
            units.get(line.branch),
        )
        for line in sample_lines()
    )
    return Roster(SAMPLE_DEPARTMENT, cast, tuple(units.values()))


SAMPLE = _sample()
CASTS = {"a": NUMBERED, "b": NAMED, "c": MIXED, "d": SAMPLE}
