"""Whether the language model on campus answers: what `shuzhi doctor` asks it."""

import asyncio

import httpx

from bot.platforms.checks import Check, fine, wrong
from bot.second_opinion import PATIENCE, CampusModel, NoAnswer, campus_model
from bot.settings import Settings

# Nobody said this: the check sends nothing of anybody.
SAID, TITLES = "会在哪儿开", ("会议：看时间、地点和议程", "倒计时：看还有几天")


def check(name: str, settings: Settings) -> Check:
    """Puts one invented question to the model, whose address must be set; returns how it did, under
    the name of this check.
    """
    model = campus_model(settings)
    assert model is not None, "its address is set"
    try:
        number = asyncio.run(_ask(model))
    except TimeoutError:
        return wrong(name, f"{model.url} 在 {PATIENCE} 秒内没有回答，等于没有。请换一个快些的模型")
    except httpx.HTTPError as error:
        return wrong(name, f"{model.url} 连不上（{type(error).__name__}）。请检查 SHUZHI_LLM_URL")
    except NoAnswer as error:
        return wrong(
            name,
            f"{model.url} 的回答不能用（{error}）。请检查地址是否写到 /v1、"
            "SHUZHI_LLM_MODEL 和 SHUZHI_LLM_KEY",
        )
    if number != 1:
        return wrong(name, f"{model.url} 能回答，但试问的一句没有选对，请换一个模型")
    return fine(name, f"{model.url} 能回答；只在没有听懂时问它，选了也由本人确认")


async def _ask(model: CampusModel) -> int:
    async with model.http, asyncio.timeout(PATIENCE):
        return await model.ask(SAID, TITLES)
