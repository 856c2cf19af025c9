"""The ballot on the phone: opened, sent, changed, and everything that may be wrong with a link."""

import re
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.app import Program
from bot.documents.reader import DocumentReader
from bot.pages.drawing import HEADERS
from bot.settings import load_settings
from tests.actions.test_polls.polling_station import MEMBERS
from tests.cast import MEMBER, ORGANISER, WANG
from tests.chat import Chat
from tests.conftest import Run, running
from tests.handlers.ballots import told
from tests.meeting import sheets_out
from tests.pages.phone import Form, Phone, link_of, phone_of, words
from tests.situations import Begin

ALL_GOOD = {f"row-{position}": "1" for position in range(8)}


@pytest.fixture
async def poll(begin: Begin) -> AsyncIterator[Chat]:
    async with begin(sheets_out) as chat:
        yield chat


async def test_a_sheet_is_opened_filled_sent_and_opened_again(poll: Chat) -> None:
    url, phone = await link_of(poll, MEMBER), phone_of(poll)
    page = await phone.open(url)
    form = Form(page.text)
    assert page.status_code == 200
    assert list(form.offered) == [f"row-{position}" for position in range(8)]
    assert form.offered["row-0"] == ["1", "2", "3", "4", "none"]
    assert form.rows == {}
    sent = await phone.send(url, {"row-0": "2", "row-3": "4"})
    assert (sent.status_code, "已收到" in sent.text) == (200, True)
    assert "已填2项，还有6项未填" in words(sent)
    again = Form((await phone.open(url)).text)
    assert again.rows == {"row-0": "2", "row-3": "4"}
    assert await told(poll, MEMBER, "我的票") != "还没有收到您的票。"


async def test_a_sheet_replaces_all_rows_and_counts_once(poll: Chat) -> None:
    url, phone = await link_of(poll, MEMBER), phone_of(poll)
    await phone.open(url)
    for _ in range(3):
        assert "已收到" in (await phone.send(url, ALL_GOOD)).text
    assert "已收到" in (await phone.send(url, {"row-1": "3", "row-2": "none"})).text
    assert Form((await phone.open(url)).text).rows == {"row-1": "3"}
    await poll.say(ORGANISER, "收票")
    heard = [entry["text"] for entry in await poll.hears(MEMBER)]
    assert any("收回1份" in text for text in heard)


async def test_the_page_promises_what_the_chat_promises(poll: Chat) -> None:
    page = await phone_of(poll).open(await link_of(poll, MEMBER))
    promised = (await told(poll, MEMBER, "怎样保密")).splitlines()[0]
    assert "人数过少的类别不公布票数" in promised
    assert promised in words(page)


async def test_nobody_finds_himself_on_his_sheet(poll: Chat) -> None:
    url, phone = await link_of(poll, WANG), phone_of(poll)
    page = await phone.open(url)
    own = set(ALL_GOOD) - set(Form(page.text).offered)
    assert len(own) == 1
    assert "王文例" not in words(page)
    assert "已收到，7项都已填" in words(await phone.send(url, ALL_GOOD))


async def test_a_link_belongs_to_the_device_that_opened_it_first(poll: Chat) -> None:
    url, own, thief = await link_of(poll, MEMBER), phone_of(poll), phone_of(poll)
    await own.open(url)
    stolen = await thief.open(url)
    assert (stolen.status_code, Form(stolen.text).offered) == (403, {})
    assert "另一台手机或另一个浏览器" in words(stolen)
    thief.last = own.last  # he even knows the form
    assert (await thief.send(url, ALL_GOOD)).status_code == 403
    assert "还没有收到您的票" in await told(poll, MEMBER, "我的票")


async def test_a_new_link_ends_the_one_before(poll: Chat) -> None:
    old, phone = await link_of(poll, MEMBER), phone_of(poll)
    assert await link_of(poll, MEMBER) == old
    await phone.open(old)
    new, other_phone = await link_of(poll, MEMBER, anew=True), phone_of(poll)
    assert new != old
    assert (await other_phone.open(new)).status_code == 200
    gone = await phone.open(old)
    assert (gone.status_code, "已经换成新的" in words(gone)) == (410, True)
    assert (await phone.send(old, ALL_GOOD)).status_code == 410


