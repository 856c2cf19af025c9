"""What branches and people are called: the roster's names and everything that is said for them."""

import re
from collections.abc import Iterator, Mapping
from enum import IntEnum
from functools import cached_property, lru_cache
from typing import TypeVar

from bot.dispatch.understanding.numerals import NUMERAL, number
from bot.dispatch.understanding.sounds import Sound, sound
from bot.dispatch.understanding.writing import plain
from bot.domain.chinese_numerals import spell_in_list
from bot.domain.patterns import pattern
from bot.domain.people import Branch, Person, Roster

COMPOUND = frozenset(
    [
        "欧阳",
        "诸葛",
        "司马",
        "上官",
        "皇甫",
        "令狐",
        "夏侯",
        "东方",
        "尉迟",
        "公孙",
        "慕容",
        "端木",
        "长孙",
        "司徒",
        "宇文",
        "南宫",
        "轩辕",
        "闻人",
        "万俟",
        "申屠",
        "独孤",
        "西门",
        "百里",
        "呼延",
    ]
)
SURNAMES = frozenset(
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘蒋蔡余杜叶程苏魏吕丁沈姚卢姜崔"
    "钟谭陆汪范金石廖贾夏韦付傅方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔汤向常温康施文牛樊葛邢安齐易乔伍庞颜倪"
    "庄聂章鲁岳翟殷詹申耿关兰焦俞左柳甘祝包宁尚舒阮纪梅童凌毕单裴霍涂成苗谷盛曲翁冉骆蓝路游辛欧管柴蒙鲍华喻祁蒲房滕屈饶解牟艾尤阳"
    "穆司马卓古吉缪简车项连芦麦褚娄窦戚岑景党宫费卜冷晏席卫米柏宗瞿桂佟应臧闵苟邬边姬师仇栾隋商刁沙荣巫寇桑丛甄"
) - frozenset("向成应连景党边师商沙荣简车古解安")
FAMILY = f"(?:{'|'.join(sorted(COMPOUND))}|[{''.join(sorted(SURNAMES))}])"
TITLES = (
    "支部书记",
    "书记",
    "老师",
    "主任",
    "教授",
    "同志",
    "院长",
    "所长",
    "处长",
    "科长",
    "博士",
    "委员",
    "组长",
    "大姐",
    "姐",
    "哥",
)
FAMILIAR = "老小大阿"
DOT = "·"  # between the parts of a name that is written by its sound
EVERYDAY = frozenset(
    [
        "高兴",
        "安静",
        "方便",
        "马上",
        "明白",
        "平安",
        "和平",
        "时间",
        "文明",
        "文件",
        "成功",
        "方法",
        "方向",
        "何时",
        "常委",
        "安排",
        "万一",
        "金额",
        "石头",
        "高中",
        "白天",
        "周末",
        "任何",
        "全面",
        "关注",
        "关心",
    ]
)
AFTER_NAME = pattern(r"[一-鿿](?:的|书记|老师|同志|主任|教授)")
SPEAKS = frozenset("交写报投发讲说做定提改们俩那这她他的的和与跟及是有在没未得把给让请退受延评申")
NUMBERED = pattern(
    rf"^(?P<of>.{{0,60}}?)第?(?P<n>{NUMERAL})(?P<rest>[^\d一二三四五六七八九十]{{0,60}})$"
)
UNITS = ("党支部", "支部", "党总支", "总支")


Key = TypeVar("Key")


class Fit(IntEnum):
    """How well a name fits what was said."""

    EXACT = 0
    EQUIVALENT = 1
    PARTIAL = 2
    MISSPELT = 3  # only its sound, or its letters in another order


def said_for_branch(branch: Branch, department: str) -> Iterator[tuple[str, Fit]]:
    """物理系第三党支部 → 第三支部, 三支部, 3支部, 三支; 本科生第一党支部 → 本科一支部, 本科生 …; the same alias may come twice."""
    name, home = plain(branch.name), plain(department)
    yield name, Fit.EXACT
    bare = name.removeprefix("中共")
    core = _without_unit(bare.removeprefix(home))
    if bare.startswith(home) and len(home) > 2:
        for unit in ("支部", "党支部"):
            yield home.removesuffix("系") + unit, Fit.PARTIAL
            yield home + unit, Fit.PARTIAL
    numbered = NUMBERED.match(core)
    if numbered:
        figure = number(numbered["n"])
        if figure is not None:
            yield from _numbered(numbered["of"], figure, numbered["rest"], home)
            return
    # Without a number it is called by all that describes it, and by parts of it.
    for piece, fit in _pieces(core):
        if piece:
            for unit in ("支部", "党支部"):
                yield piece + unit, fit
                yield home + piece + unit, fit
        if piece and (piece == core or (core.startswith(piece) and len(piece) > 2)):
            yield piece, fit


def _without_unit(name: str) -> str:
    """Returns a name without the kind of unit at its end: 离退休 of 离退休党支部."""
    return next((name.removesuffix(unit) for unit in UNITS if name.endswith(unit)), name)


