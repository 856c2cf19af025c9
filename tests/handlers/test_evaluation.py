"""From the four inputs to the grade and its announcement, as people meet it in the chat."""

import io
from dataclasses import replace
from fractions import Fraction

from docx import Document

from bot.actions import cycles, evaluation
from bot.actions.unit_of_work import SYSTEM, UnitOfWork
from bot.domain.plan import GradeCaps
from bot.sample import sample_report
from bot.texts.listing import fits
from tests.cast import DEAN, FIRST, LI, MEMBER, ORGANISER, VICE_DEAN, WANG, ZHANG
from tests.chat import Chat, Entry, cards, refusals, texts
from tests.meeting import complete, confirm, declined_by_all, graded, rate, released, told
from tests.played import after

# --- inputs ---------------------------------------------------------------------------------------------------------


async def test_what_is_said_entered_for_another_and_corrected_stands_on_the_sheet(
    chat: Chat,
) -> None:
    answer = await told(chat, DEAN, "平时 王文例 优点：讲党课六次")
    assert "第 1 条" in answer
    assert "还缺：调研了解、领导点评、现场测评" in answer
    assert refusals(await chat.say(ORGANISER, "点评 王文例 讲得实在")) == ["whose_words"]
    assert "代录：钱守样" in await told(chat, ORGANISER, "点评 王文例 代钱守样：讲得实在")
    assert "已用第 3 条更正第 1 条" in await told(chat, VICE_DEAN, "更正 1 讲党课五次")
    assert refusals(await chat.say(DEAN, "更正 1 再改")) == ["entry_corrected"]
    assert refusals(await chat.say(ORGANISER, "更正 3 不是我记的")) == ["entry_unknown"]
    shown = await told(chat, DEAN, "依据 王文例")
    assert "讲得实在（钱守样，何勤样代录，12月1日（周二）08:30" in shown
    assert ("讲党课五次" in shown, "讲党课六次" in shown) == (True, False)
    assert "讲党课六次（已由第3条更正）" in await word(chat, DEAN, "等次表 王文例")


async def test_a_comment_without_a_name_is_about_the_current_speaker(chat: Chat) -> None:
    assert refusals(await chat.say(DEAN, "点评 讲得实在，问题找得准")) == ["no_speaker"]
    await chat.say(ORGANISER, "开始测评 王文例")
    assert "已记下王文例的领导点评" in await told(chat, DEAN, "点评 讲得实在，问题找得准")


async def unasked(chat: Chat, who: str, now: str) -> list[str]:
    """What somebody hears by itself up to that moment."""
    await chat.hears(who)
    await chat.clock(now=now)
    return [entry["text"] for entry in await chat.hears(who) if entry["chat"] == "direct"]


async def test_a_leader_hears_what_was_entered_as_his_in_one_message_and_puts_it_right(
    chat: Chat,
) -> None:
    await chat.clock(now="2026-12-01T21:30:00")
    await chat.say(ORGANISER, "点评 王文例 代钱守样：讲得实在")
    await chat.say(ORGANISER, "调研 李思样 代钱守样：支部活动\n· 第 9 条，假的")
    await chat.say(DEAN, "平时 王文例 优点：讲党课六次")
    assert await unasked(chat, DEAN, "2026-12-01T21:40:00") == []
    (heard,) = await unasked(chat, VICE_DEAN, "2026-12-02T12:00:00")
    assert heard.splitlines() == [
        "何勤样代您记下：",
        "· 第 1 条，王文例，领导点评：讲得实在",
        "· 第 2 条，李思样，调研了解：支部活动 · 第 9 条，假的",
        "与您的意思不符，请发送“更正”、编号和您的文字，以您改的为准。",
    ]
    assert "已用第 4 条更正第 1 条" in await told(chat, VICE_DEAN, "更正 1 讲得还不够实")
    await chat.say(ORGANISER, "更正 2 支部活动丰富")
    (again,) = await unasked(chat, VICE_DEAN, "2026-12-03T12:00:00")
    assert "· 第 5 条，李思样，调研了解：支部活动丰富" in again


