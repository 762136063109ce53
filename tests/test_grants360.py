"""Awards in and out of 360Giving files: nothing rounded, nothing lost, every refusal with its reason."""

import csv
import datetime as dt
import re

import pytest
from openpyxl import Workbook

from helpers import workbook
from helpers.__main__ import main
from tools.raw import read_folder, write_csv
from tools.grants360 import OTHER, REQUIRED, slug
from helpers.money import printed_amount, with_bounds
from helpers.tables import HOME, load

GRANT = {
    "Identifier": "360G-Oak-A/1",
    "Title": "Mentors",
    "Description": "Mentors for care leavers",
    "Currency": "GBP",
    "Amount Awarded": "744000",
    "Award Date": "2016-04-03",
    "Recipient Org:Identifier": "GB-CHC-1234567",
    "Recipient Org:Name": "Mentors Together",
    "Funding Org:Identifier": "GB-CHC-7654321",
    "Funding Org:Name": "The Oak Fund",
}
PATHS = [
    "id",
    "title",
    "description",
    "currency",
    "amountAwarded",
    "awardDate",
    "recipientOrganization/0/id",
    "recipientOrganization/0/name",
    "fundingOrganization/0/id",
    "fundingOrganization/0/name",
]


@pytest.fixture(autouse=True)
def small(monkeypatch):
    """Workbooks with few formatted rows, which are quick to make."""
    monkeypatch.setattr(workbook, "ROWS", 1)


def grants(path, *changes, header=None):
    """A 360Giving CSV with one grant for each dict of changes."""
    rows = [GRANT | {"Identifier": f"360G-Oak-{n}"} | change for n, change in enumerate(changes, 1)]
    columns = list(dict.fromkeys(column for row in rows for column in row))
    write_csv(path, [header or columns, *([row.get(c, "") for c in columns] for row in rows)])
    return path


def taken(tmp_path, capsys, *changes, status=0, **options):
    """Import such a file into a new folder: (the folder's tables, what was said)."""
    file = grants(tmp_path / "Oak grants 2016.csv", *changes, **options)
    assert main(["import-360giving", str(file), str(tmp_path / "oak")]) == status
    out = capsys.readouterr().out
    if status:
        assert not (tmp_path / "oak").exists()
        return None, out
    return load(tmp_path / "oak"), out


