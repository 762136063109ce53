"""What there is to test: the built site and its pages."""

from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SITE = ROOT / "_site"
SCREENS = ROOT / "_site_screens"
PAGES = sorted(p.relative_to(SITE).as_posix() for p in SITE.rglob("*.html"))
WIDTHS = {"phone": (390, 844), "desk": (1280, 900)}
