"""Awards in and out of 360Giving files: nothing rounded, nothing lost, every refusal with its reason."""

import csv
import datetime as dt
import os
import re
import time

import pytest
from helpers_for_tests import write_csv
from openpyxl import Workbook, load_workbook

from helpers.money import printed_amount, with_bounds
from helpers.schema import HOME
from helpers.tables import load
from tools import grants360, workbook
from tools.__main__ import main
from tools.council_names import Councils, slug
from tools.folder import read_folder
from tools.grants360 import OTHER, OURS, Names
from tools.grants_read import REQUIRED, Refusal, Refused, text_of
from tools.load import load_folder

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

DAY = r"\d{4}-(0[1-9]|1[012])-(0[1-9]|[12]\d|3[01])"
MOMENT = rf"{DAY}T\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)"
STANDARD = {  # what the schema of version 1.4 asks of columns, in a table's terms
    "Currency": "GBP",
    "Amount Awarded": r"\d+(\.\d+)?",
    "Amount Applied For": r"\d+(\.\d+)?",
    "Award Date": f"{DAY}|{MOMENT}",
    "Planned Dates:Start Date": rf"{DAY}|{MOMENT}|\d{{4}}(-(0[1-9]|1[012]))?",
    "Planned Dates:Duration (months)": r"\d+(\.\d+)?",
    "From An Open Call?": "Yes|No",
    "Last modified": MOMENT,
    "Data Source": r"https?://\S+",
}


def unlike_the_standard(rows):
    """What the standard's schema would find wrong with an export's rows: (identifier, column, text)."""
    found = [(r["Identifier"], c, "") for r in rows for c in REQUIRED if not r[c]]
    for column, form in STANDARD.items():
        found += [
            (r["Identifier"], column, r[column]) for r in rows if r.get(column) and not re.fullmatch(form, r[column])
        ]
    names = [r["Identifier"] for r in rows]
    return found + [(n, "Identifier", "twice") for n in set(names) if names.count(n) > 1]


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


def sheets(path, **rows):
    """A workbook with a sheet for each list of rows."""
    book = Workbook()
    book.active.append(["About this file"])
    for title, cells in rows.items():
        sheet = book.create_sheet(title)
        for row in cells:
            sheet.append(row)
    book.save(path)
    return path


def taken(tmp_path, capsys, *changes, status=0, file=None, **options):
    """Import such a file into a new folder: (the folder's tables, what was said)."""
    file = file or grants(tmp_path / "Oak grants 2016.csv", *changes, **options)
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


