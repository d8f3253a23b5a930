"""`amparo replay FILE --rate N`: a message file goes through the real door, to the last one."""

import json
import statistics
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any, Literal

import click
from django.conf import settings

from amparo.commons.crises import queries as crises
from amparo.doors.cli import replay_file, replay_send
from amparo.doors.cli.replay_file import FileError, Request, Row
from amparo.doors.cli.replay_watch import Watch
from amparo.guard.accounts import queries as accounts
from amparo.kernel.authority import Actor, machine
from amparo.reach.messaging import figures
from amparo.reach.messaging.channels.inbound import envelope_id

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
SHOWN = 10  # refused rows that are printed


@dataclass(frozen=True, slots=True)
class Papers:
    """What is needed to speak to the door, and to know its envelopes again."""

    url: str
    id_key: bytes = field(repr=False)
    secret: bytes = field(repr=False)
    token: str = field(repr=False)


@click.command()
@click.argument("file", type=FILE)
@click.option(
    "--rate", type=click.FloatRange(0.1), default=50.0, show_default=True, help="A second."
)
@click.option("--column", default="original", show_default=True, help="Where the text stands.")
@click.option("--limit", type=click.IntRange(1), help="Only the first so many.")
@click.option("--channel", type=click.Choice(["json", "kannel"]), default="json", show_default=True)
@click.option("--patience", default=120.0, show_default=True, help="Seconds without progress.")
@click.option("--yes", is_flag=True, help="Even into a line that holds other conversations.")
def replay(
    file: Path,
    rate: float,
    column: str,
    limit: int | None,
    channel: Literal["json", "kannel"],
    patience: float,
    yes: bool,
) -> None:
    """Send a message file (.csv, .csv.gz) through the door and account for every message."""
    viewer, line = _line()
    papers = _papers()
    try:
        found = replay_file.rows(file, column, limit)
    except FileError as wrong:
        raise click.ClickException(f"{wrong} Nothing was sent.") from None
    ids = {row.id: envelope_id(papers.id_key, channel, row.id) for row in found}
    before = figures.understood(viewer, list(ids.values()))
    known = figures.read_in(viewer, list(ids.values()))
    _check_empty(viewer, before, yes)
    _check_gateway(channel)
    click.echo(f"{len(found):,} messages of {file.name} go to {papers.url}, line «{line}».")
    with Watch(partial(figures.read_in, viewer), known) as watch:
        sent = _send(found, papers, channel, rate, lambda row: watch.acknowledged(ids[row.id]))
        _wait(watch, len(sent.acknowledged), patience)
    after = figures.understood(viewer, [ids[one] for one in sent.acknowledged])
    for line_of_text in report(sent, before.stored, after, watch.seconds):
        click.echo(line_of_text)
    if sent.refused or not whole(sent, after):
        raise click.exceptions.Exit(1)


def _line() -> tuple[Actor, str]:
    """The line that answers for the current crisis, as the machine that serves it."""
    crisis = crises.current("en")
    line = accounts.line_of(crisis.id if crisis else None)
    if crisis is None or line is None:
        missing = "amparo crisis add" if crisis is None else "amparo line add"
        raise click.ClickException(
            "This house has no crisis with a line yet, so nothing would be read. "
            f"Make one: `{missing}`. Nothing was sent."
        )
    return machine([line]), accounts.line_names()[line]


def _papers() -> Papers:
    """From DIR/house.json: only the administrator's own command may know the door's key."""
    born: dict[str, Any] = json.loads((settings.DATA / "house.json").read_text())["door"]
    channels = born["channels"]
    return Papers(
        address(str(settings.CONFIG["bind"])),
        bytes.fromhex(born["id_key"]),
        channels["json"]["secret"].encode(),
        channels["kannel"]["token"],
    )


