"""「第五支部书记换成李华」「新增一名党员 张三 第二支部」「王五退休了」「李四调到第三支部」: who comes, goes, moves
or takes an office, in one message or several clauses of one.
"""

from dataclasses import replace

from bot.dispatch.understanding.aliases import COMPOUND, SURNAMES, names_of
from bot.dispatch.understanding.writing import plain
from bot.domain.patterns import pattern
from bot.domain.people import Person, Role, Roster
from bot.domain.staffing import ChangeKind, StaffChange
from bot.domain.values import dataclass

# 「李思样调走了 换成王海样」 says who follows without a comma.
CLAUSES = pattern(r"[,，。;；!！\n]|(?<=[了休走离任])\s{0,3}(?=换成|改由|由|接任)")
# Wider than `forms.words.asks`: a roster is changed by nothing that might be supposed or asked.
QUESTION = pattern(r"[?？]|吗|谁|什么|怎么|如果|要是|是否|能不能|可不可以|应该|没有?退休|还没")
JOINS = pattern(r"新增|增加|新来|新加|添加|补充|加入名册|新调入|调入|新进")
LEAVES = pattern(
    r"退休|离职|辞职|调走|调离|调出(?!来)|转走|转出|毕业|去世|病故|移出名册|不在(?:我们)?系里|删除|删掉|去掉"
)
MOVES = pattern(r"(?:组织关系)?(?:调整|调动|调|转|划|换)(?:到|入|至|去|进)")
DISMISSED = pattern(r"不再(?:担任|兼任|任|当|是)|不(?:担任|兼任|任|当)|免去|卸任|辞去|退下来")
REPLACED = pattern(
    r"(?:换|改|变更|调整|更换|改选|选)(?:成了?|为|由)|换|由|新任?(?:是|为)|改任|改由"
)
APPOINTED = pattern(r"担任|接任|接替|接手|兼任|出任|当选|改任|任命?|新任|来做")
ROLES = (
    ("党总支委员", Role.LEADER),
    ("班子成员", Role.LEADER),
    ("群众代表", Role.REPRESENTATIVE),
    ("组织员", Role.ORGANISER),
    ("书记", Role.SECRETARY),
    ("领导", Role.LEADER),
    ("党员", Role.MEMBER),
    ("嘉宾", Role.GUEST),
)
OFFICES = frozenset({Role.SECRETARY, Role.ORGANISER, Role.LEADER})
# What may stand around a new name in a clause.
FILLING = pattern(
    r"预备|[一1两2三3\d]?\s?[名位个]|同志|老师|了|的|把|将|请|由|叫|姓名|名字|到|在|为|成|是|名册|书记|"
    r"[\s:：、()（）]+"
)
NAME = pattern(r"[一-鿿]{2,4}(?:·[一-鿿]{1,6})?")
NOISE = pattern(
    r"(?:因为?|由于|经)?(?:换届|选举|工作调整|人事调整|大会选举|会议研究|组织研究|研究决定|根据)?了?(?:从今天起|今天起|即日起)?"
)


@dataclass(frozen=True)
class SaidOfStaff:
    """What a message says of the roster.

    `namesakes` are those of whom one is meant where a name is borne by several; `incomplete` tells
    that a clause speaks of a change and lacks a name.
    """

    changes: tuple[StaffChange, ...] = ()
    namesakes: tuple[Person, ...] = ()
    incomplete: bool = False


@dataclass(frozen=True)
class _Clause:
    """A clause without what it names: `rest` is what is left of it."""

    rest: str
    people: tuple[Person, ...]
    namesakes: tuple[Person, ...]
    branch: str
    role: Role | None


def read_staff_changes(text: str, roster: Roster) -> SaidOfStaff | None:
    """Returns what the message changes; None where it is a question, or also speaks of something
    else.
    """
    if QUESTION.search(text):
        return None
    changes: list[StaffChange] = []
    office: _Clause | None = None  # the office that was given up in the clause before
    branch = ""
    for typed in CLAUSES.split(plain(text)):
        clause = _take_apart(typed.strip(), roster)
        if not clause.rest and not clause.people and clause.role is None:
            branch = clause.branch or branch
            changes = [_in_branch(change, branch) for change in changes]
            continue
        if NOISE.fullmatch(clause.rest) and not clause.people and clause.role is None:
            branch = clause.branch or branch
            continue
        clause = replace(clause, branch=clause.branch or branch)
        said = _read(clause, office, roster)
        if said is None:
            return None
        # Of two of one name something else may be told than that one of them goes.
        if clause.namesakes:
            return SaidOfStaff(namesakes=clause.namesakes)
        if not said:
            return SaidOfStaff(incomplete=True)
        changes += said
        branch = clause.branch
        if said[-1].kind in (ChangeKind.DISMISSED, ChangeKind.LEAVES):
            office = _given_up(said[-1], roster)
    if not changes:
        return None
    return SaidOfStaff(tuple(changes))


def _in_branch(change: StaffChange, branch: str) -> StaffChange:
    """Returns the change in the branch that is named behind it: 「新来一个党员叫张三，二支部」."""
    if change.kind is not ChangeKind.JOINS or change.branch:
        return change
    return replace(change, branch=branch)


