"""The webhook: twenty posts a minute, merged rather than dropped."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, field

import httpx
import pytest

from bot.platforms.wecom.group_robot import TEXT_BYTES, GroupRobot
from bot.ports import SendFailed
from tests.platforms.wecom.fakes import FakeFiles
from tests.simulators.wecom.tenant import Tenant
from tests.simulators.wecom.web import GROUP, WEBHOOK, WecomWeb


@dataclass
class Time:
    """Sleeping moves the clock."""

    now: float = 0.0
    naps: list[float] = field(default_factory=list)

    def __call__(self) -> float:
        return self.now

    async def sleep(self, seconds: float) -> None:
        self.naps.append(seconds)
        self.now += seconds
        await asyncio.sleep(0)


@dataclass
class Scene:
    time: Time
    tenant: Tenant
    web: WecomWeb
    files: FakeFiles
    robot: GroupRobot


@pytest.fixture
async def scene() -> AsyncIterator[Scene]:
    time, files = Time(), FakeFiles()
    tenant = Tenant(monotonic=time)
    web = WecomWeb(tenant)
    async with httpx.AsyncClient(transport=httpx.ASGITransport(web.app)) as http:
        robot = GroupRobot(
            WEBHOOK, chat=GROUP, http=http, files=files, sleep=time.sleep, monotonic=time
        )
        yield Scene(time, tenant, web, files, robot)


async def test_a_post_alerts_whom_it_names(scene: Scene) -> None:
    await scene.robot.post("还有三天", ("lisi", "wangwu"))
    assert [(post.text, post.mentions) for post in scene.tenant.posts] == [
        ("还有三天", ("lisi", "wangwu"))
    ]


async def test_the_twentyfirst_waits_for_its_minute(scene: Scene) -> None:
    for number in range(20):
        await scene.robot.post(f"{number}")
    assert scene.time.naps == []
    await scene.robot.post("20")
    assert len(scene.tenant.posts) == 21
    assert scene.time.naps == [60]


async def test_what_waits_together_is_merged_and_nothing_is_dropped(scene: Scene) -> None:
    await asyncio.gather(
        *(scene.robot.post(f"第{number}条", (f"p{number}",)) for number in range(100))
    )
    said = "\n\n".join(post.text for post in scene.tenant.posts)
    assert said == "\n\n".join(f"第{number}条" for number in range(100))
    assert sorted(person for post in scene.tenant.posts for person in post.mentions) == sorted(
        f"p{n}" for n in range(100)
    )
    assert len(scene.tenant.posts) <= 2


async def test_merged_posts_keep_to_the_size(scene: Scene) -> None:
    await asyncio.gather(*(scene.robot.post("字" * 200 + str(number)) for number in range(30)))
    assert all(len(post.text.encode()) <= TEXT_BYTES for post in scene.tenant.posts)
    assert sum(post.text.count("字") for post in scene.tenant.posts) == 6000


async def test_a_long_post_is_split_and_alerts_once(scene: Scene) -> None:
    await scene.robot.post("\n".join("字" * 100 for _ in range(20)), ("lisi",))
    assert len(scene.tenant.posts) > 1
    assert [post.mentions for post in scene.tenant.posts].count(("lisi",)) == 1


async def test_45009_blocks_for_a_minute(scene: Scene) -> None:
    for _ in range(20):
        scene.web.webhook_posts.append(0.0)  # somebody else uses the same webhook
    with pytest.raises(SendFailed) as failure:
        await scene.robot.post("还有三天")
    assert failure.value.retry_after == 60
    await scene.robot.post("还有三天")
    assert scene.time.naps == [60]
    assert len(scene.tenant.posts) == 1


async def test_a_page_instead_of_json_is_tried_again(scene: Scene) -> None:
    scene.web.page = True
    with pytest.raises(SendFailed) as failure:
        await scene.robot.post("还有三天")
    assert not failure.value.permanent
    scene.web.page = False
    await scene.robot.post("还有三天")
    assert len(scene.tenant.posts) == 1


async def test_a_file_goes_to_the_group(scene: Scene) -> None:
    await scene.robot.post_file(scene.files.add("通报.docx", b"docx" * 10))
    file = scene.tenant.posts[0].file
    assert file is not None
    assert (file.name, file.content) == ("通报.docx", b"docx" * 10)


@pytest.mark.parametrize(
    ("address", "chat", "asked", "serves"),
    [
        (WEBHOOK, GROUP, GROUP, True),
        (WEBHOOK, GROUP, "other", False),
        (WEBHOOK, "", "other", True),
        ("", "", GROUP, False),
    ],
)
async def test_it_speaks_to_its_own_group_only(
    address: str, chat: str, asked: str, serves: bool
) -> None:
    async with httpx.AsyncClient() as http:
        assert GroupRobot(address, chat=chat, http=http, files=FakeFiles()).serves(asked) is serves


@pytest.mark.parametrize(
    ("answer", "permanent"),
    [
        (httpx.Response(200, json={"errcode": 93000, "errmsg": "invalid webhook url"}), True),
        (httpx.Response(502, text="<html>"), False),
        (httpx.ConnectError("no route"), False),
        (httpx.ReadTimeout("slow"), False),
    ],
)
async def test_failures_carry_no_address(
    answer: httpx.Response | Exception, permanent: bool
) -> None:
    def handle(_: httpx.Request) -> httpx.Response:
        if isinstance(answer, Exception):
            raise answer
        return answer

    async with httpx.AsyncClient(transport=httpx.MockTransport(handle)) as http:
        robot = GroupRobot(WEBHOOK, chat="", http=http, files=FakeFiles())
        with pytest.raises(SendFailed) as failure:
            await robot.post("x")
    assert failure.value.permanent is permanent
    assert "693a91f6" not in failure.value.reason
