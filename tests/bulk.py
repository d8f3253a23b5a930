"""Many rows at once, made by PostgreSQL itself: for sizes, not for reading."""

import h3
import psycopg

from tests.cast import LINE
from tests.harness import House

FILL = """
INSERT INTO reach_conversation (id, scope_id, reference, channel, state, language, language_sure,
    answer_language, needs, needs_decided, urgency, urgency_decided, cell, place_decided,
    sealed_notes, cover, own_phone, safe_hours, question, helped, opened_at, last_in_at,
    waiting_since, messages_in{more})
SELECT gen_random_uuid(), %s, upper(substr(md5(n::text), 1, 6)), 'kannel', 'received',
    (ARRAY['ht', 'ar', 'am', 'en', 'es', 'tl'])[1 + n %% 6], true, '',
    ARRAY[(ARRAY['water', 'food', 'doctor', 'shelter'])[1 + n %% 4], 'rescue'], false, n %% 5,
    false, (%s::bigint[])[1 + n %% %s], false, '', false, false, ARRAY[]::varchar[], '', '',
    now() - n * interval '1 second', now() - n * interval '1 second',
    CASE WHEN n %% 10 = 0 THEN now() - n * interval '1 second' END, 1{values}
FROM generate_series(1, %s) AS n
"""
# Some 4,000 places around a town.
_CELLS = [h3.str_to_int(one) for one in h3.grid_disk(h3.latlng_to_cell(18.55, -72.3, 7), 36)]


def conversations(house: House, rows: int) -> None:
    """So many conversations, as the line sees them; no text is sealed: none is read."""
    with psycopg.connect(house.owner, autocommit=True) as connection:
        more, values = _more(connection)
        connection.execute(
            FILL.format(more=more, values=values).encode(), [LINE, _CELLS, len(_CELLS), rows]
        )
        connection.execute("VACUUM ANALYZE reach_conversation")


def _more(connection: psycopg.Connection) -> tuple[str, str]:
    """Columns of the table that must have a value and are not among those above."""
    rows = connection.execute(
        "SELECT column_name, data_type FROM information_schema.columns WHERE table_name = "
        "'reach_conversation' AND is_nullable = 'NO' AND column_default IS NULL AND "
        "is_generated = 'NEVER'"
    ).fetchall()
    empty = {"bytea": "''", "boolean": "false", "ARRAY": "'{}'", "jsonb": "'{}'"}
    numbers = {"smallint", "integer", "bigint"}
    left = [(name, kind) for name, kind in rows if name not in FILL]
    said = ["0" if kind in numbers else empty.get(kind, "''") for _, kind in left]
    return "".join(f", {name}" for name, _ in left), "".join(f", {one}" for one in said)
