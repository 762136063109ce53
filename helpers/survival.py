"""How long spells last when some are still open: the curve of notebook 04 and its middle."""

import pandas as pd

from helpers.dates import DAYS_A_MONTH


def curve(spells):
    """The share of spells still open by days since they began, the open ones counted as open.

    The Kaplan-Meier estimate (scipy.stats.ecdf of right-censored lengths). One row a length at which
    a spell ended: days, months, share (still at the grade after it).
    """
    from scipy.stats import CensoredData, ecdf  # here, since it takes a second to load

    ends = spells.loc[~spells["open"], "days"].astype(float)
    known = spells.loc[spells["open"], "days"].astype(float)
    survival = ecdf(CensoredData(uncensored=ends.to_numpy(), right=known.to_numpy())).sf
    frame = pd.DataFrame({"days": survival.quantiles, "share": survival.probabilities})
    frame = frame[frame["days"].isin(ends)]
    return frame.assign(months=frame["days"] / DAYS_A_MONTH).reset_index(drop=True)


def median(spells):
    """The number of days after which at most half of the spells are still open; None where more are."""
    below = curve(spells).query("share <= 0.5")
    return float(below["days"].iloc[0]) if len(below) else None
