"""The main job with the real program behind WeCom, over both ways: group learned, report handed in, poll held, released."""

import shutil
from collections.abc import AsyncIterator, Sequence
from pathlib import Path

import pytest

from bot.actions import installation, rosters
from bot.actions.installation import seed
from bot.actions.unit_of_work import SYSTEM, UnitOfWork
from bot.app import Program
from bot.cli.offline import offline
from bot.clocks import set_clock
from bot.documents.reader import DocumentReader
from bot.domain.installation import Purpose
from bot.domain.people import Department
from bot.domain.planfile import sample_plan
from bot.sample import sample_lines, sample_report
from tests.acquaintance import acquainted, unacquainted
from tests.cast import DEAN, MEMBER, ORGANISER, WANG
from tests.conftest import START, settings_for
from tests.platforms.wecom.hall import Hall, over_callback, over_connection, program_with
from tests.simulators.wecom import ciphers
from tests.simulators.wecom.tenant import Post, Tenant
from tests.simulators.wecom.web import API, GROUP


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    data = tmp_path_factory.mktemp("wecom") / "data"
    set_clock(settings_for(data), START)
    with offline(create=True, platforms=("sandbox",), data_dir=data) as reached:
        reached.write(_department)
    return data


def _department(work: UnitOfWork) -> None:
    installation.claim(
        work, Purpose.DEMONSTRATION
    )  # the platform is attached by hand, to a program whose clock stands
    seed(work, Department("dept", "计算机系", platform="wecom"), sample_plan(START.year))
    rosters.import_roster(work, "dept", sample_lines(), actor=SYSTEM)
    acquainted(work, "dept")


@pytest.fixture(params=["connection", "callback"])
async def hall(
    request: pytest.FixtureRequest, template: Path, tmp_path: Path, reader: DocumentReader
) -> AsyncIterator[Hall]:
    async with program_with(template, tmp_path, reader) as program:
        tenant = Tenant(epoch=lambda: program.clock.now().timestamp())
        way = over_connection if request.param == "connection" else over_callback
        async with way(program, tenant) as built:
            yield built


def words(posts: Sequence[Post]) -> str:
    """What a person reads of them, above and on the cards."""
    return "\n".join(f"{post.text}{post.card or ''}" for post in posts)


async def test_the_main_job(hall: Hall) -> None:
    for person in (
        ORGANISER,
        DEAN,
        WANG,
        MEMBER,
    ):  # WeCom lets the robot speak only where somebody spoke to it
        await hall.says(person, "帮助")
    await hall.says(ORGANISER, "延期 第二支部 12月20日", group=True)

    receipt = await hall.sends(WANG, "述职报告.docx", sample_report("第一支部", year=START.year))
    assert {post.chat for post in receipt} == {WANG}
    assert "已收到《述职报告.docx》" in words(receipt)
    assert "字数" in words(receipt)

    opened = await hall.says(ORGANISER, "开始测评 王文例", group=True)
    [poll] = [post for post in opened if post.card]
    assert {post.chat for post in opened} == {GROUP}
    question = poll.card["checkbox"]["question_key"]
    options = [option["id"] for option in poll.card["checkbox"]["option_list"]]
    voters = [
        line.account
        for line in sample_lines()
        if line.category and line.account not in (WANG, MEMBER)
    ]
    voters = voters[::3]  # a whole hall votes in `test_meeting.py`
    for number, voter in enumerate(voters):
        assert await hall.taps(voter, poll, {question: (options[number % 2],)}) == []
    assert "已收到" in str(hall.tenant.view(voters[0], poll.card["task_id"]))
    again = hall.tenant.view(voters[0], poll.card["task_id"])
    assert again["checkbox"]["option_list"] == poll.card["checkbox"]["option_list"]
    assert again["submit_button"]["text"] == "重新提交"
    assert await hall.taps(voters[0], poll, {question: (options[3],)}) == []
    assert hall.tenant.view(MEMBER, poll.card["task_id"]) == poll.card

    [typed] = await hall.says(MEMBER, "测评 一般")
    assert (typed.chat, "已收到" in typed.text, "一般" in typed.text) == (MEMBER, True, False)
    assert await hall.says(WANG, "测评 好", group=True) == [] or hall.tenant.posts[-1].chat == WANG

    closed = await hall.says(ORGANISER, "结束测评", group=True)
    assert any(post.chat == GROUP and "测评已结束" in post.text for post in closed)

    asked = await hall.says(ORGANISER, "公布")
    [confirmation] = [post for post in asked if post.card and post.chat == DEAN]
    published = await hall.taps(DEAN, confirmation, "确认")
    turnout = f"收回{len(voters) + 1}份"
    assert any(post.chat == GROUP and turnout in post.text for post in published)
    assert {code for _, code in hall.tenant.refusals} <= {
        93006
    }  # those who never spoke to the robot