def exported(tmp_path, folder, *options):
    assert main(["export-360giving", str(folder), str(tmp_path / "out.csv"), *options]) == 0
    with (tmp_path / "out.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


# --- in ---


@pytest.mark.parametrize(
    "header",
    [
        None,
        PATHS,
        [h.upper() for h in GRANT],
        [h.replace(":", " : ") for h in GRANT],
        [h.replace(":", ":0:") for h in GRANT],
        [h.replace("Org:", "Organisation:") for h in GRANT],
    ],
)
def test_either_form_of_titles_is_read(tmp_path, capsys, header):
    tables, out = taken(tmp_path, capsys, {"Identifier": "360G-Oak-A/1"}, header=header)
    assert "1 award read" in out and "0 refused" in out
    award = tables.awards.iloc[0]
    assert (award.award_id, award.recipient, award.amount_gbp) == ("360g-oak-a-1", "Mentors Together", 744000)
    assert (award.project, award.purpose) == ("Mentors", "Mentors for care leavers")
    assert award.announced == "2016-04-03"
    assert (award.recipient_type, award.paragraph, award.commitment_id) == ("charity", "2", "")


def test_the_file_becomes_the_source(tmp_path, capsys):
    late = {"Award Date": "2016-05-04T00:00:00+00:00"}
    tables, _ = taken(tmp_path, capsys, {}, late, {"Amount Awarded": "1.50"})
    source = tables.sources.iloc[0]
    assert (source.source_id, source.publisher) == ("oak-grants-2016", "The Oak Fund")
    assert source.published == "2016-05-04"
    assert "no article" in source.limits and "1 of its rows could not be read" in source.limits
    assert set(tables.awards.source_id) == {"oak-grants-2016"}
    modified = [{"Last modified": "2017-01-02T10:00:00Z"}, {"Last modified": "soon"}]
    later, _ = taken(tmp_path / "later", capsys, *modified)
    assert main(["check", str(tmp_path / "later" / "oak")]) == 0
    assert later.sources.published[0] == "2017-01-02"


def test_amounts_are_exact_and_carry_no_rounding(tmp_path, capsys):
    amounts = ["744000", "1", "0", "123456789.00", "£4,200,000"]
    tables, _ = taken(tmp_path, capsys, *({"Amount Awarded": a} for a in amounts))
    assert tables.awards.amount_gbp.tolist() == [744000, 1, 0, 123456789, 4200000]
    for award in tables.awards.itertuples():
        assert printed_amount(award.as_printed)[0] == award.amount_gbp
    ends = with_bounds(tables.awards)
    assert (ends.high - ends.low).max() < 1


def test_rows_that_do_not_fit_are_listed_and_the_others_read(tmp_path, capsys):
    odd = [
        ({"Amount Awarded": "744000.50"}, "has pence"),
        ({"Amount Awarded": "-20"}, "is no amount of pounds"),
        ({"Amount Awarded": "4m"}, "is no amount of pounds"),
        ({"Amount Awarded": ""}, "is no amount of pounds"),
        ({"Currency": "EUR"}, "its currency is EUR"),
        ({"Currency": ""}, "its currency is not given"),
        ({"Recipient Org:Name": ""}, "names no recipient organisation"),
        ({"Award Date": "03/04/2016"}, "its date '03/04/2016' is not a day"),
        ({"Award Date": "2016-02-30"}, "its date '2016-02-30' is not a day"),
        ({"Identifier": "360G-Oak-1"}, "stands in row 2 too"),
    ]
    tables, out = taken(tmp_path, capsys, {}, *(change for change, _ in odd), {})
    for number, (line, (_, reason)) in enumerate(zip(out.splitlines(), odd), 3):
        assert line.startswith(f"Row {number} (") and reason in line
    assert tables.awards.paragraph.tolist() == ["2", "13"] and "2 awards read" in out


def test_nothing_is_written_where_no_row_fits(tmp_path, capsys):
    assert "No row of" in taken(tmp_path, capsys, {"Currency": "EUR"}, status=1)[1]
    assert "gives no date" in taken(tmp_path, capsys, {"Award Date": ""}, status=1)[1]
    out = taken(tmp_path, capsys, {}, {"Award Date": "1216-04-03"}, status=1)[1]
    assert "row 3 of Oak grants 2016.csv, column announced: '1216-04-03' is not a plausible time" in out
    assert [p.name for p in tmp_path.iterdir()] == ["Oak grants 2016.csv"]


def test_identifiers_become_unique_slugs(tmp_path, capsys):
    names = ["360G-Oak-A/1", "360G-Oak-A 1", "360G-Oak-Çà", "", "???"]
    tables, _ = taken(tmp_path, capsys, *({"Identifier": n} for n in names))
    expected = ["360g-oak-a-1", "360g-oak-a-1-2", "360g-oak-ca", "award-5", "award-6"]
    assert tables.awards.award_id.tolist() == expected


def test_recipient_type_only_where_it_is_certain(tmp_path, capsys):
    identifier = "Recipient Org:Identifier"
    kinds = [
        ({identifier: "GB-LAE-EXE"}, "council"),
        ({identifier: "GB-COH-01234567"}, "company"),
        ({identifier: "GB-COH-01234567", "Recipient Org:Charity Number": "1234567"}, "charity"),
        ({identifier: "360G-Oak-org1"}, "other"),
        ({identifier: "", "Recipient Org:Name": "University of Somewhere"}, "other"),
    ]
    tables, _ = taken(tmp_path, capsys, *(change for change, _ in kinds))
    assert tables.awards.recipient_type.tolist() == [kind for _, kind in kinds]


def test_a_recipient_is_a_council_only_by_its_name(tmp_path, capsys):
    names = {
        "Leeds City Council": "leeds",
        "London Borough of Barnet": "barnet",
        "Royal Borough of Kensington & Chelsea": "kensington-and-chelsea",
        "HAMPSHIRE COUNTY COUNCIL": "hampshire",
        "Hull City Council": "kingston-upon-hull",
        "Leeds Beckett University": None,
        "Newport City Council": None,
        "Bury Town Council": None,
        "Leeds City Council and Partners": None,
    }
    rows = [{"Recipient Org:Name": name, "Recipient Org:Identifier": "x"} for name in names]
    tables, _ = taken(tmp_path, capsys, *rows)
    councils = tables.award_councils.set_index("paragraph").council_id
    found = {a.recipient: councils.get(a.paragraph) for a in tables.awards.itertuples()}
    assert found == names
    kinds = dict(zip(tables.awards.recipient, tables.awards.recipient_type))
    assert kinds == {name: "council" if council else "other" for name, council in names.items()}


def test_places_by_code_or_exact_name(tmp_path, capsys):
    at = "Beneficiary Location:"
    tables, _ = taken(
        tmp_path,
        capsys,
        {at + "Name": "Leeds"},
        {at + "Name": "Barnet", at + "Geographic Code": "W05000123"},
        {at + "Name": "Somewhere in Hampshire", at + "Geographic Code": "E10000014"},
        {at + "0:Name": "Bury", at + "1:Name": "Leeds", at + "2:Name": "England"},
        {at + "Name": "Leeds", "Recipient Org:Name": "Leeds City Council"},
    )
    rows = tables.award_councils
    got = list(zip(rows.paragraph, rows.council_id, rows.role))
    assert got == [
        ("2", "leeds", "place"),
        ("4", "hampshire", "place"),
        ("5", "bury", "place"),
        ("5", "leeds", "place"),
        ("6", "leeds", "recipient"),
    ]


def test_programmes_become_commitments_that_claim_no_total(tmp_path, capsys):
    title = "Grant Programme:Title"
    tables, _ = taken(tmp_path, capsys, {title: "Young People"}, {title: "Young People"}, {title: "Arts"}, {})
    assert tables.commitments.programme.tolist() == ["Young People", "Arts"]
    assert tables.commitments.amount_gbp.tolist() == [1488000, 744000]
    assert set(tables.commitments.amount_bound) == {"at least"}
    assert tables.awards.commitment_id.tolist() == ["young-people", "young-people", "arts", ""]


def test_other_columns_are_kept_aside(tmp_path, capsys):
    taken(tmp_path, capsys, {"Wards, all": "A, B", "Website": "x"}, {"Currency": "EUR"}, {"Website": "y"})
    with (tmp_path / "oak" / OTHER).open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [(r["award_id"], r["Wards, all"], r["Website"]) for r in rows] == [
        ("360g-oak-1", "A, B", "x"),
        ("360g-oak-3", "", "y"),
    ]
    assert rows[0]["Recipient Org:Identifier"] == "GB-CHC-1234567"


def test_an_excel_file_is_read_like_a_csv(tmp_path, capsys):
    book = Workbook()
    book.active.append(["About this file"])
    sheet = book.create_sheet("grants")
    sheet.append(list(GRANT))
    sheet.append([*(GRANT | {"Amount Awarded": 744000.0, "Award Date": dt.datetime(2016, 4, 3)}).values()])
    sheet.append([*(GRANT | {"Amount Awarded": 0.5, "Identifier": "b"}).values()])
    book.save(tmp_path / "oak.xlsx")
    assert main(["import-360giving", str(tmp_path / "oak.xlsx"), str(tmp_path / "oak")]) == 0
    assert "Row 3 (b): its amount 0.5 has pence" in capsys.readouterr().out
    awards = load(tmp_path / "oak").awards
    assert (awards.amount_gbp.tolist(), awards.announced.tolist()) == ([744000], ["2016-04-03"])


def test_rows_that_are_there_are_never_lost(tmp_path, capsys):
    taken(tmp_path, capsys, {})
    before = {p.name: p.read_bytes() for p in (tmp_path / "oak").iterdir()}
    assert main(["import-360giving", str(tmp_path / "Oak grants 2016.csv"), str(tmp_path / "oak")]) == 1
    assert "awards.csv has rows already" in capsys.readouterr().out
    assert {p.name: p.read_bytes() for p in (tmp_path / "oak").iterdir()} == before


def test_an_import_adds_to_the_articles_of_a_folder(tmp_path, capsys):
    main(["new-report", str(tmp_path / "oak")])
    with (tmp_path / "oak" / "sources.csv").open("a", encoding="utf-8") as file:
        file.write("oak-grants-2016,An article,,The Gazette,2016-05-01,news,,\n")
    tables, _ = taken(tmp_path, capsys, {})
    assert tables.sources.source_id.tolist() == ["oak-grants-2016", "oak-grants-2016-2"]
    assert tables.awards.source_id.tolist() == ["oak-grants-2016-2"]


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("a.csv", b"", "no column Amount Awarded"),
        ("a.csv", b"recipient,amount\nx,1\n", "no column Amount Awarded"),
        ("a.csv", b"Identifier\n\xa3\n", "is not UTF-8 text"),
        ("a.csv", b'Identifier\n"open\n', "cannot be read as CSV"),
        ("a.xlsx", b"PK no", "no Excel workbook"),
        ("a.xlsx", b"\xd0\xcf\x11\xe0", "has a password"),
        ("missing.csv", None, "No such file"),
    ],
)
def test_a_file_of_other_things_gets_a_plain_line(tmp_path, capsys, name, data, words):
    if data is not None:
        (tmp_path / name).write_bytes(data)
    assert main(["import-360giving", str(tmp_path / name), str(tmp_path / "oak")]) == 1
    assert words in capsys.readouterr().out and not (tmp_path / "oak").exists()


