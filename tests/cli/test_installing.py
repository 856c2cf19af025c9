"""What is shipped to run the program fits together, and `install-service` writes it for this installation."""

import configparser
import json
import re
import shutil
from pathlib import Path

import pytest

from bot.cli.installing import HIDDEN, STARTED, Place
from bot.storage.outbox.rows import OutboxState
from tests.cli.conftest import Outcome, Shuzhi
from tests.test_probes import METRICS

DEPLOY = Path(__file__).parents[2] / "deploy"
WECOM = {
    "platforms": "wecom",
    "wecom_bot_id": "robot",
    "wecom_bot_secret": "s3cret",
    "data_dir": "/opt/shuzhi/data",
}
HARDENED = {
    "NoNewPrivileges": "yes",
    "ProtectSystem": "strict",
    "ProtectHome": "yes",
    "PrivateTmp": "yes",
    "CapabilityBoundingSet": "",
    "UMask": "0077",
    "LimitCORE": "0",
    "PrivateUsers": "yes",
    "PrivateDevices": "yes",
    "ProtectClock": "yes",
    "RestrictNamespaces": "yes",
    "RestrictAddressFamilies": "AF_INET AF_INET6 AF_UNIX",
    "SystemCallArchitectures": "native",
}


def unit(path: Path) -> configparser.ConfigParser:
    parsed = configparser.ConfigParser(strict=False, interpolation=None, comment_prefixes=("#",))
    parsed.optionxform = str  # type: ignore[assignment,method-assign]  # systemd's names have capitals
    parsed.read(path, encoding="utf-8")
    return parsed


