"""`amparo kannel`: the configuration of an SMS gateway that fits this house."""

import json
import secrets
from pathlib import Path

import click
from django.conf import settings

from amparo.doors.cli.house import Json, write_private
from amparo.doors.cli.programs import make_folder
from amparo.reach.messaging.channels.kannel.config import KannelSetup, fake_smsc, kannel_conf

SEND_PORT, ADMIN_PORT = 13013, 13000


@click.command(help="Write kannel.conf for this house, and let the worker send through it.")
@click.option("--sender", default="", help="The number or name that SMS come from.")
@click.option(
    "--smsc",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="A file with your operator's own `group = smsc`; without it Kannel's pretended network.",
)
def kannel(sender: str, smsc: Path | None) -> None:
    """DIR/kannel/kannel.conf exists, readable by us only, and house.json knows the gateway."""
    house_file = settings.DATA / "house.json"
    house = json.loads(house_file.read_text())
    folder = settings.DATA / "kannel"
    make_folder(folder, 0o700, None)
    make_folder(folder / "store", 0o700, None)
    setup = _setup(house, folder, sender, smsc.read_text().strip() if smsc else fake_smsc(10000))
    config = folder / "kannel.conf"
    config.touch(mode=0o600)
    config.write_text(kannel_conf(setup))
    house["gateways"]["kannel"] = _gateway(setup)
    write_private(house_file, house)
    click.echo(f"written: {config}\nnow restart amparo up, and start the gateway:")
    click.echo(f"  bearerbox -v 4 {config}\n  smsbox -v 4 {config}")


def _setup(house: Json, folder: Path, sender: str, smsc: str) -> KannelSetup:
    """The same passwords as before, if there were any: messages may wait in a running smsbox."""
    known = house["gateways"].get("kannel", {})
    return KannelSetup(
        folder=folder,
        door_url=f"http://{settings.CONFIG['bind']}",
        token=house["door"]["channels"]["kannel"]["token"],
        username="amparo",
        password=known.get("password") or secrets.token_hex(16),
        admin_password=secrets.token_hex(16),
        smsc=smsc,
        sender=sender,
        admin_port=ADMIN_PORT,
        send_port=SEND_PORT,
    )


def _gateway(setup: KannelSetup) -> dict[str, str]:
    """What the worker must know to send."""
    return {
        "url": f"http://127.0.0.1:{setup.send_port}/cgi-bin/sendsms",
        "username": setup.username,
        "password": setup.password,
        "sender": setup.sender,
        "report_url": f"{setup.door_url}/intake/kannel/{setup.token}/report",
        "status_url": f"http://127.0.0.1:{setup.admin_port}/status.txt",
    }
