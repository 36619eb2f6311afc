"""Checks of the article on chips for DeepSeek (s-ds25): the US controls as a cause, of a gap, of a move and of progress."""

from __future__ import annotations

from detour.checks.engine import HOLDS, STRAINED, Working, check, found


@check(
    "k-ds25-rule-of-2020",
    first="c-ds25-huawei-blacklisted-2019",
    second="c-ds25-nvidia-exports-limited-2022",
    third="c-ds25-equipment-ban-2023",
    listing="ev-001",
    direct_product="ev-003",
    widened="ev-004",
    stop="ev-ds25-tsmc-stop",
)
def rule_of_2020(first, second, third, listing, direct_product, widened, stop) -> Working:
    """Is the rule that took TSMC from Huawei among the steps that the article lists?"""
    told = any(direct_product.meets(each) or widened.meets(each) for each in (first, second, third))
    return found(HOLDS if told else STRAINED, after_listing=direct_product - listing, stop_after_rule=stop - direct_product)


@check(
    "k-ds25-supply-gap",
    units="c-ds25-china-accelerators-2022",
    share="c-ds25-nvidia-share-2022",
    nvidia_2024="es-023",
    units_2024="es-002",
    first="se-mkt-nvda-china-fy23q1",
    second="se-mkt-nvda-china-fy23q2",
    third="se-mkt-nvda-china-fy23q3",
    fourth="se-mkt-nvda-china-fy23q4",
    billed_2024="se-mkt-nvda-china-fy25",
    h20="nvidia-h20/fp16_peak",
    h100="nvidia-h100/fp16_peak",
)
def supply_gap(units, share, nvidia_2024, units_2024, first, second, third, fourth, billed_2024, h20, h100) -> Working:
    """Did Nvidia sell fewer cards to China, or for less, in the year before the article than in the year that its shares are of?"""
    cards, billed = (units * share / 100).of("chips", digits=4), (first + second + third + fourth).of("USD")
    more = nvidia_2024.above(cards), billed_2024.above(billed)
    return found(
        STRAINED if all(more) else HOLDS,
        cards=cards,
        over_cards=(nvidia_2024 / cards).times(2),
        over_market=(units_2024 / units).times(2),
        billed=billed,
        over_billed=(billed_2024 / billed).times(2),
        h20_of_h100=(h20 / h100).percent(digits=2),
    )


@check(
    "k-ds25-three-causes",
    letter="ev-006",
    own_listing="ev-dg-jingjia-entity-list",
    jm9="jingjia-jm9/release_date",
    s80="mthreads-s80/release_date",
)
def three_causes(letter, own_listing, jm9, s80) -> Working:
    """Is a chip that the article names older than the rules on AI chips, and than its maker's own listing?"""
    older = jm9.below(letter) and jm9.below(own_listing)
    return found(STRAINED if older else HOLDS, jm9_before=letter - jm9, jm9_before_listing=own_listing - jm9, s80_after=s80 - letter)