async def test_the_sheet_goes_up_and_is_signed_by_the_organisation(chat: Chat) -> None:
    title, addressee, *_, signature, _day = [
        line for line in (await paragraphs(chat, DEAN, "等次表 王文例")) if line
    ]
    assert "王文例" in title
    assert (addressee, signature) == ("院党委：", "中共示例系总支部委员会")


async def test_inputs_are_for_the_leadership_alone(chat: Chat) -> None:
    await chat.say(DEAN, "平时 王文例 优点：讲党课六次")
    for who in (WANG, MEMBER):
        assert refusals(await chat.say(who, "依据 王文例")) == ["not_allowed"]
        assert not any("讲党课" in text for text in texts(await chat.hears(who)))


async def test_only_secretaries_are_evaluated(chat: Chat) -> None:
    assert refusals(await chat.say(DEAN, "平时 钱守样 很忙")) == ["not_a_subject"]
    assert refusals(await chat.say(DEAN, "定等 钱守样 好")) == ["not_a_subject"]
    assert refusals(await chat.say(DEAN, "意见 钱守样")) == ["not_a_subject"]
    assert refusals(await chat.say(DEAN, "点评")) == ["missing_argument"]


# --- grades ---------------------------------------------------------------------------------------------------------


async def test_no_grade_while_an_input_is_missing_and_the_bot_says_who_could_fill_it(
    chat: Chat,
) -> None:
    await chat.say(DEAN, "平时 王文例 优点：讲党课六次")
    (refused,) = await chat.say(DEAN, "定等 王文例 好")
    assert refused["refused"] == "inputs_missing"
    assert "缺：调研了解、领导点评、现场测评" in refused["text"]
    assert "赵建例" in refused["text"]
    assert "何勤样发送“交领导”" in refused["text"]


async def test_the_ballot_arrives_by_itself_when_it_is_released_and_not_before(chat: Chat) -> None:
    for kind in ("平时", "调研", "点评"):
        await chat.say(DEAN, f"{kind} 王文例 讲得实在")
    await rate(chat, "王文例")
    assert refusals(await chat.say(DEAN, "定等 王文例 好")) == ["inputs_missing"]
    await released(chat)
    assert refusals(await chat.say(DEAN, "定等 王文例 好")) == []


@after(complete)
async def test_a_second_person_confirms_and_every_change_stays(chat: Chat) -> None:
    waits = await told(chat, DEAN, "定等 王文例 较好 11月30日党委会研究决定")
    assert "王文例：较好（11月30日（周一）会议，理由：党委会研究决定）" in waits
    card = cards(await chat.hears(DEAN) + await chat.hears(ORGANISER))[-1]
    assert (await chat.click(DEAN, card, choice="确认"))["refused"] == "needs_second_person"
    assert (await chat.click(ORGANISER, card, choice="确认"))["accepted"]
    assert (await chat.click(VICE_DEAN, card, choice="确认"))["refused"] == "card_gone"
    assert refusals(await chat.say(DEAN, "定等 王文例 较好")) == ["same_grade"]
    assert refusals(await chat.say(DEAN, "定等 王文例 好")) == ["reason_needed"]
    await chat.say(DEAN, "定等 王文例 好 12月1日复核后更改")
    await declined_by_all(chat, cards(await chat.hears(ORGANISER))[-1])
    sheet = await word(chat, DEAN, "等次表 王文例")
    assert ("已确认：党委会研究决定" in sheet, "未确认：复核后更改" in sheet) == (True, True)
    assert "等次：已确认 1/8" in await told(chat, DEAN, "状态")


@after(complete)
async def test_scale_and_day_are_checked(chat: Chat) -> None:
    for said, code in (
        ("定等 王文例 优秀", ["grade_unknown"]),
        ("定等 王文例", ["grade_unknown"]),
        ("定等 王文例 好 12月20日党委会", ["meeting_ahead"]),
        ("定等 王文例 好 2025年12月20日党委会", []),
    ):
        assert refusals(await chat.say(DEAN, said)) == code, said
    assert "没有写日期，按记录当天" in await told(chat, DEAN, "定等 王文例 好")


def one_in_ten(work: UnitOfWork) -> None:
    cycle = cycles.current(work, "sample")
    assert cycle is not None
    caps = GradeCaps(max_best=Fraction(1, 10))
    cycles.replace_plan(work, cycle, replace(cycle.plan, caps=caps), actor=SYSTEM)


