"""Laws of the checks of the article on the H20 and the 910B: another number in the tables gives another verdict."""

from __future__ import annotations

import planting
import pytest

ARTICLE = "k-ft25-"
#: Findings whose substance is words alone: nothing in the tables decides them.
OF_WORDS = {
    "k-ft25-two-customers-who-told",
    "k-ft25-rival-silicon-swapped",
    "k-ft25-secret-sauce-owner",
    "k-ft25-progressive-for-advanced",
    "k-ft25-bet-into-belief",
    "k-ft25-who-serves-more-customers",
}
#: A finding of the article, what is planted in the rows of its check by their arguments, and the verdict that a reader would then give.
PLANTED = [
    ("h20-unit-price", {"revenue": 20e9}, "strained"),
    ("910b-implied-volume", {"ratio": 5}, "strained"),
    ("910b-implied-volume", {"ratio": 1.25}, "strained"),
    ("910b-implied-volume", {"forecast": 510e3, "brokerage": 500e3, "digest": 490e3, "cited": 505e3}, "holds"),
    ("910b-sold-against-made", {"made": 600e3}, "holds"),
    ("910b-sold-against-made", {"ratio": 5}, "holds"),
    ("ratio-numerator", {"all_cards": 1.2e6}, "holds"),
    ("ratio-numerator", {"h20": 2e6}, "fails"),
    ("forecast-reprinted-as-result", {"shipments": 1.1e6}, "holds"),
    ("forecast-reprinted-as-result", {"revenue": 13e9}, "holds"),
    ("forecast-reprinted-as-result", {"huawei_forecast": 700e3}, "holds"),
    ("h20-majority-denominator", {"all_cards": 1.9e6}, "holds"),
    ("h20-majority-denominator", {"h20": 0.5e6, "ratio": 0.9, "revenue": 6e9}, "fails"),
    ("h20-only-against-card-count", {"nvidia_cards": 0.95e6}, "holds"),
    ("h20-share-of-nvidia-china", {"revenue": 20e9}, "strained"),
    ("h20-share-of-nvidia-china", {"revenue": 26e9}, "fails"),
    ("910b-street-price-revenue", {"later_revenue": 9e9}, "holds"),
    ("910b-street-price-revenue", {"street_price": 60e3}, "holds"),
    ("910b-attached-to-nvidia", {"huawei_forecast": 300e3}, "open"),
    ("h20-weaker-on-one-axis", {"memory": 2000, "links": 400}, "holds"),
    ("h20-weaker-on-one-axis", {"compute": 1000}, "fails"),
    ("h20-better-than-910b-by-what", {"h20_compute": 500}, "holds"),
    ("h20-better-than-910b-by-what", {"h20_memory": 700, "h20_links": 300}, "fails"),
    ("twice-the-chips-same-compute", {"h20_memory": 300, "ratio": 1}, "fails"),
    ("twice-the-chips-same-compute", {"h20_memory": 600}, "strained"),
    ("910c-soon-or-already", {"listed_on": "2025-02-01", "company_says": "2025-03"}, "holds"),
    ("910c-soon-or-already", {"company_says": "2024-12", "mass_shipments": "2024-12"}, "fails"),
    ("910c-cannot-cure-cuda", {"links": 900}, "open"),
    ("latest-ascend-undefined", {"newer_listed_on": "2025-02-15"}, "holds"),
    ("latest-ascend-undefined", {"company_says": "2024-12"}, "holds"),
    ("failures-are-not-links", {"interruptions": 20}, "holds"),
    ("failures-are-not-links", {"nvidia_links": 400}, "holds"),
    ("lead-narrowing-by-count", {"huawei_cards_2025": 1.2e6}, "holds"),
    ("lead-narrowing-by-count", {"huawei_cards_2025": 600e3, "h20_2025": 2e6}, "fails"),
    ("capacity-up-supply-short", {"received": 100e3}, "strained"),
    ("capacity-up-supply-short", {"yield_2025": 15, "received": 120e3}, "fails"),
    ("two-customers-weight", {"received": 80e3}, "strained"),
    ("two-customers-weight", {"ordered": 40e3, "received": 12e3}, "strained"),
    ("h20-demand-other-causes", {"h20_price": 130e3, "received": 90e3}, "holds"),
    ("h20-demand-overtaken", {"duty": "2025-01-10"}, "strained"),
    ("h20-demand-overtaken", {"under_licence": 5e9}, "strained"),
    ("rivals-named-are-small", {"baidu_2025": 800e3}, "holds"),
    ("mega-cluster-qualifier", {"h800_run": 30e3}, "fails"),
    ("out-of-race-garble", {"baidu_cluster": 10e3}, "strained"),
    ("out-of-race-garble", {"switched_on": "2024-12-01"}, "strained"),
    ("ready-or-not", {"trained_on_domestic": "2024-06"}, "fails"),
    ("ready-or-not", {"failed_on": "2024-11-01"}, "open"),
    ("training-need-not-slow", {"inference": 15e9}, "open"),
    ("training-need-not-slow", {"still_training": "2024-06"}, "open"),
    ("inference-both-sides", {"world": 40, "google": 40, "meta": 30}, "holds"),
    ("inference-both-sides", {"openai": 60}, "fails"),
    ("few-times-most-compute", {"inference": 60}, "holds"),
    ("few-times-most-compute", {"inference": 20, "final_run": 60}, "fails"),
    ("share-went-to-others", {"huawei_2025": 1.2e6}, "holds"),
    ("share-went-to-others", {"huawei_2025": 300e3}, "fails"),
    ("dominates-until-when", {"share_2024": 45}, "fails"),
    ("dominates-until-when", {"conceded_on": "2024-12-01"}, "fails"),
    ("larger-demand-of-what", {"servers": 2025, "capacity": 2026}, "holds"),
    ("larger-demand-of-what", {"spending_2026": 45, "compute_2026": 45}, "open"),
    ("won-conversion", {"of_the_day": 1300}, "fails"),
    ("won-conversion", {"of_the_day": 1450}, "strained"),
    ("won-false-precision", {"won": 4.9e15}, "holds"),
    ("value-misprint-in-copy", {"value": 3.4e9}, "fails"),
    ("value-misprint-in-copy", {"in_copy": 3.4e12}, "strained"),
    ("date-without-year", {"copies_on": "2025-02-21"}, "fails"),
    ("date-without-year", {"duty": "2025-01-09"}, "fails"),
]


@pytest.mark.parametrize(("finding", "planted", "verdict"), PLANTED)
def test_another_number_gives_another_verdict(finding, planted, verdict):
    assert planting.flips(ARTICLE + finding, verdict, **planted)


def test_every_check_has_a_number_that_turns_it_and_only_words_have_none():
    assert planting.checked(ARTICLE) == {finding for finding, *_ in PLANTED}
    assert planting.unchecked(ARTICLE) == OF_WORDS