def address(bind: str) -> str:
    """Where a door that is bound so can be reached from this machine."""
    host, _, port = bind.rpartition(":")
    host = {"0.0.0.0": "127.0.0.1", "[::]": "[::1]"}.get(host, host)  # noqa: S104
    return f"http://{host}:{port}"


def _check_empty(viewer: Actor, before: figures.Understood, yes: bool) -> None:
    others = figures.conversations(viewer) - len(before.conversations)
    if others > 0 and not yes:
        raise click.ClickException(
            f"This line holds {others:,} conversations that do not come from this file. A replay "
            "would put invented ones among them, and people answer there. Nothing was sent. "
            "Take a house of its own, or say --yes."
        )


def _check_gateway(channel: str) -> None:
    if channel == "kannel" and settings.CONFIG.get("gateways", {}).get("kannel"):
        raise click.ClickException(
            "This house has a gateway: its acknowledgements would be sent as SMS, and paid for. "
            "Nothing was sent. Use --channel json, or a house without a gateway."
        )


def _send(
    found: Sequence[Row],
    papers: Papers,
    channel: str,
    rate: float,
    on_acknowledged: Callable[[Row], None],
) -> replay_send.Sent:
    def request(row: Row) -> Request:
        if channel == "json":
            return replay_file.as_json(row, papers.secret)
        return replay_file.as_kannel(row, papers.token)

    with click.progressbar(length=len(found), label="acknowledged") as bar:

        def done(row: Row | None) -> None:
            bar.update(1)
            if row is not None:
                on_acknowledged(row)

        return replay_send.send(found, request, papers.url, rate=rate, done=done)


def _wait(watch: Watch, acknowledged: int, patience: float) -> None:
    with click.progressbar(length=acknowledged, label="understood  ") as bar:
        watch.wait(lambda count: bar.update(count - bar.pos), patience)


def whole(sent: replay_send.Sent, after: figures.Understood) -> bool:
    """Whether everything that was acknowledged is stored, read and with people."""
    number = len(sent.acknowledged)
    return after.stored == number and after.messages + after.unreadable == number


def report(
    sent: replay_send.Sent, stored_before: int, after: figures.Understood, seconds: Sequence[float]
) -> list[str]:
    """What a person reads at the end."""
    number = len(sent.acknowledged)
    lines = [
        f"acknowledged    {number:,} ({len(sent.refused):,} refused, "
        f"{sent.again:,} times asked to come again), {sent.rate:.0f} a second",
        f"stored          {after.stored:,}, each once; {stored_before:,} of them before this",
        f"understood      {after.messages:,}; {after.unreadable:,} not readable, "
        f"{after.unread:,} not read yet",
        f"in the queue    {after.waiting:,} messages in {len(after.conversations):,} conversations",
        f"not made out    language {after.no_language:,} · need {after.no_need:,} · "
        f"place {after.no_place:,} · number {after.no_number:,}",
        f"languages       {_most(after.languages)}",
        f"needs           {_most(after.needs)}",
        f"door answered   {_times(sent.seconds)}",
        f"then in queue   {_times(seconds)}",
    ]
    lines += [f"row {row.number}: {why}" for row, why in sent.refused[:SHOWN]]
    if not whole(sent, after):
        lines.append("NOT EVERYTHING ARRIVED. Keep this house as it is and report it.")
    return lines


def _most(counted: Counter[str]) -> str:
    return " · ".join(f"{name} {count:,}" for name, count in counted.most_common(8)) or "none"


def _times(seconds: Sequence[float]) -> str:
    """Percentiles in milliseconds; the queue is looked at ten times a second."""
    if len(seconds) < 2:
        return "not measured"
    cut = statistics.quantiles(seconds, n=100, method="inclusive")
    p50, p95, p99 = (1000 * cut[at - 1] for at in (50, 95, 99))
    most = 1000 * max(seconds)
    return f"p50 {p50:.0f} ms, p95 {p95:.0f} ms, p99 {p99:.0f} ms, longest {most:.0f} ms"
