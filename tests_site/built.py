"""What there is to test: the built site and its pages. Another site is tested with SITE=folder."""

import os
import shutil
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SITE = Path(os.environ.get("SITE", ROOT / "_site")).resolve()
SCREENS = ROOT / "_site_screens"
PAGES = sorted(p.relative_to(SITE).as_posix() for p in SITE.rglob("*.html"))
NOTEBOOKS = [p for p in PAGES if p == "index.html" or p[:2].isdigit()]
WIDTHS = {"phone": (390, 844), "desk": (1280, 900)}


def chromium():
    """Where Chromium is installed."""
    return next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))))
