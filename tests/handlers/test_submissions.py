"""Handing in, looking at it, accepting and returning: whole conversations."""

from io import BytesIO
from zipfile import ZipFile

from bot.sample import sample_report
from tests.cast import DEAN, LI, MEMBER, ORGANISER, THIRD, VICE_DEAN, ZHANG
from tests.chat import Chat, cards, refusals, texts
from tests.played import whole


def archive(content: bytes) -> bytes:
    packed = BytesIO()
    with ZipFile(packed, "w") as archived:
        archived.writestr("报告.docx", content)
    return packed.getvalue()


GOOD = sample_report(THIRD, year=2026)
FLAWED = sample_report(THIRD, year=2026, good=False)


async def test_secretary_hands_in_and_is_told_version_time_count_and_checks(chat: Chat) -> None:
    (receipt,) = texts(await chat.send(ZHANG, "述职报告.docx", GOOD))
    assert "《述职报告.docx》" in receipt
    assert "第 1 版" in receipt
    assert "12月1日（周二）08:30" in receipt
    assert "按 Word 的字数统计" in receipt
    assert "检查的各项都符合要求" in receipt


async def test_new_version_replaces_the_old_one_and_is_told_what_to_mend(chat: Chat) -> None:
    await chat.send(ZHANG, "述职报告.docx", GOOD)
    (receipt,) = texts(await chat.send(ZHANG, "述职报告2.docx", FLAWED))
    assert "第 2 版" in receipt
    assert "上限是 3500" in receipt
    (mine,) = texts(await chat.say(ZHANG, "我的材料"))
    assert "第 1 版" in mine
    assert "第 2 版" in mine


async def test_receipt_is_private(chat: Chat) -> None:
    await chat.send(ZHANG, "述职报告.docx", GOOD)
    for other in (LI, DEAN, MEMBER):
        assert await chat.hears(other) == []


@whole
async def test_file_in_the_group_is_heard_only_when_quoted_with_a_mention(chat: Chat) -> None:
    (hint,) = await chat.send(ZHANG, "述职报告.docx", GOOD, group=True)
    assert (hint["chat"], hint["refused"]) == ("direct", "no_mention")
    assert "引用" in hint["text"]
    posted = next(entry for entry in await chat.timeline(ZHANG) if entry["file"])
    answers = await chat.say(ZHANG, "@述职助手 这是我的报告", group=True, quote=posted["seq"])
    # Two conversations go side by side.
    assert {(entry["chat"], entry["text"][:3]) for entry in answers} == {
        ("direct", "已收到"),
        ("group", "已在私"),
    }
    assert len(answers) == 2


async def test_unreadable_file_gets_one_sentence_and_counts_as_nothing(chat: Chat) -> None:
    for name, content, code, advice in (
        ("报告.docx", b"PK\x03\x04 cut off", "unreadable", "再发一次"),
        ("照片.png", b"\x89PNG\r\n\x1a\n" + b"\0" * 64, "unreadable", "Word 原文件"),
        ("空.txt", b"", "unreadable", "Word"),
    ):
        (answer,) = await chat.send(ZHANG, name, content)
        assert answer["refused"] == code, name
        assert advice in answer["text"], name
        assert "张立范" in texts(await chat.say(DEAN, "谁没交"))[0], name


async def test_an_archive_is_to_be_unpacked_and_not_saved_as_word(chat: Chat) -> None:
    for name, content in (("材料.rar", b"Rar!\x1a\x07"), ("材料.zip", archive(b"report"))):
        (answer,) = await chat.send(ZHANG, name, content)
        assert "请解压以后" in answer["text"], name


async def test_file_of_a_member_is_refused_with_who_may(chat: Chat) -> None:
    (answer,) = await chat.send(MEMBER, "报告.docx", GOOD)
    assert answer["refused"] == "not_allowed"
    assert "支部书记" in answer["text"]


async def test_a_file_without_a_word_is_asked_after_and_not_taken_for_a_report(chat: Chat) -> None:
    for who in (MEMBER, DEAN):
        (answer,) = await chat.send(who, "材料.docx", GOOD)
        assert "《材料.docx》是做什么用的" in answer["text"]
        assert "述职报告由支部书记本人发来，或交给组织员代交" in answer["text"]
        assert answer["refused"] == "not_allowed"
    (answer,) = await chat.send(ORGANISER, "材料.docx", GOOD)
    assert "是哪个支部的报告" in answer["text"]
    assert answer["refused"] == "missing_argument"
    assert "张立范" in texts(await chat.say(DEAN, "谁没交"))[0]
    # It was kept: a word is enough, and something else that he says in between harms nothing.
    await chat.say(ORGANISER, "谁没交")
    (receipt,) = await chat.say(ORGANISER, "这是第三支部的报告。")
    assert "代第三支部张立范提交" in receipt["text"]
    assert "张立范" not in texts(await chat.say(DEAN, "谁没交"))[0]


