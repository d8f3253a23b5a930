"""The one list of exemptions from the rules of the house, each with its reason.

An entry that no longer exempts anything fails the build: the list only gets shorter.
"""

# --- Entrances: modules that other areas may import besides actions, queries, events, … ---

ENTRANCES = {
    "amparo.reach.messaging.channels": "pure: bytes and headers in, a dataclass out",
    "amparo.reach.messaging.envelopes": "the names under which readers and senders are woken",
    "amparo.reach.messaging.setting": "what the worker knows of a crisis, read once for a batch",
    "amparo.aid.cases.handover": "preview and refer: an action that asks the firewall",
    "amparo.reach.messaging.web": "the request and the receipt of the public pages",
    "amparo.reach.messaging.concerns": "plain words: what may be seen from outside",
    "amparo.guard.vault.held": "two plain dataclasses: what is sealed, and where it belongs",
    "amparo.guard.accounts.roles": "the page a lawyer reads: names of roles and what they may do",
    "amparo.commons.directory.states": "kinds of organisation: the firewall refuses State bodies",
}

# (importer, imported): one edge only.
EDGES = {
    ("amparo.guard.firewall.actions", "amparo.guard.vault.models"): (
        "only the firewall opens the vault, and consent is read in the ledger's own transaction"
    ),
    ("amparo.guard.firewall.actions", "amparo.guard.vault.keys"): (
        "only the vault and the firewall ask the keyholder"
    ),
    ("amparo.guard.firewall.actions", "amparo.commons.directory.models"): (
        "the receiver's kind is read in the ledger's own transaction; rooms do not nest"
    ),
    ("amparo.aid.cases.handover.turns", "amparo.guard.firewall.rules"): (
        "NothingLeaves: the next in turn is asked when the firewall refuses one"
    ),
    ("amparo.aid.cases.handover.sending", "amparo.guard.firewall.rules"): (
        "NothingLeaves: the refusal, in the firewall's own words"
    ),
    ("amparo.reach.calls.rules", "amparo.reach.messaging.rules"): (
        "the parts of the day, said in one place: when it is safe to call"
    ),
    ("amparo.doors.cli.demo.deeds", "amparo.guard.firewall.rules"): (
        "the demo shows a refusal, and goes on"
    ),
}

# What the intake door may load besides itself; everything else needs a line here.
INTAKE = {
    "amparo.kernel.sealed": "it seals",
    "amparo.keyholder.status": "whether the keys are sealed, asked without a token",
    "amparo.keyholder.wire": "the frame of that question",
    "amparo.keyholder.errors": "what the frame may say instead",
    "amparo.kernel.clock": "the day decides the key",
    "amparo.kernel.errors": "what verify and parse raise",
    "amparo.reach.messaging.channels.inbound": "what a door hands in",
    "amparo.reach.messaging.channels.json.verify": "a signature",
    "amparo.reach.messaging.channels.json.parse": "a message",
    "amparo.reach.messaging.channels.kannel.verify": "a token",
    "amparo.reach.messaging.channels.kannel.parse": "a message",
    "amparo.reach.messaging.channels.kannel.status": "a delivery report comes in by the door, too",
    "amparo.reach.messaging.channels.kannel.send": "which letters fit one SMS; sends nothing here",
}

# --- Sizes: path or path:function, with the reason and the size it may have. ---

LONG_FILES: dict[str, tuple[int, str]] = {}
LONG_FUNCTIONS: dict[str, tuple[int, str]] = {}
MANY_PARENTS: dict[str, str] = {}

# --- Habits ---

LATE_IMPORTS = {
    "conftest.py": "Django is set up before anything of ours may be imported",
    "tests/harness.py": "imported before Django is set up",
}

# Who may reach a database by another way than `with room(…)` and the ORM.
OWN_CONNECTION = {
    "amparo/kernel/rooms.py": "is the room",
    "amparo/doors/intake/__main__.py": "the door's own login: it inserts and can read nothing",
    "amparo/doors/cli/walls.py": "the owner raises the walls",
    "amparo/doors/cli/postgres.py": "starts the server and makes the database",
    "amparo/doors/cli/stamp.py": "the owner's database remembers which version it is of",
    "amparo/doors/cli/versions.py": "which migrations a database has, before Django is loaded",
    "amparo/doors/cli/backups/take.py": "one snapshot for a dump and what is counted in it",
    "amparo/doors/cli/backups/filling.py": "the owner fills the database of a house to be",
    "amparo/doors/cli/up.py": "waits for the owner's database",
    "amparo/doors/cli/check.py": "reads the catalogue as the owner",
    "amparo/doors/worker/listen.py": "LISTEN: is woken, reads no row",
    "amparo/doors/cli/demo/news.py": "the jobs login: delivers the demo's events, sees no room",
}


# --- Tables ---

# A time without a who: the doer is always the same, or stands in the audit line only.
NO_WHO = {
    "made_at": "of staff, contacts: the audit line says who",
    "updated_at": "an import or an editor: the audit line says who",
    "free_at": "as `updated_at`",
    "used_at": "the owner of the credential",
    "started_at": "the owner of the session",
    "seen_at": "the owner of the session",
    "expires_at": "a clock",
    "due_at": "a clock",
    "answer_due_at": "a clock",
    "question_at": "the machine asks",
    "handled_at": "the machine",
    "received_at": "the door, or the handover",
    "opened_at": "of a conversation: the person who wrote",
    "last_in_at": "the person who wrote",
    "first_answer_at": "the message itself names its author",
    "delivery_at": "the gateway",
    "heard_at": "the gateway",
    "failed_at": "the gateway",
    "given_at": "the person who agreed; `recorded_by_id` says who wrote it down",
    "withdrawn_at": "the person who agreed",
    "stopped_at": "the person who asked us to stop",
    "taken_back_at": "the person who wrote",
    "Envelope.taken_at": "the worker",
    "Alarm.raised_at": "the clock",
    "Alarm.ended_at": "the clock, or `taken_by_id`",
    "Shift.starts_at": "a clock; `planned_by_id` says who planned it",
    "Shift.ends_at": "a clock; `planned_by_id` says who planned it",
    "Order.linked_at": "the worker",
    "Order.ends_at": "a clock",
    "Order.revoked_at": "the person herself, the clock, or a newer code",
    "ExportJob.finished_at": "the worker, or the asker who cancelled it",
    "Session.ended_at": "the owner, or the audit line says who",
    "Referral.answered_at": "the receiver's row says who",
    "Referral.ended_at": "the receiver's row says who",
    "Received.ended_at": "the audit line says who",
    "Received.reminded_at": "the worker's clock",
    "Referral.late_at": "the worker's clock",
    "Ticket.ended_at": "who took the referral back, or made a newer link: the audit line says who",
    "Alarm.remind_at": "a clock",
}
