"""Figures for Prometheus, read anew at every call. None tells what anybody chose or wrote."""

from collections.abc import Mapping
from datetime import datetime

from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Gauge, generate_latest
from prometheus_client.process_collector import ProcessCollector

from bot.actions import health
from bot.sources import Sources
from bot.version import version


class Metrics:
    media_type = CONTENT_TYPE_LATEST

    def __init__(self, sources: Sources) -> None:
        self._sources = sources
        self._registry = CollectorRegistry()
        ProcessCollector(registry=self._registry)
        self._gauge("build", "Always 1; the label is the program's version", "version").labels(
            version()
        ).set(1)
        self._outbox = self._gauge("outbox_messages", "Messages in the outbox", "state")
        self._inbox = self._gauge("inbox_messages", "Messages in the inbox", "state")
        self._refusals = self._gauge("refusals", "Answers that refused, by code", "code")
        self._connected = self._gauge("ready", "Whether this part serves", "part")
        self._lag = self._gauge(
            "delivery_lag_seconds", "How long the longest waiting message is overdue"
        )
        self._free = self._gauge("disk_free_bytes", "Room where files are stored")
        self._beat = self._gauge("last_beat_age_seconds", "Since reminders were last looked at")
        self._backup = self._gauge(
            "last_backup_age_seconds", "Since `shuzhi backup` last succeeded"
        )

    def _gauge(self, name: str, meaning: str, *labels: str) -> Gauge:
        return Gauge(f"shuzhi_{name}", meaning, labels, registry=self._registry)

    async def exposition(self) -> bytes:
        """The page that Prometheus reads. Raises StoreUnavailable while the database is away."""
        figures = await self._sources.services.read(health.figures)
        _fill(self._outbox, figures.outbox)
        _fill(self._inbox, figures.inbox)
        _fill(self._refusals, figures.refusals)
        _fill(self._connected, {part: ready()[0] for part, ready in self._sources.ready.items()})
        self._lag.set(figures.lag)
        self._free.set(self._sources.services.files.free())
        now = self._sources.services.clock.now()
        self._beat.set(_age(self._sources.last_beat(), now))
        self._backup.set(_age(self._sources.services.files.last_backup(), now))
        return generate_latest(self._registry)


def _fill(gauge: Gauge, figures: Mapping[str, float]) -> None:
    gauge.clear()
    for label, figure in figures.items():
        gauge.labels(label).set(figure)


def _age(moment: datetime | None, now: datetime) -> float:
    """Seconds; infinite where it never happened, so that an alert on a limit needs no second rule."""
    if moment is None:
        return float("inf")
    return (now - moment).total_seconds()
