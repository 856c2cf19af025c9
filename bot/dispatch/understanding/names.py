"""Mentions: where a text speaks of a branch or a person, and of whom."""

from dataclasses import replace

from bot.dispatch.understanding.aliases import (
    AFTER_NAME,
    COMPOUND,
    EVERYDAY,
    FAMILIAR,
    SPEAKS,
    SURNAMES,
    TITLES,
    Fit,
    Names,
    family_at,
)  # fmt: skip
from bot.dispatch.understanding.mention import Mention
from bot.dispatch.understanding.numerals import NUMERAL, number
from bot.dispatch.understanding.sounds import sound, spoken
from bot.dispatch.understanding.values import Recent
from bot.domain.chinese_numerals import spell_in_list
from bot.domain.patterns import pattern
from bot.domain.people import Branch, Person, Role

NUMERALS = "0123456789一二三四五六七八九十第"
LIST = pattern(rf"(?:第?{NUMERAL}(?:党?支部)?\s*[、,和与跟及]\s*)+第?{NUMERAL}党?支部")
# 「七八支部」, and in front of what the organiser does: 「一二三过了，四退回去」. Figures may be items.
RUN = pattern(
    r"(?P<figures>[一二三四五六七八九]{2,8})(?P<unit>党?支部)"
    r"|(?<![^\s,;。])(?!五一|三八|六一|七一|八一)(?P<alone>[一二三四五六七八九]{1,8})(?=(?:也|都|就|先|可以|给|这?[两三四五]个){0,2}"
    r"(?:退回?(?:去|来)?(?=[了吧,。;:\s]|$)|(?:通过|受理|过|收下?)(?=[了吧,。;\s]|$)"
    r"|催(?=一下|下|催|[了吧,。;\s]|$)|(?:延|宽限)(?=期|到|至|[\d一二三四五六七八九两]天)))"
)
# 「一支部一策」 is said of each branch, and names none (S8).
OF_EACH = pattern(r"一个?支部一[策品特案法招]")
WHOLE = pattern(r"(?:万一|(?:周|星期|礼拜)[一二三四五六])$")  # no part of a branch's number
EACH = pattern(rf"第?(?P<n>{NUMERAL})(?:党?支部)?")
ELSEWHERE = pattern(r"([一-鿿]{2,8}?(?:系|学院|书院|研究院|研究所))$")
LONGEST_PLACE = 11  # characters that ELSEWHERE may match
OURS = pattern(r"(?:我们?|咱们?|本|该|这个?|那个?)(?:系|学院|院|所|中心)$|关系|联系")
LEADING = pattern(r"^(?:麻烦|请|你|您|帮我|帮|把|给|对|将|让|和|跟|的|看看?|查|问)+")
PRONOUN = pattern(
    r"(?P<person>(?<!其)(?:他|她)(?!们)|(?:这|那|该)(?:个人|位(?:书记|老师|同志)?|名书记|个书记|个老师))"
    r"|(?P<branch>(?:刚才|刚刚|刚)?(?:说)?的?(?:这个?|那个?|该|上一?个?|同一?个?)支部)"
    r"|(?P<them>(?:他|她)们)"
    r"|(?P<either>(?:刚才|刚刚)(?:(?:说|提到|看)的(?:那个|这个|那位)?|那个|这个|那位|的)|它(?!们)|上一个的?)"
)
MINE = pattern(r"(?:我们?|咱们?|本|自己)(?:的)?(?:这个)?(?:党?支部|支(?!部))(?!是?(?:哪|什么|啥))")
TITLE = pattern("|".join(TITLES))
OF_BRANCH = pattern(r"的?(?:党?支部)?书记(?!们)")
MARKED = pattern(
    r"书记|老师|同志|主任|教授|的(?:材料|报告|票|述职|测评|情况|意见|等次|整改|点评|评价|依据)"
)
ACTED_ON = pattern(  # what runs on behind a name that an act is done to
    r"那边|那份|这边|上台|讲|怎么样|的(?!确)|延[到期后]|宽限|缓到|催一|退回|受理|收下|交了|没交|给[个较好一]|投|较好|一般|定[较好一]"
)
DISTANT = pattern(r"([一-鿿]{2,6}?)(?:那个|这个|那边的?|的)党?支部")  # 「物理系那个支部」
LATIN = pattern(r"(?<![a-z])[a-z]{2,6} ?[a-z]{2,12}(?![a-z])")
OF_ALL = frozenset({"谁没交", "谁没投", "催交", "状态"})  # 「催催他们」 after these means all


