"""The tables that notebooks show, in words that need no key: rows made ready to be read."""

import datetime as dt

import pandas as pd

from helpers import claims, events, ratings
from helpers.dates import DAYS_A_MONTH, bounds, in_months, say
from helpers.tables import Link, cite, cites, package, sources_of
from helpers.text import pounds, some


def denominators(t):
    """Every total that a share of councils could be of: stated, counted by the record, or known."""
    groups = [g for _, g in t.rating_spreads.groupby("spread_id", sort=False)]
    stated = [g for g in groups if pd.notna(g["inspected"].iloc[0])]
    stated.sort(key=lambda g: bounds(g["as_at"].iloc[0]).last or dt.date.max, reverse=True)
    rows = [
        (int(g["inspected"].iloc[0]), g["counted"].iloc[0], say(g["as_at"].iloc[0]), cite(t, g.iloc[0])) for g in stated
    ]
    units = ("boards", "authorities", "departments", "councils")
    for _, row in t.statistics[t.statistics["unit"].isin(units) & (t.statistics["value"] >= 100)].iterrows():
        rows.append((int(row["value"]), row["subject"], "", cite(t, row)))
    for g in stated:
        day = bounds(g["as_at"].iloc[0]).last
        if ratings.covers(t.ofsted_sif_judgements, day):
            for by, words in (("authority", "authorities with a published report"), ("report", "published reports")):
                count = int(ratings.counts(t.ofsted_sif_judgements, day, by).sum())
                rows.append((count, words, say(day.isoformat()), "the record"))
    rows.append(
        (
            len(t.councils),
            "authorities responsible for children’s services",
            "2014 to 2017",
            "reference table of councils",
        )
    )
    return pd.DataFrame(rows, columns=["total", "of what", "as at", "source"])


def press_marks(t):
    """The printed figures as marks on the record: day, grade, value, label, share (of one) or count."""
    rows = []
    for row in t.rating_spreads.to_dict("records"):
        share, day = pd.notna(row["percent"]), bounds(row["as_at"]).last
        if not ratings.covers(t.ofsted_sif_judgements, day):
            continue
        value = float(row["percent"]) / 100 if share else float(row["count"])
        rows.append(
            {
                "day": day,
                "grade": row["grade"],
                "value": value,
                "share": share,
                "label": f"{row['percent']:g}%" if share else f"{row['count']:g}",
            }
        )
    return pd.DataFrame(rows, columns=["day", "grade", "value", "share", "label"]).astype({"share": bool})


def press_against_record(t):
    """Each printed figure beside the record, by authority and by report, with a verdict."""
    found = ratings.matches(t.rating_spreads, t.ofsted_sif_judgements, t.published)
    printed = t.rating_spreads.merge(found, on=["spread_id", "grade"])
    words = {
        (True, True): "fits both ways",
        (True, False): "fits by authority: an inference",
        (False, True): "fits by report: an inference",
        (False, False): "fits neither way",
    }
    return pd.DataFrame(
        {
            "Printed": printed["as_printed"],
            "Grade": printed["grade"],
            "As at": [say(d) for d in printed["as_at"]],
            "By authority": [
                f"{a} of {n}{_on_the_day(t, g, d, a)}"
                for a, n, g, d in zip(
                    printed["authority"], printed["authority_total"], printed["grade"], printed["as_at"]
                )
            ],
            "By report": [f"{a} of {n}" for a, n in zip(printed["report"], printed["report_total"])],
            "Verdict": [words[a, r] for a, r in zip(printed["authority_agrees"], printed["report_agrees"])],
            "Source": cites(t, printed),
        }
    )


def _on_the_day(t, grade, as_at, eve):
    """Where a report of the very day changes the count, what it changes it to."""
    day = ratings.counts(t.ofsted_sif_judgements, bounds(as_at).last)[grade.split(" or ")].sum()
    return f" ({day} with the reports of the day itself)" if day > eve and day - eve < 3 else ""


def official_against_record(t):
    """Official totals beside the record, each authority once.

    An official total counts inspections by their own day, the record by the day of publication. So
    for each date the record is also taken a few weeks on, the same for all figures of that date: the
    first time that fits them all, or the day itself where none does.
    """
    figures = t.official_figures[t.official_figures["topic"] == "ratings"]
    rows = []
    for as_at, group in figures.groupby("as_at", sort=False):
        day = bounds(as_at).last
        tries = {
            extra: [_official(t, row, day + dt.timedelta(extra)) for row in group.to_dict("records")]
            for extra in (0, *ratings.LAGS)
        }
        wanted = list(group["value"])
        extra = next((e for e, values in tries.items() if all(v in (None, w) for v, w in zip(values, wanted))), 0)
        for row, value in zip(group.to_dict("records"), tries[extra]):
            if value is not None:
                rows.append(
                    {
                        "As at": say(as_at),
                        "What": row["measure"],
                        "Official": f"{row['value']:g} {row['unit']}",
                        "The record": value,
                        "Published by": say((day + dt.timedelta(extra)).isoformat()),
                        "Fits": "yes" if value == row["value"] else "no",
                        "Source": Link(row["publisher"], row["url"]),
                    }
                )
    return pd.DataFrame(rows)


