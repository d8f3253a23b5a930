"""A shift: messages come in at the door while three officers take and answer in their browsers.

Everything that was shown and said is kept, to be held against the rows and the audit afterwards.
"""

import asyncio
import os
import random
from pathlib import Path

from playwright.async_api import async_playwright

from amparo.doors.cli import replay_file, replay_send
from amparo.doors.cli.replay_file import Row
from amparo.reach.messaging.channels.inbound import envelope_id
from tests.browser.chrome import ARGUMENTS, CHROMIUM
from tests.browser.officer import Officer, Shift
from tests.harness import House

RATE, SECONDS_AFTER = 5.0, 15.0
FILE = "messages/disaster_messages_train.csv.gz"
_WANT = ("dlo", "manje", "doktè", "yon kote pou dòmi", "medikaman", "yon tant")
_WHERE = ("Delmas", "Jacmel", "Delmas 33", "yon lekòl", "bò legliz la")


def messages(count: int) -> list[Row]:
    """Real ones where the place of test data has them, invented ones elsewhere."""
    file = Path(os.environ.get("AMPARO_TEST_DATA", "/nonexistent")) / FILE
    if file.is_file():
        return replay_file.rows(file, "original", count)
    dice = random.Random(7)
    return [Row(n, f"shift-{n}", replay_file.sender(n), _invented(dice, n)) for n in range(count)]


def _invented(dice: random.Random, number: int) -> str:
    want, where = dice.sample(_WANT, 2), dice.choice(_WHERE)
    return f"Bonjou, nou se {2 + number % 9} moun, nou bezwen {want[0]} ak {want[1]} nan {where}."


def run(url: str, house: House, officers: dict[str, str], count: int) -> Shift:
    """The shift with these officers (name and session), over when all came in and a little more."""
    return asyncio.run(_run(url, house, officers, messages(count)))


async def _run(url: str, house: House, officers: dict[str, str], rows: list[Row]) -> Shift:
    shift = Shift()
    id_key = bytes.fromhex(house.config["door"]["id_key"])
    shift.envelopes = {row.id: envelope_id(id_key, "json", row.id) for row in rows}
    async with async_playwright() as play:
        browser = await play.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        work = [
            asyncio.create_task(Officer(shift, url, name).work(browser, token))
            for name, token in officers.items()
        ]
        sent = await asyncio.to_thread(_send, url, house, rows)
        shift.acknowledged, shift.refused = sent.acknowledged, len(sent.refused)
        await asyncio.sleep(SECONDS_AFTER)
        shift.over = True
        await asyncio.gather(*work)
        await browser.close()
    return shift


def _send(url: str, house: House, rows: list[Row]) -> replay_send.Sent:
    secret = house.config["door"]["channels"]["json"]["secret"].encode()
    return replay_send.send(
        rows,
        lambda row: replay_file.as_json(row, secret),
        url,
        rate=RATE,
        done=lambda row: None,
    )
