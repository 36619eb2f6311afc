"""Checks of the article on Chinese firms' own chips (s-ti25): shares, sales, sizes and prices of shares."""

from __future__ import annotations

from detour.checks.engine import FAILS, HOLDS, STRAINED, Working, check, found
from detour.checks.traced import greatest

#: What more than one half of a whole is, in percent.
_HALF = 50


@check(
    "k-ti25-huang-forecast-against-shares",
    nvidia="es-022",
    chinese="es-008",
    cards="es-004",
    chinese_2024="es-102",
    nvidia_2025h1="es-093",
    nvidia_by_huang="es-ti-nvidia-share-2025-05",
)
def huang_forecast(nvidia, chinese, cards, chinese_2024, nvidia_2025h1, nvidia_by_huang) -> Working:
    """Had Chinese makers gained, and had they overtaken Nvidia, in the year of the article?"""
    nvidia_part, chinese_part = (nvidia / cards).percent(2), (chinese / cards).percent(2)
    gain = (chinese_part - chinese_2024).of("percentage points", digits=2)
    return found(
        FAILS if not gain.above(0) else HOLDS if chinese.above(nvidia) else STRAINED,
        nvidia_part=nvidia_part,
        chinese_part=chinese_part,
        gain=gain,
        nvidia_to_chinese=(nvidia / chinese).times(),
        huang_below_count=(nvidia_2025h1 - nvidia_by_huang).of("percentage points"),
    )


@check(
    "k-ti25-huawei-largest-it",
    huawei="es-ti-revenue-huawei-2024",
    jd="es-ti-revenue-jd-2024",
    alibaba="es-ti-revenue-alibaba-2024",
    tencent="es-ti-revenue-tencent-2024",
    bytedance="es-ti-revenue-bytedance-2024",
    lenovo="es-ti-revenue-lenovo-2024",
)
def huawei_largest(huawei, jd, alibaba, tencent, bytedance, lenovo) -> Working:
    """Is Huawei the largest by revenue, of all these firms or at least of the makers of equipment?"""
    among_all = greatest(huawei, jd, alibaba, tencent, bytedance, lenovo) is huawei
    among_makers = greatest(huawei, lenovo) is huawei
    return found(
        HOLDS if among_all else STRAINED if among_makers else FAILS,
        jd_to_huawei=(jd / huawei).times(),
        bytedance_to_huawei=(bytedance / huawei).times(),
        alibaba_to_huawei=(alibaba / huawei).times(),
        huawei_to_tencent=(huawei / tencent).times(),
        huawei_to_lenovo=(huawei / lenovo).times(),
    )


@check(
    "k-ti25-nvidia-share-fall-size",
    close="es-ti-nvidia-fall-2025-08-29",
    before_opening="es-ti-nvidia-fall-before-opening",
    hour_unknown="es-ti-nvidia-fall-hour-unknown",
    january="es-ti-nvidia-fall-2025-01-27",
)
def nvidia_share_fall(close, before_opening, hour_unknown, january) -> Working:
    """Was the fall of the day of the order of the one that Chinese news brought about earlier in the year?"""
    part = (close / january).percent(2)
    return found(
        HOLDS if part.above(_HALF) else STRAINED,
        part=part,
        january_to_close=(january / close).times(2),
        early_part=(before_opening / close).percent(2),
        unknown_part=(hour_unknown / close).percent(2),
    )


@check(
    "k-ti25-designers-around-controls",
    cambricon_2020="es-dg-camb-rev-2020",
    cambricon_2021="es-dg-camb-rev-2021",
    cambricon_2022="es-dg-camb-rev-2022",
    cambricon_2023="es-dg-camb-rev-2023",
    cambricon_2024="es-063",
    jingjia_2022="es-dg-jj-rev-2022",
    jingjia_2023="es-dg-jj-rev-2023",
    jingjia_2024="es-dg-jj-rev-2024",
    biren_2022="es-dg-biren-rev-2022",
    biren_2023="es-dg-biren-rev-2023",
    biren_2024="es-dg-biren-rev-2024",
)
def designers_around_controls(
    cambricon_2020,
    cambricon_2021,
    cambricon_2022,
    cambricon_2023,
    cambricon_2024,
    jingjia_2022,
    jingjia_2023,
    jingjia_2024,
    biren_2022,
    biren_2023,
    biren_2024,
) -> Working:
    """Did the designers' sales wither before the controls and turn with them?"""
    together_2022, together_2023 = cambricon_2022 + jingjia_2022 + biren_2022, cambricon_2023 + jingjia_2023 + biren_2023
    before = ((cambricon_2021 - cambricon_2020) / cambricon_2020).percent(2)
    after = ((together_2023 - together_2022) / together_2022).percent(2)
    later = ((cambricon_2024 + jingjia_2024 + biren_2024 - together_2023) / together_2023).percent(2)
    as_told = before.below(0) and after.above(0)
    return found(
        HOLDS if as_told else STRAINED if later.above(0) else FAILS,
        before=before,
        after=after,
        later=later,
        jingjia_after=((jingjia_2023 - jingjia_2022) / jingjia_2022).percent(2),
    )


@check(
    "k-ti25-example-and-the-rest",
    cards="es-007",
    huawei="es-026",
    huawei_low="es-027@low",
    cambricon="es-047",
    metax="es-dg-metax-ship-2024",
    enflame="es-055",
)
def example_and_the_rest(cards, huawei, huawei_low, cambricon, metax, enflame) -> Working:
    """Did the designers of chips take more of what Chinese makers shipped than Huawei did?"""
    designers = (cambricon + metax + enflame).of("chips")
    return found(
        HOLDS if designers.above(huawei_low) else STRAINED,
        designers=designers,
        designers_part=(designers / cards).percent(2),
        cambricon_part=(cambricon / cards).percent(2),
        huawei_part=(huawei / cards).percent(2),
        huawei_to_cambricon=(huawei_low / cambricon).times(2),
    )


@check(
    "k-ti25-h20-asked-for-while-leaving", t_head="es-056", kunlunxin="es-059", asked="es-ti-h20-asked-2025", paid="es-ti-h20-asked-value-2025", offered="es-128"
)
def h20_asked_for(t_head, kunlunxin, asked, paid, offered) -> Working:
    """Did the own chips of the year outnumber the H20 that large firms asked for in its first half?"""
    own = t_head + kunlunxin
    price = (paid / asked).of("USD/chip")
    return found(
        HOLDS if own.above(asked) else STRAINED,
        own=own,
        part=(own / asked).percent(2),
        price=price,
        price_to_lowest_offer=(price / offered).times(2),
    )
