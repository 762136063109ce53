"""What a report says of money: sums at programme level, and lists of awards."""

import math

import pandas as pd

from helpers.figures import bars
from helpers.money import by_group, with_bounds
from helpers.show import listed, pounds, sentence, some
from helpers.tables import sources_of
from tools.telling import LIST, amount, few, firsts, listing, voice, when

SUMS = {  # what to call sums of each kind
    "budget": ("budget", "budgets"),
    "award round": ("award round", "award rounds"),
    "grant ceiling": ("ceiling for a single grant", "ceilings for single grants"),
    "other investment": ("other investment", "other investments"),
    "spending": ("sum spent", "sums spent"),
}
TYPES = {  # what to call one recipient of each type, and several
    "council": ("a council", "councils"),
    "councils jointly": ("councils jointly", "councils jointly"),
    "trust": ("a trust", "trusts"),
    "charity": ("a charity", "charities"),
    "public body": ("a public body", "public bodies"),
    "university": ("a university", "universities"),
    "company": ("a company", "companies"),
}
OTHERS = ("another kind of recipient", "other kinds of recipient")
LISTS = 3  # lists of awards that are told one by one


def leads(t):
    """The first sentences on money, for the front page."""
    lists = [award_list(t, rows) for rows in award_lists(t)[:LISTS]]
    return firsts("sums", sums(t), 2) + firsts("awards_in_short", lists, 2)


# --- sums at programme level ---


def sums(t):
    """Sums of money at programme level, a dictionary a kind; they are never added up."""
    facts = []
    for kind, (one, many) in SUMS.items():
        rows = t.commitments[t.commitments["kind"] == kind]
        if rows.empty:
            continue
        known = rows[rows["amount_gbp"].notna()].sort_values("amount_gbp")
        ends = [amount(row) for row in known.iloc[[0, -1]].to_dict("records")] if len(known) else ["", ""]
        under = rows["programme"].iloc[0] if len(rows) > 1 == rows["programme"].nunique() else ""
        more = {"n": len(rows), "one": one, "many": many, "under": under}
        more |= {"items": few([item(row, not under) for row in rows.to_dict("records")], LIST)}
        more |= {"least": ends[0], "most": ends[1], "unprinted": len(rows) - len(known)}
        facts.append(voice(t) | more | {"no_award": kind == "award round" and t.awards.empty})
    return facts


def nesting(t):
    """How many sums there are, and how many are parts of others."""
    return {"n": len(t.commitments), "inside": int((t.commitments["part_of"] != "").sum())}


def item(row, programme):
    """A sum as an item of a sentence: its amount, and in brackets its programme, if asked for, and its date."""
    words = [row["programme"]] if programme else []
    words += [f"announced {when(row['announced'])}"] if row["announced"] else []
    return amount(row) + (f" ({', '.join(words)})" if words else "")


def wholes(t):
    """What each sum lies inside, in words."""
    known = t.commitments.set_index("commitment_id")
    return [f"{amount(known.loc[i])}, {known.loc[i, 'programme']}" if i else "" for i in t.commitments["part_of"]]


# --- lists of awards ---


def award_lists(t):
    """The awards in lists, the longest first: those of one round, or else those of one article.

    Each is a DataFrame with bounds and `councils`, the councils it names, in words.
    """
    awards = with_bounds(t.awards).assign(councils=councils_of(t))
    alone = awards["source_id"].where(awards["commitment_id"] == "", "")
    lists = [rows for _, rows in awards.groupby([awards["commitment_id"], alone], sort=False)]
    return sorted(lists, key=len, reverse=True)


def councils_of(t):
    """The councils of each award, in words, with what they are if not the recipient."""
    names = {}
    for row in t.award_councils.to_dict("records"):
        role = "" if row["role"] == "recipient" else f" ({row['role']})"
        names.setdefault(row["award_id"], []).append(f"{row['council']}{role}")
    found = [names.get(award, []) for award in t.awards["award_id"]]
    return [listed(few(each)) or some(len(each), "council") if each else "" for each in found]


def round_of(t, rows):
    """The round or budget that a list of awards belongs to, as a dictionary with bounds; None where none is named."""
    found = t.commitments[t.commitments["commitment_id"] == rows["commitment_id"].iloc[0]]
    return with_bounds(found).iloc[0].to_dict() if len(found) else None


def scope(t, rows):
    """Of what a list of awards is, in brackets that follow “awards”."""
    whole = round_of(t, rows)
    if whole:
        listed_too = t.commitments[t.commitments["commitment_id"].isin(t.awards["commitment_id"])]
        several = (listed_too["programme"] == whole["programme"]).sum() > 1
        words = [whole["programme"]] + ([amount(whole)] if several else [])
        words += [f"announced {when(whole['announced'])}"] if whole["announced"] else []
        return f" ({', '.join(words)})"
    return " outside any round" if (t.awards["commitment_id"] != "").any() else ""


def award_list(t, rows):
    """One list of awards: how many, whether it is whole, its sum, the largest, to whom and for what."""
    known = rows[rows["amount_gbp"].notna()]
    whole = round_of(t, rows)
    stated = whole["awards_stated"] if whole and pd.notna(whole["awards_stated"]) else 0
    first = rows.iloc[0]
    facts = {"n": len(rows), "stated": int(stated), "scope": scope(t, rows), "known": len(known)}
    facts |= {"amount": amount(first), "recipient": first["recipient"]}
    facts |= added_up(known) | {"unprinted": len(rows) - len(known)} | extremes(known)
    facts |= total_beside(known, whole, facts) | parts(rows, facts) | reach(t, rows)
    return voice(t, rows) | facts