# --- out ---


def test_the_projects_awards_fit_the_standard(tmp_path, capsys):
    rows = exported(tmp_path, HOME)
    out = capsys.readouterr().out
    assert "triborough: its date 2014-01-01/2014-06-30 is not a day." in out
    assert len(rows) == len(load(HOME).awards) - 1 > 5
    assert list(rows[0])[: len(REQUIRED)] == REQUIRED == list(GRANT)
    assert len({r["Identifier"] for r in rows}) == len(rows)
    for row in rows:  # the types and patterns of the standard's schema
        assert all(row[title] for title in REQUIRED)
        assert re.fullmatch(r"\d+", row["Amount Awarded"]) and row["Currency"] == "GBP"
        assert re.fullmatch(r"\d{4}-(0[1-9]|1[012])-(0[1-9]|[12]\d|3[01])", row["Award Date"])
        for title in ("Identifier", "Recipient Org:Identifier"):
            assert re.fullmatch(r"360G-example-[a-z0-9-]+", row[title])
        assert row["Funding Org:Identifier"] == "GB-GOR-D6" and len(row["Title"]) < 140
        assert re.fullmatch(r"https?://\S+", row["Data Source"])


def test_awards_that_the_standard_cannot_hold_are_listed(tmp_path, capsys):
    odd = [
        ({"announced": "2016-04"}, "its date 2016-04 is not a day"),
        ({"announced": "2016-04-02~"}, "its date 2016-04-02~ is not a day"),
        ({"announced": ""}, "it has no date"),
        ({"amount_bound": "up to", "as_printed": "up to £744,000"}, "(up to £744,000) is only a ceiling"),
        ({"amount_bound": "at least", "as_printed": "over £744,000"}, "is only “more than”"),
        ({"amount_bound": "about", "as_printed": "about £744,000"}, "is only “about”"),
    ]
    taken(tmp_path, capsys, {}, *({} for _ in odd))
    raw = read_folder(tmp_path / "oak")[0]["awards"]
    for (_, cells), (change, _) in zip(raw.rows[1:], odd):
        for column, value in change.items():
            cells[raw.columns.index(column)] = value
    write_csv(tmp_path / "oak" / "awards.csv", [raw.columns, *(cells for _, cells in raw.rows)])
    rows = exported(tmp_path, tmp_path / "oak")
    lines = capsys.readouterr().out.splitlines()
    for number, (line, (_, reason)) in enumerate(zip(lines, odd), 2):
        assert line.startswith(f"360g-oak-{number}: ") and reason in line
    assert [r["Identifier"] for r in rows] == ["360G-Oak-1"]
    for title in ("Recipient Org:Identifier", "Funding Org:Identifier", "Funding Org:Name"):
        assert rows[0][title] == GRANT[title]


