"""Requests as the outside is told them: what a handler reads from the words is told as values."""

from datetime import date

from bot.dispatch.outside import Membership, in_detail
from bot.dispatch.understanding import Heard, Slot
from bot.domain.people import Role
from tests.dispatch.understanding.casts import NUMBERED

TODAY = date(2026, 12, 9)
ORGANISER = NUMBERED.with_role(Role.ORGANISER)[0]
MEMBERSHIP = Membership(NUMBERED, ORGANISER, ("好", "较好", "一般", "差"))


def told(intent: str, text: str) -> list[dict[Slot, object]]:
    heard = Heard(intent, {Slot.TEXT: text}, sure=True, because="")
    return [dict(one.args) for one in in_detail(heard, TODAY, MEMBERSHIP)]


def test_a_meeting_is_told_by_day_hour_and_place() -> None:
    (one,) = told("会议通知", "述职会定在下周五下午两点半，地点田家炳楼302，你给大家发个通知")
    assert one == {Slot.DATE: date(2026, 12, 18), Slot.TEXT: "14:30 田家炳楼302"}


def test_a_decision_is_told_person_by_person() -> None:
    decided = told("等次", "王建国、赵明好，李淑芬较好，昨天总支会研究的")
    names = {one[Slot.PERSON].name: one[Slot.GRADE] for one in decided}  # type: ignore[attr-defined]
    assert names == {"王建国": "好", "赵明": "好", "李淑芬": "较好"}
    assert {one[Slot.DATE] for one in decided} == {date(2026, 12, 8)}


def test_a_decision_with_an_unknown_name_names_nobody() -> None:
    (one,) = told("等次", "王建国、钱多多好")
    assert Slot.PERSON not in one


def test_items_that_are_done_are_told_one_by_one() -> None:
    said = "第一条和第三条都做完了，谈了12人"
    (first, third) = in_detail(
        Heard("完成多条", {Slot.TEXT: said}, sure=True, because=""), TODAY, MEMBERSHIP
    )
    assert (first.intent, dict(first.args)) == ("完成", {Slot.N: 1, Slot.TEXT: "谈了12人"})
    assert third.args[Slot.N] == 3


def test_an_extension_of_all_is_told_by_its_day() -> None:
    (one,) = told("延期", "都延到25号吧")
    assert one[Slot.DATE] == date(2026, 12, 25)
    (one,) = told("延期", "全部延期三天")
    assert one[Slot.DAYS] == 3


def test_a_sheet_is_told_by_those_who_stand_on_it() -> None:
    people = [one[Slot.PERSON] for one in told("发测评表", "王建国和赵明")]
    assert [person.name for person in people] == ["王建国", "赵明"]  # type: ignore[attr-defined]
    assert told("发测评表", "全部") == [{Slot.TEXT: "全部"}]