@after(complete)
async def test_caps_warn_with_what_would_have_to_change_and_forbid_nothing(chat: Chat) -> None:
    """When they warn is a table in tests/actions/test_grading.py."""
    assert "请注意" not in await told(chat, DEAN, "定等 王文例 好")
    await chat.services.write(one_in_ten)
    answer = await told(chat, DEAN, "定等 王文例 好")
    assert "请注意" in answer
    assert "“好”不超过 10%（向下取整，最多 0 人），现在是 1 人，需有 1 人改为其他等次" in answer
    await confirm(chat)
    assert "等次：已确认 1/8" in await told(chat, DEAN, "状态")
    await chat.say(DEAN, "定等 王文例 较好 复核后调整")
    assert (await told(chat, ORGANISER, "详情 王文例")).splitlines()[1:] == [
        "四项依据已齐",
        "等次：好（新的记录待复核）",
    ]


# --- opinions -------------------------------------------------------------------------------------------------------


async def test_an_opinion_is_drafted_with_sources_and_edited_sentence_by_sentence(
    chat: Chat,
) -> None:
    await chat.send(WANG, "报告.docx", sample_report(FIRST, year=2026))
    await chat.say(DEAN, "点评 王文例 优点：支部活动有声有色；不足：调研不够深入；希望多下基层")
    draft = await told(chat, DEAN, "意见 王文例")
    assert (
        "【肯定成绩】\n1. 支部活动有声有色。〔领导点评第 1 条（赵建例，12月1日（周二）08:30）〕"
        in draft
    )
    assert "2. 调研不够深入。〔领导点评第 1 条" in draft
    assert "〔述职报告第 1 版，本人查摆〕" in draft
    assert "字数" not in draft
    assert fits(draft)
    changed = await told(chat, DEAN, "改 2 调研偏少")
    assert "2. 指出问题：调研偏少。" in changed
    assert "2. 调研偏少。〔赵建例修改〕" in await told(chat, DEAN, "意见 王文例")
    assert "调研偏少" not in await told(chat, DEAN, "删 2")
    assert "指出问题：谈心谈话不够。" in await told(chat, DEAN, "加 问题 谈心谈话不够")
    assert refusals(await chat.say(DEAN, "改 99 没有这句")) == ["sentence_unknown"]
    assert refusals(await chat.say(DEAN, "加意见 好处 讲得好")) == ["half_unknown"]


async def test_a_draft_tells_what_no_leader_has_said_and_who_could(chat: Chat) -> None:
    await chat.send(WANG, "报告.docx", sample_report(FIRST, year=2026))
    await chat.say(DEAN, "点评 王文例 优点：支部活动有声有色")
    draft = await told(chat, DEAN, "意见 王文例")
    assert "“指出问题”还没有班子成员的话，可请赵建例、钱守样" in draft
    assert "（平时 王文例 不足：…）" in draft


async def test_the_word_file_is_read_back_and_untouched_sentences_keep_their_source(
    chat: Chat,
) -> None:
    await chat.say(DEAN, "点评 王文例 优点：支部活动丰富；不足：调研不够深入")
    (entry,) = [entry for entry in await chat.say(DEAN, "意见 王文例") if entry["file"]]
    content = await fetched(chat, entry)
    edited = replaced(content, "调研不够深入。", "调研次数偏少。谈心谈话不多。")
    (card,) = cards(await chat.send(DEAN, entry["file"]["name"], edited))
    assert "增加“谈心谈话不多。”" in card["text"]
    assert (await chat.click(DEAN, card, choice="全部采用"))["accepted"]
    shown = await told(chat, DEAN, "意见 王文例")
    assert "1. 支部活动丰富。〔领导点评第 1 条" in shown
    assert "调研次数偏少。〔赵建例在 Word 文件中修改〕" in shown
    (again,) = texts(await chat.send(DEAN, entry["file"]["name"], edited))
    assert "没有改动" in again  # the same again is no new version


# --- telling the secretary --------------------------------------------------------------------------------------------