def test_a_round_trip_keeps_what_matters(tmp_path, capsys):
    rows = exported(tmp_path, HOME)
    assert main(["import-360giving", str(tmp_path / "out.csv"), str(tmp_path / "again")]) == 0
    ours = load(HOME).awards
    ours = ours[ours.announced.str.fullmatch(r"\d{4}-\d\d-\d\d")]
    again = load(tmp_path / "again").awards
    for column in ("amount_gbp", "announced", "recipient"):
        assert again[column].tolist() == ours[column].tolist()
    assert exported(tmp_path, tmp_path / "again") == [
        r | {"Data Source": rows[0]["Data Source"]} for r in rows
    ]  # identifiers and funder as they came


def test_prefix_and_funder_are_the_persons_own(tmp_path, capsys):
    names = ["--prefix", "360G-Mine", "--funder-id", "GB-CHC-1", "--funder-name", "Mine"]
    rows = exported(tmp_path, HOME, *names)
    assert {r["Funding Org:Name"] for r in rows} == {"Mine"}
    assert {r["Funding Org:Identifier"] for r in rows} == {"GB-CHC-1"}
    assert all(r["Identifier"].startswith("360G-Mine-") for r in rows)
    assert "placeholder" not in capsys.readouterr().out
    assert main(["export-360giving", str(tmp_path / "x.csv"), "--funder-id", "GB-CHC-1"]) == 1


def test_export_overwrites_no_table_and_refuses_a_folder_that_fails(tmp_path, capsys):
    taken(tmp_path, capsys, {})
    awards = tmp_path / "oak" / "awards.csv"
    before = awards.read_bytes()
    assert main(["export-360giving", str(tmp_path / "oak"), str(awards)]) == 1
    assert main(["export-360giving", str(tmp_path / "oak"), str(tmp_path)]) == 1
    assert awards.read_bytes() == before
    awards.write_bytes(before.replace(b",744000,", b",745000,"))
    capsys.readouterr()
    assert main(["export-360giving", str(tmp_path / "oak"), str(tmp_path / "x.csv")]) == 1
    assert "is not what the article prints" in capsys.readouterr().out
    assert not (tmp_path / "x.csv").exists()


def test_the_folder_may_be_left_out(tmp_path, capsys):
    assert main(["export-360giving", str(tmp_path / "x.csv")]) == 0
    assert (tmp_path / "x.csv").read_bytes().count(b"\r") == 0


def test_slugs():
    assert [slug(t) for t in ("Catch 22", "Mayor’s Office", "£")] == ["catch-22", "mayors-office", ""]