async def test_the_first_contact(hall: Hall) -> None:
    """Whoever opens the chat is welcomed, once a day as the platform tells; who has met the bot hears only what he can do now."""
    await hall.program.services.database.write(unacquainted)
    [welcome] = await hall.after(hall.tenant.event(WANG, "enter_chat"))
    assert (welcome.chat, welcome.kind) == (WANG, "text")
    assert all(
        words in welcome.text
        for words in ("我是述职助手", "只用于这项工作", "联系示例系党务办公室", "把文件直接发给我")
    )
    assert len(welcome.text.splitlines()) <= 12
    [later] = await hall.after(hall.tenant.event(WANG, "enter_chat"))
    assert "我是述职助手" not in later.text
    [stranger] = await hall.after(hall.tenant.event("nobody", "enter_chat"))
    assert "绑定 您的姓名" in stranger.text
    [first, *_] = await hall.says(MEMBER, "倒计时")
    assert ("我是述职助手" in first.text, "还有 30 天" in first.text) == (True, True)


async def test_whoever_opens_the_chat_while_a_sheet_is_open_gets_it_as_the_only_answer(
    hall: Hall,
) -> None:
    await hall.says(ORGANISER, "帮助", group=True)
    await hall.says(ORGANISER, "发测评表")
    [welcome] = await hall.after(hall.tenant.event(MEMBER, "enter_chat"))
    assert (welcome.chat, welcome.kind) == (MEMBER, "template_card")
    assert welcome.card["main_title"]["title"].startswith("1／8")


async def test_a_speech_is_steered_on_one_card_and_the_group_hears_nothing(hall: Hall) -> None:
    await hall.says(ORGANISER, "帮助")
    [steering] = [post for post in await hall.says(ORGANISER, "发言") if post.card]
    task = steering.card["task_id"]

    def buttons() -> list[str]:
        shown = hall.tenant.view(ORGANISER, task)
        return [button["text"] for button in shown["button_list"]]

    assert (steering.chat, buttons()) == (ORGANISER, ["开始计时"])
    assert await hall.taps(ORGANISER, steering, "开始计时") == []
    assert buttons() == ["讲完了", "加时1分", "请下一位"]
    assert await hall.taps(ORGANISER, steering, "加时1分") == []
    assert "到08:39" in hall.tenant.view(ORGANISER, task)["sub_title_text"]
    assert await hall.taps(ORGANISER, steering, "讲完了") == []
    assert [post for post in hall.tenant.posts if post.chat == GROUP] == []


async def test_a_file_quoted_in_the_group_is_handed_in(hall: Hall) -> None:
    await hall.says(WANG, "帮助")
    content = sample_report("第一支部", year=START.year)
    quote = {
        "msgtype": "file",
        "file": hall.tenant.stored("述职报告.docx", content, base=API, key=hall.key),
    }
    heard = await hall.after(hall.tenant.text(WANG, "请收下", group=GROUP, quote=quote))
    assert "已收到《述职报告.docx》" in words(heard)


@pytest.mark.parametrize("trouble", ["expired", "wrong key", "cut", "too large", "elsewhere"])
async def test_a_download_that_fails_is_told_in_one_sentence(hall: Hall, trouble: str) -> None:
    body = hall.tenant.file(WANG, "述职报告.docx", b"report" * 1000, base=API, key=hall.key)
    [(path, (secret, name, key))] = hall.tenant.files.items()
    if trouble == "expired":
        hall.tenant.files.clear()
    elif trouble == "wrong key":
        hall.tenant.files[path] = (ciphers.encrypt(bytes(32), b"report" * 1000), name, key)
    elif trouble == "cut":
        hall.tenant.files[path] = (secret[:-40], name, key)
    elif trouble == "too large":
        hall.tenant.files[path] = (ciphers.encrypt(key, bytes(30_000_000)), name, key)
    else:
        body["file"]["url"] = "http://169.254.169.254/latest/meta-data"
    [told] = await hall.after(body)
    assert told.chat == WANG
    assert 8 < len(told.text) < 120
    receipt = await hall.sends(WANG, "述职报告.docx", sample_report("第一支部", year=START.year))
    assert "已收到" in words(receipt)


async def test_a_delivery_repeated_also_after_a_restart_has_one_effect(
    template: Path, tmp_path: Path, reader: DocumentReader
) -> None:
    """The platform's room forgets with its process; the inbox does not."""
    data = Path(shutil.copytree(template, tmp_path / "data"))
    tenant = Tenant()
    body = tenant.file(WANG, "述职报告.docx", sample_report("第一支部", year=START.year), base=API)
    for _ in range(2):
        program = Program(settings_for(data), reader=reader)
        await program.start()
        async with over_connection(program, tenant) as hall:
            for _ in range(3):
                await hall.deliver(body)
            await program.intake.settle()
            await program.conductor.beat()
        await program.stop()
    assert words(tenant.posts).count("已收到") == 1
    assert words(tenant.posts).count("第 1 版") == 1
