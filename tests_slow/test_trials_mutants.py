"""The slips of `make mutants`: each is a change, and each kind of cell has those that people make."""

import random
import sys

import pytest

from helpers.dates import bounds
from helpers.schema import HOME, PROJECT
from tools.folder import read_folder

sys.path.insert(0, str(PROJECT / "trials"))
import slips


@pytest.fixture(scope="module")
def every():
    rows = {name: list(enumerate(raw.records())) for name, raw in read_folder(HOME)[0].items()}
    return rows, slips.mutants(rows)


def test_every_slip_is_a_change_and_the_same_each_time(every):
    rows, made = every
    assert all(dict(rows[m.table])[m.row][m.column] != dict(m.cells)[m.row] for m in made)
    assert made == slips.mutants(rows) and len(set(made)) == len(made) > 5000


def test_nearly_every_cell_of_every_table_has_slips(every):
    rows, made = every
    tried = {(m.table, m.row, m.column) for m in made}
    filled = {(t["name"], i, c) for t in slips.ARTICLE for i, row in rows[t["name"]] for c in row if row[c]}
    assert filled <= tried


@pytest.mark.parametrize(
    "text, wanted",
    [
        ("2015-09-30", {"2015-09-29", "2014-09-30", "2015-08-30", "2015-09", "2015-09-30~"}),
        ("2014-03", {"2014-02", "2015-03", "2014"}),
        ("2013~", {"2014~", "2013"}),
        ("2016-04-01/2016-04-12", {"2016-04-02/2016-04-12", "2016-04-01/2016-04-13", "2016-04-01"}),
        ("2017-12/..", {"2017-11/..", "2017/..", "2017-12"}),
    ],
)
def test_slips_of_a_date(text, wanted):
    found = {new for _, new in slips.dates(text)}
    assert wanted <= found and text not in found
    assert "/" in text or all(map(bounds, found))  # a span may end before it begins


def test_slips_of_numbers_and_words():
    rng = random.Random(1)
    assert {new for kind, new in slips.numbers("120", rng) if kind != "another digit"} == {"1200", "12"}
    kinds = {kind: new for kind, new in slips.words("up to £10", rng)}
    assert set(kinds) == {"a word dropped", "a letter", "another digit"} and "up to £10" not in kinds.values()
    assert set(slips.paragraphs("19.4")) == {("paragraph", p) for p in ("18.4", "20.4")} | {
        ("item", p) for p in ("19.3", "19.5")
    }