async def test_after_ten_minutes_a_file_without_a_word_has_to_be_sent_again(chat: Chat) -> None:
    await chat.send(ORGANISER, "材料.docx", GOOD)
    await chat.clock(advance="PT11M")
    await chat.say(ORGANISER, "第三支部的报告")
    assert "张立范" in texts(await chat.say(DEAN, "谁没交"))[0]


@whole
async def test_file_over_the_limit_names_the_limit(chat: Chat) -> None:
    (answer,) = await chat.send(ZHANG, "报告.docx", b"\0" * (20 * 1024 * 1024 + 1))
    assert answer["refused"] == "too_large"
    assert "20 MB" in answer["text"]


async def test_leadership_sees_who_is_missing_and_the_detail(chat: Chat) -> None:
    before = texts(await chat.say(DEAN, "谁没交"))[0]
    assert before.count("·") == 8
    await chat.send(ZHANG, "述职报告.docx", FLAWED)
    after = texts(await chat.say(DEAN, "谁没交"))[0]
    assert (after.count("·"), THIRD in after) == (7, False)
    detail = texts(await chat.say(DEAN, "详情 第三支部"))[0]
    assert "张立范" in detail
    assert "上限是 3500" in detail
    assert texts(await chat.say(DEAN, "详情 第二支部"))[0] == "第二支部（李思样）：还没有交报告。"


async def test_how_many_copies_have_come_is_about_reports_and_no_ballot(chat: Chat) -> None:
    for said in ("收了几份", "收到几份了？", "收上来多少份了"):
        assert "测评" not in texts(await chat.say(ORGANISER, said))[0], said


async def test_member_is_told_who_may(chat: Chat) -> None:
    for word in (
        "谁没交",
        "详情 第三支部",
        "状态",
        "受理 第三支部",
        "退回 第三支部 再写实些",
        "延期 第三支部 12月20日",
    ):
        assert refusals(await chat.say(MEMBER, word)) == ["not_allowed"], word


async def test_accepting_freezes_until_it_is_returned(chat: Chat) -> None:
    await chat.send(ZHANG, "述职报告.docx", GOOD)
    assert "第三支部的第 1 版报告已审核通过" in texts(await chat.say(ORGANISER, "受理 第三支部"))[0]
    assert "审核通过" in texts(await chat.hears(ZHANG))[0]
    assert refusals(await chat.send(ZHANG, "新.docx", GOOD)) == ["report_frozen"]
    await chat.say(ORGANISER, "退回 第三支部 问题再具体些")
    assert "问题再具体些" in texts(await chat.hears(ZHANG))[0]
    assert "第 2 版" in texts(await chat.send(ZHANG, "新.docx", GOOD))[0]


async def test_accepting_twice_tells_the_secretary_once(chat: Chat) -> None:
    await chat.send(ZHANG, "述职报告.docx", GOOD)
    await chat.say(ORGANISER, "受理 第三支部")
    assert "没有重复通知" in texts(await chat.say(ORGANISER, "受理 第三支部"))[0]
    assert len([text for text in texts(await chat.hears(ZHANG)) if "审核通过" in text]) == 1


async def test_returning_what_was_said_loosely_asks_first(chat: Chat) -> None:
    await chat.send(ZHANG, "述职报告.docx", GOOD)
    answers = await chat.say(ORGANISER, "把第三支部的退回去，问题写得太虚")
    (card,) = cards(answers)
    assert "把第三支部的述职报告退回修改，意见是：问题写得太虚" in card["text"]
    assert await chat.hears(ZHANG) == []
    answer = await chat.click(ORGANISER, card, choice="确认")
    assert answer["accepted"]
    assert "问题写得太虚" in texts(await chat.hears(ZHANG))[0]


async def test_only_the_asker_may_confirm_and_only_once(chat: Chat) -> None:
    await chat.send(ZHANG, "述职报告.docx", GOOD)
    (card,) = cards(await chat.say(ORGANISER, "把第三支部的退回去，问题写得太虚"))
    assert (await chat.click(VICE_DEAN, card, choice="确认"))["refused"] == "not_allowed"
    first = await chat.click(ORGANISER, card, choice="取消", message_id="once")
    assert (first["accepted"], first["notice"]) == (True, "好的，没有做任何改动。")
    assert await chat.click(ORGANISER, card, choice="取消", message_id="once") == first
    assert (await chat.click(ORGANISER, card, choice="确认"))["refused"] == "card_gone"


async def test_returning_what_was_never_handed_in_is_refused(chat: Chat) -> None:
    assert refusals(await chat.say(ORGANISER, "退回 第二支部 没写完")) == ["nothing_handed_in"]


