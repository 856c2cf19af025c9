"""The platforms that the settings name, each connected by a module of its own.

A module is imported when its platform is named: nobody waits for the clients of the others.
"""

from collections.abc import Mapping
from importlib import import_module

from bot.connecting.platform import Platform, Surroundings
from bot.settings import DINGTALK, SANDBOX, WECOM

CONNECTORS = {
    SANDBOX: "bot.connecting.sandbox",
    WECOM: "bot.connecting.wecom",
    DINGTALK: "bot.connecting.dingtalk",
}


def connected(surroundings: Surroundings) -> Mapping[str, Platform]:
    """Connects every platform that the settings name; nothing is opened before its `start`."""
    platforms: dict[str, Platform] = {}
    for name, module in CONNECTORS.items():
        if name in surroundings.settings.platforms:
            platforms[name] = import_module(module).connect(surroundings)
    return platforms
