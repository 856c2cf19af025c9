"""Two departments to be spoken of: one whose branches have numbers, one whose branches have names."""

from datetime import date

from bot.dispatch.understanding import Intent, Slot
from bot.domain.people import Branch, Department, Person, Role, Roster

TODAY = date(2026, 12, 9)  # a Wednesday

B, P, S, T = Slot.BRANCH, Slot.PERSON, Slot.SUBJECT, Slot.TEXT


def _intent(word: str, *slots: Slot, required: tuple[Slot, ...] = (), changes: bool = False) -> Intent:
    return Intent(word, slots, frozenset(required), changes)


INTENTS = (
    _intent("帮助"),
    _intent("倒计时"),
    _intent("我是谁"),
    _intent("绑定", T, required=(T,), changes=True),
    _intent("测评", T, changes=True),
    _intent("我的票"),
    _intent("反馈", Slot.ANONYMOUS, T, required=(T,), changes=True),
    _intent("我的材料"),
    _intent("准备"),
    _intent("承诺", T, required=(T,), changes=True),
    _intent("整改"),
    _intent("进展", Slot.N, T, required=(Slot.N, T), changes=True),
    _intent("完成", Slot.N, T, required=(Slot.N,), changes=True),
    _intent("状态"),
    _intent("谁没交"),
    _intent("谁没投", P),
    _intent("详情", S, required=(S,)),
    _intent("平时", P, T, required=(P, T), changes=True),
    _intent("调研", P, T, required=(P, T), changes=True),
    _intent("点评", P, T, required=(P, T), changes=True),
    _intent("意见", P, required=(P,)),
    _intent("定等", P, Slot.GRADE, T, required=(P, Slot.GRADE), changes=True),
    _intent("整改情况", S),
    _intent("抽查", Slot.N, changes=True),
    _intent("通报", changes=True),
    _intent("导出"),
    _intent("受理", B, required=(B,), changes=True),
    _intent("退回", B, T, required=(B, T), changes=True),
    _intent("延期", B, Slot.DATE, Slot.DAYS, required=(B,), changes=True),
    _intent("会议", P, T, changes=True),
    _intent("签到", changes=True),
    _intent("开始测评", P, required=(P,), changes=True),
    _intent("下一位", changes=True),
    _intent("结束测评", changes=True),
    _intent("公布", changes=True),
    _intent("公示", changes=True),
    _intent("催交", changes=True),
)

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
CASTS = {"a": NUMBERED, "b": NAMED, "c": MIXED}
