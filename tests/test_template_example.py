"""The template over one folder of examples; `make test-adapt` tries it over all kinds of them."""

from shown import everything, shown

from helpers.schema import PROJECT


def test_the_template_runs_over_the_example_and_says_what_its_rows_have():
    found = shown(PROJECT / "examples" / "sixth-article")
    words = " ".join(output.plain for output in everything(found))
    assert "Ofsted’s reports published by 30 June 2015 agree, each authority counted once." in words
