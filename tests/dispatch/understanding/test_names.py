"""Who is meant by what is typed."""

from dataclasses import replace

import pytest

from bot.dispatch.understanding.aliases import names_of
from bot.dispatch.understanding.names import mentions
from bot.dispatch.understanding.writing import plain
from bot.domain.people import Role, Roster
from tests.dispatch.understanding.casts import NAMED, NUMBERED


def meant(text: str, roster: Roster) -> list[list[str]]:
    found = mentions(plain(text), names_of(roster), None, roster.people[-1])
    return [[one.name for one in mention.who] for mention in found]


@pytest.mark.parametrize(
    "said",
    [
        "第三支部",
        "三支部",
        "3支部",
        "第3支部",
        "第三党支部",
        "物理系第三党支部",
        "３支部",
        "第叁支部",
        "三支",
    ],
)
def test_a_numbered_branch(said: str) -> None:
    assert meant(f"{said}的材料到了吗", NUMBERED) == [["第三支部"]]


@pytest.mark.parametrize("said", ["第十二支部", "十二支部", "12支部", "第12党支部"])
def test_a_number_is_read_whole(said: str) -> None:
    assert meant(f"{said}交了没", NUMBERED) == [["第十二支部"]]


@pytest.mark.parametrize(
    ("said", "branch"),
    [
        ("本科生一支部", "本科生第一党支部"),
        ("本科一支部", "本科生第一党支部"),
        ("教工第2支部", "教工第二党支部"),
        ("研究生支部", "研究生党支部"),
        ("实验中心", "实验中心党支部"),
        ("退休支部", "离退休教职工党支部"),
        ("数统学院研究生支部", "研究生党支部"),
    ],
)
def test_a_named_branch(said: str, branch: str) -> None:
    assert meant(f"{said}交了吗", NAMED) == [[branch]]


def test_a_part_that_fits_several_branches_means_all_of_them() -> None:
    assert meant("一支部交了吗", NAMED) == [["教工第一党支部", "本科生第一党支部"]]


@pytest.mark.parametrize(
    "said", ["王建国", "王书记", "建国", "建国同志", "王建国书记", "王建过", "第一支部书记"]
)
def test_a_person(said: str) -> None:
    assert meant(f"{said}的报告", NUMBERED) == [["王建国"]]


def test_a_surname_means_all_who_bear_it() -> None:
    assert meant("老王来了吗", NUMBERED) == [["王建国", "王丽"]]


def test_everyday_words_are_no_names() -> None:
    assert meant("我很高兴", NUMBERED) == []
    assert meant("张伟强的材料", NUMBERED) == []


@pytest.mark.parametrize("said", ["第九支部", "钱书记", "化学系第三支部", "二十二支部"])
def test_who_is_not_on_the_roster_is_nobody(said: str) -> None:
    assert meant(said, NUMBERED) == [[]]


def test_a_list_names_each() -> None:
    assert meant("三、五支部", NUMBERED) == [["第三支部"], ["第五支部"]]


@pytest.mark.parametrize("said", ["措施：一支部一策", "一支部一品牌做得好", "坚持一支部一特色"])
def test_for_each_branch_something_of_its_own_names_no_branch(said: str) -> None:
    assert meant(said, NUMBERED) == []


@pytest.mark.parametrize(
    ("said", "branches"),
    [
        ("二三支部催下", ["第二支部", "第三支部"]),
        ("一二过了", ["第一支部", "第二支部"]),
        ("二退回去，太空", ["第二支部"]),
        # A figure alone is a branch only in front of what is done to one, and of those there are.
        ("一通过谈话解决", []),
        ("五一过了再说", []),
        ("二九过了", []),
        ("三好学生", []),
    ],
)
def test_figures_are_branches_where_the_organiser_acts_on_them(
    said: str, branches: list[str]
) -> None:
    organiser = next(person for person in NUMBERED.people if person.has(Role.ORGANISER))
    named = mentions(plain(said), names_of(NUMBERED), None, organiser)
    assert [who.name for mention in named for who in mention.who] == branches


@pytest.mark.parametrize("said", ["阿依古丽", "阿依古丽·买买提", "阿依古丽・买买提", "买买提书记"])
def test_a_name_of_several_parts_is_called_by_one_of_them(said: str) -> None:
    home = NUMBERED.people[0]
    named = replace(home, id=900, name="阿依古丽·买买提", account="u900")
    roster = replace(NUMBERED, people=(*NUMBERED.people, named))
    assert meant(f"{said}的报告交了没", roster) == [["阿依古丽·买买提"]]