def _official(t, row, day):
    """What the record has for an official figure on a day; None where it is of another kind."""
    latest = ratings.published_by(t.ofsted_sif_judgements, day, possibly=True).drop_duplicates(
        "council_id", keep="last"
    )
    table = latest["overall"].value_counts().reindex(ratings.GRADES, fill_value=0)
    grades = row["measure"].split(" or ")
    if row["measure"] == "inspected":
        return int(table.sum())
    if not set(grades) <= set(ratings.GRADES):
        return None
    value = int(table[grades].sum())
    return round(100 * value / int(table.sum())) if row["unit"] == "per cent" else value


def line_source(t):
    """The articles that report events or ratings of a council."""
    rows = pd.concat([t.events[t.events["council_id"] != ""][["source_id"]], t.council_ratings[["source_id"]]])
    return sources_of(t, rows)


def beside_limits(took, limits):
    """The durations in words, each beside every reported time limit."""
    frame = pd.DataFrame(
        {
            "Council": took["council"],
            "What": took["what"],
            "From": [say(d) for d in took["start"]],
            "To": [say(d) for d in took["end"]],
            "Took": [in_months(a, b) for a, b in zip(took["shortest"], took["longest"])],
        }
    )
    words = {"longer": "certainly longer", "within": "certainly within", "either": "cannot be told"}
    for limit in limits.to_dict("records"):
        frame[f"Beside {limit['value']:g} {limit['unit']}"] = events.beside_limit(took, limit["days"])["verdict"].map(
            words
        )
    return frame.assign(Source=took["source"])


def spell_lengths(spells):
    """States that lasted, in words; of an open one only the shortest possible length is known."""
    lasted = [
        in_months(max(0, (early - last).days), (end - first).days)
        if not still
        else f"at least {at_least((end - last).days)}"
        if end > last
        else "not known"
        for first, last, early, end, still in zip(*(spells[c] for c in ("first", "last", "earliest", "end", "open")))
    ]
    return pd.DataFrame(
        {
            "Council": spells["council"],
            "State": spells["what"],
            "Since": [say(d) for d in spells["dated"]],
            "Until": [say(d) for d in spells["until"]],
            "End": spells["open"].map({True: "open when the article appeared", False: "reported"}),
            "Lasted": lasted,
            "Source": spells["source"],
        }
    )


def at_least(days):
    """A shortest length in whole months, or in days where it is under two months."""
    return some(int(days), "day") if days < 61 else some(int(days / DAYS_A_MONTH), "month")


def roles(linked):
    """Councils by grade on the day of the award: as recipients, and in any role."""
    if linked.empty:
        return pd.DataFrame()
    rows = linked.assign(grade=linked["by record"])
    order = [*ratings.GRADES, *(g for g in rows["grade"].unique() if g not in ratings.GRADES)]
    table = pd.DataFrame(
        {
            "as recipients": rows[rows["role"] == "recipient"]["grade"].value_counts(),
            "in any role": rows["grade"].value_counts(),
        }
    )
    return table.reindex(order).fillna(0).astype(int).rename_axis("grade").reset_index()


def date_examples(t):
    """One event or rating of each form of date: as printed, as held, and its first and last day."""
    rows = pd.concat([t.events, t.council_ratings])[["dated", "source_id", "paragraph", "as_printed"]]
    rows = rows[rows["dated"] != ""]
    rows["form"] = rows["dated"].str.replace(r"\d", "0", regex=True)
    rows = rows.drop_duplicates("form").sort_values("form")
    return pd.DataFrame(
        {
            "As printed": rows["as_printed"],
            "As held": rows["dated"],
            "First day": [str(bounds(d).first) for d in rows["dated"]],
            "Last day": [str(bounds(d).last or "open") for d in rows["dated"]],
            "Source": cites(t, rows),
        }
    )


def reference(t):
    """The reference tables with their rows and where they are from."""
    return pd.DataFrame(
        [
            {"Table": r["title"], "Rows": len(getattr(t, r["name"])), "What it is": r["description"]}
            for r in package()["resources"]
            if r["path"].startswith("reference/")
        ]
    )


def official(t, topic):
    """The official figures on a topic, if the articles are about the same programme at all."""
    rows = t.official_figures[t.official_figures["topic"] == topic]
    programmes = {p.replace("’", "'") for p in t.commitments["programme"]}
    rows = rows if programmes & set(rows["subject"]) else rows.iloc[:0]
    values = [
        say(a, period=True) if pd.isna(v) else pounds(v) if u == "GBP" else f"{v:g} {u}"
        for v, u, a in zip(rows["value"], rows["unit"], rows["as_at"])
    ]
    return rows.assign(words=values, cited=[Link(p, u) for p, u in zip(rows["publisher"], rows["url"])])


def conflicts(judged):
    """The statements that another source, or another part of the article, does not bear out.

    An open verdict is a conflict where both sides are known; where something is missing it is none.
    """
    missing = judged["found"].str.contains(r"missing|does not reach|nothing on|no .* is|only .* listed", case=False)
    test_only = judged["check"] == "no grade lifted within the limit"
    open_ones = (judged["verdict"] == claims.OPEN) & ~missing & ~test_only
    return judged[(judged["verdict"] == claims.FAILS) | open_ones].sort_values("against", kind="stable")
