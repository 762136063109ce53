"""How long spells last when some are still open: the curve of notebook 04 and its middle."""

from helpers.dates import DAYS_A_MONTH


def curve(spells):
    """The share of spells still open by days since they began, the open ones counted as open.

    The estimate of Kaplan and Meier (1958): at each length at which spells ended, the share so far is
    multiplied by the share of those still running that did not end. spells: days, open (true of those
    that have not ended). One row a length at which a spell ended: days, share (still at the grade
    after it), months.
    """
    lengths = spells.assign(ended=~spells["open"].astype(bool)).groupby("days")["ended"].agg(["sum", "size"])
    running = lengths["size"][::-1].cumsum()[::-1]  # at the start of that day
    lengths["share"] = (1 - lengths["sum"] / running).cumprod()
    found = lengths[lengths["sum"] > 0].reset_index()[["days", "share"]]
    return found.assign(months=found["days"] / DAYS_A_MONTH)


def median(spells):
    """The number of days after which at most half of the spells are still open; None where more are."""
    below = curve(spells).query("share <= 0.5 + 1e-9")  # what is exactly half can lie a hair above it
    return float(below["days"].iloc[0]) if len(below) else None
