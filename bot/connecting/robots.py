"""What the robot of a real platform is given, whichever it is."""

from functools import partial

from bot.actions.calls import StoredCalls
from bot.actions.leases import StoredLease
from bot.connecting.platform import StoredFiles, Surroundings
from bot.platforms.robots import Core


def core(surroundings: Surroundings, platform: str) -> Core:
    services, conductor = surroundings.services, surroundings.conductor
    return Core(
        surroundings.intake,
        services.clock,
        StoredFiles(services.files),
        StoredLease(services),
        StoredCalls(services),
        on_connected=partial(conductor.reconnected, platform),
        on_took_over=partial(conductor.took_over, platform),
    )