def whole(folder):
    """Every file of a folder with its bytes."""
    return {str(p.relative_to(folder)): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


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
    tables, _ = taken(tmp_path, capsys, {}, late, {"Amount Awarded": "4m"})
    source = tables.sources.iloc[0]
    assert (source.source_id, source.publisher) == ("oak-grants-2016", "The Oak Fund")
    assert (source.published, source.kind) == ("2016-05-04", "web page")
    assert "no article" in source.limits and "Refused: 1 with no sum" in source.limits
    assert set(tables.awards.source_id) == {"oak-grants-2016"}
    modified = [{"Last modified": "2017-01-02T10:00:00Z"}, {"Last modified": "soon"}]
    later, _ = taken(tmp_path / "later", capsys, *modified)
    assert main(["check", str(tmp_path / "later" / "oak")]) == 0
    assert later.sources.published[0] == "2017-01-02"


def test_a_day_in_the_files_name_is_not_taken_for_its_own(tmp_path, capsys):
    tables, _ = taken(tmp_path, capsys, file=grants(tmp_path / "grants-2015-03.csv", {}))
    assert tables.sources.source_id.tolist() == ["grants-2015-03-grants"]
    assert main(["check", str(tmp_path / "oak")]) == 0


def test_amounts_are_exact_and_carry_no_rounding(tmp_path, capsys):
    amounts = ["744000", "1", "0", "123456789.00", "£4,200,000", "£ 44987.14", "0.5", "33333.333333", "1.5"]
    tables, out = taken(tmp_path, capsys, *({"Amount Awarded": a} for a in amounts))
    pounds = [744000, 1, 0, 123456789, 4200000, 44987, 1, 33333, 2]
    assert tables.awards.amount_gbp.tolist() == pounds and ", 0 refused" in out
    assert tables.awards.as_printed.tolist()[5:] == ["£44,987.14", "£0.50", "£33,333.333333", "£1.50"]
    for award in tables.awards.itertuples():
        assert printed_amount(award.as_printed)[0] == award.amount_gbp
    ends = with_bounds(tables.awards)
    assert (ends.high - ends.low).max() <= 1
    pence = [r["Amount Awarded"] for r in exported(tmp_path, tmp_path / "oak")]
    assert pence == ["744000", "1", "0", "123456789", "4200000", "44987.14", "0.50", "33333.333333", "1.50"]


def test_rows_that_do_not_fit_are_refused_by_reason_with_their_sum(tmp_path, capsys):
    odd = [
        {"Amount Awarded": "-20"},
        {"Amount Awarded": "4m"},
        {"Amount Awarded": "9" * 400},
        {"Amount Awarded": ""},
        {"Currency": "EUR"},
        {"Recipient Org:Name": "", "Amount Awarded": "10"},
        {"Recipient Org:Name": "", "Recipient Ind:Name": "A person", "Amount Awarded": "5.50"},
        {"Award Date": "03/04/2016", "Amount Awarded": "1"},
        {"Award Date": "2016-02-30", "Amount Awarded": "2"},
        {"Award Date": "1216-04-03", "Amount Awarded": "4"},
    ]
    tables, out = taken(tmp_path, capsys, {}, *odd, {})
    assert out.splitlines()[:8] == [
        "Refused: 4 with no sum that can be read: the amount is no amount of pounds "
        f"(row 3: '-20', row 4: '4m', row 5: '{'9' * 40}...' and 1 more).",
        "Refused: 1 with no sum that can be read: the currency is not GBP, and these tables hold pounds "
        "(row 7: 'EUR').",
        "Refused: 1 with £10: no recipient organisation is named (row 8).",
        "Refused: 1 with £6: grants to individuals, and these tables take awards to organisations (row 9).",
        "Refused: 2 with £3: the date is not a day of the form 2016-04-03 "
        "(row 10: '03/04/2016' and row 11: '2016-02-30').",
        "Refused: 1 with £4: the date lies before 1990 or after 2100 (row 12: '1216-04-03').",
        "The sum refused is £22 of £1,488,022 (0.0%).",
        f"2 awards read into {tmp_path / 'oak'}, 10 refused.",
    ]
    assert tables.awards.paragraph.tolist() == ["2", "13"]
    assert "The sum refused is £22 of £1,488,022" in tables.sources.limits[0]


def test_the_lines_do_not_grow_with_the_rows():
    refused = Refused()
    for number in range(5000):
        refused.add(Refusal("too late", f"day {number}"), f"row {number}", 100)
    refused.taken = 500_000
    assert len(refused) == 5000
    assert list(refused) == [
        "Refused: 5,000 with £500,000: too late (row 0: 'day 0', row 1: 'day 1', row 2: 'day 2' and 4,997 more).",
        "The sum refused is £500,000 of £1,000,000 (50.0%).",
    ]


def test_nothing_is_written_where_no_row_fits(tmp_path, capsys):
    assert "No row of" in taken(tmp_path, capsys, {"Currency": "EUR"}, status=1)[1]
    assert "gives no date" in taken(tmp_path, capsys, {"Award Date": ""}, status=1)[1]
    assert [p.name for p in tmp_path.iterdir()] == ["Oak grants 2016.csv"]


def test_grants_to_individuals_are_refused_as_such(tmp_path, capsys):
    person = {c.replace("Recipient Org", "Recipient Ind"): text for c, text in GRANT.items()}
    for titles in (list(person), [c.replace("Recipient Ind:", "recipientIndividual/0/") for c in person]):
        write_csv(tmp_path / "people.csv", [titles, list(person.values())])
        out = taken(tmp_path, capsys, file=tmp_path / "people.csv", status=1)[1]
        assert out == "people.csv holds grants to individuals, and these tables take awards to organisations.\n"


def test_rows_that_share_an_identifier_are_kept_where_they_differ(tmp_path, capsys):
    same = {"Identifier": "360G-Oak-A"}
    rows = [same, same | {"Award Date": "2017-04-03"}, same, same | {"Amount Awarded": "10"}, same]
    tables, out = taken(tmp_path, capsys, *rows, {"Identifier": ""}, {"Identifier": ""})
    assert tables.awards.award_id.tolist() == ["360g-oak-a", "360g-oak-a-2", "360g-oak-a-3", "award-7", "award-8"]
    assert tables.awards.amount_gbp.sum() == 744000 * 4 + 10
    said = "Two rows with £744,010 under an earlier row's identifier, not the same: kept, with -2, -3 after it."
    assert said in out and said in tables.sources.limits[0]
    copies = (
        "Refused: 2 with £1,488,000: the exact copy of an earlier row (row 4: '360G-Oak-A' and row 6: '360G-Oak-A')."
    )
    assert copies in out and copies in tables.sources.limits[0]
    rows = exported(tmp_path, tmp_path / "oak")
    assert [r["Identifier"] for r in rows][:3] == ["360G-Oak-A", "360G-Oak-A-2", "360G-Oak-A-3"]
    assert not unlike_the_standard(rows)
    assert "Two identifiers stood twice when imported" in capsys.readouterr().out


def test_a_published_identifier_is_never_given_to_another():
    names = Names(["a", "a-2"])
    assert [names.new("a"), names.new("a"), names.new("b"), names.new("b")] == ["a-3", "a-4", "b", "b-2"]


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
        "Bury Town Council": None,
        "Royal Borough of Kensington & Chelsea": "kensington-and-chelsea",
        "Leeds City Council and Partners": None,
        "Newport City Council": None,
        "Leeds Beckett University": None,
        "Bridgend County Borough Council": None,
    }
    rows = [{"Recipient Org:Name": name, "Recipient Org:Identifier": "x"} for name in names]
    tables, out = taken(tmp_path, capsys, *rows, rows[1])
    councils = tables.award_councils.set_index("paragraph").council_id
    found = {a.recipient: councils.get(a.paragraph) for a in tables.awards.itertuples()}
    assert found == names
    kinds = dict(zip(tables.awards.recipient, tables.awards.recipient_type))
    assert kinds == {name: "council" if council else "other" for name, council in names.items()}
    said = "Four recipients with “council” in the name not recognised as one of the day for children’s services: "
    assert f"{said}Bury Town Council, Leeds City Council and Partners, Newport City Council and 1 more." in out


