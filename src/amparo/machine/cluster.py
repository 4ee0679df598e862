"""PostgreSQL's data folder: made once, and the settings that every start insists on."""

import os
import shutil
import subprocess
import tempfile
from pathlib import Path

from amparo.machine import secrets
from amparo.machine.binaries import Binaries
from amparo.machine.os_user import OsUser
from amparo.machine.trouble import CannotStart

# Everybody shows a password, on the Unix socket only. No line for the network, none for replication.
HBA = "local all all scram-sha-256\n"

# Given on the command line, so that no configuration file can loosen them.
INSISTED = {
    "listen_addresses": "",
    "port": "5432",
    "unix_socket_permissions": "0700",
    "password_encryption": "scram-sha-256",
    "log_destination": "stderr",
    "logging_collector": "off",
    "log_timezone": "UTC",
    "timezone": "UTC",
    "log_line_prefix": "%m [%p] %u ",
    # By default an error's detail and its statement carry the row, and the row is about somebody.
    "log_error_verbosity": "terse",
    "log_min_error_statement": "panic",
    "log_statement": "none",
    "log_min_duration_statement": "-1",
    "log_parameter_max_length": "0",
    "log_parameter_max_length_on_error": "0",
    "fsync": "on",
    "full_page_writes": "on",
    "synchronous_commit": "on",
}

# Written once into postgresql.conf, for whoever runs a larger machine to change.
COMFORT = """
# Amparo, for a small machine
max_connections = 100
shared_buffers = 128MB
work_mem = 8MB
maintenance_work_mem = 64MB
effective_cache_size = 512MB
max_wal_size = 1GB
checkpoint_completion_target = 0.9
random_page_cost = 1.1
jit = off
"""


def version(data: Path) -> int | None:
    """The major version that made the data, None when there is none yet."""
    try:
        return int((data / "PG_VERSION").read_text())
    except FileNotFoundError:
        return None


def ensure(data: Path, programs: Binaries, user: OsUser) -> None:
    """The data folder exists whole, belongs to `user`, and lets nobody in without a password."""
    if version(data) is None:
        _make(data, programs, user)
    hba = data / "pg_hba.conf"
    hba.write_text(HBA)
    user.own(hba)


def arguments(data: Path, programs: Binaries, socket: Path, extra: dict[str, str]) -> list[str]:
    """The command that runs the server in the foreground."""
    settings = INSISTED | {"unix_socket_directories": f'"{socket}"'} | extra
    return [str(programs.postgres), "-D", str(data), *(f"--{k}={v}" for k, v in settings.items())]


def leftovers(data: Path) -> list[int]:
    """Processes of a PostgreSQL still at work in this data folder. Empty where there is no /proc to ask."""
    return [int(p.name) for p in Path("/proc").glob("[0-9]*") if _works_in(p, data)]


def forget_dead(data: Path) -> None:
    """No lock file of a server that is gone stands in the way.

    In a container the dead server's number is often taken by another process, and PostgreSQL would wait for
    ever. Only where /proc shows that nobody works in the folder: two servers would destroy the data.
    """
    if Path("/proc/self/cwd").exists() and not leftovers(data):
        (data / "postmaster.pid").unlink(missing_ok=True)


def _works_in(process: Path, data: Path) -> bool:
    try:
        return Path(os.readlink(process / "cwd")) == data
    except OSError:
        return False  # ended meanwhile, or not ours to see


def _make(data: Path, programs: Binaries, user: OsUser) -> None:
    if data.exists() and any(data.iterdir()):
        raise CannotStart(f"{data} is neither empty nor a database. Look what it is, and move it away.")
    draft = data.with_name(data.name + ".initialising")
    if draft.exists():
        shutil.rmtree(draft)  # an earlier start was cut short
    draft.mkdir(mode=0o700)
    user.own(draft)
    _initdb(draft, programs, user)
    with open(draft / "postgresql.conf", "a") as out:
        out.write(COMFORT)
    if data.exists():
        data.rmdir()
    draft.rename(data)


def _initdb(folder: Path, programs: Binaries, user: OsUser) -> None:
    locale = ["--locale=C.UTF-8"]
    if programs.major >= 17:
        locale = ["--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C"]
    with tempfile.TemporaryDirectory(prefix=".amparo-", dir=folder.parent) as around:
        user.own(Path(around))
        words = Path(around) / "password"
        words.touch(mode=0o600)
        words.write_text(secrets.load()["database_super"])
        user.own(words)
        who = ["-U", secrets.ROLE_NAMES["super"], "-A", "scram-sha-256", f"--pwfile={words}"]
        done = subprocess.run(
            [programs.initdb, "-D", folder, *who, "--data-checksums", *locale, "-E", "UTF8"],
            env={"LC_ALL": "C", "PATH": os.defpath},
            cwd="/",
            capture_output=True,
            text=True,
            **user.as_popen(),
        )
    if done.returncode:
        raise CannotStart(f"PostgreSQL's initdb failed: {done.stderr.strip()[-500:]}")
