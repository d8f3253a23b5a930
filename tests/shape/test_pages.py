"""The documents can be built as pages, and every link between them leads somewhere."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


def build(root: Path, out: Path) -> str:
    """What Sphinx complains of in the documents under this root; nothing when all is well."""
    said = subprocess.run(
        [
            *(sys.executable, "-m", "sphinx", "-q", "-W", "--keep-going", "-b", "html"),
            *("-c", str(ROOT / "docs"), "-d", str(out / "trees"), str(root), str(out / "pages")),
        ],
        capture_output=True,
        text=True,
        check=False,
    )
    return said.stderr if said.returncode else ""


def test_it_builds_every_page_and_finds_no_dead_link(tmp_path: Path) -> None:
    assert build(ROOT, tmp_path) == ""
    assert (tmp_path / "pages/docs/map.html").exists()


@pytest.mark.parametrize("fault", ["[x](gone.md)", "[x](#gone)"])
def test_it_sees_a_link_that_leads_nowhere(tmp_path: Path, fault: str) -> None:
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs/index.md").write_text(f"# A page\n\n{fault}\n")
    assert "target not found" in build(tmp_path, tmp_path / "out")
