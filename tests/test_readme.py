"""README.md: each finding is computed here from the tables, and what it names is there."""

import re
import shlex

import pandas as pd
import pytest
from helpers_for_tests import real

from helpers import events, ratings, survival
from helpers.dates import bounds, months
from helpers.schema import PROJECT
from helpers.show import number, percent, pounds
from tools.__main__ import COMMANDS, parser

README = (PROJECT / "README.md").read_text(encoding="utf-8")


def section(title):
    """The text of a section, up to the next heading."""
    return README.partition(f"\n## {title}\n")[2].partition("\n## ")[0]


def bullets(title):
    """The points of a section's list, each on one line."""
    found = re.findall(r"^- (.*?)(?=\n- |\n\n|\Z)", section(title), re.M | re.S)
    return [" ".join(text.split()) for text in found]


def sentences(title):
    """The sentences of a section's list."""
    return [part for text in bullets(title) for part in re.split(r"(?<=\.) (?=[A-Z£])", text)]


# --- what it found, computed ---


def the_nineteen(t):
    """How many stood at inadequate on the eve of the ultimatum, and what became of them."""
    stood = ratings.nineteen(t)
    start = t.published["cypnow-2016-01-05"]
    limit = int(t.statistics.set_index("statistic_id").loc["six-months", "value"])
    end = (pd.Timestamp(start) + pd.DateOffset(months=limit)).date()
    grades = [ratings.standing(t, day).set_index("council_id")["overall"] for day in (end, t.until)]
    later, now = (grade[grade.index.isin(stood)].value_counts() for grade in grades)
    still = later.get("inadequate", 0)
    values = {"n": number(len(stood)), "limit": number(limit)}
    values["still"] = f"all {number(still)}" if still == len(stood) else number(still)
    return values | {grade: number(now.get(grade, 0)) for grade in ratings.GRADES}


def the_spells(t):
    """How many spells at inadequate there were, how many ended, the shortest and the median."""
    spells = events.spells(t)
    ended = spells[~spells["open"]]
    assert ended["shortest"].min() == ended["days"].min()  # no vague date makes the shortest doubtful
    return {
        "spells": len(spells),
        "year": ratings.first_day(t).year,
        "ended": len(ended),
        "shortest": months(ended["days"].min()),
        "median": months(survival.median(spells)),
    }


def the_money(t):
    """What was announced, committed, and awarded in the one round that is listed."""
    awards = t.awards[t.awards["commitment_id"] == "round-2017-03"].set_index("award_id")
    councils = t.award_councils.set_index(["award_id", "council_id"])["role"]
    assert councils["family-safeguarding", "hertfordshire"] == "recipient"
    others = t.awards[~t.awards["award_id"].isin(awards.index)]
    assert list(others["award_id"]) == ["triborough"]  # one round, and one award without a list
    return {
        "announced": pounds(t.commitments.set_index("commitment_id").loc["programme-2014-2020", "amount_gbp"]),
        "committed": pounds(t.official_figures.set_index("figure_id").loc["programme-committed", "value"]),
        "round": pounds(awards["amount_gbp"].sum()),
        "hertfordshire": pounds(awards.loc["family-safeguarding", "amount_gbp"]),
    }


def the_worst_rated(t):
    """What went to services at inadequate on the eve, a trust's at the grade of the service that it ran."""
    awards = t.awards[t.awards["commitment_id"] == "round-2017-03"]
    paid = t.award_councils[(t.award_councils["role"] == "recipient") | (t.award_councils["award_id"] == "slough-hubs")]
    paid = paid.merge(awards[["award_id", "announced", "recipient_type", "amount_gbp"]], on="award_id")
    grades = [ratings.grade_before(t, c, bounds(d).first) for c, d in zip(paid["council_id"], paid["announced"])]
    worst = paid[[grade == "inadequate" for grade in grades]]
    assert list(worst["council_id"]) == ["slough"] and list(worst["recipient_type"]) == ["trust"]
    return {"amount": pounds(worst["amount_gbp"].sum())}


def two_ways_of_counting(t):
    """The share at inadequate of June 2017 by report and by council."""
    spread = t.rating_spreads[t.rating_spreads["spread_id"] == "spread-2017-06"]
    found = ratings.matches(t, spread).set_index("grade")
    assert found["report_agrees"].all() and not found["authority_agrees"].all()
    worst = found.loc["inadequate"]
    return {
        "reports": worst["report_total"],
        "by_report": percent(worst["report"] / worst["report_total"]),
        "councils": worst["authority_total"],
        "by_council": percent(worst["authority"] / worst["authority_total"]),
        "when": f"{bounds(spread['as_at'].iloc[0]).last:%B %Y}",
    }


