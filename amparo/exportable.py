"""All rows that can leave as a file, in one table. Each area says what of its own may leave."""

from amparo.aid.cases.queries import exported as cases
from amparo.commons.directory import sharing as directory
from amparo.guard.firewall import queries as ledger
from amparo.kernel import audit
from amparo.kernel.outgoing import Source
from amparo.reach.messaging.queries import exported as messaging

_ALL: tuple[Source, ...] = (
    # Who helps where: no person is in it.
    directory.SERVICES,
    # Who wrote to us, without a word of theirs.
    messaging.WAITING,
    messaging.CONVERSATIONS,
    # What became of them, without a word of theirs.
    cases.CASES,
    cases.REFERRALS,
    # What we let out, and what we did.
    ledger.DISCLOSURES,
    audit.LINES,
)

SOURCES: dict[str, Source] = {one.key: one for one in _ALL}
