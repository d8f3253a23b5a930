"""The folder DIR: its lock, the secrets born in it, and what each process may know of them."""

import fcntl
import hashlib
import json
import os
import secrets
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from psycopg import ProgrammingError
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from amparo.doors.cli.programs import make_folder

ROOMS = ("commons", "guard", "reach", "aid")
LOGINS = (*ROOMS, "door", "jobs", "backup")
TOKENS = ("web", "worker", "cli")
LONGEST_SOCKET = len("/pg/.s.PGSQL.5432")
SOCKET_LIMIT = 107  # bytes that fit into sockaddr_un, without the closing zero
# What may stand in a folder that is about to become a house.
EMPTY = {"lock", "lost+found", ".house.json.new"}

Json = dict[str, Any]


class HouseError(Exception):
    """The folder DIR can not be used. The message says why and what to do."""


@dataclass(frozen=True, slots=True)
class Database:
    """Where PostgreSQL is, and the owner's login, which only migrations and backups use."""

    host: str
    port: int
    name: str
    user: str
    password: str
    options: dict[str, str]

    def place(self) -> Json:
        """What every process may know of it."""
        place: Json = {"host": self.host, "port": self.port, "name": self.name}
        return {**place, "options": self.options} if self.options else place


@dataclass(frozen=True, slots=True)
class House:
    """DIR and its secrets."""

    data: Path
    sockets: Path
    secrets: Json

    def config_of(self, process: str) -> Path:
        """The file that AMPARO_CONFIG names for this process."""
        return self.data / "config" / f"{process}.json"

    @property
    def web_socket(self) -> Path:
        """Where the pages are served."""
        return self.sockets / "web.sock"

    @property
    def keyholder_socket(self) -> Path:
        """Where keys are asked for."""
        return self.sockets / "keys.sock"

    @property
    def seal(self) -> Path:
        """It exists when the keys have been sealed away."""
        return self.data / "keyholder" / "sealed"


def default_data() -> Path:
    """DIR when nobody names one."""
    if os.geteuid() == 0:
        return Path("/var/lib/amparo")
    base = os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share"
    return Path(base) / "amparo"