def how_judgements_are_known(t):
    """How many graded judgements rest on what, and how many days of publication are intervals."""
    graded = t.ofsted_judgements[t.ofsted_judgements["overall"] != ""]["basis_kind"].value_counts()
    vague = t.ofsted_judgements["published"].map(lambda p: bounds(p).first != bounds(p).last)
    return {
        "graded": graded.sum(),
        "elsewhere": number(graded["press"] + graded["council statement"]),
        "listed": graded["list"],
        "vague": number(vague.sum()),
    }


FINDINGS = {
    "{n} councils were rated inadequate when the government gave failing ones {limit} months to improve.": the_nineteen,
    "{limit} months later {still} still were; today {outstanding} of them are outstanding, {good} are good and "
    "{inadequate} is inadequate.": the_nineteen,
    "Of {spells} spells at inadequate since {year}, {ended} have ended in a better grade, the shortest after "
    "{shortest} months; half, as is estimated, last {median} months or more.": the_spells,
    "{announced} was announced for the programme and {committed} committed; of the {round} in the one round that the "
    "articles list, Hertfordshire was awarded {hertfordshire}.": the_money,
    "{amount} of that round went to a service then rated inadequate, Slough's, which a trust ran.": the_worst_rated,
    "In {when}, {by_report} of {reports} reports were inadequate, and {by_council} of {councils} "
    "councils.": two_ways_of_counting,
}
LIMITS = {
    "{elsewhere} of the {graded} graded judgements rest on the press or a council's statement, and {listed} on a list "
    "rather than the report.": how_judgements_are_known,
    "{vague} publication days are known only as intervals.": how_judgements_are_known,
}


def computed(templates):
    """The sentences of templates, each with the values that its function computes."""
    values = {function: function(real()) for function in templates.values()}
    texts = (template.format(**values[function]) for template, function in templates.items())
    return [text[0].upper() + text[1:] for text in texts]


def test_every_finding_is_the_sentence_that_the_tables_give():
    assert sentences("What it found") == computed(FINDINGS)


def test_the_limits_with_a_number_are_those_of_the_tables():
    counted = [text for text in sentences("Known limits") if re.search(r"\d+ |^(?:Four|Nine|\w+teen) ", text)]
    known = computed(LIMITS)
    assert [text for text in counted if text not in known and "2026" not in text] == []
    assert set(known) <= set(counted)


def test_the_readme_names_the_articles_that_there_are():
    assert f"{number(len(real().sources)).capitalize()} press articles report on" in README
    months_named = f"{min(real().published.values()).year} to {max(real().published.values()).year}"
    assert README.startswith(f"# Children's services in five press articles, {months_named}\n")


# --- what it names ---


def test_every_command_of_the_readme_is_one():
    named = [shlex.split(command) for command in re.findall(r"-m tools ([^`#)\n]+)", README)]
    assert len(named) >= 8
    for words in named:
        if words != ["--help"]:
            parser().parse_args(words)  # leaves with status 2 where it cannot
    spoken = set(re.findall(r"`((?:im|ex)port-360giving) ", README))
    assert spoken <= {name for name, *_ in COMMANDS}


def test_the_commands_that_exist_are_all_in_the_readme():
    assert [name for name, *_ in COMMANDS if not re.search(rf"[`\s]{name}\b", README)] == []


def test_every_target_of_make_in_the_readme_is_one():
    targets = set(re.findall(r"^([a-z-]+):", (PROJECT / "Makefile").read_text(encoding="utf-8"), re.M))
    named = set(re.findall(r"(?:`|^    )make ([a-z-]+)", README, re.M))
    assert {"test", "lab", "pdf"} <= named <= targets


@pytest.mark.parametrize("path", sorted(set(re.findall(r"\]\(([^):#]+)\)", README))))
def test_links_lead_to_files_that_are_there(path):
    assert (PROJECT / path).exists()


def test_files_in_code_type_are_there():
    for path in re.findall(r"`([\w./-]+\.(?:csv|json|ipynb|txt|toml|html))`", README):
        built = path.startswith("_site/") or path.startswith("my-report/")
        tables = [PROJECT / path, PROJECT / "data" / path, PROJECT / "data" / "reference" / path]
        assert built or path == "SOURCE_ID.txt" or any(p.exists() for p in tables), path


def test_every_notebook_is_in_the_readme_by_its_name():
    listed = re.findall(r"^\| \[(\d\d)\]\(notebooks/([\w.]+)\) \|", README, re.M)
    there = sorted(path.name for path in (PROJECT / "notebooks").glob("*.ipynb"))
    assert [name for _, name in listed] == there and all(name.startswith(nn) for nn, name in listed)
