"""Our own tables beside the public record, and beside themselves: what the articles say of one thing goes together.

None of this need be true of other people's tables. Where an article differs from the record, a claim says so.
"""

import datetime as dt

from helpers_for_tests import real

from helpers.dates import bounds

MONTH = dt.timedelta(31)
KINDS = {"programme": "budget", "round": "award round", "grants": "grant ceiling", "spending": "spending"}
KINDS |= dict.fromkeys(["centre", "training"], "other investment")
NAMED = {"commissioner": "commissioner", "launch": "launched", "ordered": "ordered", "inspection": "inspection"}
NAMED |= {
    "benefit": "benefit",
    "redesign": "redesign",
    "monitoring": "monitoring",
    "report": "report",
    "delay": "delay",
}
NAMED |= {"trust": "trust", "developed": "development", "expected": "established"}


def near(one, other, slack=MONTH):
    """Whether two dates can lie within some days of each other."""
    (a, b), (c, d) = bounds(one), bounds(other)
    return (a or dt.date.min) <= (d or dt.date.max - slack) + slack and (c or dt.date.min) <= (
        b or dt.date.max - slack
    ) + slack


def rows(frame):
    return frame.to_dict("records")


# --- ratings ---


def as_recorded(rating, judgement):
    """Whether a judgement of the record can be the one that a rating tells of, by what its date is the date of."""
    began, ended = judgement["inspected_from"], judgement["inspected_to"]
    if rating["date_basis"] == "published" or not began:
        return near(rating["dated"], judgement["published"], MONTH if began else 3 * MONTH)
    if rating["date_basis"] == "inspected":
        return near(rating["dated"], f"{began}/{ended}", dt.timedelta(0))
    return near(rating["dated"], began, dt.timedelta(0))


def test_a_rating_under_a_framework_of_the_record_is_a_judgement_of_it():
    t = real()
    told = [r for r in rows(t.council_ratings) if r["framework"] == "SIF"]
    for rating in told:
        record = [j for j in rows(t.ofsted_judgements) if j["council_id"] == rating["council_id"]]
        mine = [j for j in record if as_recorded(rating, j)]
        assert [(j["framework"], j["overall"]) for j in mine] == [("SIF", rating["grade"])], rating["rating_id"]
        assert rating["scope"] == "overall" and rating["date_basis"] in ("inspected", "inspection began", "published")
    assert len(told) == 6


def test_a_rating_that_only_the_article_dates_stood_on_its_eve():
    t = real()
    told = [r for r in rows(t.council_ratings) if not r["framework"]]
    for rating in told:
        record = [j for j in rows(t.ofsted_judgements) if j["council_id"] == rating["council_id"]]
        before = [j for j in record if bounds(j["published"]).last < t.published[rating["source_id"]]]
        assert before[-1]["overall"] == rating["grade"], rating["rating_id"]
        assert (rating["scope"], rating["date_basis"]) == ("overall", "article")
    assert len(told) == 4


def test_ratings_from_before_the_record_are_of_parts_and_lie_before_it():
    t = real()
    before = t.council_ratings[t.council_ratings["framework"] == "before SIF"]
    assert len(before) == 2 and set(before["grade"]) == {"inadequate"} and set(before["date_basis"]) == {"published"}
    for rating in rows(before):
        assert rating["scope"] in rating["as_printed"] and bounds(rating["dated"]).last < dt.date(2013, 11, 1)


def test_spreads_are_of_their_articles_day():
    t = real()
    assert all(bounds(r["as_at"]).last == t.published[r["source_id"]] for r in rows(t.rating_spreads))


# --- events ---


def test_events_that_other_sources_know_are_dated_as_there():
    t = real()
    tested = 0
    for event in rows(t.events):
        known = t.interventions[t.interventions["council_id"] == event["council_id"]]
        known = known[known["kind"] == event["kind"]]
        if event["status"] == "happened" and event["dated"] and len(known):
            assert any(near(event["dated"], dated, dt.timedelta(1)) for dated in known["dated"]), event["event_id"]
            tested += 1
    assert tested == 5


def test_inspections_are_those_of_the_record():
    t = real()
    told = [e for e in rows(t.events) if e["council_id"] and e["kind"].startswith("inspection")]
    for event in told:
        record = [j for j in rows(t.ofsted_judgements) if j["council_id"] == event["council_id"]]
        days = [j["inspected_from"] or j["published"] for j in record]
        assert any(
            near(event["dated"], day, dt.timedelta(0) if "slough" in event["event_id"] else 3 * MONTH) for day in days
        )
    assert len(told) == 3


def test_the_name_of_an_event_says_what_kind_it_is_and_whether_it_came_about():
    for event in rows(real().events[real().events["council_id"] != ""]):
        words = event["event_id"].split("-")
        stem = next(NAMED[w] for w in reversed(words) if w in NAMED)
        assert stem in event["kind"], event["event_id"]
        status = words[-1] if words[-1] in ("planned", "expected") else "happened"
        assert event["status"] == status or event["event_id"] == "sunderland-trust", event["event_id"]


def test_the_name_of_an_event_begins_with_its_council():
    t = real()
    first = {council: council.split("-")[0] for council in t.authorities["council_id"]}
    for event in rows(t.events):
        council, word = event["council_id"], event["event_id"].split("-")[0]
        north = event["event_id"].startswith(council)  # North Yorkshire shares its first word with others
        assert first[council] == word and (north or word in council) if council else word not in first.values(), event