def _take_apart(clause: str, roster: Roster) -> _Clause:
    known = names_of(roster)
    # The longest alias of a branch tells which is meant.
    branch, alias = "", ""
    for said, called in known.called.items():
        if len(said) > len(alias) and said in clause:
            branch, alias = called.name, said
    rest = clause.replace(alias, "", 1)
    people: list[Person] = []
    namesakes: tuple[Person, ...] = ()
    names = [name for name in known.full if name in rest]
    for name in sorted(names, key=len, reverse=True):
        if name not in rest:
            continue
        bearers = known.full[name]
        if len(bearers) > 1 and branch:
            at_home = [one for one in bearers if one.branch and one.branch.name == branch]
            bearers = tuple(at_home) or bearers
        if len(bearers) > 1:
            namesakes = bearers
        people.append(bearers[0])
        rest = rest.replace(name, "\0", 1)
    people.sort(key=lambda person: clause.find(plain(person.name)))
    role = None
    for word, meant in ROLES:
        if role is None and word in rest:
            role = meant
            rest = rest.replace(word, "", 1)
    return _Clause(rest.strip(), tuple(people), namesakes, branch, role)


def _read(clause: _Clause, office: _Clause | None, roster: Roster) -> list[StaffChange] | None:
    """Returns the changes of a clause; none where a name is lacking, None where it is about
    something else.
    """
    rest = clause.rest
    if clause.role is Role.SECRETARY and clause.branch and not clause.people:
        holders = [
            one for one in roster.subjects if one.branch and one.branch.name == clause.branch
        ]
        gives_up = DISMISSED.search(rest) or LEAVES.search(rest)
        if gives_up and holders:
            clause = replace(clause, people=tuple(holders))
    if DISMISSED.search(rest) and clause.role in OFFICES:
        return [
            StaffChange(ChangeKind.DISMISSED, one.name, one.id, "", clause.role)
            for one in clause.people
        ]
    if JOINS.search(rest):
        return _joining(clause)
    if LEAVES.search(rest) and clause.role not in (Role.ORGANISER, Role.LEADER):
        return [StaffChange(ChangeKind.LEAVES, one.name, one.id) for one in clause.people]
    if MOVES.search(rest) and clause.branch and clause.role is not Role.SECRETARY:
        return [
            StaffChange(ChangeKind.MOVES, one.name, one.id, clause.branch) for one in clause.people
        ]
    names_successor = APPOINTED.search(rest) or REPLACED.match(rest)
    if clause.role is None and office is not None and names_successor:
        clause = replace(clause, role=office.role, branch=office.branch)
    if clause.role in OFFICES and (REPLACED.search(rest) or APPOINTED.search(rest)):
        return _appointing(clause, roster)
    return None


def _joining(clause: _Clause) -> list[StaffChange]:
    """Everybody who is new, and whoever of the same name is on the roster already."""
    rest = JOINS.sub(" ", clause.rest)
    names = [one.name for one in clause.people]
    names += _new_names(rest.replace("\0", " "))
    changes = []
    for name in names:
        kind = ChangeKind.JOINS
        role = clause.role or Role.MEMBER
        person = None
        if role in (Role.ORGANISER, Role.LEADER):
            kind = ChangeKind.APPOINTED
            person = next((one.id for one in clause.people if one.name == name), None)
        changes.append(StaffChange(kind, name, person, clause.branch, role))
    return changes


def _appointing(clause: _Clause, roster: Roster) -> list[StaffChange]:
    """Who gets an office, and who gives it up for that."""
    assert clause.role is not None
    formers = [person for person in clause.people if _holds(person, clause.role, clause.branch)]
    successors = [person for person in clause.people if person not in formers]
    names = _new_names(APPOINTED.sub(" ", REPLACED.sub(" ", clause.rest)).replace("\0", " "))
    if len(successors) + len(names) != 1:
        return []
    branch = clause.branch
    if clause.role is Role.SECRETARY and not branch:
        places = [one.branch for one in formers if one.branch]
        places += [one.branch for one in successors if one.branch and not formers]
        if not places:
            return []
        branch = places[0].name
    changes = []
    replaces = bool(REPLACED.search(clause.rest))
    if clause.role is Role.ORGANISER and replaces and not formers:
        formers = list(roster.with_role(Role.ORGANISER))
        if len(formers) != 1:
            return []
    if clause.role is not Role.SECRETARY:
        branch = ""
        changes += [
            StaffChange(ChangeKind.DISMISSED, former.name, former.id, "", clause.role)
            for former in formers
        ]
    if successors:
        name, person = successors[0].name, successors[0].id
    else:
        name, person = names[0], None
    changes.append(StaffChange(ChangeKind.APPOINTED, name, person, branch, clause.role))
    return changes


def _holds(person: Person, role: Role, branch: str) -> bool:
    """Whether somebody has this office; of secretaries, that of the branch where one is named."""
    if role is not Role.SECRETARY or not branch:
        return person.has(role)
    return person.has(role) and person.branch is not None and person.branch.name == branch


def _new_names(rest: str) -> list[str]:
    """Returns what is left of a clause that may be names."""
    pieces = [piece for piece in FILLING.split(rest) if piece]
    for piece in pieces:
        begins_so = piece[:1] in SURNAMES or piece[:2] in COMPOUND
        if not begins_so or NAME.fullmatch(piece) is None:
            return []
    return pieces


def _given_up(change: StaffChange, roster: Roster) -> _Clause | None:
    """Returns the office that somebody gives up, for a clause that says who follows."""
    if change.person is None:
        return None
    person = roster.person(change.person)
    if person is None:
        return None
    role = change.role
    if role is None and person.has(Role.SECRETARY):
        role = Role.SECRETARY
    branch = person.branch_name
    return _Clause("", (), (), branch, role)


def branch_alone(text: str, roster: Roster) -> str:
    """Returns the branch of a message that names its office and nothing else: 「第五支部书记」."""
    clause = _take_apart(plain(text).strip(), roster)
    if clause.rest or clause.people or clause.role is not Role.SECRETARY:
        return ""
    return clause.branch
