"""What a report says of councils: what articles tell of each, their groups, other figures, tested statements."""

import pandas as pd

from helpers.councils import from_articles
from helpers.dates import say
from helpers.show import listed, number
from helpers.tables import named
from tools.about_events import day_of, figure, spans
from tools.claims import FAILS, HOLDS, OPEN, ROUNDED, judge
from tools.telling import LIST, NAMES, amount, few, firsts, voice


def leads(t):
    """The first sentences on councils and statements, for the front page."""
    return firsts("groups", groups(t)) + firsts("checks", checks(judge(t)))


def councils(t):
    """The councils that articles name, each once."""
    names = sorted({str(t.names[i]) for i in named(t)})
    return [voice(t) | {"n": len(names), "names": few(names)}] if names else []


def told(t):
    """What the articles tell of each council they name, a row a council, in order of date."""
    rows = []
    for council in sorted(named(t), key=lambda i: t.names[i]):
        facts = sorted(from_articles(t, council), key=lambda fact: day_of(fact[0]))
        words = [f"{what}{f', {say(dated)}' if dated else ''} ({place(t, source)})" for dated, what, _, source in facts]
        more = [f"and {len(words) - NAMES} more"] if len(words) > NAMES else []
        rows.append((str(t.names[council]), "; ".join(words[:NAMES] + more)))
    return pd.DataFrame(rows, columns=["council", "what_the_articles_tell"], dtype=object)


def place(t, source):
    """Where a fact is from, as short as can be: the paragraph alone where there is one article."""
    return source.place if len(t.sources) == 1 else source.text


def groups(t):
    """The groups of councils that articles name, a dictionary a programme."""
    facts = []
    for programme, rows in t.memberships.groupby("programme", sort=False):
        inside = rows.loc[rows["group"] != "", "group"].nunique()
        facts.append(voice(t, rows) | {"programme": programme, "n": rows["council_id"].nunique(), "groups": inside})
    return facts


def members(t):
    """The councils of each group, a row a group."""
    sums_ = t.commitments.set_index("commitment_id")
    rows = []
    for (programme, group), found in t.memberships.groupby(["programme", "group"], sort=False):
        shared = [i for i in dict.fromkeys(found["commitment_id"]) if i]
        sum_ = listed([f"{amount(sums_.loc[i])} ({sums_.loc[i, 'programme']})" for i in shared])
        names = list(dict.fromkeys(found["council"]))
        rows.append((programme, group, len(names), listed(names), sum_, found["source"].iloc[0]))
    return pd.DataFrame(rows, columns=["programme", "group", "n", "councils", "sum_shared", "source"], dtype=object)


def other(t):
    """The statistics that are no lengths of time."""
    return t.statistics.drop(spans(t).index)


def figures(t):
    """Other figures that articles print; nothing where they print none."""
    rows = other(t)
    items = [f"{figure(row)} ({row['subject']})" for row in rows.to_dict("records")]
    return [voice(t, rows) | {"n": len(rows), "items": few(items, 3)}] if len(rows) else []


VERDICTS = {HOLDS: ("holds", "hold"), FAILS: ("does not hold", "do not hold"), OPEN: ("cannot be settled",) * 2}


def checks(claims):
    """How many statements were tested, and with what result. claims: as `claims.judge` returns them."""
    if claims.empty:
        return []
    verdicts = claims["verdict"].replace({ROUNDED: HOLDS})
    counts = {verdict: int((verdicts == verdict).sum()) for verdict in VERDICTS}
    items = [f"{number(n)} {VERDICTS[v][n != 1]}" for v, n in counts.items() if n]
    only = next((VERDICTS[v] for v, n in counts.items() if n == len(claims)), ("", ""))
    return [{"n": len(claims), "items": items, "only": only, "rounded": int((claims["verdict"] == ROUNDED).sum())}]


def by_verdict(claims):
    """The statements as they were tested, those that do not hold first."""
    return claims.sort_values("verdict", key=lambda v: v.map([FAILS, OPEN, ROUNDED, HOLDS].index), kind="stable")


def not_holding(claims):
    """The statements that do not hold or cannot be settled, the first few."""
    rows = by_verdict(claims[claims["verdict"].isin([FAILS, OPEN])])
    return [row | {"result": VERDICTS[row["verdict"]][0]} for row in rows.head(LIST).to_dict("records")]