@pytest.mark.parametrize(
    ("council", "names"),
    {
        "leeds": "Leeds City Council|LEEDS CITY COUNCIL |City of Leeds|Leeds",
        "st-helens": "St Helens MBC|St. Helens Council|St Helens M.B.C.",
        "stoke-on-trent": "Stoke On Trent City Council|City of Stoke-on-Trent|Stoke City Council",
        "southend-on-sea": "Southend On Sea Borough Council|Southend-on-Sea BC",
        "newcastle-upon-tyne": "Newcastle City Council|Newcastle upon Tyne City Council",
        "tameside": "Tameside MBC|Tameside Metropolitan Borough Council",
        "bradford": "City of Bradford MDC|City of Bradford Metropolitan District Council",
        "kirklees": "Kirklees Metropolitan Council|Kirklees Council",
        "bexley": "London Borough Bexley|London Borough of Bexley|LB Bexley|L.B. Bexley|Bexley London Borough Council",
        "hounslow": "The London Borough of Hounslow",
        "hammersmith-and-fulham": "LB Hammersmith and Fulham|London Borough of Hammersmith & Fulham",
        "kensington-and-chelsea": "The Royal Borough of Kensington and Chelsea",
        "kingston-upon-thames": "Royal Borough of Kingston upon Thames|Royal Borough of Kingston",
        "windsor-and-maidenhead": "Royal Borough of Windsor & Maidenhead",
        "kingston-upon-hull": "Kingston-upon-Hull City Council|Hull City Council",
        "city-of-london": "City of London|City of London Corporation",
        "isles-of-scilly": "Council of the Isles of Scilly",
        "county-durham": "Durham County Council|County Durham",
        "dorset": "Dorset County Council",
        None: "Durham City Council|City of Durham Council|Newcastle Borough Council|"
        "Newcastle under Lyme Borough Council|Cambridge City Council|Kent District Council|Leeds City|"
        "Stoke City|Derby County|Greater London Authority|London Councils|Council|"
        "Bournemouth, Christchurch and Poole Council|Leicester Metropolitan Council|"
        "London Borough Council|Bury Town Council|Leeds City Council Sports",
    }.items(),
)
def test_council_names_as_funders_write_them(council, names):
    councils = Councils(read_folder(HOME)[0]["authorities"].records())
    found = {name: councils.named(name, "2016-04-03") for name in names.split("|")}
    assert found == dict.fromkeys(found, council)


def test_a_name_that_fits_two_councils_is_neither():
    row = {"name": "Alton", "also_known_as": "", "council_type": "county", "valid_from": "", "valid_to": ""}
    councils = Councils([row | {"council_id": c, "gss_code": c} for c in ("one", "other")])
    assert councils.named("Alton County Council", "2016-04-03") is None
    assert councils.at("Alton", "other", "2016-04-03") == "other"


def test_a_council_is_one_of_the_day(tmp_path, capsys):
    councils = Councils(read_folder(HOME)[0]["authorities"].records())
    days = ("2009-03-31", "2019-03-31", "2019-04-01")
    assert [councils.named("Dorset Council", day) for day in days] == ["dorset", "dorset", "dorset-unitary"]
    assert [councils.named("Bedford Borough Council", day) for day in days] == [None, "bedford", "bedford"]
    name = {"Recipient Org:Name": "Northamptonshire County Council"}
    code = {"Beneficiary Location:Name": "Northants", "Beneficiary Location:Geographic Code": "E10000021"}
    dates = [
        {"Award Date": "2020-04-03"},
        {"Award Date": "2021-04-03"},
        {"Award Date": "", "Last modified": "2020-05-01"},
    ]
    rows = [kind | day for kind in (name, code) for day in dates]
    tables, _ = taken(tmp_path, capsys, *rows)
    assert tables.award_councils.paragraph.tolist() == ["2", "5"]  # a row without a day has the file's, of 2021
    assert set(tables.award_councils.council_id) == {"northamptonshire"}


