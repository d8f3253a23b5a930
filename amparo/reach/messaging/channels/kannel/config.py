"""The configuration under which we run Kannel, each line with its reason."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

# In practice for ever: Kannel counts retries, and a message that runs out of them is lost and
# its sender is told "Could not fetch content, sorry."
_RETRIES: Final = 1_000_000_000
# Errors only (Kannel: 0 debug, 1 info, 2 warning, 3 error). At info it writes each text and
# number it serves, at warning those for which it finds no service.
_LOG_LEVEL: Final = 3


@dataclass(frozen=True, slots=True)
class KannelSetup:
    """What differs from house to house. `smsc` is the operator's own group, as they gave it."""

    folder: Path
    door_url: str
    token: str = field(repr=False)
    username: str
    password: str = field(repr=False)
    admin_password: str = field(repr=False)
    smsc: str = ""
    sender: str = ""
    admin_port: int = 13000
    box_port: int = 13001
    send_port: int = 13013
    retry_seconds: int = 5


def fake_smsc(port: int) -> str:
    """A group for Kannel's own pretended network, to try things out."""
    lines = ["group = smsc", "smsc = fake", "smsc-id = fake", f"port = {port}"]
    return "\n".join([*lines, 'connect-allow-ip = "127.0.0.1"', "host = 127.0.0.1"])


def kannel_conf(setup: KannelSetup) -> str:
    """The text of kannel.conf. Kannel reads it once at its start; keep it 0600: it has passwords.

    Start both boxes with `-v 4`: without it they print every text to the terminal or journal.
    """
    _check(setup)
    groups = [_core(setup), setup.smsc or fake_smsc(10000), _box(setup)]
    return "\n\n".join([*groups, _service(setup), _user(setup)]) + "\n"


def _check(setup: KannelSetup) -> None:
    """Nothing, or ValueError: a quotation mark would end the value and begin another line."""
    for name in ("folder", "door_url", "token", "username", "password", "admin_password", "sender"):
        value = str(getattr(setup, name))
        if not value.isprintable() or set(value) & set('"\\'):
            raise ValueError(f"The {name} may hold neither quotation marks nor backslashes.")


def _core(setup: KannelSetup) -> str:
    return f"""\
# Written by Amparo. Start with: bearerbox -v 4 FILE, then smsbox -v 4 FILE.
group = core
admin-port = {setup.admin_port}
admin-interface = 127.0.0.1
admin-password = "{setup.admin_password}"
admin-deny-ip = "*.*.*.*"
admin-allow-ip = "127.0.0.1"
smsbox-port = {setup.box_port}
smsbox-interface = 127.0.0.1
box-deny-ip = "*.*.*.*"
box-allow-ip = "127.0.0.1"
log-file = "{setup.folder}/bearerbox.log"
log-level = {_LOG_LEVEL}
# No access-log anywhere: it writes number and text of every SMS, at every level.
# A crash of bearerbox loses nothing that stands here; what stands here is readable.
store-type = spool
store-location = "{setup.folder}/store"
dlr-storage = internal
# Pieces of a long SMS are handed on as they come, so that they lie sealed with us and not for
# half an hour in Kannel, waiting for a piece that may never arrive. We put them together.
sms-combine-concatenated-mo = false"""


def _box(setup: KannelSetup) -> str:
    return f"""\
group = smsbox
bearerbox-host = 127.0.0.1
sendsms-interface = 127.0.0.1
sendsms-port = {setup.send_port}
sendsms-chars = "0123456789+"
log-file = "{setup.folder}/smsbox.log"
log-level = {_LOG_LEVEL}
# While the door is away or answers 503 the message waits here. Without these two lines it is
# lost at the first failure.
http-request-retry = {_RETRIES}
http-queue-delay = {setup.retry_seconds}
http-timeout = 30
# Errors are never told to the person: an empty answer is not sent, see omit-empty.
reply-couldnotfetch = ""
reply-couldnotrepresent = ""
reply-requestfailed = "\""""


def _service(setup: KannelSetup) -> str:
    return f"""\
group = sms-service
keyword = default
catch-all = true
# A post, never get-url: number and text would stand in the address. %I is Kannel's own id of the
# message; by it a message handed over twice is stored once.
post-url = "{setup.door_url}/intake/kannel/{setup.token}?id=%I"
send-sender = true
# The door's answer is empty and nothing is sent, except while the keys are sealed away: then it
# says "we have your message". max-messages = 0 would swallow that too.
max-messages = 4
omit-empty = true
concatenation = true
accept-x-kannel-headers = true"""


def _user(setup: KannelSetup) -> str:
    sender = f'\ndefault-sender = "{setup.sender}"' if setup.sender else ""
    return f"""\
group = sendsms-user
username = "{setup.username}"
password = "{setup.password}"
user-deny-ip = "*.*.*.*"
user-allow-ip = "127.0.0.1"
max-messages = 10
concatenation = true{sender}"""
