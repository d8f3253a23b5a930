"""Sets everything up in .venv, once: `python3 requirements/install.py run` (or `test`).

Runs on the system's own Python and says the one line to type when something is missing. What is
done already is not done again: a mark in .venv holds the hash of what was asked for.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
OLDEST = (3, 11)
# What the tests drive besides Python; without them those tests are skipped and say so.
DEBIAN = ("git", "kannel", "kannel-extras", "chromium", "fonts-noto-core")


def say(text: str) -> None:
    """One line, at once."""
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def stop(what: str, line: str) -> None:
    """The end, with the one line to type."""
    sudo = "" if os.geteuid() == 0 else "sudo "
    raise SystemExit(f"{what}\nType: {sudo}{line}")


def runs(python: str, code: str) -> bool:
    """Whether this Python gets through the code."""
    done = subprocess.run([python, "-c", code], check=False, stderr=subprocess.DEVNULL)
    return done.returncode == 0


def check_python() -> None:
    """The system has what only the system can give."""
    if sys.version_info < OLDEST:
        have = ".".join(map(str, sys.version_info[:2]))
        stop(f"Python 3.11 or newer is needed; this is {have}.", "apt install python3")
    if not runs(sys.executable, "import ensurepip, venv"):
        stop("python3-venv is missing.", "apt install python3-venv")


def make_venv() -> None:
    """.venv has a Python that runs; one left by an older Python is made anew."""
    if not (PYTHON.exists() and runs(str(PYTHON), "import pip")):
        say("Making .venv")
        subprocess.run([sys.executable, "-m", "venv", "--clear", VENV], check=True)


def pip(*arguments: str, total: int = 0) -> None:
    """pip has done it; with a counter when `total` packages are to come."""
    command = [str(PYTHON), "-m", "pip", "install", "--disable-pip-version-check", "--no-deps"]
    process = subprocess.Popen([*command, *arguments], stdout=subprocess.PIPE, text=True)
    assert process.stdout
    done = 0
    for line in process.stdout:
        if total and line.startswith(("Collecting ", "Requirement already")):
            done += 1
            progress(done, total)
    if process.wait():
        raise SystemExit(
            "The packages could not be installed; what was there before still is. "
            "If the network was away, run the same command again."
        )


def progress(done: int, total: int) -> None:
    """A counter: in place on a screen, a line now and then in a log."""
    last = done == total
    if sys.stdout.isatty():
        sys.stdout.write(f"\r  {done} of {total} packages{', unpacking' if last else ''}")
        sys.stdout.write("\n" if last else "")
        sys.stdout.flush()
    elif last or done % 20 == 0:
        say(f"  {done} of {total} packages{', unpacking' if last else ''}")


def wanted(kind: str) -> str:
    """The hash of everything that decides what lies in .venv."""
    names = [ROOT / "requirements" / f"{kind}.txt", ROOT / "pyproject.toml"]
    said = b"".join(name.read_bytes() for name in names) + sys.version.encode()
    return hashlib.sha256(said + str(ROOT).encode()).hexdigest()


def install(kind: str) -> None:
    """Every package of the lock is in .venv, and so is the project itself."""
    lock, mark = ROOT / "requirements" / f"{kind}.txt", VENV / f".{kind}"
    if mark.exists() and mark.read_text() == wanted(kind) and PYTHON.exists():
        return
    check_python()
    make_venv()
    total = sum("==" in line for line in lock.read_text().splitlines())
    say(f"Installing {total} packages into .venv, checked against requirements/{kind}.txt")
    pip("--require-hashes", "-r", str(lock), total=total)
    say("Installing Amparo itself")
    pip("--quiet", "--no-index", "--no-build-isolation", "-e", str(ROOT))
    mark.write_text(wanted(kind))
    if kind == "test":
        (VENV / ".run").write_text(wanted("run"))


def compile_catalogues() -> None:
    """Every translation is there as the program reads it."""
    for source in sorted((ROOT / "amparo").rglob("*.po")):
        target = source.with_suffix(".mo")
        if target.exists() and target.stat().st_mtime >= source.stat().st_mtime:
            continue
        pybabel = str(VENV / "bin" / "pybabel")
        command = [pybabel, "compile", "-i", str(source), "-o", str(target)]
        done = subprocess.run(command, check=False, capture_output=True, text=True)
        if done.returncode:
            raise SystemExit(f"{source.relative_to(ROOT)} can not be read:\n{done.stderr}")


def install_debian() -> None:
    """On a test machine of ours (root, CI=true) the programs that tests drive are there."""
    apt = shutil.which("apt-get")
    if os.environ.get("CI") != "true" or os.geteuid() != 0 or apt is None:
        return
    listed = subprocess.run(
        ["dpkg-query", "-W", "-f", "${Package} ${Status}\n", *DEBIAN],
        check=False,
        capture_output=True,
        text=True,
    ).stdout
    missing = [name for name in DEBIAN if f"{name} install ok installed" not in listed]
    if not missing:
        return
    say(f"Installing what the tests drive: {' '.join(missing)}")
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    subprocess.run([apt, "update", "-qq"], check=False, env=quiet, stdout=subprocess.DEVNULL)
    for name in missing:
        command = [apt, "install", "-y", "-qq", "--no-install-recommends", name]
        if subprocess.run(command, check=False, env=quiet, stdout=subprocess.DEVNULL).returncode:
            say(f"  {name} could not be installed: the tests that need it are skipped")


def main() -> None:
    """All that `make run` or `make test` needs is there."""
    kind = sys.argv[1]
    if kind == "test":
        install_debian()
    install(kind)
    compile_catalogues()


if __name__ == "__main__":
    main()
