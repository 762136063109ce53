"""Tables are read as they are, with the source of each row and the name of each council added."""

import datetime as dt

import pandas as pd
import pytest
from helpers_for_tests import AUTHORITIES, columns, made, real, record, write

from helpers.schema import HOME, PROJECT, package, resource
from helpers.schema import columns as shown_columns
from helpers.show import Council
from helpers.tables import Link, cite, load, named, path_of, read, sources_of, typed

CYPN = {"source_id": "cypn", "publisher": "Children & Young People Now", "url": "https://example.org/a"}


# --- a row's source ---


@pytest.mark.parametrize(
    "published, text, article",
    [
        ("2017-03-20", "CYPN 20 Mar 2017 ¶19.7", "Children & Young People Now, 20 March 2017"),
        ("2017-03-02", "CYPN 2 Mar 2017 ¶19.7", "Children & Young People Now, 2 March 2017"),
        ("2017-03", "CYPN March 2017 ¶19.7", "Children & Young People Now, March 2017"),  # no day that nobody printed
        ("2017", "CYPN 2017 ¶19.7", "Children & Young People Now, 2017"),
    ],
)
def test_a_citation(published, text, article):
    assert cite(CYPN | {"published": published}, "19.7") == Link(text, "¶19.7", article, "https://example.org/a")


def test_a_citation_is_its_words():
    link = cite(CYPN | {"publisher": "The Gazette", "published": "2017-03-20"}, "3")
    assert str(link) == f"{link}" == link.text == "The Gazette 20 Mar 2017 ¶3"


def test_every_article_table_has_its_sources_and_every_council_its_name():
    t = made(
        awards=[{}],
        award_councils=[{"council_id": "barton"}],
        events=[{"council_id": ""}, {"event_id": "other", "council_id": "carlton"}],
        left_out=[{}],
        ofsted_judgements=record(("denton", "2016-01-01", "good")),
    )
    for name in ("awards", "award_councils", "events", "left_out"):
        assert {link.text for link in getattr(t, name)["source"]} == {"The Gazette 1 May 2016 ¶3"}, name
    assert list(t.award_councils["council"]) == ["Barton"] and list(t.events["council"]) == ["", "Carlton"]
    assert list(t.ofsted_judgements["council"]) == ["Denton"] and "source" not in t.ofsted_judgements
    assert "council" not in t.awards and t.names["alton"] == "Alton"
    assert list(t.authorities["council"]) == [a["name"] for a in AUTHORITIES]


def test_a_headline_leads_to_its_article():
    t = made(sources=[{"title": "A title"}, {"source_id": "other", "title": "Another", "url": ""}])
    assert [(h.text, h.article, h.url) for h in t.sources["headline"]] == [
        ("A title", "The Gazette", "https://example.org/a"),
        ("Another", "The Gazette", ""),
    ]


def test_tables_without_rows_have_their_columns_too():
    t = made()
    for r in package()["resources"]:
        frame = getattr(t, r["name"])
        assert set(columns(r["name"])) <= set(frame.columns), r["name"]
        assert ("source" in frame) == ("paragraph" in frame) and ("council" in frame) == ("council_id" in frame)


def test_the_days_of_the_articles_and_of_the_record():
    t = made(sources=[{"published": "2017-03"}, {"source_id": "other", "published": "2017-03-20/2017-04-02"}])
    assert t.published == {"gazette-2016-05-01": dt.date(2017, 3, 31), "other": dt.date(2017, 4, 2)}
    assert t.article["other"]["published"] == "2017-03-20/2017-04-02"
    assert t.until == dt.date.fromisoformat(resource("ofsted_judgements")["until"])


def test_the_sources_of_a_figure_are_the_articles_of_its_rows_in_order():
    t = made(
        sources=[
            {"source_id": "c", "published": "2017-06-26", "publisher": "The Echo"},
            {"source_id": "b", "published": "2017-03-20", "publisher": "The Echo"},
            {"source_id": "a", "published": "2017-05", "publisher": "The Gazette"},
            {"source_id": "unused", "published": "2014-01-01"},
        ],
        awards=[{"award_id": str(i), "source_id": s} for i, s in enumerate("abcb")],
    )
    assert sources_of(t, t.awards) == "The Echo, 20 March 2017 and 26 June 2017; The Gazette, May 2017"
    assert sources_of(t, t.awards.head(0)) == ""


