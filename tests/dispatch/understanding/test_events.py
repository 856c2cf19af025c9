"""What a sentence says of the meeting: day, clock time, place, minutes, agenda."""

from contextlib import suppress
from datetime import date, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.dispatch.understanding.events import read_event
from bot.domain.polls.announcing import Said, WeekdayDiffers
from bot.domain.polls.meeting import AgendaItem

TODAY = date(2026, 12, 1)
AGENDA = (AgendaItem("支部书记述职"), AgendaItem("现场测评"), AgendaItem("领导讲话"))
DAY, CLOCK = date(2026, 12, 21), time(14, 30)


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("12月21日14:30 系楼302", Said(day=DAY, clock=CLOCK, place="系楼302")),
        ("评议会定在12月21日下午两点半，系楼302", Said(day=DAY, clock=CLOCK, place="系楼302")),
        ("12月21日14:30系楼302会议室", Said(day=DAY, clock=CLOCK, place="系楼302会议室")),
        ("12.21 2点半 系楼 302", Said(day=DAY, clock=CLOCK, place="系楼 302")),
        ("12月21日十四点三十分 腾讯会议123456", Said(day=DAY, clock=CLOCK, place="腾讯会议123456")),
        ("12月21日14:30-16:30，第一会议室", Said(day=DAY, clock=CLOCK, place="第一会议室")),
        ("时间：12月21日（周一）14：30\n地点：系楼302", Said(day=DAY, clock=CLOCK, place="系楼302")),
        ("12月21日下午两点半系楼三零二你通知一下大家", Said(day=DAY, clock=CLOCK, place="系楼302")),
        ("12月21日下午三点一刻 报告厅", Said(day=DAY, clock=time(15, 15), place="报告厅")),
        ("12月21日上午九点整", Said(day=DAY, clock=time(9))),
        ("下周一下午2点在学院会议室开", Said(day=date(2026, 12, 7), clock=time(14), place="学院会议室")),
        ("评议会推迟到12月23日", Said(day=date(2026, 12, 23))),
        ("从12月21日推迟到12月23日", Said(day=date(2026, 12, 23))),
        ("推迟两天", Said(later=2)),
        ("提前一天", Said(later=-1)),
        ("地点改到系楼305", Said(place="系楼305")),
        ("改在系楼305开", Said(place="系楼305")),
        ("每人讲6分钟", Said(speech_minutes=6)),
        ("领导讲话改为15分钟", Said(minutes={"领导讲话": 15})),
        ("请大家带笔记本", Said(bring="笔记本")),
        ("参会：全体党员", Said(attends="全体党员")),
        ("", Said()),
    ],
)  # fmt: skip
def test_a_sentence_is_read(said: str, meant: Said) -> None:
    assert read_event(said, TODAY, AGENDA) == meant


@pytest.mark.parametrize(
    "said",
    [
        "议程：述职（每人8分钟）、测评10分钟、讲话",
        "议程：一、述职（每人8分钟）；二、测评（10分钟）；三、讲话",
        "议程：1.述职，每人8分钟 2.测评10分钟 3.讲话",
        "议程：\n述职（每人8分钟）\n测评 10分钟\n讲话",
    ],
)
def test_an_agenda_is_read_whatever_its_form(said: str) -> None:
    read = read_event(said, TODAY)
    assert [item.title.rstrip("，") for item in read.items] == ["述职", "测评", "讲话"]
    assert [item.minutes for item in read.items] == [None, 10, None]
    assert read.speech_minutes == 8


def test_a_day_that_is_another_day_of_the_week_is_refused() -> None:
    with pytest.raises(WeekdayDiffers):
        read_event("12月21日（周三）14:30", TODAY)


@given(
    st.dates(date(2026, 12, 2), date(2027, 5, 1)),
    st.times(time(8), time(20)).map(lambda at: at.replace(second=0, microsecond=0)),
    st.sampled_from(["系楼302", "第二会议室", "图书馆报告厅", "腾讯会议 88888888", "3号楼201"]),
    st.sampled_from(["{day}{clock} {place}", "评议会定在{day}{clock}，{place}", "{place}，{day} {clock}", "时间：{day}{clock}；地点：{place}"]),
)  # fmt: skip
def test_day_clock_and_place_are_found_in_any_order(
    day: date, clock: time, place: str, form: str
) -> None:
    said = form.format(
        day=f"{day.year}年{day.month}月{day.day}日", clock=f"{clock:%H:%M}", place=place
    )
    assert read_event(said, TODAY, AGENDA) == Said(day=day, clock=clock, place=place)


@given(st.text(max_size=200), st.sampled_from([(), AGENDA]))
def test_whatever_is_said_is_read_or_refused(said: str, agenda: tuple[AgendaItem, ...]) -> None:
    with suppress(WeekdayDiffers):
        read = read_event(said, TODAY, agenda)
        assert len(read.place) <= 40


@pytest.mark.parametrize("said", ["改到30号上午九点，地方不变", "改到30号上午九点，地点照旧"])
def test_a_place_that_stays_is_none(said: str) -> None:
    event = read_event(said, TODAY)
    assert (event.place, event.clock) == ("", time(9))