@pytest.mark.parametrize("change", ["token", "nothing", "other"])
async def test_a_form_that_is_not_of_this_page_is_not_taken(poll: Chat, change: str) -> None:
    url, phone = await link_of(poll, MEMBER), phone_of(poll)
    await phone.open(url)
    token = {"token": "0" * 64, "nothing": "", "other": "十"}[change]
    if change == "other":
        other = phone_of(poll)
        token = Form((await other.open(await link_of(poll, MEMBERS[1]))).text).fields["token"]
    refused = await phone.send(url, ALL_GOOD, token=token)
    assert (refused.status_code, "没有提交上" in words(refused)) == (403, True)


@pytest.mark.parametrize("value", ["5", "-1", "1.0", "优", "99999", "1&row-1=1"])
async def test_an_option_that_is_not_on_the_sheet_is_not_taken(poll: Chat, value: str) -> None:
    url, phone = await link_of(poll, MEMBER), phone_of(poll)
    await phone.open(url)
    refused = await phone.send(url, {"row-0": value})
    assert (refused.status_code, value in words(refused)) == (400, False)


async def test_what_is_no_form_is_not_taken(poll: Chat) -> None:
    url, phone = await link_of(poll, MEMBER), phone_of(poll)
    await phone.open(url)
    for body in (b"\xff\xfe", b"a=1&" * 2_000, b"x" * 100_000):
        assert (await phone.client.post(url, content=body)).status_code in (400, 403)
    assert (await phone.client.put(url, content=b"")).status_code == 404


@pytest.mark.parametrize("part", ["", "1", "1-", "9-{0}", "1-AAAA", "%00", "{1}x", "A{1}"])
async def test_an_address_that_nobody_was_given_says_so(poll: Chat, part: str) -> None:
    url = await link_of(poll, MEMBER)
    start, _, own = url.rpartition("/")
    page = await phone_of(poll).open(f"{start}/{part.format(own[2:], own)}")
    assert (page.status_code, "测评表" in words(page)) == (404, True)


async def test_after_the_close_the_page_says_what_to_do(poll: Chat) -> None:
    url, phone, late = await link_of(poll, MEMBER), phone_of(poll), phone_of(poll)
    await phone.open(url)
    await phone.send(url, ALL_GOOD)
    await poll.say(ORGANISER, "收票")
    sent, again, first = (
        await phone.send(url, ALL_GOOD),
        await phone.open(url),
        await late.open(url),
    )
    assert [page.status_code for page in (sent, again, first)] == [410, 410, 410]
    assert "刚才提交的没有计入；结束前提交过的仍然有效" in words(sent)
    assert "结束前提交的都已计入" in words(again)
    await poll.clock(advance="P40D")  # the keys are gone
    page = await phone.open(url)
    assert (page.status_code, "已经结束" in words(page)) == (410, True)


async def test_a_page_left_open_over_a_restart_is_taken(run: Run, data: Path) -> None:
    async with run(data) as before:
        await before.say(ORGANISER, "发测评表")
        url, phone = await link_of(before, MEMBER), phone_of(before)
        await phone.open(url)
    async with run(data) as after:
        again = phone_of(after)
        again.client.cookies, again.last = phone.client.cookies, phone.last
        assert "已收到" in (await again.send(url, ALL_GOOD)).text
        assert await link_of(after, MEMBER) == url


async def test_card_and_page_show_one_ballot(poll: Chat) -> None:
    """One's own choices are shown wherever they were made; the later one counts."""
    url, phone = await link_of(poll, MEMBER), phone_of(poll)
    for step in ("好", "差"):
        (*_, card) = [entry["card"] for entry in await poll.timeline(MEMBER) if entry["card"]]
        await poll.click(MEMBER, card, **{card["questions"][0]["id"]: step})
    assert Form((await phone.open(url)).text).rows == {"row-0": "1", "row-1": "4"}
    await phone.send(url, ALL_GOOD)
    (*_, card) = [entry["card"] for entry in await poll.timeline(MEMBER) if entry["card"]]
    assert "已填8／8项" in card["text"]


