from bot.actions.quota import StoredQuota
from bot.connecting.platform import Platform, Surroundings
from bot.connecting.robots import core
from bot.platforms.dingtalk.robot import DingtalkPlatform
from bot.settings import DINGTALK


def connect(surroundings: Surroundings) -> Platform:
    ledger = StoredQuota(surroundings.services, DINGTALK)
    robot = DingtalkPlatform(surroundings.settings, core(surroundings, DINGTALK), ledger)
    return Platform(
        robot.messenger,
        robot.fetcher,
        routes=robot.routes,
        ready=robot.ready,
        start=robot.start,
        stop=robot.stop,
        stands_by=robot.stands_by,
    )