async def test_extension_moves_the_branch_s_own_day(chat: Chat) -> None:
    assert refusals(await chat.say(ORGANISER, "延期 第三支部")) == ["missing_argument"]
    await chat.say(ORGANISER, "延期 第三支部 12月20日")
    assert texts(await chat.hears(ZHANG)) == ["您的述职报告可以交到12月20日（周日）。"]
    assert "12月20日（周日）前" in texts(await chat.say(ZHANG, "我的材料"))[0]
    assert "12月10日（周四）前" in texts(await chat.say(LI, "我的材料"))[0]


async def test_late_report_is_taken_and_marked_after_a_silent_grace(chat: Chat) -> None:
    await chat.clock(now="2026-12-11T08:00")
    assert "已收下" not in texts(await chat.send(ZHANG, "报告.docx", GOOD))[-1]
    await chat.clock(now="2026-12-11T12:00")
    assert "已收下" in texts(await chat.send(LI, "报告.docx", GOOD))[-1]


async def test_the_same_file_again_changes_nothing_and_says_so(chat: Chat) -> None:
    await chat.send(ZHANG, "述职报告.docx", GOOD)
    (answer,) = texts(await chat.send(ZHANG, "述职报告.docx", GOOD))
    assert "没有改动" in answer
    assert "第 2 版" not in texts(await chat.say(ZHANG, "我的材料"))[0]
    await chat.say(ORGANISER, "退回 第三支部 问题再具体些")
    answer = texts(await chat.send(ZHANG, "述职报告.docx", GOOD))[-1]
    assert "第 2 版" in answer
    assert "没有改动" in answer
    assert "没有改动" not in texts(await chat.send(ZHANG, "述职报告.docx", FLAWED))[-1]


async def test_what_was_sent_back_is_not_late_when_it_comes_again(chat: Chat) -> None:
    await chat.send(ZHANG, "报告.docx", GOOD)
    await chat.clock(now="2026-12-11T12:00")
    await chat.say(ORGANISER, "退回 第三支部 问题再具体些")
    assert "已收下" not in texts(await chat.send(ZHANG, "报告.docx", FLAWED))[-1]


NOTICE = "关于召开述职评议会的通知\n各党支部：\n定于12月30日召开述职评议会，请各支部书记准备述职报告。\n特此通知。".encode()


async def test_what_is_no_report_is_kept_and_asked_about(chat: Chat) -> None:
    (card,) = cards(await chat.send(ZHANG, "通知.txt", NOTICE))
    assert "《通知.txt》" in card["text"]
    assert "还没有交过" in texts(await chat.say(ZHANG, "我的材料"))[0]
    assert (await chat.click(LI, card, choice="是述职报告"))["refused"] == "not_allowed"
    assert (await chat.click(ZHANG, card, choice="不是"))["accepted"]
    assert "还没有交过" in texts(await chat.say(ZHANG, "我的材料"))[0]


async def test_what_its_sender_calls_a_report_is_taken_and_judged(chat: Chat) -> None:
    (card,) = cards(await chat.send(ZHANG, "通知.txt", NOTICE))
    assert (await chat.click(ZHANG, card, choice="是述职报告"))["accepted"]
    (receipt,) = texts(await chat.hears(ZHANG))
    assert "已收到《通知.txt》，第 1 版" in receipt
    assert "没有找到整改承诺" in receipt
    assert (await chat.click(ZHANG, card, choice="是述职报告"))["refused"] == "card_gone"


async def test_organiser_hands_in_what_was_brought_on_a_stick(chat: Chat) -> None:
    assert refusals(await chat.send(ORGANISER, "报告.docx", GOOD)) == ["missing_argument"]
    (receipt,) = texts(await chat.send(ORGANISER, "报告.docx", GOOD, text="代第三支部提交"))
    assert receipt.startswith("（代第三支部张立范提交）")
    assert THIRD not in texts(await chat.say(DEAN, "谁没交"))[0]


async def test_extension_may_be_said_in_days(chat: Chat) -> None:
    await chat.say(ORGANISER, "延期 第三支部 3天")
    await chat.settle()
    answer = texts(await chat.say(ZHANG, "我的材料"))[-1]
    assert "12月13日（周日）前" in answer


async def test_urging_reaches_only_who_is_missing_and_once_a_day(chat: Chat) -> None:
    await chat.send(ZHANG, "报告.docx", GOOD)
    (answer,) = texts(await chat.say(ORGANISER, "催交"))
    assert answer.startswith("已私下提醒 7 位")
    assert len(texts(await chat.hears(LI))) == 1
    assert texts(await chat.hears(ZHANG)) == []
    assert texts(await chat.say(ORGANISER, "催交")) == ["今天都已经提醒过了，没有重复打扰。"]
    assert texts(await chat.say(ORGANISER, "催交 第三支部")) == ["第三支部的报告已经交了，不用催。"]
    assert texts(await chat.hears(LI)) == []
    await chat.clock(now="2026-12-02T10:00")
    assert texts(await chat.say(ORGANISER, "催交 第二支部"))[-1].startswith(
        "已私下提醒 1 位：第二支部（李思样）"
    )