# --- cells ---


def test_numbers_hold_what_is_empty():
    frame = typed(
        pd.DataFrame({"award_id": [" a ", "b"], "amount_gbp": ["11600000 ", ""], "my_own": ["x", "y"]}), "awards"
    )
    assert list(frame.columns) == columns("awards")
    assert frame["amount_gbp"].dtype == "Int64" and frame["amount_gbp"].isna().tolist() == [False, True]
    assert frame["amount_gbp"].iloc[0] == 11_600_000 and list(frame["award_id"]) == ["a", "b"]
    assert (frame["note"] == "").all()
    spreads = typed(pd.DataFrame({"percent": ["24.5"], "count": [""]}), "rating_spreads")
    assert spreads["percent"].dtype == "Float64" and spreads["percent"].iloc[0] == 24.5


def test_a_cell_is_read_as_it_is(tmp_path):
    path = tmp_path / "awards.csv"
    path.write_text('award_id,recipient,note\n007,"NA, ""nan"" & <b>",NULL\n', encoding="utf-8")
    (row,) = read(path, "awards").to_dict("records")
    assert (row["award_id"], row["recipient"], row["note"]) == ("007", 'NA, "nan" & <b>', "NULL")


def test_a_table_that_is_not_there_is_an_empty_one(tmp_path):
    frame = read(tmp_path / "left_out.csv", "left_out")
    assert frame.empty and list(frame.columns) == columns("left_out")


# --- folders ---


def test_a_folder_of_before_lacks_new_tables_and_columns(tmp_path):
    write(tmp_path, awards=[{}], memberships=[{}])
    (tmp_path / "left_out.csv").unlink()
    old = "award_id,recipient,recipient_type,amount_gbp,amount_bound,source_id,paragraph,as_printed\n"
    (tmp_path / "awards.csv").write_text(old + "a,Somebody,council,5000000,exact,gazette-2016-05-01,3,£5m\n", "utf-8")
    t = load(tmp_path)
    assert t.left_out.empty and t.awards["amount_to_gbp"].isna().all() and list(t.awards["period"]) == [""]
    assert list(t.memberships["commitment_id"]) == [""]


def test_reference_tables_of_ones_own_go_before_the_projects(tmp_path):
    write(tmp_path)
    assert path_of(tmp_path, "authorities") == tmp_path / "reference" / "authorities.csv"
    assert list(load(tmp_path).names) == [a["council_id"] for a in AUTHORITIES]
    (tmp_path / "reference" / "authorities.csv").unlink()
    assert path_of(tmp_path, "authorities") == HOME / "reference" / "authorities.csv"
    assert len(load(tmp_path).names) == 158
    (tmp_path / "awards.csv").unlink()
    assert path_of(tmp_path, "awards") == tmp_path / "awards.csv"  # its articles are never ours


def test_only_here_do_names_lead_to_an_entry(tmp_path):
    rows = [{"council_id": "slough"}]
    elsewhere = load(write(tmp_path, authorities=[{"council_id": "slough", "name": "Slough"}], council_ratings=rows))
    assert type(elsewhere.names["slough"]) is str
    t = real()
    linked = {i for i, name in t.names.items() if isinstance(name, Council)}
    assert {i: t.names[i].council_id for i in linked} == {i: i for i in linked}
    assert all(isinstance(name, Council) for name in t.council_ratings["council"]), "a name in a column keeps its link"
    assert named(t) <= linked and "cumbria" in linked and "kent" not in linked


def test_the_project_is_found_from_any_folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert len(load().awards) == len(load(PROJECT / "data").awards) > 0


# --- the schema ---


def test_titles_and_forms_of_columns():
    known = shown_columns()
    assert known["low"] == {"title": "At least", "as": "pounds"}  # derived
    assert known["amount_gbp"]["as"] == "pounds" and known["url"]["as"] == "link"
    assert known["announced"]["as"] == "date" and known["period"]["as"] == "period"
    assert known["count"]["as"] == "number" and known["percent"]["as"] == "number" and known["recipient"]["as"] == ""
    assert known["council"]["title"] == "Council" and known["source"]["title"] == "Source"
