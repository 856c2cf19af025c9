"""A sheet whose rows differ goes the whole way: voted on, counted, released, written into papers."""

from dataclasses import replace

from bot.domain.plan import Row, Step
from tests.cast import DEAN, MEMBER, ORGANISER
from tests.chat import cards, texts
from tests.handlers.test_who_rates_whom import HEADS, LEADERS, OWN_PEOPLE, Held, held, plan_with
from tests.meeting import ALL

__all__ = ["held"]
ROWS = (
    Row("德", full=20, marks=True),
    Row("绩", full=60),
    Row(
        "是否满意",
        full=20,
        scale=(Step("满意", 100), Step("不满意", 0), Step("不了解", None)),
        classes=("C",),
    ),
)


async def test_marks_steps_and_rows_of_one_class_are_counted_and_released(held: Held) -> None:
    plain = replace(OWN_PEOPLE, rates=("全部",))
    plan = plan_with(LEADERS, HEADS, plain, rows=ROWS, drop_extremes=True, minimum=3)
    async with held(plan) as chat:
        await chat.say(ORGANISER, "发测评表 王文例")
        for number, voter in enumerate(ALL):
            mark = 12 + number % 8
            step = ("好", "较好")[number % 2]
            said = f"测评 德{mark} 绩{step}"
            if voter.startswith("m") and voter not in {"m01", "m06"}:
                said += f" 是否满意{('满意', '不了解')[number % 2]}"
            heard = await chat.say(voter, said)
            assert "已收到" in heard[-1]["text"] or voter == "s01", (said, heard[-1]["text"])
        await chat.say(ORGANISER, "收票")
        await chat.clock(advance="PT1M")
        shown = texts(await chat.say(ORGANISER, "公布"))
        assert "16—17分" in "".join(shown), shown
        await chat.click(DEAN, cards(await chat.hears(DEAN))[-1], choice="确认")
        results = texts(await chat.say(MEMBER, "测评结果"))[-1]
        assert "满意 3" in results
        assert results.count("不满意") == 1  # of the one class that was asked
        assert "18—20分" in results
        archive = (await chat.say(DEAN, "导出"))[-1]
        assert archive["file"] is not None, archive["text"]
