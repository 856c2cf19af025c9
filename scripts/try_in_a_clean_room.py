"""Types every command of the guides, in their order, in a room where nothing is installed, and says how each went.

The room is a folder with a home of its own, an environment of its own and no settings of whoever runs this. Only the
index of packages is reached, with pip's own configuration. What stands in a guide as /opt/shuzhi is the room's folder;
`sudo` is left out. Three parts: `guides` (a checkout, `make setup`), `release` (the archive, built twice and compared,
installed by its INSTALL.md) and `container` (the Dockerfile's steps; all of them with root and debootstrap).

    .venv/bin/python -m scripts.try_in_a_clean_room --python python3.13 guides release container
"""

import argparse
import contextlib
import json
import os
import re
import shlex
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from scripts import image_room
from scripts.guides import GUIDES, ROOT, Command, commands
from scripts.release import build, digest

INSTALLED, BACKUPS = "/opt/shuzhi", "/var/backups/shuzhi"
INSTALL_PAGE = "deploy/release/INSTALL.md"
DEMONSTRATIONS = ("README.md", "README.zh-CN.md")
RUNNING_ALREADY = ("docs/handing-over.md", "docs/meeting-day.md")  # begin where an installation is
LEFTOVERS = ("data", "data-旧", "data-keys", ".env", "plan.toml", "名册.xlsx", "roster.xlsx")
NOT_HERE = {  # what a room without root, systemd and servers cannot show, and who shows it
    r"sudo (apt|useradd|chown)|apt ": "needs root on a machine of one's own",
    r"systemctl|journalctl": "needs a running systemd; the units are verified at install-service",
    r"createuser|createdb|move-database": "needs a PostgreSQL server: tests/cli/test_moving.py",
    r"git pull": "needs the department's own repository",
    r"make test": "is what CI runs",
}
SERVING = re.compile(r"make run|.*shuzhi (serve|demo)\b.*")
SERVICE = {  # a callback waits for others, so that no platform is called from the room
    "SHUZHI_PLATFORMS": "wecom",
    "SHUZHI_WECOM_TOKEN": "room",
    "SHUZHI_WECOM_AES_KEY": "a" * 43,
}
FILL = (
    "import sys, pathlib; from bot.sample import sample_lines; from bot.exports.roster import roster_workbook; "
    "known = [line for line in sample_lines() if line.category in ('A', 'B')]; "
    "pathlib.Path(sys.argv[1]).write_bytes(roster_workbook(known))"
)
EXPOSURE = 25  # tenths; what `systemd-analyze security` may find at most
PATIENCE = 900  # seconds for one command