def test_further_recipients_are_told_of(tmp_path, capsys):
    second = {"Recipient Org:1:Name": "Leeds City Council", "Recipient Org:1:Identifier": "GB-LAE-LDS"}
    tables, out = taken(tmp_path, capsys, {}, second)
    assert tables.awards.note.tolist() == ["", "Shared with Leeds City Council: the file does not divide the sum."]
    assert "One award with further recipients: see note. No sum is divided." in out
    links = tables.award_councils
    assert list(zip(links.paragraph, links.council_id, links.role)) == [("3", "leeds", "partner")]
    rows = exported(tmp_path, tmp_path / "oak")
    assert rows[1]["Recipient Org:1:Name"] == "Leeds City Council"
    assert rows[1]["Recipient Org:1:Identifier"] == "GB-LAE-LDS"


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
        {at + "Name": "Leeds", at + "Geographic Code": "E08000002"},  # the file contradicts itself: the code counts
    )
    rows = tables.award_councils
    got = list(zip(rows.paragraph, rows.council_id, rows.role))
    assert got == [
        ("2", "leeds", "place"),
        ("4", "hampshire", "place"),
        ("5", "bury", "place"),
        ("5", "leeds", "place"),
        ("6", "leeds", "recipient"),
        ("7", "bury", "place"),
    ]
    assert rows.as_printed.tolist()[-1] == "E08000002"
    assert main(["check", str(tmp_path / "oak")]) == 0


def test_programmes_become_commitments_without_a_total(tmp_path, capsys):
    title = "Grant Programme:Title"
    names = [{title: "Young People"}, {title: "Young People"}, {title: "Grants up to £10,000"}, {}]
    tables, _ = taken(tmp_path, capsys, *names)
    assert tables.commitments.programme.tolist() == ["Young People", "Grants up to £10,000"]
    assert tables.commitments.amount_gbp.isna().all() and set(tables.commitments.amount_bound) == {""}
    assert tables.awards.commitment_id.tolist() == ["young-people", "young-people", "grants-up-to-10-000", ""]
    assert main(["check", str(tmp_path / "oak")]) == 0


def test_other_columns_are_kept_aside(tmp_path, capsys):
    taken(tmp_path, capsys, {"Wards, all": "A, B", "Website": "x"}, {"Currency": "EUR"}, {"Website": "y"})
    with (tmp_path / "oak" / OTHER).open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [(r["award_id"], r["Wards, all"], r["Website"]) for r in rows] == [
        ("360g-oak-1", "A, B", "x"),
        ("360g-oak-3", "", "y"),
    ]
    assert rows[0]["Recipient Org:Identifier"] == "GB-CHC-1234567"


def test_a_title_that_stands_twice_loses_nothing(tmp_path, capsys):
    write_csv(
        tmp_path / "twice.csv",
        [[*GRANT, "Website", "Website"], [*GRANT.values(), "", "a"], [*GRANT.values(), "b", "c"]],
    )
    taken(tmp_path, capsys, file=tmp_path / "twice.csv")
    exported(tmp_path, tmp_path / "oak")
    with (tmp_path / "out.csv").open(encoding="utf-8", newline="") as file:
        header, *rows = csv.reader(file)
    assert header[-2:] == ["Website", "Website"] and [row[-2:] for row in rows] == [["a", ""], ["b", "c"]]


def test_an_excel_file_is_read_like_a_csv(tmp_path, capsys):
    date, moment = dt.datetime(2016, 4, 3), dt.datetime(2016, 4, 4, 10, 30)
    row = GRANT | {"Amount Awarded": 744000.0, "Award Date": date, "Last modified": moment, "Website": "  x "}
    odd = row | {"Amount Awarded": 0.1 + 0.2, "Identifier": "b", "Last modified": date}
    file = sheets(tmp_path / "oak.xlsx", grants=[list(row), [*row.values()], [*odd.values()]])
    tables, out = taken(tmp_path, capsys, file=file)
    awards = tables.awards
    assert awards.amount_gbp.tolist() == [744000, 0] and set(awards.announced) == {"2016-04-03"} and "sheets" not in out
    assert awards.as_printed.tolist() == ["£744,000.00", "£0.30"] and awards.paragraph.tolist() == ["2", "3"]
    rows = exported(tmp_path, tmp_path / "oak")
    assert [r["Last modified"] for r in rows] == ["2016-04-04T10:30:00Z", "2016-04-03T00:00:00Z"]
    assert not unlike_the_standard(rows)