def mentions(text: str, names: Names, recent: Recent | None, actor: Person) -> list[Mention]:
    """All mentions in the plain form of a text, from left to right."""
    named: list[Mention] = []
    at = 0
    while at < len(text):
        here = _branches_listed(text, at, names)
        if not here:
            here = _branches_in_figures(text, at, names, actor)
        if not here:
            mention = (
                _own(text, at, actor)
                or _pronoun(text, at, recent)
                or _on_roster(text, at, names)
                or _stranger(text, at)
            )
            if mention is None:
                at += 1
                continue
            here = [mention]
        named += here
        recent = _spoken_of(here[-1], recent)
        at = here[-1].end
    return named


def _spoken_of(mention: Mention, recent: Recent | None) -> Recent | None:
    """他 means the one named last, in this message rather than before."""
    if len(mention.who) != 1:
        return recent
    intent = None
    if recent is not None:
        intent = recent.intent
    who = mention.who[0]
    if isinstance(who, Branch):
        return Recent(who, None, intent)
    return Recent(None, who, intent)


def _on_roster(text: str, at: int, names: Names) -> Mention | None:
    """Returns who of the roster is named here; of a branch and a person, whose name is longer."""
    branch = _branch(text, at, names)
    person = (
        _full_name(text, at, names)
        or _family_and_title(text, at, names)
        or _familiar(text, at, names)
        or _given(text, at, names)
    )
    if branch is not None and (person is None or branch.end >= person.end):
        return branch
    return person or _by_sound(text, at, names) or _spelled(text, at, names)


def _branches_listed(text: str, at: int, names: Names) -> list[Mention]:
    """「三、五支部」: each number is a branch of its own; none where one of them does not exist."""
    is_within_number = at > 0 and text[at - 1] in NUMERALS
    if text[at] not in NUMERALS or is_within_number:
        return []
    if WHOLE.search(text, max(0, at - 2), at + 1):
        return []
    listed = LIST.match(text, at)
    if listed is None:
        return []
    branches = []
    for each in EACH.finditer(text, at, listed.end()):
        figure = number(each["n"])
        if not figure or figure > 99:
            return []
        fit, who = names.branches.get(f"第{spell_in_list(figure)}支部", (Fit.PARTIAL, ()))
        if not who:
            return []
        said = each["n"] + "支部"
        branches.append(Mention(each.start(), each.end(), said, who, max(fit, Fit.EQUIVALENT)))
    return branches


def _branches_in_figures(text: str, at: int, names: Names, actor: Person) -> list[Mention]:
    """「七八支部」: each figure is a branch of its own; none where one of them does not exist."""
    is_within_number = at > 0 and text[at - 1] in NUMERALS
    found = RUN.match(text, at)
    if found is None or is_within_number or WHOLE.search(text, max(0, at - 2), at + 1):
        return []
    if found["alone"] and not actor.has(Role.ORGANISER):
        return []
    figures = found["figures"] or found["alone"]
    branches = []
    for place, figure in enumerate(figures, at):
        _, who = names.branches.get(f"第{figure}支部", (Fit.PARTIAL, ()))
        if len(who) != 1:
            return []
        branches.append(Mention(place, place + 1, f"{figure}支部", who, Fit.EQUIVALENT))
    branches[-1] = replace(branches[-1], end=found.end())
    return branches


def _own(text: str, at: int, actor: Person) -> Mention | None:
    """「我们支部」 of a member; what a secretary asks of his own branch needs no name."""
    found = MINE.match(text, at)
    if not found or not actor.branch or actor.has(Role.SECRETARY):
        return None
    return Mention(at, found.end(), found[0], (actor.branch,), Fit.EQUIVALENT)


