from bot.actions.services import Takeover
from bot.connecting.platform import Platform, Surroundings
from bot.connecting.robots import core
from bot.platforms.wecom.robot import WecomPlatform
from bot.settings import WECOM


def connect(surroundings: Surroundings) -> Platform:
    robot = WecomPlatform(surroundings.settings, core(surroundings, WECOM))
    # Callbacks are signed, and thousands come in a second while a hall votes.
    callbacks = {route.path: route.app for route in robot.routes}
    return Platform(
        robot.messenger,
        robot.fetcher,
        routes=(),
        ready=robot.ready,
        start=robot.start,
        stop=robot.stop,
        direct=callbacks,
        first_word=robot.first_word,
        stands_by=robot.stands_by,
        takeover=Takeover(robot.taken_over, robot.posts_apart),
    )
