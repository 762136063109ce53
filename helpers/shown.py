"""The tables that notebooks show, in words that need no key: rows made ready to be read."""

import datetime as dt

import pandas as pd

from helpers import claims, events, ratings
from helpers.dates import DAYS_A_MONTH, bounds, in_months, say
from helpers.tables import Link, cite, cites, find, package, resource, sources_of
from helpers.tables import coverage as table_coverage
from helpers.show import pounds, some


def denominators(t):
    """Every total that a share of councils could be of: stated, counted by the record, or known."""
    stated = [spread for spread in ratings.stated(t) if pd.notna(spread["inspected"].iloc[0])]
    stated.sort(key=ratings.last_day, reverse=True)
    firsts = [spread.iloc[0] for spread in stated]
    rows = [(int(row["inspected"]), row["counted"], say(row["as_at"]), cite(t, row)) for row in firsts]
    units = ("boards", "authorities", "departments", "councils")
    for _, row in t.statistics[t.statistics["unit"].isin(units) & (t.statistics["value"] >= 100)].iterrows():
        rows.append((int(row["value"]), row["subject"], "", cite(t, row)))
    for day in map(ratings.last_day, stated):
        if ratings.covers(t.ofsted_sif_judgements, day):
            for by, words in (("authority", "authorities with a published report"), ("report", "published reports")):
                count = int(ratings.counts(t.ofsted_sif_judgements, day, by).sum())
                rows.append((count, words, say(day.isoformat()), "the record"))
    known = "authorities responsible for children’s services", "2014 to 2017", "reference table of councils"
    rows.append((len(t.councils), *known))
    return pd.DataFrame(rows, columns=["total", "of what", "as at", "source"])


def press_marks(t):
    """The printed figures as marks on the record: day, grade, value, label, share (of one) or count."""
    rows = []
    for row in t.rating_spreads.to_dict("records"):
        share, day = pd.notna(row["percent"]), bounds(row["as_at"]).last
        if ratings.covers(t.ofsted_sif_judgements, day):
            value = float(row["percent"]) / 100 if share else float(row["count"])
            rows.append((day, row["grade"], value, share, ratings.printed(row)))
    return pd.DataFrame(rows, columns=["day", "grade", "value", "share", "label"]).astype({"share": bool})


def press_against_record(t):
    """Each printed figure beside the record, by authority and by report, with a verdict."""
    found = ratings.matches(t.rating_spreads, t.ofsted_sif_judgements, t.published)
    printed = t.rating_spreads.merge(found, on=["spread_id", "grade"])
    verdicts = {
        (True, True): "fits both ways",
        (True, False): "fits by authority: an inference",
        (False, True): "fits by report: an inference",
        (False, False): "fits neither way",
    }
    rows = [
        {
            "Printed": row["as_printed"],
            "Grade": row["grade"],
            "As at": say(row["as_at"]),
            "By authority": f"{row['authority']} of {row['authority_total']}{_on_the_day(t, row)}",
            "By report": f"{row['report']} of {row['report_total']}",
            "Verdict": verdicts[row["authority_agrees"], row["report_agrees"]],
            "Source": cite(t, row),
        }
        for row in printed.to_dict("records")
    ]
    return pd.DataFrame(rows)


def _on_the_day(t, row):
    """Where a report of the very day changes the count, what it changes it to."""
    day = ratings.counts(t.ofsted_sif_judgements, bounds(row["as_at"]).last)[row["grade"].split(" or ")].sum()
    return f" ({day} with the reports of the day itself)" if 0 < day - row["authority"] < 3 else ""


def official_against_record(t):
    """Official totals beside the record, each authority once.

    An official total counts inspections by their own day, the record by the day of publication. So
    for each date the record is also taken a few weeks on, the same for all figures of that date: the
    first time that fits them all, or the day itself where none does.
    """
    figures = t.official_figures[t.official_figures["topic"] == "ratings"]
    rows = []
    for as_at, group in figures.groupby("as_at", sort=False):
        records = group.to_dict("records")
        days = [bounds(as_at).last + dt.timedelta(lag) for lag in (0, *ratings.LAGS)]
        tries = {day: [_official(t, row, day) for row in records] for day in days}
        fitting = (d for d in days if all(v in (None, row["value"]) for v, row in zip(tries[d], records)))
        day = next(fitting, days[0])
        rows += [
            {
                "As at": say(as_at),
                "What": row["measure"],
                "Official": f"{row['value']:g} {row['unit']}",
                "The record": value,
                "Published by": say(day.isoformat()),
                "Fits": "yes" if value == row["value"] else "no",
                "Source": Link(row["publisher"], row["url"]),
            }
            for row, value in zip(records, tries[day])
            if value is not None
        ]
    return pd.DataFrame(rows)


