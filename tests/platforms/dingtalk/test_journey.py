"""The main job with the real program behind DingTalk: group learned, report handed in, poll held, result released."""

from pathlib import Path

import pytest

from bot.documents.reader import DocumentReader
from bot.sample import sample_report
from tests.acquaintance import unacquainted
from tests.cast import DEAN, MEMBER, ORGANISER, WANG
from tests.conftest import START
from tests.platforms.department import lines
from tests.platforms.dingtalk.hall import Hall, hall, made
from tests.simulators.dingtalk.organisation import GROUP, TEMPLATE, Post

STEPS = ("好", "较好", "一般", "差")
REPORT = sample_report("第一支部", year=START.year)


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return made(tmp_path_factory.mktemp("dingtalk"))


def voters() -> list[str]:
    """A fifth of the hall: all sixty vote in `test_rehearsal.py`."""
    return [line.account for line in lines() if line.category and line.account != WANG][::5]


async def test_the_main_job_without_a_template(
    data: Path, tmp_path: Path, reader: DocumentReader
) -> None:
    async with hall(data, tmp_path, reader) as there:
        await opened(there)
        announced = await there.says(ORGANISER, "开始测评 王文例", group=True)
        in_group = [post for post in announced if post.chat == GROUP]
        assert not [post for post in in_group if post.buttons]
        assert any("等次为：好 较好 一般 差。" in post.text for post in in_group)
        for number, voter in enumerate(voters()):
            [answer] = await there.says(voter, f"测评 K1 {STEPS[number % 2]}")
            assert (answer.chat, answer.text) == (voter, "已收到，截止前可修改。")
        [refused] = await there.says(MEMBER, "测评 差", group=True)
        assert (refused.chat, "群里写的不计入" in refused.text) == (MEMBER, True)
        await closed(there)


async def test_the_main_job_with_a_template(
    data: Path, tmp_path: Path, reader: DocumentReader
) -> None:
    async with hall(data, tmp_path, reader, template=TEMPLATE) as there:
        await opened(there)
        announced = await there.says(ORGANISER, "开始测评 王文例", group=True)
        [card] = [post for post in announced if post.kind == "card"]
        before = len(there.org.posts)
        for number, voter in enumerate(voters()):
            assert "已收到" in await there.taps(voter, card.track, STEPS[number % 2])
        assert "已收到" not in await there.taps(WANG, card.track, "好")
        assert len(there.org.posts) == before
        assert "notice" not in there.org.cards[card.track].public
        await closed(there)


async def test_a_speech_is_steered_on_one_card(
    data: Path, tmp_path: Path, reader: DocumentReader
) -> None:
    async with hall(data, tmp_path, reader, template=TEMPLATE) as there:
        answers = [post for post in await there.says(ORGANISER, "发言") if post.kind == "card"]
        steering = answers[0]  # what waits for him today comes behind it
        shown = there.org.cards[steering.track]
        await there.taps(ORGANISER, steering.track, "开始计时")
        assert "到08:38" in shown.public["text"]
        assert shown.view(ORGANISER)["notice"] == ""  # the card's text says it
        await there.taps(ORGANISER, steering.track, "加时1分")
        await there.taps(ORGANISER, steering.track, "讲完了")
        await there.settle()
        assert {post.chat for post in there.org.posts} == {ORGANISER}


async def test_without_a_template_each_answer_brings_the_buttons_of_now(
    data: Path, tmp_path: Path, reader: DocumentReader
) -> None:
    async with hall(data, tmp_path, reader) as there:
        said = await there.says(ORGANISER, "发言")
        [ready] = [post for post in said if "开始计时" in post.buttons]
        [running] = await there.presses(ORGANISER, ready, "开始计时")
        assert list(running.buttons) == ["讲完了", "加时1分", "请下一位"]
        [longer] = await there.presses(ORGANISER, running, "加时1分")
        assert (longer.chat, "到08:39" in longer.text) == (ORGANISER, True)
        await there.presses(ORGANISER, longer, "讲完了")
        assert {post.chat for post in there.org.posts} == {ORGANISER}