def _pronoun(text: str, at: int, recent: Recent | None) -> Mention | None:
    found = PRONOUN.match(text, at)
    if not recent or not found or not found[0]:
        return None
    who: Branch | Person | None = recent.branch or recent.person
    if found.lastgroup == "person":
        who = recent.person or recent.branch
    elif found.lastgroup == "branch" and isinstance(who, Person):
        who = who.branch
    elif found.lastgroup == "them":
        who = recent.branch
        if recent.intent in OF_ALL:
            who = None
    if who is None:
        return None
    also = tuple(one for one in recent.also if one != who)
    return Mention(at, found.end(), found[0], (who, *also), Fit.PARTIAL)


def _branch(text: str, at: int, names: Names) -> Mention | None:
    """Returns a branch of the roster or its secretary, or a numbered branch that the roster lacks."""
    is_within_number = at > 0 and text[at] in NUMERALS and text[at - 1] in NUMERALS
    if is_within_number and not WHOLE.search(text, max(0, at - 3), at):
        return None
    if OF_EACH.match(text, at):
        return None
    known = _known_branch(text, at, names)
    if not WHOLE.search(text, max(0, at - 2), at + 1):
        numbered = names.any_number.match(text, at)
        if numbered and (known is None or numbered.end() > known.end):
            return Mention(at, numbered.end(), numbered[0], (), of="branch")
    if known is None:
        return None
    before = ELSEWHERE.search(text, max(0, at - LONGEST_PLACE), at)
    if before and _foreign(before[1], names.department):
        place = LEADING.sub("", before[1])
        return replace(known, start=at, said=place + known.said, who=(), of="branch")
    return _or_its_secretary(text, known, names)


def _known_branch(text: str, at: int, names: Names) -> Mention | None:
    """Returns the longest name of a branch that begins here, also 「实验中心那个支部」."""
    for length in range(min(names.longest_branch, len(text) - at), 1, -1):
        said = text[at : at + length]
        if said in names.branches and not (
            said[-1] in NUMERALS and text[at + length : at + length + 1] in {*NUMERALS, *"支条项"}
        ):
            fit, who = names.branches[said]
            return Mention(at, at + length, said, who, fit)
    distant = DISTANT.match(text, at)
    if distant and distant[1] + "支部" in names.branches:
        _, who = names.branches[distant[1] + "支部"]
        return Mention(at, distant.end(), distant[0], who, Fit.PARTIAL)
    return None


def _foreign(place: str, home: str) -> bool:
    """化学系 in front of 第三支部; 我们系, 把物理系 or a short form of the own department are not foreign."""
    if OURS.search(place):
        return False
    for at in range(len(place) - 2):
        letters_of_home = iter(home)
        if all(letter in letters_of_home for letter in place[at:]):
            return False
    return True


def _or_its_secretary(text: str, branch: Mention, names: Names) -> Mention:
    """「三支部书记」 is a person."""
    title = OF_BRANCH.match(text, branch.end)
    places = {one for one in branch.who if isinstance(one, Branch)}
    people = tuple(
        person for person in names.roster.with_role(Role.SECRETARY) if person.branch in places
    )
    if not title or not people:
        return branch
    return replace(
        branch,
        end=title.end(),
        said=branch.said + title[0],
        who=people,
        fit=max(branch.fit, Fit.EQUIVALENT),
    )


def _full_name(text: str, at: int, names: Names) -> Mention | None:
    """Returns who bears the longest full name that begins here."""
    for length in range(min(names.longest_name, len(text) - at), 1, -1):
        said = text[at : at + length]
        if said in names.full and _stands_alone(text, at, at + length):
            return Mention(at, _behind_title(text, at + length), said, names.full[said])
    return None


def _behind_title(text: str, end: int) -> int:
    """Where a name that ends here ends with its title, if it has one: 「李淑芬老师」."""
    title = TITLE.match(text, end)
    if title is None:
        return end
    return title.end()