@dataclass
class Room:
    folder: Path
    python: str
    tally: dict[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Only what pip and the shell need comes in from outside."""
        for name in ("home", "bin", "opt", "backups"):
            (self.folder / name).mkdir()
        (self.folder / "bin/python3").symlink_to(self.python)
        (self.folder / "bin/python").symlink_to(self.python)
        brought = ("LANG", "TZ")
        self.environment = {
            name: value
            for name, value in os.environ.items()
            if name in brought or name.startswith(("PIP_", "SSL_"))
        }
        self.environment |= {
            "HOME": str(self.folder / "home"),
            "PATH": f"{self.folder / 'bin'}:/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin",
            "SHUZHI_PORT": str(_free_port()),
            "PIP_CACHE_DIR": str(self.folder / "cache"),
        }

    def tell(self, outcome: str, place: str, text: str, remark: str = "") -> None:
        self.tally[outcome] = self.tally.get(outcome, 0) + 1
        print(f"{outcome:8}{place:32} {text}" + (f"   [{remark}]" if remark else ""), flush=True)

    def run(self, command: str, cwd: Path, **extra: str) -> tuple[int, str]:
        """The exit code and what was written, with `y` for every question."""
        done = subprocess.run(  # noqa: S603 - a command of our own guides
            ["bash", "-c", command],  # noqa: S607
            cwd=cwd,
            env=self.environment | extra,
            input="y\n" * 9,
            capture_output=True,
            text=True,
            timeout=PATIENCE,
            check=False,
        )
        return done.returncode, (done.stdout + done.stderr).strip()

    def check(self, place: str, text: str, command: str, cwd: Path, **extra: str) -> bool:
        """Runs it and tells how it went. `doctor` may say that something is missing, in the room something is."""
        began = time.monotonic()
        code, written = self.run(command, cwd, **extra)
        seconds = f"{time.monotonic() - began:.1f} s"
        is_answer = code == 1 and "shuzhi doctor" in command
        if code == 0 or is_answer:
            self.tell("ok", place, text, seconds)
            return True
        self.tell("FAILED", place, text, f"{code}: {' | '.join(written.splitlines()[-3:])}")
        return False

    def serve(self, place: str, text: str, command: str, cwd: Path, **extra: str) -> None:
        """Starts it, asks /healthz until it answers, and stops it as Ctrl+C would."""
        began = time.monotonic()
        with self._started(command, cwd, extra) as (process, written):
            answer = self._health(process)
        seconds = f"{time.monotonic() - began:.1f} s, /healthz: {answer}"
        if answer:
            self.tell("ok", place, text, seconds)
        else:
            self.tell("FAILED", place, text, written.read_text(encoding="utf-8")[-300:])

    @contextlib.contextmanager
    def _started(
        self, command: str, cwd: Path, extra: dict[str, str]
    ) -> Iterator[tuple[subprocess.Popen[str], Path]]:
        written = self.folder / "served.txt"
        with written.open("w") as output:
            process = subprocess.Popen(  # noqa: S603 - a command of our own guides
                ["bash", "-c", command],  # noqa: S607
                cwd=cwd,
                env=self.environment | extra,
                stdout=output,
                stderr=subprocess.STDOUT,
                text=True,
                start_new_session=True,
            )
            try:
                yield process, written
            finally:
                with contextlib.suppress(ProcessLookupError):
                    os.killpg(process.pid, signal.SIGINT)
                process.wait(timeout=60)

    def _health(self, process: "subprocess.Popen[str]") -> str:
        address = f"http://127.0.0.1:{self.environment['SHUZHI_PORT']}/healthz"
        for _ in range(PATIENCE):
            if process.poll() is not None:
                return ""
            with contextlib.suppress(OSError), urllib.request.urlopen(address, timeout=5) as answer:
                return str(answer.read().decode())
            time.sleep(1)
        return ""


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as free:
        return int(free.getsockname()[1])


def try_guides(room: Room) -> None:
    """A checkout at the room's /opt/shuzhi; each page begins with an empty installation."""
    prefix = room.folder / "opt/shuzhi"
    prefix.mkdir()
    room.check("checkout", "git archive", f"git -C {ROOT} archive HEAD | tar x", prefix)
    if not room.check("docs/administration.md", "make setup", "make setup", prefix):
        return
    for page in GUIDES:
        if page == INSTALL_PAGE:
            continue
        for leftover in LEFTOVERS:
            _remove(prefix / leftover)
        extra = {} if page in DEMONSTRATIONS else SERVICE
        if page in RUNNING_ALREADY:
            _begin_installation(room, prefix)
        for command in commands(page):
            _type(room, command, prefix, prefix, extra)


def _begin_installation(room: Room, prefix: Path) -> None:
    shuzhi = ".venv/bin/shuzhi"
    room.run(f"{shuzhi} department add physics --name 物理系", prefix, **SERVICE)
    room.run(f"{shuzhi} roster template 名册.xlsx", prefix, **SERVICE)
    room.run(f".venv/bin/python -c {shlex.quote(FILL)} 名册.xlsx", prefix, **SERVICE)
    room.run(f"{shuzhi} roster import 名册.xlsx", prefix, **SERVICE)


def _type(room: Room, command: Command, cwd: Path, prefix: Path, extra: dict[str, str]) -> None:
    """One command of a guide, with what stands for this room's places and what a person would have filled in."""
    for pattern, why in NOT_HERE.items():
        if re.search(pattern, command.text) and "install-service" not in command.text:
            room.tell("not here", command.place, command.text, why)
            return
    typed = _translated(room, command.text, prefix)
    if SERVING.fullmatch(typed):
        room.serve(command.place, command.text, typed, cwd, **extra)
        for leftover in ("data", "data-keys"):
            if command.page in DEMONSTRATIONS:
                _remove(prefix / leftover)  # a demonstration's data serve nobody
        return
    typed = _prepared(room, typed, cwd, extra)
    room.check(command.place, command.text, typed, cwd, **extra)
    if " roster template " in typed:
        sheet = shlex.quote(typed.split()[-1])
        room.run(f"{prefix}/.venv/bin/python -c {shlex.quote(FILL)} {sheet}", cwd, **extra)
    if "install-service" in typed:
        _verify_units(room)


def _translated(room: Room, text: str, prefix: Path) -> str:
    typed = text.replace(INSTALLED, str(prefix)).replace(BACKUPS, str(room.folder / "backups"))
    typed = re.sub(r"^sudo (-u shuzhi )?", "", typed)
    return re.sub(r"^shuzhi ", ".venv/bin/shuzhi ", typed)


def _prepared(room: Room, typed: str, cwd: Path, extra: dict[str, str]) -> str:
    """What the guide expects to have been done by hand: a changed plan, a department to remove."""
    if "install-service" in typed:
        return f"{typed} --to {room.folder}/root"
    if "更新前" in typed and not (cwd / "data").exists():
        _begin_installation(room, cwd)
    if "department edit" in typed:
        room.run(".venv/bin/shuzhi department edit physics --platform sandbox --yes", cwd, **extra)
    if "plan apply" in typed:
        plan = cwd / "plan.toml"
        changed = plan.read_text(encoding="utf-8").replace('title = "', 'title = "新的', 1)
        plan.write_text(changed, encoding="utf-8")
    if "department remove 编号" in typed:
        room.run(".venv/bin/shuzhi department add law --name 法律系", cwd, **extra)
        return typed.replace("编号", "law")
    return typed


def _verify_units(room: Room) -> None:
    """What was written is read by systemd itself; the account is the machine's business."""
    units = room.folder / "root/etc/systemd/system"
    if shutil.which("systemd-analyze") is None:
        room.tell(
            "not here", "units", "systemd-analyze verify", "no systemd-analyze on this machine"
        )
        return
    for unit in sorted(units.glob("shuzhi*.[st]*")):
        name = unit.name.replace("@.", "@x.")
        target = units / name
        if not target.exists():
            shutil.copy(unit, target)
        room.check(
            "units", f"systemd-analyze verify {name}", f"systemd-analyze verify {target}", units
        )
    for service in ("shuzhi", "shuzhi-backup", "shuzhi-check"):
        exposed = f"systemd-analyze security --offline=yes --no-pager --threshold={EXPOSURE}"
        asked = f"{exposed} {service}.service"
        room.check("units", asked, f"{exposed} {units}/{service}.service", units)
    _remove(room.folder / "root")


def try_release(room: Room) -> None:
    """The archive is built twice, hours apart for all it knows, and installed by what stands in it."""
    first = build(room.folder / "dist")
    second = build(room.folder / "dist-again")
    for made, again in zip(first, second, strict=True):
        outcome = "ok" if digest(made) == digest(again) else "FAILED"
        room.tell(outcome, "scripts/release.py", made.name, f"sha256 {digest(made)[:16]}… twice")
    archive = first[-1]
    room.check("release", f"tar xzf {archive.name}", f"tar xzf {archive}", room.folder)
    cwd, prefix = (
        room.folder / archive.name.removesuffix("-release.tar.gz"),
        room.folder / "opt/released",
    )
    unpacked = cwd
    for command in commands(INSTALL_PAGE):
        if command.text == f"cd {INSTALLED}":
            cwd = prefix
        elif command.text.startswith("cd "):
            cwd = unpacked
            continue  # where somebody unpacked the next archive
        _type(room, command, cwd, prefix, SERVICE)
    _remove(prefix / ".env")
    room.serve("release", ".venv/bin/shuzhi serve", ".venv/bin/shuzhi serve", prefix, **SERVICE)


def try_container(room: Room) -> None:
    """The Dockerfile's steps, its entrypoint and its health check: in a root of their own where this
    machine can make one, else the first stage into an empty prefix.
    """
    if image_room.can_be_had():
        _try_image(room)
        return
    text = (ROOT / "deploy/container/Dockerfile").read_text(encoding="utf-8")
    steps = re.sub(r"\\\n\s*", " ", re.sub(r"^#.*\n", "", text, flags=re.MULTILINE)).splitlines()
    build_folder, image = room.folder / "build", room.folder / "image"
    build_folder.mkdir()
    stage = 0
    for step in filter(None, steps):
        word, _, rest = step.partition(" ")
        stage += word == "FROM"
        rest = re.sub(r"--mount=\S+ ", "", rest).replace(INSTALLED, str(image))
        if word == "COPY" and stage == 1:
            *sources, _target = rest.split()
            room.check(
                "Dockerfile",
                step,
                f"cp -r {' '.join(f'{ROOT}/{name}' for name in sources)} .",
                build_folder,
            )
        elif word == "RUN" and stage == 1:
            room.check("Dockerfile", step[:60] + "…", rest, build_folder)
        elif word == "RUN":
            room.tell("not here", "Dockerfile", step[:60] + "…", "needs root and debootstrap")
    _serve_image(room, text, image)


def _try_image(room: Room) -> None:
    brought = {
        name: value for name, value in room.environment.items() if name.startswith(("PIP_", "SSL_"))
    }
    image = image_room.Image(room.folder / "root", brought)
    outcomes = [("debootstrap", image.bootstrap())]
    for word, rest in image_room.steps():
        # What follows a step that failed would fail too.
        if outcomes[-1][1][0] == 0:
            outcomes.append((f"{word} {rest}", image.take(word, rest)))
    probe = next(rest for word, rest in image_room.steps() if word == "HEALTHCHECK")
    asking = shlex.join(json.loads(probe.partition("CMD ")[2]))
    if outcomes[-1][1][0] == 0:
        served = image.serve("shuzhi serve", asking, SERVICE)
        outcomes.append(("read-only, without rights: serve, HEALTHCHECK, backup", served))
    for step, (code, told) in outcomes:
        if code == 0:
            room.tell("ok", "Dockerfile", step[:60])
        else:
            room.tell("FAILED", "Dockerfile", step[:60], f"{code}: {told[-300:]}")


def _serve_image(room: Room, text: str, image: Path) -> None:
    volumes = {
        "SHUZHI_DATA_DIR": f"{room.folder}/volume/data",
        "SHUZHI_KEY_DIR": f"{room.folder}/volume/keys",
    }
    (room.folder / "volume").mkdir()
    extra = SERVICE | volumes | {"PYTHONDONTWRITEBYTECODE": "1"}
    entrypoint = " ".join(
        re.findall(r'"(\w+)"', "".join(re.findall(r"^(?:ENTRYPOINT|CMD) .*", text, re.MULTILINE)))
    )
    room.serve(
        "Dockerfile", entrypoint, f"{image}/bin/{entrypoint}", room.folder / "volume", **extra
    )
    probe = re.search(r'"(import urllib[^"]+)"', text)
    assert probe, "the Dockerfile has a health check"
    code = probe[1].replace("8000", room.environment["SHUZHI_PORT"])
    asking = f'{image}/bin/{entrypoint} & sleep 0; for i in $(seq 60); do sleep 1; {image}/bin/python -c {shlex.quote(code)} 2>/dev/null && ok=1 && break; done; kill %1; wait; test -n "$ok"'
    room.check("Dockerfile", "HEALTHCHECK", asking, room.folder / "volume", **extra)


def _remove(path: Path) -> None:
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


PARTS = {"guides": try_guides, "release": try_release, "container": try_container}


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("parts", nargs="*", help="guides, release, container; default: all three")
    parser.add_argument("--python", default="python3", help="the interpreter of the room")
    given = parser.parse_args()
    asked = [given.python, "-c", "import sys; print(sys.executable)"]
    python = subprocess.check_output(asked, text=True).strip()  # noqa: S603 - the caller's choice
    with tempfile.TemporaryDirectory(prefix="shuzhi-room-") as folder:
        room = Room(Path(folder), python)
        print(room.run("python3 --version", room.folder)[1], flush=True)
        for part in given.parts or PARTS:
            PARTS[part](room)
    print("、".join(f"{outcome} {count}" for outcome, count in sorted(room.tally.items())))
    return 1 if room.tally.get("FAILED") else 0


if __name__ == "__main__":
    sys.exit(main())