def test_national_events_to_come_are_those_after_their_article():
    t = real()
    for event in rows(t.events[(t.events["council_id"] == "") & (t.events["dated"] != "")]):
        after = bounds(event["dated"]).last > t.published[event["source_id"]]
        assert (event["status"] != "happened") == after, event["event_id"]


def test_what_is_told_of_one_place_in_the_same_words_is_one_thing():
    """The three Tri-borough councils have each event together, of one kind, one status and one date."""
    groups = {}
    for event in rows(real().events[real().events["council_id"] != ""]):
        place = event["source_id"], event["paragraph"], event["as_printed"]
        groups.setdefault(place, []).append((event["kind"], event["status"], event["dated"], event["note"]))
    shared = [group for group in groups.values() if len(group) > 1]
    assert [len(group) for group in shared] == [3, 3] and all(len(set(group)) == 1 for group in shared)


# --- memberships, claims and sources ---


def test_an_article_has_one_list_of_councils_and_a_council_one_group():
    members = real().memberships
    lists = {(m["source_id"], m["paragraph"] == "17", m["programme"]) for m in rows(members)}
    assert {(s, p) for s, _, p in lists} == {
        ("cypnow-2016-01-05", "Partners in Practice"),
        ("communitycare-2014-02-12", "Examples named by the minister"),
    }
    groups = {(m["council_id"], m["group"]) for m in rows(members)}
    assert len(groups) == members["council_id"].nunique()
    for council, group in groups:
        assert group in ("", "Tri-borough") or council.split("-")[0].title() in group, council


def test_a_claim_of_an_article_is_about_a_row_of_it():
    """But for one, which a paper makes of a round that another article lists."""
    t = real()
    places = {}
    for frame in (t.commitments, t.awards, t.rating_spreads, t.council_ratings, t.events, t.statistics, t.mentions):
        for row in rows(frame):
            places.setdefault(row.get("about") or next(iter(row.values())), set()).add(row["source_id"])
    elsewhere = [
        claim["claim_id"]
        for claim in rows(t.claims)
        if not any(claim["source_id"] in places.get(name, ()) for name in claim["about"].split())
    ]
    assert elsewhere == ["money-to-both-ends"]


def test_the_council_of_an_award_is_named_where_the_award_is():
    t = real()
    awards = t.awards.set_index("award_id")
    for row in rows(t.award_councils):
        award = awards.loc[row["award_id"]]
        assert (row["source_id"], row["paragraph"]) == (award["source_id"], award["paragraph"]), row


# --- money ---


def test_the_name_of_a_sum_says_what_kind_it_is():
    for sum_ in rows(real().commitments):
        found = {KINDS[word] for word in sum_["commitment_id"].split("-") if word in KINDS}
        assert found == {sum_["kind"]}, sum_["commitment_id"]


def test_sums_of_the_programme_lie_inside_it_and_others_in_none():
    t = real()
    inside = t.commitments.set_index("commitment_id")["part_of"].to_dict()
    for sum_ in rows(t.commitments):
        name, seen = sum_["commitment_id"], []
        while inside[name]:
            name = inside[name]
            seen.append(name)
        ours = sum_["programme"] == "Children’s Social Care Innovation Programme"
        assert (name == "programme-2014-2020") == ours and (bool(seen) or sum_["kind"] != "award round"), sum_
    assert [inside[name] for name in ("seed-grants", "programme-2014-15", "round-2017-03")] == [
        "programme-2014-15",
        "programme-2014-2016",
        "programme-2016-2020",
    ]


def test_an_award_has_the_day_of_its_round_and_comes_from_its_article():
    t = real()
    rounds = t.commitments[t.commitments["kind"] == "award round"].set_index("commitment_id")
    for award in rows(t.awards):
        listed = award["paragraph"].startswith("19.")
        assert (award["commitment_id"] in rounds.index) == listed == (award["announced"] != ""), award["award_id"]
        if listed:
            of = rounds.loc[award["commitment_id"]]
            assert award["announced"] == of["announced"] == str(t.published[award["source_id"]])


def test_a_recipients_type_is_in_its_name():
    awards, ends = real().awards, {"council": " Council", "councils jointly": " councils", "trust": " Trust"}
    for kind, end in ends.items():
        named = awards["recipient"].str.endswith(end)
        assert named.any() and named.tolist() == (awards["recipient_type"] == kind).tolist(), kind


def test_a_sum_that_was_announced_on_a_day_was_on_its_articles():
    t = real()
    days = [s for s in rows(t.commitments) if len(s["announced"]) == len("2017-03-20")]
    assert [s["announced"] for s in days] == [str(t.published[s["source_id"]]) for s in days] and len(days) == 3


def test_sums_of_the_speech_have_its_date():
    t = real()
    speech = t.events.set_index("event_id").loc["deadline-announced", "dated"]
    others = t.commitments[t.commitments["kind"] == "other investment"]
    assert list(others["announced"]) == [speech] * 2


def test_the_tri_borough_is_the_same_three_councils_everywhere():
    t = real()
    group = set(t.memberships.loc[t.memberships["group"] == "Tri-borough", "council_id"])
    awarded = t.award_councils[t.award_councils["award_id"] == "triborough"]
    assert group == set(awarded["council_id"]) and set(awarded["role"]) == {"recipient"}
    assert len(group) == t.statistics.set_index("statistic_id").loc["tri-borough-councils", "value"]
    for kind in ("services redesigned", "began to benefit from the fund"):
        events = t.events[(t.events["kind"] == kind) & (t.events["council_id"] != "north-yorkshire")]
        assert set(events["council_id"]) == group and len(events) == 3
