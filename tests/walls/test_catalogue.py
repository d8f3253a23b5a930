"""C31: the catalogue says what the registers declare, and each planted fault is found."""

from collections.abc import Iterator

import psycopg
import pytest

from amparo.doors.cli.catalogue import CHECKS, Connection, findings
from tests.harness import House

# (what the finding says, the fault)
FAULTS = [
    ("reach_message is without row-level", "ALTER TABLE reach_message DISABLE ROW LEVEL SECURITY"),
    ("aid_case is without row-level", "ALTER TABLE aid_case NO FORCE ROW LEVEL SECURITY"),
    ("declared nowhere", "CREATE TABLE more (id uuid)"),
    ("declared nowhere", "CREATE SCHEMA more"),
    ("constant true", "ALTER POLICY amparo_see ON aid_case USING (true)"),
    ("constant true", "CREATE POLICY wide ON aid_case FOR ALL TO amparo_aid WITH CHECK (true)"),
    ("not as generated", "ALTER POLICY amparo_see ON aid_case USING (scope_id IS NOT NULL)"),
    ("not as generated", "ALTER POLICY amparo_door ON reach_envelope TO amparo_door, amparo_aid"),
    ("names no login", "ALTER POLICY amparo_door ON reach_envelope TO PUBLIC"),
    ("amparo_see on aid_case is missing", "DROP POLICY amparo_see ON aid_case"),
    ("security_invoker is off", "CREATE VIEW wide AS SELECT * FROM aid_case"),
    ("keeps rows past every policy", "CREATE MATERIALIZED VIEW wide AS SELECT * FROM aid_case"),
    (
        "SECURITY DEFINER and not on the list",
        "CREATE FUNCTION wide() RETURNS SETOF aid_case LANGUAGE sql SECURITY DEFINER "
        "SET search_path = pg_catalog AS 'SELECT * FROM public.aid_case'",
    ),
    ("without a search_path", "ALTER FUNCTION amparo_actor() RESET search_path"),
    (
        "is LEAKPROOF",
        "CREATE FUNCTION quick(text) RETURNS bool LANGUAGE sql LEAKPROOF AS 'SELECT true'",
    ),
    ("was marked LEAKPROOF", "ALTER FUNCTION texticlike(text, text) LEAKPROOF"),
    ("amparo_aid passes by every policy", "ALTER ROLE amparo_aid BYPASSRLS"),
    ("amparo_aid passes by every policy", "ALTER ROLE amparo_aid SUPERUSER"),
    ("may make logins", "ALTER ROLE amparo_aid CREATEROLE"),
    ("is a member of pg_read_all_data", "GRANT pg_read_all_data TO amparo_aid"),
    ("amparo_aid owns something", "ALTER TABLE aid_case OWNER TO amparo_aid"),
    ("amparo_more is declared nowhere", "CREATE ROLE amparo_more LOGIN"),
    ("amparo_reach may SELECT aid_case", "GRANT SELECT ON aid_case TO amparo_reach"),
    ("amparo_aid may DELETE aid_case", "GRANT DELETE ON aid_case TO amparo_aid"),
    ("amparo_aid may not UPDATE aid_case", "REVOKE UPDATE ON aid_case FROM amparo_aid"),
    ("amparo_aid may SELECT amparo_login", "GRANT SELECT ON amparo_login_secret TO amparo_aid"),
    ("amparo_reach may SELECT procrast", "GRANT SELECT ON procrastinate_jobs TO amparo_reach"),
    ("may SELECT aid_case.state", "GRANT SELECT (state) ON aid_case TO amparo_reach"),
    ("may UPDATE reach_envelope.state", "GRANT UPDATE (state) ON reach_envelope TO amparo_door"),
    ("amparo_door may SELECT reach_env", "GRANT SELECT ON reach_envelope TO amparo_door"),
    (
        "may not INSERT reach_envelope.head",
        "REVOKE INSERT (head) ON reach_envelope FROM amparo_door",
    ),
    ("PUBLIC was granted something", "GRANT SELECT ON aid_case TO PUBLIC"),
    ("PUBLIC was granted something", "CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT 1'"),
    ("stranger was granted", "CREATE ROLE stranger; GRANT SELECT ON aid_case TO stranger"),
    ("may CREATE in schema public", "GRANT CREATE ON SCHEMA public TO amparo_aid"),
    ("may TEMP in the database", "GRANT TEMP ON DATABASE {database} TO amparo_aid"),
    ("may use the sequence", "GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO amparo_aid"),
    ("may use the sequence", "GRANT UPDATE ON ALL SEQUENCES IN SCHEMA public TO amparo_backup"),
    ("may run procrastinate", "GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA public TO amparo_aid"),
    (
        "amparo_door may run amparo_publish",
        "GRANT EXECUTE ON FUNCTION amparo_publish TO amparo_door",
    ),
    ("may not run amparo_context", "REVOKE EXECUTE ON FUNCTION amparo_context FROM amparo_reach"),
    ("still to come", "ALTER DEFAULT PRIVILEGES GRANT SELECT ON TABLES TO amparo_aid"),
    ("somebody's own", "CREATE UNIQUE INDEX wide ON aid_case (reference)"),
    ("somebody's own", "CREATE UNIQUE INDEX wide ON reach_contact (lower(language))"),
    ("somebody's own", "CREATE UNIQUE INDEX wide ON reach_situation (place, opened_at)"),
    ("somebody's own", "CREATE UNIQUE INDEX wide ON aid_attachment_page (number, width)"),
    ("script_step.step may stand", "ALTER TABLE reach_script_step DROP CONSTRAINT script_once"),
    ("is registered as sealed", "ALTER TABLE aid_case ALTER sealed_wish TYPE text USING ''"),
]


@pytest.fixture
def owner(stage: House) -> Iterator[Connection]:
    """The owner's connection; whatever is planted on it never happened."""
    with psycopg.connect(stage.owner) as connection:
        yield connection
        connection.rollback()


def test_it_finds_nothing_in_the_house(owner: Connection) -> None:
    assert findings(owner) == []


@pytest.mark.parametrize(("says", "fault"), FAULTS, ids=[fault[:70] for _, fault in FAULTS])
def test_it_finds_a_planted_fault(owner: Connection, says: str, fault: str) -> None:
    owner.execute(fault.format(database=f'"{owner.info.dbname}"').encode())
    assert any(says in one for one in findings(owner)), findings(owner)


def test_it_lets_a_view_of_the_asker_pass(owner: Connection) -> None:
    owner.execute("CREATE VIEW narrow WITH (security_invoker = true) AS SELECT id FROM aid_case")
    assert not [one for one in findings(owner) if "security_invoker" in one]


def test_it_leaves_the_database_as_it_was(owner: Connection) -> None:
    findings(owner)
    left = owner.execute(
        "SELECT count(*) FROM pg_class WHERE relname LIKE 'amparo_check%'"
    ).fetchone()
    assert left == (0,)


def test_it_has_a_fault_for_every_check(owner: Connection) -> None:
    silent = set(CHECKS)
    for _, fault in FAULTS:
        with owner.transaction(force_rollback=True):
            owner.execute(fault.format(database=f'"{owner.info.dbname}"').encode())
            silent -= {check for check in silent if list(check(owner))}
    assert not silent