async def test_several_requests_in_one_message_are_answered_together(chat: Chat) -> None:
    (answer,) = await chat.say(DEAN, "状态,另外三支部的材料到了吗")
    assert [one["intent"] for one in answer["understood"]] == ["状态", "详情"]
    assert answer["understood"][1]["args"] == {"branch": THIRD}
    assert "还没有交报告" in answer["text"]


async def test_what_is_waved_off_is_not_done(chat: Chat) -> None:
    await chat.send(ZHANG, "报告.docx", GOOD)
    (answer,) = texts(await chat.say(ORGANISER, "别退回第三支部"))
    assert answer.startswith("好的，没有做任何改动")


async def test_unclear_name_is_asked_back_with_buttons(chat: Chat) -> None:
    (card,) = cards(await chat.say(DEAN, "详情 张书记"))
    assert {option["text"] for option in card["questions"][0]["options"]} >= {
        "详情 张立范",
        "详情 张晓样",
        "取消",
    }
    await chat.click(DEAN, card, choice="详情 张立范")
    assert texts(await chat.hears(DEAN))[-1].startswith("第三支部（张立范）")


async def test_a_report_that_was_sent_back_is_asked_after_until_it_comes_again(chat: Chat) -> None:
    await chat.send(ZHANG, "报告.docx", GOOD)
    await chat.say(ORGANISER, "退回 第三支部 原因写得太少")
    await chat.hears(ZHANG)
    assert "退回修改 1" in texts(await chat.say(DEAN, "状态"))[0]
    assert "退回修改、还没有再交：第三支部（张立范）" in texts(await chat.say(DEAN, "谁没交"))[0]
    (answer,) = texts(await chat.say(ORGANISER, "催交 第三支部"))
    assert answer.startswith("已私下提醒 1 位：第三支部（张立范）")
    (reminder,) = texts(await chat.hears(ZHANG))
    assert "第 1 版还等您修改后再交：原因写得太少" in reminder
    await chat.send(ZHANG, "报告2.docx", FLAWED)
    assert "还没有再交" not in texts(await chat.say(DEAN, "谁没交"))[0]
    assert "退回修改" not in texts(await chat.say(DEAN, "状态"))[0]


async def test_the_organiser_has_what_does_not_come_again_on_his_list(chat: Chat) -> None:
    await chat.send(ZHANG, "报告.docx", GOOD)
    await chat.clock(now="2026-12-10T09:00")
    await chat.say(ORGANISER, "退回 第三支部 原因写得太少")
    await chat.clock(now="2026-12-11T09:00")
    (card,) = cards(await chat.say(ORGANISER, "待办"))
    assert "退回后没有再交述职报告：第一支部、第二支部、第三支部等" in card["text"]


async def test_whom_nobody_knows_is_not_taken_for_whom_was_spoken_of(chat: Chat) -> None:
    await chat.send(ZHANG, "报告.docx", GOOD)
    await chat.say(ORGANISER, "详情 第三支部")
    for said in ("通过 捕捞", "受理 捕捞"):
        (answer,) = await chat.say(ORGANISER, said)
        assert answer["refused"] == "no_such", said
        assert "捕捞" in answer["text"], said


async def test_a_report_pasted_as_text_is_asked_for_as_a_file(chat: Chat) -> None:
    pasted = (
        "我是第三支部书记，现将本年度抓党建的情况报告如下。"
        + "我主持了支部的学习，意见都已答复。" * 60
    )
    (answer,) = texts(await chat.say(ZHANG, pasted))
    assert answer.startswith("这像是述职报告的全文，还没有登记。请存成文件")
    assert "还没有交过" in texts(await chat.say(ZHANG, "我的材料"))[0]


async def test_who_sent_the_wrong_file_or_cannot_send_it_hears_what_to_do(chat: Chat) -> None:
    for said, words in (
        ("不好意思发错了", "以最后一版为准"),
        ("刚才那份作废", "以最后一版为准"),
        ("我改了一下，重新发", "以最后一版为准"),
        ("让副书记代交行吗", "由组织员代交"),
        ("打印版要不要交", "把电子版发给我就算交了"),
        ("我住院了交不了", "延长期限"),
        ("来不及了，能不能晚两天交", "延长期限"),
        ("成绩怎么占这么多", "分段"),
    ):
        (answer,) = texts(await chat.say(ZHANG, said))
        assert words in answer, said
