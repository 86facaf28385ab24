"""What `./portal` cannot do it says in one sentence, before anything is half made."""

import ast
import shutil
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from tests.operations.launcher import portal
from tests.services.portal import PROJECT, Portal
from tests.services.programs import free_port

CONFIG, TRY_LATER, USAGE = 78, 75, 2


def only_sentence(done: subprocess.CompletedProcess[str]) -> str:
    """The one line that was said, on standard error."""
    assert done.stdout == ""
    assert len(done.stderr.strip().splitlines()) == 1, done.stderr
    return done.stderr.strip()


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A fresh copy of what the launcher needs, without an environment."""
    shutil.copytree(PROJECT / "requirements", tmp_path / "checkout" / "requirements")
    shutil.copy(PROJECT / "portal", tmp_path / "checkout")
    return tmp_path / "checkout"


def test_a_port_in_use_is_named_with_the_way_round_it(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        done = portal("up", "--port", str(port), "--data", str(tmp_path / "data"))
    assert done.returncode == CONFIG
    assert only_sentence(done).startswith(f"Port {port} on 127.0.0.1 cannot be used (Address already in use).")
    assert "./portal up --port " in done.stderr
    assert not (tmp_path / "data").exists()


@pytest.mark.parametrize("port", ["0", "65536", "eighty", "-1"])
def test_what_is_no_port_is_a_mistake_in_the_command(port: str, tmp_path: Path) -> None:
    done = portal("up", f"--port={port}", "--data", str(tmp_path / "data"))
    assert done.returncode == USAGE
    assert "a port is a number from 1 to 65535" in done.stderr


def test_an_address_that_is_not_here_is_named(tmp_path: Path) -> None:
    done = portal("up", "--host", "192.0.2.1", "--data", str(tmp_path / "data"))
    assert done.returncode == CONFIG
    assert "192.0.2.1" in only_sentence(done)


def test_an_old_python_is_told_its_number_and_which_one_is_needed() -> None:
    old = "import sys, runpy; sys.version_info = (3, 9, 2, 'final', 0); sys.argv = ['portal', 'up']; "
    code = old + "runpy.run_path('portal', run_name='__main__')"
    done = subprocess.run([sys.executable, "-c", code], cwd=PROJECT, capture_output=True, text=True, check=False)
    assert done.returncode == CONFIG
    assert (
        only_sentence(done)
        == "This is Python 3.9.2; the portal needs 3.11 or newer. Run it with:  python3.11 portal up"
    )


def test_a_python_as_old_as_3_6_can_read_the_launcher_far_enough_to_say_so() -> None:
    source = (PROJECT / "portal").read_text(encoding="utf-8")
    ast.parse(source, feature_version=(3, 6))
    with pytest.raises(SyntaxError):
        ast.parse("(new := 1)", feature_version=(3, 6))


def test_a_python_without_venv_is_told_what_to_install(checkout: Path, tmp_path: Path) -> None:
    (tmp_path / "broken").mkdir()
    (tmp_path / "broken" / "ensurepip.py").write_text("raise ImportError('as on a Debian without python3-venv')")
    done = portal("up", program=checkout / "portal", PORTAL_ENVIRONMENT="", PYTHONPATH=str(tmp_path / "broken"))
    assert done.returncode == CONFIG
    assert "apt-get install python3-venv" in only_sentence(done)
    assert sorted(each.name for each in checkout.iterdir()) == ["portal", "requirements"]


def test_a_folder_called_venv_that_is_no_environment_is_left_alone(checkout: Path) -> None:
    (checkout / ".venv").mkdir()
    (checkout / ".venv" / "letters.txt").write_text("mine")
    done = portal("manage", "check", program=checkout / "portal", PORTAL_ENVIRONMENT="")
    assert done.returncode == CONFIG
    assert "Move it away and start again." in done.stderr
    assert (checkout / ".venv" / "letters.txt").read_text() == "mine"


def on_a_mount(script: str) -> tuple[str, ...]:
    """Start a program among mounts of its own, made by a script; skip, by name, where the system forbids them."""
    inside = ("unshare", "--map-root-user", "--mount", "sh", "-c", script + ' && exec "$@"', "sh")
    if subprocess.run([*inside, "true"], capture_output=True, check=False).returncode != 0:
        pytest.skip("this system lets nobody mount a small or read-only disk")
    return inside


def test_a_full_disk_is_noticed_before_anything_is_written(tmp_path: Path) -> None:
    small = tmp_path / "small"
    small.mkdir()
    done = portal("up", "--data", str(small / "data"), before=on_a_mount(f"mount -t tmpfs -o size=8m none {small}"))
    assert done.returncode == CONFIG
    assert only_sentence(done).startswith(f"There are 8 MiB free in {small}; the portal needs 200 MiB.")


def test_a_read_only_checkout_is_named(checkout: Path) -> None:
    read_only = f"mount --bind {checkout} {checkout} && mount -o remount,ro,bind {checkout}"
    done = portal("manage", "check", program=checkout / "portal", before=on_a_mount(read_only), PORTAL_ENVIRONMENT="")
    assert done.returncode == CONFIG
    assert only_sentence(done).startswith(f"{checkout} cannot be written to")


def test_a_data_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    done = portal("up", "--port", str(free_port()), "--data", str(tmp_path / "file"))
    assert done.returncode == CONFIG
    assert only_sentence(done).startswith(f"The folder {tmp_path / 'file'} cannot be made")


def test_a_lost_secret_key_is_not_replaced_in_silence(tmp_path: Path) -> None:
    (tmp_path / "secret-key").write_text("")
    done = portal("up", "--port", str(free_port()), "--data", str(tmp_path))
    assert done.returncode == CONFIG
    assert "Put the key back from your backup" in only_sentence(done)


def test_a_wrong_setting_ends_with_its_own_sentence(tmp_path: Path) -> None:
    done = portal("manage", "--data", str(tmp_path), "check", DATABASE_URL="mysql://nobody@127.0.0.1/x")
    assert done.returncode == CONFIG
    assert only_sentence(done).startswith("DATABASE_URL starts with 'mysql'.")


def test_manage_beside_no_portal_names_the_folder_and_the_option_and_makes_nothing(tmp_path: Path) -> None:
    done = portal("manage", "--data", str(tmp_path / "var"), "doctor", "--only", "database")
    assert done.returncode == CONFIG
    assert only_sentence(done).startswith(f"No portal has run on {tmp_path / 'var'} yet")
    assert "./portal manage --data DIR doctor --only database" in done.stderr
    assert not (tmp_path / "var").exists()


def test_what_needs_no_portal_works_beside_none(tmp_path: Path) -> None:
    done = portal("manage", "--data", str(tmp_path), "find_request", "stolen phone")
    assert done.returncode == 0, done.stderr
    assert "lost-device" in done.stdout


@pytest.mark.parametrize("word", ["--help", "-h", "help"])
def test_help_of_manage_shows_the_portals_own_commands_before_djangos(tmp_path: Path, word: str) -> None:
    done = portal("manage", word, DATA_DIR=str(tmp_path))
    assert done.returncode == 0, done.stderr
    ours, _line, djangos = done.stdout.partition("Django’s:")
    assert "queue_status" in ours
    assert "Look at everything the portal depends on." in ours
    assert "createsuperuser" not in ours
    assert "createsuperuser" in djangos


def test_every_option_of_up_is_explained() -> None:
    told = portal("up", "--help").stdout
    assert "address to listen on" in told
    assert "port to listen on" in told


@pytest.mark.stack
def test_a_second_portal_on_the_same_folder_goes_and_the_first_stays(portal: Portal) -> None:
    second = run_beside(portal)
    assert second.returncode == TRY_LATER
    assert only_sentence(second).startswith(f"A portal is already running on {portal.data}.")
    assert portal.look("1") == 1


def run_beside(running: Portal) -> subprocess.CompletedProcess[str]:
    """Start another portal on a running one's folder."""
    return portal("up", "--port", str(free_port()), "--data", str(running.data))
