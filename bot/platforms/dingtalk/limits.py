"""How often the platform may be called."""

from bot.platforms.windows import Limit

PER_API = (Limit(20, 1),)  # per app and API
GROUP_ROBOT = (Limit(20, 60),)  # more is throttled for ten minutes
