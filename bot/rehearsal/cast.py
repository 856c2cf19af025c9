"""A small invented unit that can play any plan: who is in it follows from what the plan asks.

Everybody is invented: given names end in 例, 样, 范 or 试.
"""

from collections.abc import Iterator
from dataclasses import replace

from bot.documents.roster import RosterLine
from bot.domain.people import Role
from bot.domain.plan import Plan, Scope
from bot.sample.roster import SAMPLE_DEPARTMENT

UNITS = "一二三"
LEADERS = 5
SUBJECTS_IN_A_UNIT = 2  # where others than secretaries are evaluated
MEMBERS_IN_A_UNIT = 3
_SURNAMES = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏水窦章云苏潘葛奚范彭郎鲁韦昌马苗凤花方俞"
_GIVEN = ("文例", "思样", "立范", "明试")

DEPARTMENT = replace(SAMPLE_DEPARTMENT, name="示例单位")


def cast(plan: Plan) -> tuple[RosterLine, ...]:
    """Returns the lines of a roster with enough voters of every class, numbered as in a workbook."""
    lines = []
    for number, line in enumerate(_people(plan)):
        name = _SURNAMES[number] + _GIVEN[number % len(_GIVEN)]
        lines.append(replace(line, row=number + 2, name=name, account=f"p{number + 1:02}"))
    return tuple(lines)


def _people(plan: Plan) -> Iterator[RosterLine]:
    """Yields the leadership, an organiser, and unit by unit who is evaluated and who else is there."""
    classes = [category.id for category in plan.ballot.categories] or [""]
    # Whoever is evaluated votes with his like: behind the leadership, where there are such classes.
    peers = classes[0]
    if len(classes) > 1:
        peers = classes[1]
    for _ in range(LEADERS):
        yield RosterLine(0, "", roles=frozenset({Role.LEADER}), category=classes[0])
    yield RosterLine(0, "", roles=frozenset({Role.ORGANISER}), category=peers)
    # Nobody rates himself, and a class that is too small is not shown.
    for _ in range(plan.ballot.minimum - SUBJECTS_IN_A_UNIT):
        yield RosterLine(0, "", roles=frozenset({Role.REPRESENTATIVE}), category=peers)
    # Where several of a unit are evaluated, two units are enough.
    units = UNITS
    if plan.subjects:
        units = UNITS[:2]
    members = MEMBERS_IN_A_UNIT
    # A class that rates its own unit needs as many there as the plan asks of a class.
    scopes = {scope for category in plan.ballot.categories for scope in category.rates}
    if Scope.OWN_BRANCH in scopes:
        members = plan.ballot.minimum + 1
    for unit in units:
        branch = f"第{unit}{plan.words.unit}"
        member = RosterLine(0, "", branch=branch, roles=frozenset({Role.MEMBER}))
        if plan.subjects:
            for _ in range(SUBJECTS_IN_A_UNIT):
                yield replace(member, category=peers, groups=(plan.subjects[0].id,))
        else:
            yield replace(member, category=peers, roles=frozenset({Role.SECRETARY}))
        for _ in range(members):
            yield replace(member, category=classes[-1])