async def test_the_answer_may_not_be_kept_framed_or_told_to_others(poll: Chat) -> None:
    page = await phone_of(poll).open(await link_of(poll, MEMBER))
    assert {name: page.headers[name] for name in HEADERS} == HEADERS
    policy = page.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert len(page.content) < 30_000
    (cookie,) = page.headers.get_list("set-cookie")
    assert re.search(r"HttpOnly.*Path=/sheet/\d+-[\w-]{38}; SameSite=lax$", cookie)
    assert not re.search(r"(?i)src=|href=.http|@import|url\(", page.text)


@pytest.mark.parametrize(
    "headers",
    [
        {"user-agent": "Slackbot-LinkExpanding 1.0"},
        {"sec-purpose": "prefetch"},
        {"purpose": "prefetch"},
    ],
)
async def test_who_only_looks_ahead_does_not_use_the_link(
    poll: Chat, headers: dict[str, str]
) -> None:
    url, ahead, own = await link_of(poll, MEMBER), phone_of(poll), phone_of(poll)
    page = await ahead.open(url, **headers)
    assert (Form(page.text).offered, page.headers.get("set-cookie")) == ({}, None)
    assert (await ahead.client.head(url)).status_code == 200
    assert (await own.open(url)).status_code == 200


async def test_two_devices_that_open_it_at_once_do_not_both_get_it(poll: Chat) -> None:
    import asyncio  # noqa: PLC0415 - only here

    url = await link_of(poll, MEMBER)
    phones: list[Phone] = [phone_of(poll) for _ in range(5)]
    pages = await asyncio.gather(*(phone.open(url) for phone in phones))
    assert sorted(page.status_code for page in pages) == [200, 403, 403, 403, 403]


async def test_behind_a_proxy_under_a_sub_path_it_works_whatever_the_proxy_passes_on(
    reader: DocumentReader, data: Path
) -> None:
    public = "https://xi.example.edu.cn/shuzhi"
    settings = load_settings(platforms=("sandbox",), data_dir=data, public_url=public)
    async with running(Program(settings, reader=reader)) as chat:
        await chat.say(ORGANISER, "发测评表")
        url, phone = await link_of(chat, MEMBER), phone_of(chat)
        assert url.startswith(f"{public}/sheet/1-")
        page = await phone.open(url)
        (cookie,) = page.headers.get_list("set-cookie")
        assert re.search(r"Path=/shuzhi/sheet/1-[\w-]{38}; SameSite=lax; Secure$", cookie)
        assert "已收到" in (await phone.send(url, ALL_GOOD)).text
        stripped = url.replace(public, "http://127.0.0.1:8000")
        secret = cookie.partition(";")[0]
        inside = await phone.client.get(stripped, headers={"cookie": secret})
        assert len(Form(inside.text).rows) == 8


async def test_no_link_choice_or_cookie_reaches_a_log(
    poll: Chat, capsys: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    url, phone, thief = await link_of(poll, MEMBER), phone_of(poll), phone_of(poll)
    await phone.open(url)
    await phone.send(url, ALL_GOOD)
    await phone.send(url, {"row-0": "优秀"})
    await thief.open(url)
    logged = caplog.text + "".join(capsys.readouterr())
    secret = url.rpartition("/")[2].partition("-")[2]
    assert not [word for word in (secret, "sheet", "row-", "优秀") if word in logged]


async def test_neither_link_nor_device_can_be_read_from_the_files(poll: Chat, data: Path) -> None:
    """The chat's own memory is the platform's; there the link stands as on every phone."""
    url, phone = await link_of(poll, MEMBER), phone_of(poll)
    page = await phone.open(url)
    await phone.send(url, ALL_GOOD)
    secrets = (
        url.rpartition("/")[2].partition("-")[2],
        page.cookies["sheet"],
        Form(page.text).fields["token"],
    )
    assert files_with(data, secrets) == []


def files_with(data: Path, secrets: tuple[str, ...]) -> list[Path]:
    files = [path for path in data.rglob("*") if path.is_file() and "sandbox" not in path.name]
    assert any(path.name == "shuzhi.db" for path in files)
    return [
        path for path in files if any(secret.encode() in path.read_bytes() for secret in secrets)
    ]
