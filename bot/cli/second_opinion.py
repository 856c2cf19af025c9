"""The second opinion, as `shuzhi doctor` tells of it."""

from bot.platforms.checks import Check, fine
from bot.settings import Settings

NAME = "第二意见"


def check(settings: Settings) -> Check:
    """Asks the language model on campus where one is set."""
    if not settings.llm_url:
        return fine(NAME, "没有设置 SHUZHI_LLM_URL：没有听懂的话由本人换个说法")
    # A client of HTTP takes a tenth of a second, and few have such a model.
    from bot.cli import asking_the_model  # noqa: PLC0415

    return asking_the_model.check(NAME, settings)
