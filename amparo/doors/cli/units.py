"""`amparo units`: units for systemd, that start the house, keep it in, and back it up at night."""

import shutil
import sys
from pathlib import Path

import click

FOLDER = click.Path(file_okay=False, path_type=Path)
# What neither the house nor a backup needs. MemoryDenyWriteExecute is left on: jit is off in our
# PostgreSQL, and nothing else writes programs. User namespaces stay: none of ours uses them.
KEPT_IN = """\
User={user}
Group={user}
UMask=0077
NoNewPrivileges=yes
ProtectSystem=strict
ProtectHome=yes
PrivateTmp=yes
PrivateDevices=yes
ProtectClock=yes
ProtectControlGroups=yes
ProtectHostname=yes
ProtectKernelLogs=yes
ProtectKernelModules=yes
ProtectKernelTunables=yes
RestrictAddressFamilies=AF_UNIX AF_INET AF_INET6 AF_NETLINK
RestrictNamespaces=yes
RestrictRealtime=yes
RestrictSUIDSGID=yes
LockPersonality=yes
MemoryDenyWriteExecute=yes
SystemCallArchitectures=native
CapabilityBoundingSet=
LimitCORE=0
Environment=PYTHONDONTWRITEBYTECODE=1
"""
HOUSE = """\
# {up_file}
[Unit]
Description=Amparo: protection and help for migrants
After=network-online.target time-sync.target
Wants=network-online.target

[Service]
Type=exec
ExecStart={amparo} up --data {data} --bind {bind}
ReadWritePaths={data}
# The keys stay out of swap, and out of core dumps.
LimitMEMLOCK=infinity
MemorySwapMax=0
LimitNOFILE=65536
# It stops in order: door, worker, pages, keys, database.
KillMode=mixed
TimeoutStartSec=30min
TimeoutStopSec=3min
Restart=on-failure
RestartSec=10
{kept_in}
[Install]
WantedBy=multi-user.target
"""
BACKUP = """\
# {backup_file}
[Unit]
Description=Amparo: a backup
Requisite=amparo.service
After=amparo.service

[Service]
Type=oneshot
ExecStart={amparo} --data {data} backup --to {to} --keep {keep}
ReadWritePaths={data} {to}
LimitMEMLOCK=infinity
Nice=10
IOSchedulingClass=idle
{kept_in}"""
TIMER = """\
# {timer_file}
[Unit]
Description=Amparo: a backup every night

[Timer]
OnCalendar=*-*-* 03:10:00
RandomizedDelaySec=20min
Persistent=true

[Install]
WantedBy=timers.target
"""
NAMES = {"amparo.service": HOUSE, "amparo-backup.service": BACKUP, "amparo-backup.timer": TIMER}


@click.command(help="Units for systemd: the house, and a backup every night.")
@click.option("--data", type=FOLDER, metavar="DIR", help="Where all is kept.")
@click.option("--bind", default="127.0.0.1:8000", show_default=True, metavar="HOST:PORT")
@click.option("--user", default="amparo", show_default=True, help="An account of its own.")
@click.option("--backup-to", type=FOLDER, default=Path("/var/backups/amparo"), show_default=True)
@click.option("--keep", type=click.IntRange(min=1), default=7, show_default=True, metavar="N")
@click.option("--to", type=FOLDER, metavar="FOLDER", help="Write them there instead of printing.")
@click.pass_context
def units(
    ctx: click.Context,
    data: Path | None,
    bind: str,
    user: str,
    backup_to: Path,
    keep: int,
    to: Path | None,
) -> None:
    """Three units, on the screen or as files."""
    before = ctx.parent.params.get("data") if ctx.parent else None
    made = unit_files(
        data=(data or before or Path("/var/lib/amparo")).absolute(),
        bind=bind,
        user=user,
        to=backup_to.absolute(),
        keep=keep,
    )
    for name, text in made.items():
        if to is None:
            click.echo(text)
        else:
            (to / name).write_text(text)
            click.echo(f"written: {to / name}")
    if to is not None:
        click.echo("Now: systemctl daemon-reload")
        click.echo("systemctl enable --now amparo.service amparo-backup.timer")


def unit_files(*, data: Path, bind: str, user: str, to: Path, keep: int) -> dict[str, str]:
    """The text of each unit, by its name."""
    kept_in = KEPT_IN.format(user=user)
    program = _program()
    if Path(program).is_relative_to("/home") or Path(program).is_relative_to("/root"):
        # The program lies in somebody's home: it may be read there, and nothing written.
        kept_in = kept_in.replace("ProtectHome=yes", "ProtectHome=read-only")
    words = {
        "data": data,
        "bind": bind,
        "amparo": program,
        "to": to,
        "keep": keep,
        "kept_in": kept_in,
        "up_file": "amparo.service",
        "backup_file": "amparo-backup.service",
        "timer_file": "amparo-backup.timer",
    }
    return {name: text.format(**words) for name, text in NAMES.items()}


def _program() -> str:
    """This same `amparo`."""
    beside = Path(sys.executable).parent / "amparo"
    found = str(beside) if beside.exists() else shutil.which("amparo") or "/usr/bin/amparo"
    return str(Path(found).absolute())
