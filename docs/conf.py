"""How the pages under docs/ become a small site: `make docs`, read in build/docs/index.html."""

from pathlib import Path

from pygments.lexers.special import TextLexer
from sphinx.application import Sphinx

project = "Amparo"
author = "The people of Amparo"
extensions = ["myst_parser"]
# Links between pages are files, so that they also work where the repository is read as files.
root_doc = "docs/index"
include_patterns = ["README.md", "DEVELOPERS.md", "CHANGELOG.md", "docs/**"]
myst_heading_anchors = 3
# A link to a missing page or heading is an error, not a hint (`-W`).
nitpicky = True
suppress_warnings: list[str] = []
html_theme = "furo"
html_title = "Amparo"
html_static_path: list[str] = []
html_copy_source = html_show_sphinx = html_show_copyright = False
# What stands in blocks is mostly typed at a terminal.
highlight_language = "text"
# Nobody who reads help about help should call at a third party's server.
html_theme_options: dict[str, object] = {"footer_icons": []}
version = next(
    line.split('"')[1]
    for line in (Path(__file__).parent.parent / "pyproject.toml").read_text().splitlines()
    if line.startswith("version")
)


def setup(app: Sphinx) -> None:
    """State diagrams are drawn where the repository is read; here their text stands."""
    app.add_lexer("mermaid", TextLexer)