def test_numbers_of_a_sheet_are_what_excel_shows():
    assert [text_of(n) for n in (0.1 + 0.2, 1234.5, 7.0, float("inf"), True)] == ["0.3", "1234.5", "7", "inf", "True"]


def test_all_sheets_with_amounts_are_read(tmp_path, capsys):
    one = [list(GRANT), [*GRANT.values()], [*(GRANT | {"Currency": "EUR"}).values()]]
    more = GRANT | {
        "Identifier": "b",
        "Amount Awarded": 9000,
        "Recipient Org:Name": "Leeds City Council",
        "Website": "x",
    }
    tables, out = taken(
        tmp_path, capsys, file=sheets(tmp_path / "a.xlsx", old=one, notes=[["x"]], new=[list(more), [*more.values()]])
    )
    assert tables.awards.amount_gbp.tolist() == [744000, 9000] and tables.awards.paragraph.tolist() == ["1.2", "2.2"]
    assert "(row 1.3: 'EUR')" in out and "Read from two sheets, old and new: 1.2 is row 2 of the first." in out
    assert main(["check", str(tmp_path / "oak")]) == 0
    assert [r["Website"] for r in exported(tmp_path, tmp_path / "oak")] == ["", "x"]
    people = [["Amount Awarded", "Recipient Ind:Name"], [5, "A person"]]
    for rows, words in ((people, "holds grants to individuals"), ([["Amount Awarded"], [5]], "has no column Currency")):
        file = sheets(tmp_path / "b.xlsx", grants=one, others=rows)
        assert main(["import-360giving", str(file), str(tmp_path / "b")]) == 1
        assert f"b.xlsx, sheet others, {words}" in capsys.readouterr().out and not (tmp_path / "b").exists()


def test_a_stray_cell_in_the_last_row_costs_nothing(tmp_path, capsys):
    book, start = Workbook(), time.process_time()
    book.active.append(list(GRANT))
    book.active.append(list(GRANT.values()))
    book.active["C1048576"] = "stray"
    book.save(tmp_path / "stray.xlsx")
    tables, out = taken(tmp_path, capsys, file=tmp_path / "stray.xlsx")
    assert time.process_time() - start < 5
    assert tables.awards.paragraph.tolist() == ["2"] and "no currency is given (row 1048576)" in out
    assert main(["import-360giving", "/dev/zero", str(tmp_path / "b")]) == 1
    assert capsys.readouterr().out == "/dev/zero: it is no file.\n"


def test_names_within_a_letter_of_each_other_are_no_finding(tmp_path, capsys):
    names = ["Sports Coaching Trust", "Sport Coaching Trust"]
    tables, _ = taken(tmp_path, capsys, *({"Recipient Org:Name": n, "Grant Programme:Title": n} for n in names))
    assert main(["check", str(tmp_path / "oak")]) == 0
    assert tables.awards.note.tolist() == ["", "So spelt in the file, which has “Sports Coaching Trust” too."]


def test_signs_read_in_another_encoding_are_mended(tmp_path, capsys):
    texts = ["the children’s project: £5".encode().decode("cp1252"), "a lost \ufffd", "Ünï cödé – fine"]
    tables, out = taken(tmp_path, capsys, *({"Description": text} for text in texts))
    assert tables.awards.purpose.tolist() == ["the children’s project: £5", "a lost ?", "Ünï cödé – fine"]
    assert "Two rows with signs read in another encoding, mended." in out
    assert main(["check", str(tmp_path / "oak")]) == 0


def test_line_breaks_in_identifiers_do_not_go_out(tmp_path, capsys):
    broken = {"Identifier": "360G-Oak-\n 1", "Recipient Org:Identifier": "GB-CHC-\r\n1234567\u2028"}
    taken(tmp_path, capsys, broken, {"Identifier": "360G-Oak-1", "Title": "More"})
    aside = tmp_path / "oak" / OTHER
    aside.write_text(
        aside.read_text(encoding="utf-8").replace("GB-CHC-7654321", '"GB-CHC-\n7654321"'), encoding="utf-8"
    )
    rows = exported(tmp_path, tmp_path / "oak")
    assert [r["Identifier"] for r in rows] == ["360G-Oak-1", "360G-Oak-1-2"]
    assert {r["Recipient Org:Identifier"] for r in rows} == {"GB-CHC-1234567"}
    assert {r["Funding Org:Identifier"] for r in rows} == {"GB-CHC-7654321"}