def added_up(known):
    """The sum of a list's printed amounts and what the print allows; no sum where a range is printed."""
    bound, ranges = known["amount_bound"], int(known["amount_to_gbp"].notna().sum())
    low, high = math.fsum(known["low"]), math.fsum(known["high"])
    counts = {name: int((bound == word).sum()) for name, word in (("ceilings", "up to"), ("floors", "at least"))}
    vague = bool(ranges or any(counts.values()) or (bound == "about").any())
    total = 0.0 if ranges else float(known["amount_gbp"].sum())
    return counts | {"total": total, "low": low, "high": high, "vague": vague, "ranges": ranges}


def extremes(known):
    """The largest award where the print leaves no doubt that it is one; the least and the greatest amount."""
    rows = known.sort_values("amount_gbp", ascending=False, kind="stable")
    if len(rows) < 2:
        return {"largest": "", "to": "", "share": 0, "least": "", "most": ""}
    first, others = rows.iloc[0], rows.iloc[1:]
    certain = first["low"] > others["high"].max()
    exact = (rows["amount_bound"] == "exact").all() and rows["amount_to_gbp"].isna().all()
    share = float(first["amount_gbp"]) / float(rows["amount_gbp"].sum()) if certain and exact else 0.0
    ends = {"least": amount(rows.iloc[-1]), "most": amount(first)}
    return {"largest": amount(first) if certain else "", "to": first["recipient"], "share": share} | ends


def total_beside(known, whole, facts):
    """The sum printed for the round beside the awards listed, and whether the two can be compared."""
    beside = {"printed": "", "why_not": "", "agree": ""}
    if not whole or pd.isna(whole["amount_gbp"]) or len(known) < 2:
        return beside
    beside["printed"] = amount(whole)
    if facts["stated"] != facts["n"]:
        cut = facts["stated"] > facts["n"]
        beside["why_not"] = "the list is not whole" if cut else "nothing says that the list is whole"
    elif facts["unprinted"]:
        beside["why_not"] = "not every amount is printed"
    elif whole["amount_bound"] == "exact" and facts["total"] == whole["amount_gbp"]:
        beside["agree"] = "same"
    elif facts["low"] > whole["high"]:
        beside["agree"] = "more"
    elif facts["high"] < whole["low"]:
        beside["agree"] = "less"
    else:
        beside["agree"] = "allowed" if facts["vague"] or whole["amount_bound"] != "exact" else "rounding"
    return beside


def parts(rows, facts):
    """A list's awards by type of recipient and by theme, as items of a sentence."""
    money = not facts["unprinted"] and not facts["ranges"] and facts["known"] > 1
    types = by_group(rows, "recipient_type").to_dict("records")
    to = [TYPES.get(row["recipient_type"], OTHERS)[row["awards"] > 1] for row in types]
    themes = by_group(rows[rows["theme"] != ""], "theme").to_dict("records")
    found = [part(row, f"for {row['theme']}", money) for row in themes[:LIST]]
    left = int((rows["theme"] == "").sum())
    found += [some(len(themes) - LIST, "more theme")] if len(themes) > LIST else []
    found += [f"{some(left, 'award')} without a theme"] if left else []
    one = len(types) == 1 and len(rows) > 1 and types[0]["recipient_type"] in TYPES
    return {
        "types": [part(row, f"to {whom}", money) for row, whom in zip(types, to)] if len(types) > 1 else [],
        "only": to[0] if one else "",
        "themes": found if len(themes) > 1 else [],
    }


def part(row, words, money):
    """One group of awards: “five awards to councils (£22.63m)”."""
    return f"{some(row['awards'], 'award')} {words}" + (f" ({pounds(row['amount_gbp'])})" if money else "")


def reach(t, rows):
    """The councils that the awards of a list name, each once."""
    linked = t.award_councils[t.award_councils["award_id"].isin(rows["award_id"])]
    names = list(dict.fromkeys(linked["council"]))
    paid = linked.loc[linked["role"] == "recipient", "council_id"].nunique()
    return {"councils": len(names), "names": few(names), "paid": paid}


def lists_of(t, lists):
    """Every list of awards, a row each: what it is of, how many awards, how many are stated, what they come to."""
    rows = []
    for awards in lists:
        facts = award_list(t, awards)
        total = pounds(facts["total"]) if facts["known"] == facts["n"] else ""
        rows.append((f"{sentence(facts['who'])}{facts['scope']}", facts["n"], facts["stated"] or None, total))
    return pd.DataFrame(rows, columns=["list", "awards", "awards_stated", "amounts_printed_add_up_to"], dtype=object)


def drawn(t, awards, facts, name):
    """Show the awards of a list as bars, the largest first; nothing where fewer than two have an amount."""
    rows = awards[awards["amount_gbp"].fillna(0) > 0]
    if len(rows) > 1:
        title = f"{facts['to']} has the largest award, {facts['largest']}" if facts["largest"] else "Awards by amount"
        subtitle = f"Amounts printed, {some(facts['n'], 'award')}{facts['scope']}"
        bars(rows, "recipient", "amount_gbp", title=title, subtitle=subtitle, source=sources_of(t, rows), name=name)


def table_of(awards, facts):
    """Show the awards of a list as a table, the largest first, with their sum where all have one amount."""
    rows = awards.sort_values("amount_gbp", ascending=False, kind="stable")
    vague = facts["vague"] or facts["unprinted"]
    columns = ["recipient", "project", "purpose", "theme", "amount_gbp", *(["printed"] if vague else [])]
    whole = facts["known"] == facts["n"] > 1 and not facts["ranges"]
    total = {"recipient": "Sum of the amounts printed", "amount_gbp": facts["total"]} if whole else None
    listing(rows[[*columns, "announced", "period", "councils", "note", "source"]], "The awards", "awards", total)