@pytest.fixture
def installed(shuzhi: Shuzhi, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    told = install(shuzhi, tmp_path / "root", monkeypatch)
    assert told.code == 0, told.err
    return tmp_path / "root"


def install(shuzhi: Shuzhi, root: Path, monkeypatch: pytest.MonkeyPatch) -> Outcome:
    monkeypatch.setattr(Path, "cwd", lambda: Path("/opt/shuzhi"))
    return shuzhi("install-service", "--to", root, "--keep", 7, **WECOM)


def test_units_are_filled_in_for_this_installation(installed: Path) -> None:
    units = installed / "etc/systemd/system"
    for path in [*units.iterdir(), installed / "etc/sysusers.d/shuzhi.conf"]:
        assert not re.search(r"\{\w+\}", path.read_text(encoding="utf-8")), path.name
    service = unit(units / "shuzhi.service")["Service"]
    assert service["WorkingDirectory"] == "/opt/shuzhi"
    assert service["ReadWritePaths"] == "/opt/shuzhi/data /opt/shuzhi/data-keys"
    assert service["ExecStart"].endswith("/shuzhi serve")
    backup = unit(units / "shuzhi-backup.service")["Service"]
    assert backup["ExecStart"].endswith("/shuzhi backup --keep 7 /var/backups/shuzhi/")


@pytest.mark.parametrize(
    "name", ["shuzhi.service", "shuzhi-backup.service", "shuzhi-check.service"]
)
def test_units_shut_the_program_in(installed: Path, name: str) -> None:
    service = unit(installed / "etc/systemd/system" / name)["Service"]
    assert {key: service.get(key) for key in HARDENED} == HARDENED
    assert service["User"] == "shuzhi"


def test_wrong_settings_are_not_tried_for_ever_and_a_hang_is_noticed(installed: Path) -> None:
    service = unit(installed / "etc/systemd/system/shuzhi.service")["Service"]
    assert (service["Type"], service["RestartPreventExitStatus"]) == ("notify", "2")
    assert int(service["WatchdogSec"]) > 30  # the program's own watchdog looks first


def test_everything_started_is_written_and_every_timer_has_its_service(installed: Path) -> None:
    units = installed / "etc/systemd/system"
    assert all((units / name).exists() for name in STARTED)
    for timer in units.glob("*.timer"):
        assert (units / f"{timer.stem}.service").exists()


def test_nights_are_those_of_the_department_whatever_the_machine_s_clock_shows(
    installed: Path,
) -> None:
    for timer in (installed / "etc/systemd/system").glob("*.timer"):
        assert unit(timer)["Timer"]["OnCalendar"].endswith(" Asia/Shanghai")


def test_what_most_often_finds_something_comes_last_in_the_night(installed: Path) -> None:
    """systemd leaves out what comes after a step that failed."""
    check = (installed / "etc/systemd/system/shuzhi-check.service").read_text(encoding="utf-8")
    steps = re.findall(r"^ExecStart=\S+/shuzhi (\w+)", check, re.MULTILINE)
    assert steps == ["audit", "backup", "doctor"]


def test_beside_postgresql_the_same_is_installed(
    shuzhi: Shuzhi, installed: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SHUZHI_DATABASE_URL", "postgresql://shuzhi:secret@db/shuzhi")
    told = install(shuzhi, tmp_path / "again", monkeypatch)
    assert "shuzhi-backup.timer" in told.out
    for written in (installed / "etc/systemd/system").iterdir():
        again = tmp_path / "again/etc/systemd/system" / written.name
        assert again.read_text(encoding="utf-8") == written.read_text(encoding="utf-8")


def test_a_demonstration_is_no_service(shuzhi: Shuzhi, tmp_path: Path) -> None:
    told = shuzhi("install-service", "--to", tmp_path / "root")
    assert told.code == 2
    assert ".env" in told.err
    assert not (tmp_path / "root").exists()


def test_a_program_where_the_service_cannot_see_it_is_refused(
    shuzhi: Shuzhi, tmp_path: Path
) -> None:
    data = str(HIDDEN[0] / "li" / "data")
    told = shuzhi("install-service", "--to", tmp_path, **WECOM | {"data_dir": data})
    assert told.code == 2
    assert data in told.err
    assert "/opt/shuzhi" in told.err


def test_alerts_and_board_ask_for_figures_that_there_are() -> None:
    texts = [path.read_text(encoding="utf-8") for path in (DEPLOY / "monitoring").iterdir()]
    asked = set(re.findall(r"shuzhi_\w+", "\n".join(texts)))
    assert asked
    assert asked <= METRICS
    board = json.loads((DEPLOY / "monitoring/grafana.json").read_text(encoding="utf-8"))
    assert len({panel["id"] for panel in board["panels"]}) == len(board["panels"])


def test_alerts_and_board_ask_for_states_and_parts_that_there_are() -> None:
    texts = [path.read_text(encoding="utf-8") for path in (DEPLOY / "monitoring").iterdir()]
    asked = re.findall(r'shuzhi_(\w+)\{(\w+)=~?\\?"([\w|]+)', "\n".join(texts))
    states = {state.value for state in OutboxState}
    assert asked
    for figure, label, values in asked:
        assert (figure, label) == ("outbox_messages", "state")
        assert set(values.split("|")) <= states


def test_every_alert_says_what_to_do() -> None:
    rules = (DEPLOY / "monitoring/alerts.yml").read_text(encoding="utf-8").split("- alert: ")[1:]
    assert len(rules) > 5
    for rule in rules:
        assert re.search(r"expr: .*shuzhi|expr: up", rule), rule
        assert "summary:" in rule
        assert "remedy:" in rule


def test_proxies_pass_on_what_is_meant_for_outside_and_nothing_else() -> None:
    for file in (DEPLOY / "nginx/shuzhi.conf", DEPLOY / "caddy/Caddyfile"):
        served = re.sub(r"#.*", "", file.read_text(encoding="utf-8"))
        for path in ("/wecom/callback", "/dingtalk/callback", "/healthz", "sheet|screen"):
            assert path in served
        assert "metrics" not in served
        assert "readyz" not in served
        assert "404" in served


def test_the_container_copies_only_what_is_there() -> None:
    root = DEPLOY.parent
    dockerfile = (DEPLOY / "container/Dockerfile").read_text(encoding="utf-8")
    kept = {
        line[1:] for line in (root / ".dockerignore").read_text().splitlines() if line[0] == "!"
    }
    copied = {
        source
        for sources in re.findall(r"^COPY (?!--from)(.+) \S+$", dockerfile, re.MULTILINE)
        for source in sources.split()
    }
    assert copied == kept
    assert all((root / source).exists() for source in copied)


def test_every_placeholder_of_the_templates_is_known() -> None:
    anywhere = Path("/x")
    place = Place(
        home=anywhere,
        command=anywhere,
        data=anywhere,
        keys=anywhere,
        backups=anywhere,
        account="shuzhi",
        keep=3,
        zone="Asia/Shanghai",
    )
    for template in (DEPLOY / "systemd").iterdir():
        assert not re.search(r"\{\w+\}", place.fill(template.read_text(encoding="utf-8")))


def test_no_compose_volume_mixes_data_and_keys() -> None:
    compose = (DEPLOY / "container/compose.yaml").read_text(encoding="utf-8")
    assert "data:/data" in compose
    assert "keys:/keys" in compose
    assert "read_only: true" in compose


def test_the_installation_without_systemd_says_what_to_do_instead(
    shuzhi: Shuzhi, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Path, "cwd", lambda: Path("/opt/shuzhi"))
    monkeypatch.setattr(shutil, "which", lambda _name: None)
    monkeypatch.setattr("os.geteuid", lambda: 0)
    told = shuzhi("install-service", **WECOM)
    assert told.code == 2
    assert "--to" in told.err