def test_text_that_looks_like_a_formula_comes_back_unchanged(tmp_path, capsys):
    texts = ["- run groups", "=1+1", "@home", "+44 20", "'=quoted", "'plain", "-1.5"]
    columns = ("Description", "Title", "Recipient Org:Name", "Website")
    taken(tmp_path, capsys, *({column: text for column in columns} for text in texts))
    for name in ("awards.csv", OTHER):
        with (tmp_path / "oak" / name).open(encoding="utf-8", newline="") as file:
            cells = [cell for row in csv.reader(file) for cell in row]
        assert not [cell for cell in cells if re.match("[=+@-]", cell) and cell != "-1.5"]
    exported(tmp_path, tmp_path / "oak")
    taken(tmp_path / "again", capsys, file=tmp_path / "out.csv")
    again = load_folder(tmp_path / "again" / "oak")
    assert again.awards.purpose.tolist() == again.awards.project.tolist() == again.awards.recipient.tolist() == texts
    _, kept = grants360.kept_aside(tmp_path / "again" / "oak" / OTHER)
    assert [row["website"] for row in kept.values()] == texts


def test_rows_that_are_there_are_never_lost(tmp_path, capsys):
    taken(tmp_path, capsys, {})
    before = whole(tmp_path)
    assert main(["import-360giving", str(tmp_path / "Oak grants 2016.csv"), str(tmp_path / "oak")]) == 1
    assert "awards.csv has rows already" in capsys.readouterr().out
    assert whole(tmp_path) == before


def test_rows_in_the_workbook_are_not_added_to(tmp_path, capsys):
    main(["new", str(tmp_path / "oak")])
    book = load_workbook(tmp_path / "oak" / "tables.xlsx")
    book["sources"].append(["a", "An article", "", "The Gazette", "2016-05-01", "news"])
    book.save(tmp_path / "oak" / "tables.xlsx")
    before = whole(tmp_path)
    assert main(["import-360giving", str(grants(tmp_path / "a.csv", {})), str(tmp_path / "oak")]) == 1
    assert "tables.xlsx, sheet sources has rows, and rows are added as CSV" in capsys.readouterr().out
    (tmp_path / "a.csv").unlink()
    assert whole(tmp_path) == before


def test_nothing_is_added_to_tables_that_fail_the_check(tmp_path, capsys):
    main(["new", str(tmp_path / "oak")])
    with (tmp_path / "oak" / "sources.csv").open("a", encoding="utf-8") as file:
        file.write("a,An article,,The Gazette,soon,news,,\n")
    file, before = grants(tmp_path / "a.csv", {}), whole(tmp_path / "oak")
    assert main(["import-360giving", str(file), str(tmp_path / "oak")]) == 1
    assert "sources.csv, line 2, column published: 'soon'" in capsys.readouterr().out
    assert whole(tmp_path / "oak") == before


def test_an_import_adds_to_the_articles_of_a_folder(tmp_path, capsys):
    main(["new", str(tmp_path / "oak")])
    with (tmp_path / "oak" / "sources.csv").open("a", encoding="utf-8") as file:
        file.write("oak-grants-2016,An article,,The Gazette,2016-05-01,news,,\n")
    tables, _ = taken(tmp_path, capsys, {})
    assert tables.sources.source_id.tolist() == ["oak-grants-2016", "oak-grants-2016-2"]
    assert tables.awards.source_id.tolist() == ["oak-grants-2016-2"]


def test_an_empty_folder_is_filled(tmp_path, capsys):
    (tmp_path / "oak").mkdir()
    tables, _ = taken(tmp_path, capsys, {})
    assert len(tables.awards) == 1 and (tmp_path / "oak" / "tables.xlsx").exists()
    assert not list(tmp_path.rglob(".*"))


def test_a_file_of_ones_own_beside_the_tables_is_not_replaced(tmp_path, capsys):
    main(["new", str(tmp_path / "oak")])
    file = grants(tmp_path / "a.csv", {})
    for words in ("mine\n", "award_id,my own\n"):
        (tmp_path / "oak" / OTHER).write_text(words)
        assert main(["import-360giving", str(file), str(tmp_path / "oak")]) == 1
        assert "awards_other_columns.csv is there already" in capsys.readouterr().out
        assert (tmp_path / "oak" / OTHER).read_text() == words
    (tmp_path / "oak" / OTHER).unlink()
    os.mkfifo(tmp_path / "oak" / OTHER)
    assert main(["import-360giving", str(file), str(tmp_path / "oak")]) == 1
    assert "is no file" in capsys.readouterr().out


