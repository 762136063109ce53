"""All that is known of one council, in order of date: what the articles say, and what others say."""

import datetime as dt

import pandas as pd

from helpers.dates import bounds, say
from helpers.ratings import abolished, history, nineteen
from helpers.show import listed, pounds
from helpers.tables import Link

OFSTED = "https://reports.ofsted.gov.uk/provider/44/"
ARTICLE, RECORD, OTHER, OURS = "an article", "Ofsted", "another source", "our inference"
COLUMNS = ["dated", "what", "said_in", "source"]
BY = {"press": ", by the press", "council statement": ", by the council’s statement"}
BASIS = {"inspected": "inspected then", "inspection began": "inspection began then", "article": "as reported then"}


def link(publisher, title, url):
    """The Link to a source that is no article of ours: its publisher, and its title as what hovers."""
    return Link(publisher, publisher, title, url)


def rated(row):
    """A row of council_ratings in words."""
    of = "" if row["scope"] == "overall" else f" ({row['scope']})"
    basis = f", {BASIS[row['date_basis']]}" if row["date_basis"] in BASIS else ""
    return f"rated {row['grade']}{of}{basis}"


def happened(row):
    """A row of events in words, with what it is if it did not happen."""
    return row["kind"] if row["status"] == "happened" else f"{row['kind']} ({row['status']})"


def awarded(award, role):
    """An award in words: the sum, who was awarded it, and the council's part in it."""
    project = f" for {award['project']}" if award["project"] else ""
    part = "" if role == "recipient" else f"; named as {role}"
    amount = "a sum not printed" if pd.isna(award["amount_gbp"]) else award["as_printed"]
    return f"{amount} awarded to {award['recipient']}{project}{part}"


def from_articles(t, council):
    """What the articles say of a council: rows of COLUMNS."""
    rows = [(r["dated"], rated(r), r["source"]) for r in mine(t.council_ratings, council)]
    rows += [(r["dated"], happened(r), r["source"]) for r in mine(t.events, council)]
    links = mine(t.award_councils, council)
    ours = t.awards[t.awards["award_id"].isin([r["award_id"] for r in links])].set_index("award_id").to_dict("index")
    for r in links:
        award = ours[r["award_id"]]
        rows.append((award["announced"], awarded(award, r["role"]), r["source"]))
    for r in mine(t.memberships, council):
        rows.append((t.article[r["source_id"]]["published"], f"named among: {r['programme']}", r["source"]))
    return [(dated, what, ARTICLE, source) for dated, what, source in rows]


def from_ofsted(t, council):
    """Ofsted's judgements of a council: rows of COLUMNS."""
    rows = []
    for r in mine(t.ofsted_judgements, council):
        what = f"judged {r['overall']}" if r["overall"] else "judged without an overall grade"
        said_in = f"{RECORD}{BY.get(r['basis_kind'], '')}"
        name = "Ofsted" if r["basis_kind"] == "report" else f"Ofsted ({r['basis_kind']})"
        address = OFSTED + r["urn"] if r["urn"] else ""
        rows.append((r["published"], what, said_in, link(name, r["basis"], address)))
    return rows


def from_others(t, council):
    """What other sources say of a council: rows of COLUMNS, several sources of one event in one row."""
    rows = []
    for _, told in t.interventions[t.interventions["council_id"] == council].groupby("same_event", sort=False):
        first = told.iloc[0]
        dates = list(dict.fromkeys(told["dated"]))
        more = f" (elsewhere dated {listed([say(d) for d in dates[1:]], 'or')})" if len(dates) > 1 else ""
        source = link(first["publisher"], first["title"], first["url"])
        rows.append((first["dated"], first["what"] + more, OTHER, source))
    for r in t.innovation_awards.to_dict("records"):
        if council in r["council_id"].split():
            amount = pounds(r["amount_gbp"]) or "a sum not printed"
            source = link(r["publisher"], r["title"], r["url"])
            rows.append((r["announced"], f"{amount} for {r['recipient']}: {r['round']}", OTHER, source))
    return rows


def in_a_sentence(t, council):
    """A council's grade today and those before it, each with the day of the report that first gave it."""
    runs = []  # (grade, day of the first report with it), a grade that is given again being one run
    for report in history(t, council).to_dict("records"):
        if not runs or runs[-1][0] != report["overall"]:
            vague = "a day " if "/" in report["published"] else ""
            runs.append((report["overall"], vague + say(report["published"])))
    name, last = str(t.names[council]), abolished(t, council)
    if not runs:
        return f"{name} has no overall grade in Ofsted’s reports."
    *before, (grade, since) = runs
    now = f"was rated {grade} from {since} to its last day, {say(last.isoformat())}" if last else ""
    earlier = listed([f"{grade} from {day}" for grade, day in reversed(before)])
    words = now or f"has been rated {grade} since {since}"
    return f"{name} {words}{f'; before that {earlier}' if before else ''}."


def mine(frame, council):
    """The rows of a table that are about a council, as dictionaries."""
    return frame[frame["council_id"] == council].to_dict("records")


def ended(t, council):
    """The last day of an authority that is no more, with what stands in its place: rows of COLUMNS, or none."""
    last = abolished(t, council)
    if not last:
        return []
    heirs = t.authorities.set_index("council_id").loc[[council], "successors"].iloc[-1].split()
    boundaries = link("Office for National Statistics", "names and codes of authorities", "")
    what = "last day of the council" + (f"; {listed(t.names[heir] for heir in heirs)} follow" if heirs else "")
    return [(last.isoformat(), what, OTHER, boundaries)]


def entries(t, council):
    """All that is known of a council, one row a fact, in order of date, the undated ones last.

    Columns: dated (EDTF, "" where none is given), what, said_in (an article, Ofsted, another source)
    and source (a Link). That a council is one of the nineteen is our inference, and said so.
    """
    rows = from_articles(t, council) + from_ofsted(t, council) + from_others(t, council)
    if council in nineteen(t):
        day = t.published["cypnow-2016-01-05"].isoformat()
        counted = t.rating_spreads[t.rating_spreads["spread_id"] == "spread-2016-01"].iloc[0]
        rows.append((day, "one of nineteen councils then rated inadequate, we infer", OURS, counted["source"]))
    rows += ended(t, council)
    rows.sort(key=lambda row: (bounds(row[0]).first or bounds(row[0]).last or dt.date.max, row[0]))
    frame = pd.DataFrame({column: pd.Series([r[i] for r in rows], dtype=object) for i, column in enumerate(COLUMNS)})
    return frame
