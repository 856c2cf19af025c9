"""「全部」 and lists of names, as they are said instead of one name."""

from collections.abc import Collection, Sequence

from bot.dispatch.understanding.aliases import FAMILY, Fit, names_of
from bot.dispatch.understanding.names import mentions
from bot.dispatch.understanding.writing import plain
from bot.domain.patterns import pattern
from bot.domain.people import Branch, Person, Roster
from bot.domain.refusals import NoSuch, WhichPlace
from bot.domain.words import UNIT

EVERYBODY = "全部|所有|全体|大家|全都|都|各支部|每个支部"
_BEHIND = pattern(rf"\s*(?:{EVERYBODY})(?:支部|书记|报告|材料)?[\s：:，,]*")
_MARKS = "：:，, \u3000\t"
_BETWEEN = pattern(r"[、,，;；\s]+|和|以及")
# A line that begins like the others do, with a name: 「王五 肯干」.
_LABEL = pattern(rf"(?P<name>{FAMILY}[\u4e00-\u9fff]{{1,2}})(?:书记)?(?P<mark>[：: \u3000\t])")


def behind_everybody(text: str) -> str | None:
    """Returns what follows 「全部」; None where the text does not begin so."""
    match = _BEHIND.match(text)
    if match is None:
        return None
    return text[match.end() :].strip()


def places_named(roster: Roster, text: str, usage: str, actor: Person) -> list[Branch]:
    """Returns the places that a list names, in its order, each as people call it: 五支部, 老孙.

    Raises NoSuch for a name of none, WhichPlace for a branch in which several are evaluated.
    """
    crowded: dict[str, tuple[str, ...]] = {}
    places: dict[str, Branch] = {}
    for branch in roster.branches:
        inside = roster.places_in(branch)
        places[branch.name] = inside[0]
        if len(inside) > 1:
            subjects = [roster.subject_of(place) for place in inside]
            crowded[branch.name] = tuple(subject.title for subject in subjects if subject)
    for place in roster.places:
        places.setdefault(place.name, place)
    places |= {
        person.title: place for place in roster.places if (person := roster.subject_of(place))
    }
    named: list[Branch] = []
    for said in filter(None, _BETWEEN.split(text.strip())):
        name = said
        if said not in places:
            name = _full_name(roster, said, actor)
        if name not in places:
            raise NoSuch(UNIT, said, usage)
        if name in crowded:
            raise WhichPlace(crowded[name])
        named.append(places[name])
    return list(dict.fromkeys(named))


def _full_name(roster: Roster, said: str, actor: Person) -> str:
    """Returns what the roster calls a branch or person of one meaning; as it was said where it knows none."""
    spoken = plain(said)
    called = [
        mention
        for mention in mentions(spoken, names_of(roster), None, actor)
        if mention.span == (0, len(spoken)) and mention.fit is not Fit.MISSPELT
    ]
    if len(called) != 1 or len(called[0].who) != 1:
        return said
    (who,) = called[0].who
    if isinstance(who, Person):
        return who.title
    return who.name


def subjects_named(
    roster: Roster, text: str, usage: str, actor: Person, former: Sequence[Person] = ()
) -> list[Person]:
    """Returns who is evaluated in the places that a list names, and the `former` holders that it
    names behind them. Raises as above.
    """
    titles = {person.title: person for person in former}
    names = [name for name in _BETWEEN.split(text.strip()) if name]
    present = "、".join(name for name in names if name not in titles)
    subjects = [roster.subject_of(place) for place in places_named(roster, present, usage, actor)]
    gone = [titles[name] for name in names if name in titles]
    return [*(subject for subject in subjects if subject is not None), *gone]


def lines_about(roster: Roster, first: Person | None, text: str) -> list[tuple[Person, str]]:
    """Reads a message with a line for each subject: 「王文例：讲得实在」, one below the other.

    `first` is whom the words before the text already name. A line that names nobody goes on with the
    one before.
    """
    # One name may be the beginning of another.
    subjects = sorted(roster.subjects, key=lambda subject: -len(subject.title))
    about: list[tuple[Person, list[str]]] = []
    if first is not None:
        about.append((first, []))
    for line in filter(None, (part.strip() for part in text.splitlines())):
        subject = next((one for one in subjects if _names(line, one.title)), None)
        if subject is not None:
            words = line[len(subject.title) :].removeprefix("书记").lstrip(_MARKS)
            about.append((subject, [words]))
        elif about:
            about[-1][1].append(line)
    return [(subject, "\n".join(lines)) for subject, lines in about if lines]


def label_of_nobody(roster: Roster, text: str, no_names: Collection[str]) -> str:
    """Returns the name with which a line begins that is nobody's; empty where there is none.

    Read as going on with the line before, its words would be told of somebody else. `no_names` are
    words that begin a line as well: 「成绩：…」. Where all lines before have another mark behind
    their names it is none.
    """
    titles = [subject.title for subject in roster.subjects]
    marks: set[str] = set()
    for line in filter(None, (part.strip() for part in text.splitlines())):
        named = next((title for title in titles if _names(line, title)), None)
        if named is not None:
            marks.add(line.removeprefix(named).removeprefix("书记")[:1].replace("：", ":"))
            continue
        label = _LABEL.match(line)
        if label is None or label["name"] in no_names:
            continue
        if label["mark"].replace("：", ":") in marks:
            return label["name"]
    return ""


def _names(line: str, name: str) -> bool:
    """Whether a line begins with this name as with a label."""
    rest = line.removeprefix(name).removeprefix("书记")
    return line.startswith(name) and rest[:1] in _MARKS
