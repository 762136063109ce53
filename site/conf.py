"""Sphinx configuration: shows the committed outputs of the notebooks and runs nothing.

tools/pages.py assembles the source and gives the menu, the words of the footer and the files to copy.
Markdown is read as GitHub reads it, without roles and directives: a text cannot include a file.
"""

from pathlib import Path

from docutils import nodes
from myst_nb.sphinx_ import HideCodeCellNode
from myst_parser.parsers import mdit
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util.console import nocolor

nocolor()  # warnings are said as plain text

language = "en"
root_doc = "index"
extensions = ["myst_nb"]
templates_path = ["templates"]
html_static_path = ["static"]
html_css_files = ["site.css"]
html_search_scorer = str(Path(__file__).parent / "scorer.js")
html_theme = "sphinx_book_theme"
html_copy_source = False
html_show_sphinx = False
html_show_copyright = False
html_use_index = False
html_domain_indices = False
html_permalinks_icon = "#"
html_sidebars = {"**": ["menu.html"]}
html_theme_options = {
    "use_download_button": False,
    "use_fullscreen_button": False,
    "navbar_persistent": [],
    "secondary_sidebar_items": [],
    "article_footer_items": ["notebook.html"],
    "footer_content_items": ["foot.html"],
    "pygments_light_style": "a11y-high-contrast-light",
    "pygments_dark_style": "a11y-high-contrast-dark",
}
nb_execution_mode = "off"
nb_merge_streams = True
nb_render_markdown_format = "gfm"
myst_gfm_only = True
suppress_warnings = [
    "mystnb.unknown_mime_type",
    "misc.highlighting_failure",  # a fence in a text may name any language
    "toc.not_included",  # the menu is a list of our own
    "app",  # names that are known already, where a process builds more than one site
]


def without_footnotes(parser, *, whole=mdit.gfm_plugin, **options):
    """GitHub's Markdown without footnotes, which MyST reads and cannot show: their words stay where they stand."""
    whole(parser, **options)
    parser.disable(["footnote_def", "footnote_ref", "footnote_inline", "footnote_tail"], True)


mdit.gfm_plugin = without_footnotes


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
    self.body.append('<details class="code"><summary aria-label="Show the code"></summary>\n')


def close_fold(self, node):
    self.body.append("</details>\n")


def let_nothing_in(app):
    """No text may include a file or pass HTML through a directive."""
    app.env.settings |= {"file_insertion_enabled": False, "raw_enabled": False}


def place(app, name, template, context, doctree):
    """A page's sections for the menu, and the pages before and after it."""
    sections = doctree.findall(nodes.section) if doctree else ()
    sections = [
        s for s in sections if isinstance(s.parent, nodes.section) and isinstance(s.parent.parent, nodes.document)
    ]
    context["sections"] = [(s["ids"][0], s.next_node(nodes.title).astext()) for s in sections]
    menu = app.config.html_context["menu"]
    names = [page["name"] for page in menu]
    at = names.index(name) if name in names else None
    for key, other in (("prev", at - 1), ("next", at + 1)) if at is not None else ():
        if 0 <= other < len(menu):
            context[key] = {"link": context["pathto"](names[other]), "title": menu[other]["label"]}
    context["css_files"] = [f for f in context["css_files"] if "mystnb" not in str(f.filename)]


def setup(app):
    app.add_node(HideCodeCellNode, override=True, html=(open_fold, close_fold))
    app.add_post_transform(CodeLast)
    app.connect("builder-inited", let_nothing_in)
    app.connect("html-page-context", place)
