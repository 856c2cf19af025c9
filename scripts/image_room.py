"""Every step of the Dockerfile in a Debian root of its own, and the image run as compose runs it.

No builder is needed: `debootstrap` makes what stands for the base image, and each RUN is typed in
it. It takes root on a Linux machine, and minutes.
"""

import os
import re
import shlex
import shutil
import subprocess
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / "deploy/container"
SUITE = "trixie"  # its Python is that of the base image
INCLUDED = "python3,python3-venv,ca-certificates"
PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
ASKED = 60  # seconds until it has to serve
Outcome = tuple[int, str]


def can_be_had() -> bool:
    """Whether this machine can make a root and enter it."""
    tools = ("debootstrap", "unshare", "setpriv")
    return os.geteuid() == 0 and all(shutil.which(tool) for tool in tools)


def steps() -> list[tuple[str, str]]:
    """The Dockerfile's steps, each on one line."""
    text = (FOLDER / "Dockerfile").read_text(encoding="utf-8")
    lines = re.sub(r"\\\n\s*", " ", re.sub(r"^#.*\n", "", text, flags=re.MULTILINE)).splitlines()
    return [(word, rest) for word, _, rest in (line.partition(" ") for line in lines if line)]


@dataclass
class Image:
    """A root in `folder`; `outside` is the environment in which packages are reached."""

    folder: Path
    outside: dict[str, str]
    variables: dict[str, str] = field(default_factory=lambda: {"PATH": PATH})
    workdir: str = "/"

    def bootstrap(self) -> Outcome:
        """Makes the root, and what the base image has beside Debian's own."""
        wanted = ["--variant=minbase", f"--include={INCLUDED}", SUITE, str(self.folder)]
        code, told = _finished(["debootstrap", *wanted])
        if code == 0:
            (self.folder / "usr/local/bin/python").symlink_to("/usr/bin/python3")
            shutil.copy("/etc/resolv.conf", self.folder / "etc/resolv.conf")
        return code, told

    def take(self, word: str, rest: str) -> Outcome:
        """Does one step. What only describes the image is left to tests/test_container.py."""
        match word:
            case "FROM":
                self.workdir = "/"
            case "WORKDIR":
                self.workdir = rest
                self._inside(rest).mkdir(parents=True, exist_ok=True)
            case "ENV":
                pairs = (pair.split("=", 1) for pair in shlex.split(rest))
                self.variables |= {
                    name: value.replace("$PATH", PATH) for name, value in dict(pairs).items()
                }
            case "COPY" if not rest.startswith("--from"):  # both stages share one root
                self._copy(*rest.split())
            case "RUN":
                return self._type(re.sub(r"--mount=\S+ ", "", rest))
        return 0, ""

    def serve(self, command: str, probe: str, settings: dict[str, str]) -> Outcome:
        """Runs it as compose does: read-only, a small /tmp, its own account without any right.

        It backs up beside serving, and ends when `probe` was answered.
        """
        account = next(rest for word, rest in steps() if word == "USER")
        volumes = re.findall(r"/\w+", next(rest for word, rest in steps() if word == "VOLUME"))
        owned = [f"chown {account} {volume}" for volume in volumes]
        places = [
            f"mount -t tmpfs tmpfs {volume} && {own}"
            for volume, own in zip(volumes, owned, strict=True)
        ]
        asking = f"for i in $(seq {ASKED}); do sleep 1; {probe} 2>/dev/null && ok=1 && break; done"
        script = (
            f"cd {volumes[0]}; touch /x 2>/dev/null && exit 3; "
            f"shuzhi department add law --name 法律系 && {{ {command} & }}; server=$!; {asking}; "
            f'test -n "$ok" && shuzhi backup --keep 1 {volumes[-1]}; ended=$?; '
            "kill $server; wait; exit $ended"
        )
        without_rights = (
            f"setpriv --reuid={account} --regid={account} --clear-groups --inh-caps=-all "
            "--bounding-set=-all --no-new-privs"
        )
        variables = [f"{name}={value}" for name, value in (self.variables | settings).items()]
        shut_in = [
            *places,
            "mount -t tmpfs -o size=64m,mode=1777 tmpfs /tmp",
            "mount -o remount,ro,bind /",
            f"exec {without_rights} env {shlex.join(variables)} sh -c {shlex.quote(script)}",
        ]
        return self._entered(" && ".join(shut_in), network=False)

    def _inside(self, path: str) -> Path:
        return self.folder / path.lstrip("/")

    def _copy(self, *places: str) -> None:
        *sources, target = places
        folder = self._inside(self.workdir) / target
        for source in sources:
            if (ROOT / source).is_dir():
                shutil.copytree(ROOT / source, folder, dirs_exist_ok=True)
            else:
                shutil.copy(ROOT / source, folder)

    def _type(self, command: str) -> Outcome:
        variables = self.variables | {"DEBIAN_FRONTEND": "noninteractive"} | self.outside
        given = shlex.join(f"{name}={value}" for name, value in variables.items())
        script = shlex.quote(f"cd {self.workdir} && {command}")
        return self._entered(f"exec env -i {given} sh -c {script}", network=True)

    def _entered(self, script: str, *, network: bool) -> Outcome:
        """Runs a script in the root, in namespaces that end with it."""
        root = shlex.quote(str(self.folder))
        # pip's own files and folders are where the caller's configuration says.
        named = ["/etc/pip.conf", *(place for place in self.outside.values() if place[:1] == "/")]
        brought = [place for place in named if network and Path(place).exists()]
        for place in brought:
            inside = self._inside(place)
            inside.parent.mkdir(parents=True, exist_ok=True)
            if Path(place).is_dir():
                inside.mkdir(exist_ok=True)
            else:
                inside.touch()
        mounts = [
            "mount --make-rprivate /",
            f"mount --bind {root} {root}",
            f"mount -t proc proc {root}/proc",
            f"mount --rbind /dev {root}/dev",
            *(f"mount --bind {shlex.quote(place)} {root}{shlex.quote(place)}" for place in brought),
        ]
        apart = ["--mount", "--pid", "--ipc", "--uts", "--fork", "--kill-child"]
        if not network:
            apart.append("--net")
            mounts.append("ip link set lo up")
        entering = f"cd {root} && exec chroot {root} bash -c {shlex.quote(script)}"
        return _finished(["unshare", *apart, "bash", "-c", " && ".join([*mounts, entering])])


def _finished(command: list[str]) -> Outcome:
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=900)  # noqa: S603 - our own
    return done.returncode, (done.stdout + done.stderr).strip()
