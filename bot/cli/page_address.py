"""Whether phones would reach the pages: what `shuzhi doctor` asks the address itself."""

from bot.platforms.checks import Check, fine, wrong
from bot.settings import Settings
from bot.texts.polls.pages import ENTRANCE_TITLE

NAME = "手机网页"
PATIENCE = 10.0  # seconds


def check(settings: Settings) -> Check:
    """Opens the page that the code on the screen opens, as a phone would."""
    address = settings.public_url
    if not address:
        return fine(NAME, "没有设置 SHUZHI_PUBLIC_URL：测评用卡片和文字进行，不发网页链接")
    import httpx  # noqa: PLC0415 - a tenth of a second, which an installation without pages does without

    try:
        page = httpx.get(f"{address}/sheet", timeout=PATIENCE)
    except httpx.HTTPError as error:
        return wrong(
            NAME,
            f"{address} 打不开（{type(error).__name__}）。请检查域名、证书和反向代理，并确认服务已启动",
        )
    # A proxy has pages of its own that answer 200 as well.
    if page.status_code != httpx.codes.OK or ENTRANCE_TITLE not in page.text:
        return wrong(
            NAME,
            f"{address}/sheet 打开的不是本程序的网页（{page.status_code}）。"
            "请让反向代理转发 /sheet 和 /screen，写法见 docs/administration.md",
        )
    return fine(NAME, f"{address} 能打开")