@after(graded)
async def test_the_secretary_hears_opinion_and_grade_in_private_and_confirms_reading(
    chat: Chat,
) -> None:
    assert refusals(await chat.say(DEAN, "送达 王文例")) == ["halves_empty"]
    await chat.say(DEAN, "意见 王文例")
    await chat.hears(WANG)
    await chat.say(DEAN, "送达 王文例")
    no = await declined_by_all(chat, cards(await chat.hears(ORGANISER))[-1])
    assert no == "好的，没有反馈。"
    assert "没有确认反馈考核结果" in texts(await chat.hears(DEAN))[-1]
    await chat.say(DEAN, "送达 王文例")
    assert await chat.hears(WANG) == []
    await confirm(chat)
    heard = await chat.hears(WANG)
    assert {entry["chat"] for entry in heard} == {"direct"}
    assert "【考核等次】较好" in heard[0]["text"]
    assert "〔" not in heard[0]["text"]  # sources are for the leadership
    assert heard[0]["file"]["name"] == "王文例评价意见.docx"
    assert (await chat.click(ZHANG, cards(heard)[-1], choice="阅知"))["refused"] == "not_allowed"
    assert (await chat.click(WANG, cards(heard)[-1], choice="阅知"))["accepted"]
    assert (await chat.click(WANG, cards(heard)[-1], choice="阅知"))["refused"] == "card_gone"
    assert refusals(await chat.say(DEAN, "送达 王文例")) == ["already_told"]


async def two_ready(chat: Chat) -> None:
    """Two whose results can be told."""
    for name in ("王文例", "李思样"):
        await graded(chat, name)
        await chat.say(DEAN, f"意见 {name}")


@after(two_ready)
async def test_one_confirmation_is_enough_for_everybody_whose_result_is_ready(chat: Chat) -> None:
    assert refusals(await chat.say(DEAN, "送达")) == ["missing_argument"]
    assert "反馈结果 张三" in await told(chat, DEAN, "反馈结果")
    assert refusals(await chat.say(DEAN, "反馈结果 张三")) == ["no_such"]
    assert "向李思样、王文例反馈" in await told(chat, DEAN, "反馈结果 李思样、王文例")
    asked = await told(chat, DEAN, "送达 全部")
    assert "向王文例、李思样反馈" in asked
    assert "还不能反馈或已经反馈过：张立范" in asked
    await chat.say(
        DEAN, "改 1 稿子又改了"
    )  # of 李思样, after the question: what was asked about is not what would be told
    await confirm(chat)
    assert "已向王文例反馈" in "".join(texts(await chat.hears(DEAN)))
    assert "【考核等次】较好" in "".join(texts(await chat.hears(WANG)))
    assert not any("【考核等次】" in text for text in texts(await chat.hears(LI)))


@after(complete)
async def test_who_has_given_up_the_office_is_graded_and_told(chat: Chat) -> None:
    """By the same words as the others; whoever has left the roster is to be taken in again first."""
    await chat.hears(ORGANISER)
    (change,) = cards(await chat.say(ORGANISER, "第一支部书记换成黄可范"))
    await chat.click(ORGANISER, change, choice="确认")
    shown = cards(await chat.say(ORGANISER, "等次：好 王文例。11月30日党总支会议研究"))[-1]
    await chat.click(ORGANISER, shown, choice="确认")
    await chat.say(DEAN, "同意")
    await chat.say(DEAN, "意见 王文例")
    for said in ("反馈结果 王文例", "反馈结果 全部"):
        assert "向王文例反馈" in await told(chat, ORGANISER, said)
    change = cards(await chat.say(ORGANISER, "王文例退休了"))[-1]
    await chat.click(ORGANISER, change, choice="确认")
    for said in ("定等 王文例 好", "意见 王文例"):
        (refused,) = await chat.say(ORGANISER, said)
        assert refused["refused"] == "has_left"
        assert "新增一名党员 王文例 第一支部" in refused["text"]