def lock_house(data: Path) -> int:
    """A descriptor that keeps every other `amparo up` out of DIR until this process ends."""
    data.parent.mkdir(parents=True, exist_ok=True, mode=0o755)
    # As root PostgreSQL is another user and passes through; everything secret is 0700 below.
    make_folder(data, 0o711 if os.geteuid() == 0 else 0o700, None)
    lock = os.open(data / "lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(lock)
        raise HouseError(
            f"Another amparo up is using {data}. Nothing was changed. "
            "Stop that one first, or name another folder with --data."
        ) from None
    return lock


def open_house(data: Path) -> House:
    """The house in DIR; at the first run its secrets are born."""
    file = data / "house.json"
    if file.exists():
        born = json.loads(file.read_text())
    else:
        others = sorted({entry.name for entry in data.iterdir()} - EMPTY)
        if others:
            raise HouseError(
                f"{data} is not empty ({others[0]}) and has no house.json. Nothing was changed. "
                "Name an empty folder, or bring house.json back from a backup."
            )
        born = new_secrets()
        write_private(file, born)
    for name in ("config", "keyholder", "public", "log"):
        make_folder(data / name, 0o700, None)
    return House(data, sockets_folder(data), born)


def new_secrets() -> Json:
    """All secrets of a house."""
    logins = {name: {"password": _password(), "secret": secrets.token_hex(32)} for name in LOGINS}
    return {
        "version": 1,
        "owner": {"password": _password()},
        "logins": logins,
        "tokens": {name: _password() for name in TOKENS},
        "secret_key": secrets.token_urlsafe(48),
        "door": {
            "id_key": secrets.token_hex(32),
            "channels": {
                "json": {"secret": secrets.token_hex(32)},
                "kannel": {"token": secrets.token_hex(32)},
            },
        },
        # Filled in by the administrator: {"kannel": {"url", "username", "password", "sender"}}
        "gateways": {},
    }


def database_from(url: str) -> Database:
    """The owner's address on another server; HouseError if it can not be read."""
    try:
        parts = {name: str(value) for name, value in conninfo_to_dict(url).items()}
    except ProgrammingError:
        parts = {}  # libpq's own message would repeat the password
    if not {"host", "user", "dbname"} <= parts.keys():
        raise HouseError(
            "The address of the database can not be read. Write it as "
            "postgresql://OWNER:PASSWORD@HOST:PORT/NAME"
        )
    return Database(
        host=parts.pop("host"),
        port=int(parts.pop("port", "5432")),
        name=parts.pop("dbname"),
        user=parts.pop("user"),
        password=parts.pop("password", ""),
        options=parts,
    )


def address_of(database: Database) -> str:
    """The owner's connection string."""
    return make_conninfo(
        host=database.host,
        port=database.port,
        dbname=database.name,
        user=database.user,
        password=database.password,
        **database.options,
    )


def write_configs(house: House, database: Database, *, bind: str, demo: bool) -> None:
    """Each process has its file in DIR/config, with only what it may know."""
    for process, config in configs(house, database, bind=bind, demo=demo).items():
        write_private(house.config_of(process), config)


def configs(house: House, database: Database, *, bind: str, demo: bool) -> dict[str, Json]:
    """For each process the content of its file."""
    place: Json = {"data": str(house.data), "sockets": str(house.sockets)}
    place["intake_keys"] = str(house.data / "public" / "intake-keys.json")
    common: Json = {
        **place,
        "demo": demo,
        "bind": bind,
        "web_socket": str(house.web_socket),
        "database": database.place(),
    }
    owner = {"user": database.user, "password": database.password}
    files = {name: {**common, **own} for name, own in _own_knowledge(house).items()}
    files["owner"] = {**common, "logins": {"owner": owner, **_logins(house, *LOGINS)}}
    # The keyholder knows no database at all.
    tokens = {"socket": str(house.keyholder_socket), "tokens": dict(house.secrets["tokens"])}
    files["keyholder"] = {**place, "keyholder": tokens}
    return {name: {"process": name, **content} for name, content in files.items()}


def _own_knowledge(house: House) -> dict[str, Json]:
    """What each serving process knows beside what all of them do."""
    born = house.secrets
    return {
        "web": {
            "logins": _logins(house, *ROOMS),
            "keyholder": _keyholder(house, "web"),
            "secret_key": born["secret_key"],
        },
        "worker": {
            "logins": _logins(house, *ROOMS, "jobs"),
            "keyholder": _keyholder(house, "worker"),
            "gateways": born["gateways"],
        },
        "door": {"logins": _logins(house, "door"), "door": born["door"]},
        "backup": {"logins": _logins(house, "backup")},
        "cli": {
            "logins": _logins(house, *ROOMS, "jobs"),
            "keyholder": _keyholder(house, "cli"),
            "door": {"channels": born["door"]["channels"]},
            "gateways": born["gateways"],
        },
    }


def write_private(file: Path, content: Json) -> None:
    """The whole file is there, readable by us only, or the former one still is."""
    half = file.with_name(f".{file.name}.new")
    half.unlink(missing_ok=True)
    descriptor = os.open(half, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w") as out:
        json.dump(content, out, indent=1)
        out.flush()
        os.fsync(out.fileno())
    half.rename(file)
    folder = os.open(file.parent, os.O_RDONLY)
    os.fsync(folder)
    os.close(folder)


def sockets_folder(data: Path) -> Path:
    """A private folder whose sockets have names of at most 107 bytes."""
    mode = 0o711 if os.geteuid() == 0 else 0o700
    near = data / "run"
    if len(os.fsencode(near)) + LONGEST_SOCKET <= SOCKET_LIMIT:
        make_folder(near, mode, None)
        return near
    own = os.environ.get("XDG_RUNTIME_DIR") or tempfile.gettempdir()
    base = Path("/run" if os.geteuid() == 0 else own)
    far = base / f"amparo-{hashlib.sha256(os.fsencode(data)).hexdigest()[:12]}"
    make_folder(far, mode, None)
    # In a folder that others can write, somebody may have been there before us.
    found = far.lstat()
    if (
        found.st_uid != os.geteuid()
        or not far.is_dir()
        or far.is_symlink()
        or found.st_mode & 0o022
    ):
        raise HouseError(
            f"{far} is not ours alone. Remove it, or take a shorter folder for --data."
        )
    return far


def _logins(house: House, *names: str) -> Json:
    return {name: {"user": f"amparo_{name}", **house.secrets["logins"][name]} for name in names}


def _keyholder(house: House, role: str) -> Json:
    return {"socket": str(house.keyholder_socket), "token": house.secrets["tokens"][role]}


def _password() -> str:
    return secrets.token_urlsafe(32)
