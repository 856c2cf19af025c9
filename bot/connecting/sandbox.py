from starlette.middleware import Middleware

from bot.connecting.platform import Platform, StoredFiles, Surroundings
from bot.platforms.sandbox.provider import Provider
from bot.platforms.sandbox.server import SandboxServer
from bot.platforms.sandbox.visitors import KnownHosts, own_hosts
from bot.stage import SandboxStage


def connect(surroundings: Surroundings) -> Platform:
    """Connects the chat page, which answers only whoever asks for this very machine."""
    settings, services = surroundings.settings, surroundings.services
    assert surroundings.log is not None
    provider = Provider(surroundings.log, services.clock, settings.data_dir / "sandbox")
    server = SandboxServer(
        provider,
        services.clock,
        inlet=surroundings.intake,
        stage=SandboxStage(services, surroundings.conductor),
        files=StoredFiles(services.files),
        zone=settings.zone,
    )
    return Platform(
        provider,
        provider,
        routes=server.routes,
        ready=lambda: (True, "聊天页可用"),
        guards=[Middleware(KnownHosts, hosts=own_hosts(settings.host))],
    )