@after(complete)
async def test_a_branch_that_is_handed_over_after_the_meeting_lacks_nothing(chat: Chat) -> None:
    """The year of that branch is his who was rated; nobody asks for inputs about his successor."""
    await chat.hears(ORGANISER)
    (change,) = cards(await chat.say(ORGANISER, "第一支部书记换成黄可范"))
    await chat.click(ORGANISER, change, choice="确认")
    todos = str(await chat.say(ORGANISER, "待办"))
    assert ("黄可范" in todos, "录入考核等次1位：王文例" in todos) == (False, True)
    (change,) = cards(await chat.say(ORGANISER, "王文例退休了"))
    await chat.click(ORGANISER, change, choice="确认")
    shown = cards(await chat.say(ORGANISER, "等次：全部好。11月30日党总支会议研究"))[-1]
    assert "王文例：好" in shown["text"]
    await chat.click(ORGANISER, shown, choice="确认")
    await chat.say(DEAN, "同意")
    assert "等次：已确认 1/8" in await told(chat, DEAN, "状态")


async def test_an_objection_in_time_reopens_the_sheet_and_a_late_one_does_not(chat: Chat) -> None:
    assert refusals(await chat.say(WANG, "异议 党课应为七次")) == ["nothing_told"]
    await graded(chat)
    await chat.say(DEAN, "意见 王文例")
    await chat.say(DEAN, "送达 王文例")
    await confirm(chat)
    await chat.hears(DEAN)
    await chat.say(WANG, "不同意见：党课应为七次")
    assert "党课应为七次" in "".join(texts(await chat.hears(DEAN)))
    assert "有不同意见待研究 1" in await told(chat, DEAN, "状态")
    assert refusals(await chat.say(DEAN, "送达 王文例")) == ["not_graded"]
    assert refusals(await chat.say(DEAN, "定等 王文例 较好")) == ["reason_needed"]
    (shown,) = cards(await chat.say(ORGANISER, "等次：全部较好。11月30日党总支会议研究"))
    assert "王文例：较好（维持原来的等次；" in shown["text"]
    assert "会改变" not in shown["text"]
    await chat.click(ORGANISER, shown, choice="取消")
    assert "王文例：较好（维持原来的等次；" in await told(chat, DEAN, "定等 王文例 较好 复核后维持")
    await confirm(chat)
    assert "有不同意见" not in await told(chat, DEAN, "状态")


# --- the sheet can be replayed ------------------------------------------------------------------------------------------


@after(graded)
async def test_a_grade_said_like_a_vote_hears_how_it_is_entered(chat: Chat) -> None:
    await chat.clock(advance="PT20M")  # until then it may be a late vote
    said = "王文例改成一般"
    for who in (DEAN, ORGANISER):
        assert "定等 张三 较好" in await told(chat, who, said)
    assert "定等" not in await told(chat, WANG, said)


@after(graded)
async def test_the_sheet_shows_how_the_score_came_about(chat: Chat) -> None:
    sheet = await word(chat, DEAN, "等次表 王文例")
    assert "（95×50% + 90.625×30% + 92.5×20%）÷ 100% = 93.19" in sheet
    assert "“好”最多2人（向下取整），“好”以下至少2人（向上取整）" in sheet

    def digest(work: UnitOfWork) -> str:
        cycle = cycles.current(work, "sample")
        assert cycle is not None
        (ballot, *_), *_ = evaluation.ballots(work, cycle).values()
        return ballot.digest

    assert await chat.services.read(digest) in sheet


async def fetched(chat: Chat, entry: Entry) -> bytes:
    return await chat.content(entry)


async def paragraphs(chat: Chat, who: str, said: str) -> list[str]:
    """The lines of the Word file that is answered, without its tables."""
    (entry,) = [entry for entry in await chat.say(who, said) if entry["file"]]
    document = Document(io.BytesIO(await fetched(chat, entry)))
    return [paragraph.text.strip() for paragraph in document.paragraphs]


async def word(chat: Chat, who: str, said: str) -> str:
    """All text of the Word file that is answered."""
    (entry,) = [entry for entry in await chat.say(who, said) if entry["file"]]
    document = Document(io.BytesIO(await fetched(chat, entry)))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells])


def replaced(content: bytes, before: str, after: str) -> bytes:
    """The file as somebody saved it after replacing words in the text."""
    document = Document(io.BytesIO(content))
    for paragraph in document.paragraphs:
        for run in paragraph.runs:
            run.text = run.text.replace(before, after)
    saved = io.BytesIO()
    document.save(saved)
    return saved.getvalue()
