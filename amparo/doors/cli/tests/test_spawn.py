"""Nothing outlives the one who started it."""

import os
import resource
import select
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest

import amparo
from amparo.doors.cli.postgres import throwaway
from amparo.doors.cli.spawn import clean_environment, spawn

ROOT = str(Path(amparo.__file__).parents[1])

# Starts two children that hold the pipe, and one of them is deaf to being asked.
PARENT = """
import sys
from amparo.doors.cli.spawn import clean_environment, spawn
pipe = int(sys.argv[1])
for script in (
    "import signal; print('up', flush=True); signal.pause()",
    "import signal\\nfor n in (1, 2, 15): signal.signal(n, signal.SIG_IGN)\\n"
    "print('up', flush=True)\\nwhile True: signal.pause()",
):
    command = [sys.executable, "-c", script]
    spawn(command, env=clean_environment(), output=None, pass_fds=(pipe,))
sys.stdin.read()
"""

# Starts one child that says by which signal it went.
GENTLE = """
import signal, sys
from amparo.doors.cli.spawn import clean_environment, spawn
pipe = int(sys.argv[1])
inner = f'''
import os, signal
def gently(*_):
    os.write({pipe}, b"gently")
    raise SystemExit
signal.signal(signal.SIGTERM, gently)
print("up", flush=True)
signal.pause()
'''
spawn(
    [sys.executable, "-c", inner],
    env=clean_environment(), output=None, pass_fds=(pipe,), dies_by=signal.SIGTERM,
)
sys.stdin.read()
"""

# Runs a server in the folder, and says when it serves.
SERVER = """
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from amparo.doors.cli.postgres import Postgres
data, sockets, password = sys.argv[1:]
Postgres(Path(data), Path(sockets), owner_password=password).start()
print("up", flush=True)
sys.stdin.read()
"""


@contextmanager
def run(
    script: str, *arguments: str, pass_fds: tuple[int, ...] = ()
) -> Iterator[subprocess.Popen[bytes]]:
    with subprocess.Popen(
        [sys.executable, "-c", script, *arguments],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": ROOT},
        pass_fds=pass_fds,
    ) as process:
        try:
            yield process
            process.wait(20)
        finally:
            process.kill()


def end_of(pipe: int) -> bool:
    """True once nobody holds the other end any more; False after 20 s."""
    return bool(select.select([pipe], [], [], 20)[0]) and os.read(pipe, 1) == b""


def still_open(pipe: int) -> bool:
    return not select.select([pipe], [], [], 0)[0]


def test_a_killed_parent_leaves_no_child() -> None:
    read, write = os.pipe()
    with run(PARENT, str(write), pass_fds=(write,)) as parent:
        os.close(write)
        assert parent.stdout is not None
        assert [parent.stdout.readline() for _ in range(2)] == [b"up\n"] * 2
        assert still_open(read)
        parent.kill()
        assert end_of(read)
    os.close(read)


def test_a_killed_parent_leaves_no_server() -> None:
    with throwaway() as server:
        server.stop()
        arguments = (str(server.data), str(server.sockets), server.owner_password)
        with run(SERVER, *arguments) as parent:
            assert parent.stdout is not None
            assert parent.stdout.readline() == b"up\n"
            with psycopg.connect(server.address()) as connection:
                connection.execute("CREATE TABLE kept AS SELECT 1 AS x")
            parent.kill()
        server.start()  # which a living predecessor would refuse
        with psycopg.connect(server.address()) as connection:
            assert connection.execute("SELECT x FROM kept").fetchone() == (1,)


def test_a_child_whose_parent_is_gone_already_does_not_begin(tmp_path: Path) -> None:
    script = (
        "import signal\nfrom amparo.doors.cli.spawn import tie_to_parent\n"
        "tie_to_parent(1 << 22, signal.SIGKILL)\nprint('began')\n"
    )
    with run(script) as child:
        assert child.stdout is not None
        assert child.stdout.read() == b""
    assert child.returncode == 1


def test_a_child_leaves_no_core_file_and_leads_its_own_group() -> None:
    script = (
        "import os, resource\n"
        "assert resource.getrlimit(resource.RLIMIT_CORE) == (0, 0)\n"
        "assert os.getpgrp() == os.getpid()\n"
    )
    command = [sys.executable, "-c", script]
    assert spawn(command, env=clean_environment(), output=None).wait(20) == 0
    assert resource.getrlimit(resource.RLIMIT_CORE)[1] != 0


def test_no_secret_of_the_shell_goes_along(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://boss:s3cret@db/help")
    monkeypatch.setenv("PGPASSWORD", "s3cret")
    assert "s3cret" not in str(clean_environment(A="b"))
    assert clean_environment(A="b")["A"] == "b"


def test_a_child_may_be_told_gently() -> None:
    read, write = os.pipe()
    with run(GENTLE, str(write), pass_fds=(write,)) as parent:
        os.close(write)
        assert parent.stdout is not None
        assert parent.stdout.readline() == b"up\n"
        parent.kill()
        assert os.read(read, 10) == b"gently"
    os.close(read)