@pytest.mark.parametrize("name", ["awards.csv", "sources.csv", OTHER])
def test_nothing_is_written_through_a_link(tmp_path, capsys, name):
    main(["new", str(tmp_path / "oak")])
    path = tmp_path / "oak" / name
    if path.exists():
        path.rename(tmp_path / "elsewhere.csv")
    path.symlink_to(tmp_path / "elsewhere.csv")
    file = grants(tmp_path / "a.csv", {})
    before = whole(tmp_path)
    capsys.readouterr()
    assert main(["import-360giving", str(file), str(tmp_path / "oak")]) == 1
    out = capsys.readouterr().out
    assert f"{name} is a link" in out and len(out.splitlines()) == 1
    assert whole(tmp_path) == before and path.is_symlink()


def test_twelve_thousand_awards_are_no_trouble():
    same = {"identifier": "360G-Oak-A"}  # for two thirds, the hardest case for names
    row = {"recipientorg:name": "Leeds City Council", "currency": "GBP", "awarddate": "2016-04-03"}
    book, start = grants360.Import(read_folder(HOME)[0]), time.process_time()
    for n in range(12_000):
        book.take(f"{n}", row | {"amountawarded": f"{n}"} | (same if n % 3 else {}))
    book.fill("Grants data", "oak", [""])
    assert time.process_time() - start < 6
    assert len(book.new["awards"]) == len(book.new["award_councils"]) == 12_000
    assert len(list(book.refused)) == 1


# --- out ---


def test_the_projects_awards_fit_the_standard(tmp_path, capsys):
    rows = exported(tmp_path, HOME)
    out = capsys.readouterr().out
    assert "Refused: 1 with £4,200,000: there is no date (triborough)." in out
    assert len(rows) == len(load(HOME).awards) - 1 > 5
    assert list(rows[0]) == OURS and OURS[: len(REQUIRED)] == REQUIRED == list(GRANT)
    assert not unlike_the_standard(rows)
    for row in rows:
        for title in ("Identifier", "Recipient Org:Identifier"):
            assert re.fullmatch(r"360G-example-[a-z0-9-]+", row[title])
        assert row["Funding Org:Identifier"] == "GB-GOR-D6" and len(row["Title"]) < 140
        assert row["Title"] != row["Description"]


def test_the_standards_rules_find_what_is_wrong():
    odd = {"Award Date": "2016-13-01", "Currency": "gbp", "Last modified": "2016-04-03", "Identifier": "x"}
    found = unlike_the_standard([GRANT | odd, GRANT | {"Identifier": "x", "Title": ""}])
    assert {column for _, column, _ in found} == {*odd, "Title"}


def test_what_was_kept_aside_goes_out_again(tmp_path, capsys):
    kept = {
        "Recipient Org:Charity Number": "1234567",
        "Recipient Org:Postal Code": "LS1 1AA",
        "Beneficiary Location:Name": "Leeds",
        "Planned Dates:Start Date": "2016-05",
        "Planned Dates:Duration (months)": "12",
        "From An Open Call?": "Yes",
        "Amount Applied For": "900000",
    }
    bare = {"Description": "", "Recipient Org:Identifier": "", "Funding Org:Identifier": ""}
    bare["Data Source"] = "https://example.org/c"
    own = {"Grant Programme:Title": "Main", "Data Source": "https://example.org/b", "Last modified": "2016-05-04"}
    taken(tmp_path, capsys, kept | own, bare)
    rows = exported(tmp_path, tmp_path / "oak")
    assert not unlike_the_standard(rows)
    assert list(rows[0]) == [*OURS, *kept, "Last modified"]
    assert {c: rows[0][c] for c in kept} == kept
    assert rows[0] == GRANT | kept | own | {"Identifier": "360G-Oak-1", "Last modified": "2016-05-04T00:00:00Z"}
    assert rows[1]["Data Source"] == "https://example.org/c"
    assert rows[1]["Description"] == "£744,000.00 to Mentors Together"
    assert rows[1]["Recipient Org:Identifier"] == "360G-example-mentors-together"
    assert (rows[1]["Funding Org:Identifier"], rows[1]["Funding Org:Name"]) == (
        "360G-example-the-oak-fund",
        "The Oak Fund",
    )


def changed(folder, changes):
    """Change cells of the awards, {column: value} for each row."""
    table = read_folder(folder)[0]["awards"]
    for (_, cells), change in zip(table.rows, changes):
        for column, value in change.items():
            cells[table.columns.index(column)] = value
    write_csv(folder / "awards.csv", [table.columns, *(cells for _, cells in table.rows)])