async def test_the_first_contact(data: Path, tmp_path: Path, reader: DocumentReader) -> None:
    """DingTalk does not tell who opens the chat: the first message is the first contact."""
    async with hall(data, tmp_path, reader) as there:
        await there.program.services.database.write(unacquainted)
        first, second = [
            post for _ in range(2) for post in await there.says(WANG, "我是谁") if post.chat == WANG
        ]
        assert all(
            words in first.text
            for words in ("我是述职助手", "只用于这项工作", "联系示例系党务办公室", "王文例")
        )
        assert ("我是述职助手" in second.text, "王文例" in second.text) == (False, True)


async def opened(there: Hall) -> None:
    await there.says(ORGANISER, "帮助", group=True)
    receipt = await there.sends(WANG, "述职报告.docx", REPORT)
    assert any("已收到《述职报告.docx》" in post.text and "字数" in post.text for post in receipt)


async def closed(there: Hall) -> None:
    over = await there.says(ORGANISER, "结束测评", group=True)
    assert any(post.chat == GROUP and "测评已结束" in post.text for post in over)
    there.program.clock.move(there.program.clock.now().replace(second=30))  # type: ignore[attr-defined]  # the sandbox's
    await there.settle()
    asked = await there.says(ORGANISER, "公布")
    published = await confirmed(there, DEAN, asked)
    released = next(post for post in published if post.chat == GROUP)
    assert "王文例" in released.text
    assert f"收回{len(voters())}份" in released.text
    assert "好" in released.text


async def confirmed(there: Hall, person: str, asked: list[Post]) -> list[Post]:
    """The second person's confirmation, by the way that the platform has."""
    request = next(post for post in asked if post.chat == person and (post.buttons or post.track))
    if request.buttons:
        return await there.presses(person, request, "确认")
    before = len(there.org.posts)
    await there.taps(person, request.track, "确认")
    await there.settle()
    return there.org.posts[before:]


async def test_a_file_quoted_in_the_group_is_handed_in(
    data: Path, tmp_path: Path, reader: DocumentReader
) -> None:
    async with hall(data, tmp_path, reader) as there:
        body = there.org.quoting(WANG, "请收下", "述职报告.docx", REPORT)
        heard = await there.after(body, "［引用文件］请收下")
        assert any("已收到《述职报告.docx》" in post.text for post in heard)


async def test_strangers_are_told_how_to_bind(
    data: Path, tmp_path: Path, reader: DocumentReader
) -> None:
    """Somebody outside the organisation, and one whom the roster does not know, are told how to bind and nothing else."""
    async with hall(data, tmp_path, reader) as there:
        heard = await there.says("nobody", "状态")
        assert ["绑定" in post.text for post in heard if post.chat == "nobody"] == [True]
        body = there.org.text("guest", "状态") | {"senderStaffId": "", "senderUnionId": "u1"}
        heard = await there.after(body, "状态")
        assert [post.via for post in heard if post.chat == "guest"] == ["session"]


@pytest.mark.parametrize("trouble", ["expired", "too large"])
async def test_a_download_that_fails_is_told_in_one_sentence(
    data: Path, tmp_path: Path, reader: DocumentReader, trouble: str
) -> None:
    async with hall(data, tmp_path, reader) as there:
        content = REPORT if trouble == "expired" else bytes(31_000_000)
        body = there.org.file(WANG, "述职报告.docx", content)
        if trouble == "expired":
            there.org.files.clear()
        heard = await there.after(body, "［文件］")
        [told] = [post for post in heard if post.chat == WANG]
        assert 8 < len(told.text) < 120
        receipt = await there.sends(WANG, "述职报告.docx", REPORT)
        assert any("已收到" in post.text for post in receipt)