def _numbered(of: str, figure: int, rest: str, home: str) -> Iterator[tuple[str, Fit]]:
    """Yields what a numbered branch is called: by its number, with what describes it and
    without.
    """
    numerals = [str(figure)]
    if 0 < figure < 100:
        numerals.append(spell_in_list(figure))
    figures = [ordinal + numeral for numeral in numerals for ordinal in ("第", "")]
    for described, fit in _pieces(of + rest):
        for n in figures:
            for unit in ("支部", "党支部", "支"):
                yield described + n + unit, fit
                yield home + described + n + unit, fit
            if described and (n.startswith("第") or len(described) > 1):
                yield described + n, fit
        if described and described == of + rest:
            yield described, Fit.PARTIAL
        if described:
            yield described + "支部", Fit.PARTIAL
            yield described + "党支部", Fit.PARTIAL


def _pieces(described: str) -> Iterator[tuple[str, Fit]]:
    """The whole description, the whole without 生 or 党, and every part of two characters or more; nothing at all too."""
    yield described, Fit.EQUIVALENT
    for dropped in ("生", "党", "人员", "职工"):
        if dropped in described and len(described) - len(dropped) > 1:
            yield described.replace(dropped, ""), Fit.EQUIVALENT
    if not described:
        return
    yield "", Fit.PARTIAL
    whole = range(len(described))
    yield from (
        (described[a : b + 1], Fit.PARTIAL)
        for a in whole
        for b in whole
        if 0 < b - a < len(described) - 1
    )


def family_at(text: str, at: int) -> str:
    """Returns the family name that a name beginning here would have; empty at the end of the text."""
    if text[at : at + 2] in COMPOUND:
        return text[at : at + 2]
    return text[at : at + 1]


def surname(name: str) -> str:
    """Returns the family name of a whole name: 欧阳 of 欧阳雪, 东 of 东方."""
    if len(name) == 2:
        return name[0]
    return family_at(name, 0)


class Names:
    """The index of one roster. Built once; a lookup costs a dictionary access for each length at each position."""

    def __init__(self, roster: Roster) -> None:
        self.roster = roster
        self.department = plain(roster.department.name)
        self.branches = _branches(roster)
        self.longest_branch = max(map(len, self.branches), default=0)
        self.any_number = _any_number(roster)
        self.exact_branches: dict[str, tuple[Branch, ...]] = {
            said: bearers
            for said, (fit, bearers) in self.branches.items()
            if fit is Fit.EXACT
            or (fit is Fit.EQUIVALENT and len(bearers) == 1 and said.endswith("支部"))
        }
        self.longest_exact = max(map(len, self.exact_branches), default=0)
        self.full: dict[str, tuple[Person, ...]] = {}
        self.given: dict[str, tuple[Person, ...]] = {}
        self.families: dict[str, tuple[Person, ...]] = {}
        self.sounds: dict[Sound, tuple[Person, ...]] = {}
        self.shuffled: dict[Sound, tuple[Person, ...]] = {}
        for person in roster.people:
            name = plain(person.name)
            family = surname(name)
            given = name.removeprefix(family)
            _append(self.full, name, person)
            _append(self.families, family, person)
            _append(self.sounds, sound(name), person)
            _append(self.shuffled, tuple(sorted(name)), person)
            # 阿依古丽·买买提 is called 阿依古丽.
            called = [given, *(part for part in name.split(DOT) if part != name)]
            for part in called:
                if len(part) > 1:
                    _append(self.given, part, person)
        self.longest_given = max(map(len, self.given), default=0)
        self.longest_name = max(map(len, self.full), default=0)

    @cached_property
    def called(self) -> Mapping[str, Branch]:
        """What a branch is wholly called, the first of several that are called so."""
        called: dict[str, Branch] = {}
        for branch in self.roster.branches:
            for alias, fit in said_for_branch(branch, self.roster.department.name):
                if fit is not Fit.PARTIAL and len(alias) > 1:
                    called.setdefault(alias, branch)
        return called


def _append(index: dict[Key, tuple[Person, ...]], key: Key, person: Person) -> None:
    index[key] = (*index.get(key, ()), person)


def _branches(roster: Roster) -> dict[str, tuple[Fit, tuple[Branch, ...]]]:
    """Returns the branches that each alias fits best, and how well."""
    fits: dict[str, dict[Branch, Fit]] = {}
    for branch in roster.branches:
        for alias, fit in said_for_branch(branch, roster.department.name):
            known = fits.setdefault(alias, {})
            known[branch] = min(fit, known.get(branch, fit))
    branches = {}
    for alias, known in fits.items():
        if len(alias) > 1:
            best = min(known.values())
            branches[alias] = best, tuple(branch for branch, fit in known.items() if fit is best)
    return branches


def _any_number(roster: Roster) -> re.Pattern[str]:
    """A numbered branch of this department, whether it exists or not: 第九支部, 物理系第九党支部, 本科生第三支部."""
    matches = (NUMBERED.match(_without_unit(plain(branch.name))) for branch in roster.branches)
    words = {found["of"] for found in matches if found and found["of"]} | {
        plain(roster.department.name)
    }
    described = "|".join(map(re.escape, sorted(words, key=len, reverse=True)))
    return re.compile(rf"(?:{described})?(?:第{NUMERAL}|(?![两俩仨]){NUMERAL})党?支部")


_names_of_equal = lru_cache(maxsize=128)(Names)
_latest: list[tuple[Roster, Names]] = []


def names_of(roster: Roster) -> Names:
    """The index, kept for the rosters used last: by identity first, because comparing 2,000 people takes milliseconds."""
    known = next((names for latest, names in _latest if latest is roster), None)
    if known is None:
        known = _names_of_equal(roster)
        _latest[:] = [(roster, known), *_latest[:15]]
    return known