def _stands_alone(text: str, start: int, end: int) -> bool:
    """Not a part of an everyday word (「很高兴」) nor of a longer name (「张伟强的」)."""
    if end - start > 2:
        return True
    before, follows = text[max(0, start - 1) : start], text[end : end + 1]
    if AFTER_NAME.match(text, end) and not TITLE.match(text, end) and follows not in SPEAKS:
        return False
    if text[start:end] not in EVERYDAY:
        return True
    # Of an everyday word it is a name only where other words end in front of it and behind it.
    begins = not before.isalpha() or before in "给把对为让请将"
    ends = not follows.isalpha() or follows in "的定评讲说改"
    return begins and ends


def _family_and_title(text: str, at: int, names: Names) -> Mention | None:
    """「王书记」, 「欧阳老师」: by family name and title."""
    family = family_at(text, at)
    title = TITLE.match(text, at + len(family))
    who = names.families.get(family, ())
    if not title or not who or text[at - 1 : at] == family:  # 「谢谢老师」
        return None
    if title[0].endswith("书记"):
        # It is a branch secretary if there is one of the name, else one of the leaders.
        secretaries = tuple(person for person in who if person.has(Role.SECRETARY))
        leaders = tuple(person for person in who if person.has(Role.LEADER))
        who = secretaries or leaders or who
    return Mention(at, title.end(), family + title[0], who, Fit.PARTIAL)


def _familiar(text: str, at: int, names: Names) -> Mention | None:
    """老李, 小赵, 老欧阳."""
    if text[at] not in FAMILIAR:
        return None
    family = family_at(text, at + 1)
    who = names.families.get(family, ())
    if not who or (text[at] in "大小" and family in "高方平成"):
        return None
    end = at + 1 + len(family)
    if text[end : end + 1] in tuple("女子孩儿"):  # 小孙女
        return None
    return Mention(at, _behind_title(text, end), text[at:end], who, Fit.PARTIAL)


def _given(text: str, at: int, names: Names) -> Mention | None:
    """「建国」: by the given name alone."""
    for length in range(names.longest_given, 1, -1):
        said = text[at : at + length]
        if said in names.given and said not in EVERYDAY:
            end = _behind_title(text, at + length)
            return Mention(at, end, said, names.given[said], Fit.EQUIVALENT)
    return None


def _by_sound(text: str, at: int, names: Names) -> Mention | None:
    """A name in the wrong characters (王建过) or the wrong order (王国建); two characters only where a title or 「的材料」 shows that it is a name."""
    for length in (4, 3, 2):
        said = text[at : at + length]
        if len(said) < length or not said.isalpha():
            continue
        if length == 2 and not _named_plainly(text, at, names):
            continue
        who = names.sounds.get(sound(said), ())
        if not who and length > 2:
            who = names.shuffled.get(tuple(sorted(said)), ())
        if who:
            return Mention(at, _behind_title(text, at + length), said, who, Fit.MISSPELT)
    return None


def _spelled(text: str, at: int, names: Names) -> Mention | None:
    """A name typed without Chinese characters: 「liuyang 较好」."""
    letters = LATIN.match(text, at)
    if letters is None:
        return None
    who = names.sounds.get(tuple(spoken(letters[0].replace(" ", ""))), ())
    if not who:
        return None
    return Mention(at, letters.end(), letters[0], who, Fit.MISSPELT)


def _named_plainly(text: str, at: int, names: Names) -> bool:
    """Two characters are a misspelt name where a title shows it, or where the family name is one of the roster's and nothing runs on."""
    if MARKED.match(text, at + 2):
        return True
    known = text[at] in names.families and text[at] in SURNAMES
    if known and ACTED_ON.match(text, at + 2) and text[at : at + 2] not in EVERYDAY:
        return True
    alone = not text[at + 2 : at + 3].isalpha() and text[at : at + 2] not in EVERYDAY
    return alone and known


def _stranger(text: str, at: int) -> Mention | None:
    """「钱书记」 where nobody is called 钱."""
    family = family_at(text, at)
    if family not in SURNAMES and family not in COMPOUND:
        return None
    title = TITLE.match(text, at + len(family))
    if title is None or text[max(0, at - 1) : at] in tuple(f"部系院各总副{family}"):
        return None
    return Mention(at, title.end(), family + title[0], (), of="person")