def _official(t, row, day):
    """What the record has for an official figure on a day; None where it is of another kind."""
    reports = ratings.published_by(t.ofsted_sif_judgements, day, possibly=True)
    latest = reports.drop_duplicates("council_id", keep="last")["overall"]
    if row["measure"] == "inspected":
        return len(latest)
    grades = row["measure"].split(" or ")
    if not set(grades) <= set(ratings.GRADES):
        return None
    value = int(latest.isin(grades).sum())
    return round(100 * value / len(latest)) if row["unit"] == "per cent" else value


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
    for limit in limits.itertuples():
        verdicts = events.beside_limit(took, limit.days)["verdict"]
        frame[f"Beside {limit.value:g} {limit.unit}"] = verdicts.map(words)
    return frame.assign(Source=took["source"])


def spell_lengths(spells):
    """States that lasted, in words; of an open one only the shortest possible length is known."""
    return pd.DataFrame(
        {
            "Council": spells["council"],
            "State": spells["what"],
            "Since": [say(d) for d in spells["dated"]],
            "Until": [say(d) for d in spells["until"]],
            "End": spells["open"].map({True: "open when the article appeared", False: "reported"}),
            "Lasted": [_length(spell) for spell in spells.to_dict("records")],
            "Source": spells["source"],
        }
    )


def _length(spell):
    """How long a state lasted; of an open one at least how long, in months, or in days under two months."""
    shortest = (spell["earliest"] - spell["last"]).days
    if not spell["open"]:
        return in_months(max(0, shortest), (spell["end"] - spell["first"]).days)
    if shortest <= 0:
        return "not known"
    return f"at least {some(shortest, 'day') if shortest < 61 else some(int(shortest / DAYS_A_MONTH), 'month')}"


def roles(linked):
    """Councils by grade on the day of the award: as recipients, and in any role."""
    if linked.empty:
        return pd.DataFrame()
    grade = linked["by record"]
    counts = {"as recipients": grade[linked["role"] == "recipient"].value_counts(), "in any role": grade.value_counts()}
    order = dict.fromkeys([*ratings.GRADES, *grade])
    table = pd.DataFrame(counts)
    return table.reindex(list(order)).fillna(0).astype(int).rename_axis("grade").reset_index()


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
    open_ones = (judged["verdict"] == claims.OPEN) & ~judged["lacking"]
    return judged[(judged["verdict"] == claims.FAILS) | open_ones].sort_values("against", kind="stable")


def by_verdict(judged):
    """The statements in the order of their verdicts, those that do not hold first."""
    order = {verdict: i for i, verdict in enumerate([claims.FAILS, claims.OPEN, claims.ROUNDED, claims.HOLDS])}
    return judged.sort_values("verdict", key=lambda verdicts: verdicts.map(order), kind="stable")


def wholes(nested):
    """For each commitment the label of the one that contains it."""
    labels = dict(zip(nested["commitment_id"], nested["label"]))
    return [labels.get(whole, "") for whole in nested["part_of"]]


def article_names(t):
    """{source_id: publisher and day}, to head the columns of a table."""
    return {i: f"{a['publisher']}, {say(a['published'])}" for i, a in t.article.items()}


def repeated(t):
    """Each further place where a fact is printed, with the fact as it is held and where."""
    rows = []
    for mention in t.mentions.to_dict("records"):
        name, found = find(t, mention["about"])
        first = found.iloc[0]
        fact = f"{first['as_printed']} ({resource(name)['title'].lower()})"
        rows.append(mention | {"fact": fact, "first": cite(t, first), "again": cite(t, mention)})
    return pd.DataFrame(rows, columns=[*t.mentions.columns, "fact", "first", "again"])


def coverage(t):
    """Rows of each table by article: a column an article, or a row an article where there are many."""
    rows = table_coverage(t).rename(columns={"table": "Table", "in all": "In all", **article_names(t)})
    return rows if len(t.sources) < 9 else rows.set_index("Table").T.rename_axis("Article").reset_index()
