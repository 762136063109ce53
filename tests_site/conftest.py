"""The built site in real Chromium: one server and one browser for all tests of a worker."""

import functools
import http.server
import threading

import pytest
from built import SITE, WIDTHS, chromium
from playwright.sync_api import sync_playwright


class Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_):
        pass


@pytest.fixture(scope="session")
def address():
    handler = functools.partial(Quiet, directory=str(SITE))
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}/"
    server.shutdown()


@pytest.fixture(scope="session")
def browser():
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def opened(browser, address):
    """A function that opens a page and returns (page, what went wrong while it loaded)."""
    contexts = []

    def go(name, width="desk", scheme="light", base=address, size=None):
        wide, high = size or WIDTHS[width]
        context = browser.new_context(
            viewport={"width": wide, "height": high}, color_scheme=scheme, reduced_motion="reduce"
        )
        contexts.append(context)
        page, wrong = context.new_page(), []
        page.on("console", lambda m: wrong.append(m.text) if m.type in ("error", "warning") else None)
        page.on("pageerror", lambda e: wrong.append(str(e)))
        page.on("requestfailed", lambda r: wrong.append(f"failed: {r.url}"))
        inside = (base, "data:", "blob:")
        page.on("request", lambda r: None if r.url.startswith(inside) else wrong.append(f"outside: {r.url}"))
        page.goto(base + name)
        return page, wrong

    yield go
    for context in contexts:
        context.close()
