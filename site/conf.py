"""Sphinx configuration: shows the committed outputs of the notebooks and runs nothing.

helpers/pages.py assembles the source and gives the title, the footer's words and the files to copy.
"""

import html
import re
from pathlib import Path

from docutils import nodes
from myst_nb.sphinx_ import HideCodeCellNode
from sphinx.transforms.post_transforms import SphinxPostTransform

HERE = Path(__file__).parent

language = "en"
extensions = ["myst_nb"]
templates_path = ["templates"]
html_static_path = ["static"]
html_css_files = ["site.css"]
html_js_files = ["site.js"]
html_theme = "sphinx_book_theme"
html_copy_source = False
html_show_sphinx = False
html_show_copyright = False
html_use_index = False
html_domain_indices = False
html_permalinks_icon = "#"
html_sidebars = {"**": ["home.html", "search-button-field.html", "sbt-sidebar-nav.html"]}
html_theme_options = {
    "use_download_button": False,
    "use_fullscreen_button": False,
    "navbar_persistent": [],
    "show_navbar_depth": 1,
    "toc_title": "On this page",
    "article_footer_items": ["this-notebook.html"],
    "footer_content_items": ["cite.html"],
    "pygments_light_style": "a11y-high-contrast-light",
    "pygments_dark_style": "a11y-high-contrast-dark",
}
nb_execution_mode = "off"
nb_merge_streams = True
myst_links_external_new_tab = False
suppress_warnings = ["mystnb.unknown_mime_type"]

TABLE = re.compile(r'<table class="data([^"]*)"><caption>(.*?)</caption>(.*?)</table>', re.S)
CELL, TAG = re.compile(r"<t([dh])( scope=\"row\")?>(.*?)</t", re.S), re.compile(r"<[^>]+>")
DATE = re.compile(
    r"(\d{1,2} )?(January|February|March|April|May|June|July|August|September|October|November|December) \d{4}"
    r"|\b\d{4}-\d{2}(-\d{2})?\b"
)


def room(match):
    """A cell with a class that gives its column room for the length of its text."""
    tag, scope, shown = match.groups()
    length = len(TAG.sub("", shown))
    kind = ' class="long"' if length > 44 else ' class="mid"' if length > 18 else ""
    return f"<t{tag}{scope or ''}{kind}>{shown}</t"


def table(match):
    """A table in a box of its own that scrolls, with row headings, and dates that do not wrap."""
    kind, caption, body = match.groups()
    body = re.sub(r"(<tr[^>]*>)<td([^>]*)>(.*?)</td>", r'\1<th scope="row"\2>\3</th>', body, flags=re.S)
    body = CELL.sub(room, body).replace("</td>", "</td> ").replace("</th>", "</th> ")  # words for the search
    body = re.sub(r">[^<>]+<", lambda m: DATE.sub(r'<span class="date">\g<0></span>', m.group()), body)
    name = html.escape(html.unescape(caption))
    return (
        f'<div class="scroll" role="region" tabindex="0" aria-label="Table: {name}"><table class="data{kind}">'
        f"<caption><span>{caption}</span></caption>{body}</table></div>"
    )


def improve(app, doctree, docname):
    for raw in doctree.findall(nodes.raw):
        if raw.get("format") == "html" and "<table" in raw.astext():
            text = TABLE.sub(table, raw.rawsource or raw.astext())
            raw.children = [nodes.Text(text)]


class CodeLast(SphinxPostTransform):
    """Put the folded code of a cell after what it shows."""

    default_priority = 200
    formats = ("html",)

    def run(self, **kwargs):
        for fold in list(self.document.findall(HideCodeCellNode)):
            cell = fold.parent
            cell.remove(fold)
            cell.append(fold)


def open_fold(self, node):
    self.body.append('<details class="code"><summary>Show the code</summary>\n')


def close_fold(self, node):
    self.body.append("</details>\n")


def setup(app):
    app.add_node(HideCodeCellNode, override=True, html=(open_fold, close_fold))
    app.add_post_transform(CodeLast)
    app.connect("doctree-resolved", improve)
