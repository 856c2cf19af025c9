"""One table of the file: what is read, what is missing, and what nobody asked for."""

from collections.abc import Mapping

import pytest

from bot.domain.planfile.sections import Notes, Section, as_list
from bot.domain.planfile.values import Unfit


def section(table: Mapping[str, object], path: tuple[str | int, ...] = ()) -> Section:
    return Section(table, Notes(lambda: {(): 1, ("a",): 3, ("a", "b"): 5}, 2026), path)


def problems(own: Section) -> list[tuple[int, str, str]]:
    return [(each.line, each.key, each.message) for each in own.notes.problems]


def number(value: object) -> int:
    assert isinstance(value, int)
    return value


def refuse(value: object) -> int:
    raise Unfit(f"不要 {value}", "x", 1)


def test_a_value_is_read_or_its_default_stands() -> None:
    own = section({"b": 4}, ("a",))
    assert own.read("b", 0, number) == 4
    assert own.read("c", 7, number) == 7
    assert problems(own) == []
    assert own.clean
    assert own.read("b", 9, refuse) == 9
    assert problems(own) == [(5, "a.b.x[2]", "不要 4")]
    assert not own.clean


def test_a_problem_of_another_table_leaves_this_one_clean() -> None:
    first = section({}, ("a",))
    other = Section({}, first.notes, ("ab",))
    first.note("错", "b")
    assert other.clean
    assert not Section({}, first.notes, ()).clean  # what is inside belongs to it


def test_what_is_required_is_missed_where_its_section_begins() -> None:
    own = section({"b": 1}, ("a",))
    own.require("b", "c")
    assert problems(own) == [(3, "a.c", "这里必须填写，不能缺少")]


@pytest.mark.parametrize(
    ("key", "advice"),
    [
        ("titel", "是不是想写 title"),
        ("zzz", "这里可以写：title、due"),
    ],
)
def test_a_key_that_nobody_asked_for(key: str, advice: str) -> None:
    own = section({key: 1, "due": 2, "old": 3}, ("a",))
    own.expect("title", "due")
    own.ignore("old")
    own.close()
    assert problems(own) == [(3, f"a.{key}", f"没有这一项，{advice}")]


def test_near_names_are_looked_for_only_so_often() -> None:
    """A file of thousands of unknown keys is no plan, and is answered at once."""
    own = section({f"title{number}": 1 for number in range(60)})
    own.expect("title")
    own.close()
    near = [message.endswith("是不是想写 title") for _, _, message in problems(own)]
    assert near == [True] * 50 + [False] * 10


@pytest.mark.parametrize(
    ("value", "inside", "messages"),
    [
        ({"c": 1}, {"c": 1}, []),
        (7, {}, ["请写成一节，以 [a.b] 这样的标题开头"]),
    ],
)
def test_a_table_in_a_table(value: object, inside: dict[str, object], messages: list[str]) -> None:
    own = section({"b": value}, ("a",))
    assert own.section("b").table == inside
    assert [each[2] for each in problems(own)] == messages
    assert section({}).section("b").table == {}


def test_tables_in_a_list() -> None:
    own = section({"b": [{"c": 1}, 7, "短"]}, ("a",))
    assert own.has_tables("b")
    tables = own.tables("b", "{ … }")
    assert tables is not None
    assert [table.path for table in tables] == [("a", "b", 0)]
    assert [each[1] for each in problems(own)] == ["a.b[2]", "a.b[3]"]
    short = section({"b": ["短"]}).tables("b", "", lambda value: {"title": value})
    assert short is not None
    assert [table.table for table in short] == [{"title": "短"}]
    assert section({}).tables("b", "") is None
    assert not section({"b": ["短"]}).has_tables("b")
    alone = section({"b": {"c": 1}}).tables("b", "")
    assert alone is not None
    assert len(alone) == 1


@pytest.mark.parametrize(("value", "elements"), [([1, 2], [1, 2]), (1, [1]), ([], [])])
def test_a_value_that_stands_alone_is_a_list_of_one(value: object, elements: list[object]) -> None:
    assert as_list(value) == elements


@pytest.mark.parametrize(
    ("name", "entry", "messages"),
    [
        ("report", {"title": "述职报告"}, []),
        ("Report", {"title": "述职报告"}, ["名称只能用小写英文字母"]),
        ("r2", {"title": "述职报告"}, ["名称只能用小写英文字母"]),
        ("report", {}, ["这里必须填写，不能缺少"]),
        ("report", {"title": "述职报告", "x": 1}, ["没有这一项，这里可以写：title"]),
    ],
)
def test_entries_of_a_list(name: str, entry: dict[str, object], messages: list[str]) -> None:
    own = section({name: entry}, ("stage",))
    for table in own.entries("[a-z]+", "小写英文字母"):
        assert table.name == name
        table.expect("title")
    assert [each[2] for each in problems(own)] == messages


def test_entries_must_say_what_is_required_of_them() -> None:
    own = section({"report": {"title": "述职报告"}}, ("stage",))
    for table in own.entries("[a-z]+", "小写英文字母", "due"):
        table.expect("title")
    assert [each[1] for each in problems(own)] == ["stage.report.due"]
