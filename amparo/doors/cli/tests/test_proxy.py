"""`amparo proxy`: a short list, and configurations that keep no record of anyone."""

import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from django.conf import settings

from amparo.doors.cli.proxy import proxy, trusted


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "house.json").write_text(json.dumps({"door": {"id_key": "11"}}))
    monkeypatch.setattr(settings, "DATA", tmp_path)
    monkeypatch.setitem(settings.CONFIG, "bind", "127.0.0.1:8000")
    return tmp_path


def ask(*words: str) -> Result:
    return CliRunner().invoke(proxy, words)


@pytest.mark.usefixtures("data")
def test_the_list_is_kept_and_everybody_is_not_on_it() -> None:
    assert "none" in ask("list").output
    assert ask("add", "127.0.0.1").exit_code == ask("add", "10.0.0.0/8").exit_code == 0
    assert trusted() == ["127.0.0.1/32", "10.0.0.0/8"]
    for wrong in ("0.0.0.0/0", "::/0", "proxy.example.org"):
        assert ask("add", wrong).exit_code == 2
    assert ask("remove", "127.0.0.1").exit_code == 0
    assert ask("remove", "127.0.0.1").exit_code == 1
    assert ask("list").output == "10.0.0.0/8\n"


def test_the_rest_of_the_paper_stays(data: Path) -> None:
    ask("add", "::1")
    assert json.loads((data / "house.json").read_text())["door"]["id_key"] == "11"


@pytest.mark.usefixtures("data")
@pytest.mark.parametrize("kind", ["nginx", "caddy"])
def test_a_configuration_keeps_no_record_and_says_who_asked_afresh(kind: str) -> None:
    said = ask(kind, "--host", "help.example.org").output
    assert "help.example.org" in said and "127.0.0.1:8000" in said and "X-Forwarded-For" in said
    bare = re.sub(r"#.*", "", said)
    assert "$proxy_add_x_forwarded_for" not in bare
    assert "access_log off" in bare or "output discard" in bare
    assert ask(kind, "--host", "a b;").exit_code == 2


@pytest.mark.usefixtures("data")
def test_nginx_understands_it(tmp_path: Path) -> None:
    program = shutil.which("nginx")
    if program is None:
        pytest.skip("nginx is not installed here")
    said = ask("nginx", "--host", "help.example.org").stdout
    bare = re.sub(r"ssl_certificate.*;|listen 443 ssl;|listen \[::\]:443 ssl;", "", said)
    file = tmp_path / "nginx.conf"
    bare = bare.replace("listen 80", "listen 8099").replace("[::]:80", "[::]:8099")
    file.write_text(f"pid {tmp_path}/pid;\nevents {{}}\nhttp {{\n{bare}\n}}\n")
    done = subprocess.run([program, "-t", "-c", str(file)], capture_output=True, check=False)
    assert done.returncode == 0, done.stderr.decode()