def test_awards_that_the_standard_cannot_hold_are_listed(tmp_path, capsys):
    none = {"amount_gbp": "", "amount_bound": ""}
    odd = [
        ({"announced": "2016-04"}, "the date is not a day (360g-oak-2: '2016-04' and"),
        ({"announced": "2016-04-02~"}, "360g-oak-3: '2016-04-02~')"),
        ({"announced": ""}, "there is no date (360g-oak-4)"),
        ({"amount_bound": "up to", "as_printed": "up to £744,000"}, "only a ceiling (360g-oak-5: 'up to £744,000')"),
        (none | {"as_printed": "over £744,000"}, "the amount is only “more than” (360g-oak-6: 'over £744,000')"),
        ({"amount_bound": "about", "as_printed": "about £744,000"}, "the amount is only “about”"),
        (
            none | {"as_printed": "a large sum"},
            "no sum that can be read: no amount is printed (360g-oak-8: 'a large sum')",
        ),
        (none | {"as_printed": "£2m to £3m"}, "with £2,000,000: the amount is a range (360g-oak-9: '£2m to £3m')"),
        (none | {"as_printed": "£2.5m"}, ""),
        ({"amount_gbp": "500000", "as_printed": "half a million pounds"}, "1 of the amounts are rounded as printed"),
    ]
    taken(tmp_path, capsys, {}, *({} for _ in odd))
    changed(tmp_path / "oak", [{}, *(change for change, _ in odd)])
    rows = exported(tmp_path, tmp_path / "oak")
    out = capsys.readouterr().out
    for _, words in odd:
        assert words in out
    assert "3 awards written" in out and "8 refused" in out
    assert [(r["Identifier"], r["Amount Awarded"]) for r in rows] == [
        ("360G-Oak-1", "744000"),
        ("360G-Oak-10", "2500000"),
        ("360G-Oak-11", "500000"),
    ]
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


def test_export_replaces_only_what_it_made(tmp_path, capsys):
    taken(tmp_path, capsys, {})
    oak = tmp_path / "oak"
    (tmp_path / "mine.csv").write_text("mine\n")
    (tmp_path / "empty.csv").touch()
    (tmp_path / "theirs.csv").write_text(",".join(REQUIRED) + "\n")
    (tmp_path / "dir.csv").mkdir()
    (tmp_path / "link.csv").symlink_to(oak / "awards.csv")
    os.mkfifo(tmp_path / "pipe.csv")
    names = ["mine.csv", "empty.csv", "theirs.csv", "dir.csv", "link.csv", "pipe.csv", "new.txt"]
    names += [f"oak/{name}" for name in ("awards.csv", OTHER, "reference/authorities.csv")]
    names += [HOME / "reference" / "authorities.csv", HOME / "new.csv", HOME / "reference" / "new.csv"]
    before, ours = whole(tmp_path) if not (tmp_path / "pipe.csv").is_file() else {}, whole(HOME)
    for name in names:
        assert main(["export-360giving", str(oak), str(tmp_path / name)]) == 1, name
        assert len(capsys.readouterr().out.splitlines()) == 1
    assert whole(tmp_path) == before and whole(HOME) == ours
    exported(tmp_path, oak)
    first = (tmp_path / "out.csv").read_bytes()
    (tmp_path / "out.csv").write_bytes(first + b"old\n")
    exported(tmp_path, oak)
    assert (tmp_path / "out.csv").read_bytes() == first


def test_a_folder_that_fails_the_check_is_not_exported(tmp_path, capsys):
    taken(tmp_path, capsys, {})
    awards = tmp_path / "oak" / "awards.csv"
    awards.write_bytes(awards.read_bytes().replace(b",744000,", b",745000,"))
    capsys.readouterr()
    assert main(["export-360giving", str(tmp_path / "oak"), str(tmp_path / "x.csv")]) == 1
    assert "is not what the article prints" in capsys.readouterr().out
    assert not (tmp_path / "x.csv").exists()


@pytest.mark.parametrize("prefix", ["=1+1", "360G-a\nb", "", "360G a"])
def test_a_prefix_is_a_plain_word(tmp_path, capsys, prefix):
    assert main(["export-360giving", str(tmp_path / "x.csv"), f"--prefix={prefix}"]) == 1
    assert "is no prefix" in capsys.readouterr().out and not (tmp_path / "x.csv").exists()


def test_the_folder_may_be_left_out(tmp_path, capsys):
    assert main(["export-360giving", str(tmp_path / "x.csv")]) == 0
    assert (tmp_path / "x.csv").read_bytes().count(b"\r") == 0


def test_slugs():
    assert [slug(t) for t in ("Catch 22", "Mayor’s Office", "£")] == ["catch-22", "mayors-office", ""]


@pytest.mark.parametrize("name", ["confirmed.csv", "found.csv", "sources.csv", OTHER])
def test_an_export_takes_no_name_that_another_command_reads(tmp_path, capsys, name):
    main(["new", str(tmp_path / "oak")])
    (tmp_path / "oak" / name).unlink(missing_ok=True)
    assert main(["export-360giving", str(tmp_path / "oak"), str(tmp_path / "oak" / name)]) == 1
    assert f"{name} will not do" in capsys.readouterr().out and not (tmp_path / "oak" / name).exists()
