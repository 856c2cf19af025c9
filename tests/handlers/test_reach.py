"""谁收不到: known before the meeting, by account and by first word, with what helps."""

from dataclasses import replace

from bot.actions import people, rosters
from bot.actions.unit_of_work import SYSTEM, UnitOfWork
from bot.domain.reach import FirstWord
from bot.sample import sample_lines
from tests.cast import DEAN, LI, MEMBER, ORGANISER, WANG
from tests.chat import Chat, cards, refusals, texts
from tests.played import whole

SILENT = "还没和我说过话"


async def asked(chat: Chat, words: str = "谁收不到", who: str = ORGANISER) -> str:
    [answer] = texts(await chat.say(who, words))
    return str(answer)


def lines_of(answer: str) -> dict[str, list[str]]:
    """The names of each line, by the beginning of its remedy."""
    named = [line.removeprefix("· ") for line in answer.splitlines() if line.startswith("· ")]
    return {line.partition("：")[2][:7]: line.partition("：")[0].split("、") for line in named}


def only_after_a_word(chat: Chat) -> None:
    chat.services.first_words = {"sandbox": FirstWord.ONCE_SPOKEN}


@whole
async def test_whoever_has_written_is_reached(chat: Chat) -> None:
    only_after_a_word(chat)
    before = lines_of(await asked(chat))[SILENT]
    assert {"王文例", "李思样", "杨小样"} <= set(before)
    assert "何勤样" not in before
    await chat.say(WANG, "你好")
    await chat.say(MEMBER, "倒计时")
    after = lines_of(await asked(chat))[SILENT]
    assert [name for name in before if name not in after] == ["王文例", "杨小样"]


@whole
async def test_a_word_in_the_group_and_an_opened_chat_are_not_enough(chat: Chat) -> None:
    only_after_a_word(chat)
    await chat.say(LI, "倒计时", group=True)
    assert "李思样" in lines_of(await asked(chat))[SILENT]


async def test_where_anybody_may_be_written_to_only_accounts_are_missing(chat: Chat) -> None:
    assert await asked(chat) == "名册里的同志都能收到我的消息。"
    await chat.services.write(_somebody_without_an_account)
    answer = await asked(chat)
    assert answer.startswith("还有 1 位收不到我主动发的消息")
    assert "· 新同志：名册里没有账号。" in answer
    assert "把姓名告诉我（例如：绑定 张三）" in answer


async def test_where_only_answers_go_out_it_says_what_to_do_in_the_hall(chat: Chat) -> None:
    chat.services.first_words = {"sandbox": FirstWord.NEVER}
    answer = await asked(chat)
    assert "发一句“到”" in answer
    assert "王文例" not in answer


async def test_it_is_asked_in_many_words(chat: Chat) -> None:
    only_after_a_word(chat)
    for words in (
        "谁还没联系上",
        "还有谁收不到消息",
        "哪些人联系不上",
        "谁没和你说过话",
        "有没有人收不到你的消息？",
        "现在谁收不到通知",
    ):
        assert SILENT in await asked(chat, words), words


async def test_leaders_may_ask_and_members_may_not(chat: Chat) -> None:
    assert await asked(chat, who=DEAN)
    assert refusals(await chat.say(MEMBER, "谁收不到")) == ["not_allowed"]


def _somebody_without_an_account(work: UnitOfWork) -> None:
    member = people.find(work, MEMBER)
    assert member is not None
    [line] = [line for line in sample_lines() if line.account == MEMBER]
    newcomer = replace(line, row=200, name="新同志", account="")
    rosters.import_roster(work, member.department, (*sample_lines(), newcomer), actor=SYSTEM)


async def test_the_notice_of_the_meeting_and_the_sheet_say_how_many_are_not_reached(
    chat: Chat,
) -> None:
    only_after_a_word(chat)
    silent = len(lines_of(await asked(chat))[SILENT])
    warning = f"还有{silent}位收不到我主动发的消息，发送“谁收不到”看是谁、怎么办。"
    [preview] = cards(await chat.say(ORGANISER, "会议通知 12月21日14:30 系楼302"))
    assert warning in preview["text"]
    answer = "".join(texts(await chat.say(ORGANISER, "发测评表")))
    assert warning in answer


async def test_where_everybody_is_reached_nobody_is_warned(chat: Chat) -> None:
    [preview] = cards(await chat.say(ORGANISER, "会议通知 12月21日14:30 系楼302"))
    assert "收不到" not in preview["text"]
