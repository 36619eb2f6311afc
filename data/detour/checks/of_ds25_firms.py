"""Checks of the article on chips for DeepSeek (s-ds25): how old its firms are, and what came before what they are praised for, and the sum for which they compete."""

from __future__ import annotations

from detour.checks.engine import FAILS, HOLDS, OPEN, STRAINED, Working, check, found

PAGE = "c-ds25-dated-17-february"
#: Days in a year, by which ages are told.
YEAR = 365.25


@check(
    "k-ds25-support-each-time",
    listing="ev-001",
    biren="ev-ds25-biren-founded",
    moore_threads="ev-ds25-mthreads-founded",
    chips="ev-007",
)
def support_each_time(listing, biren, moore_threads, chips) -> Working:
    """Could all six makers be supported at each of the steps that the article lists?"""
    too_young = [biren.above(listing), moore_threads.above(listing)]
    # That all had existed would not show that they were supported.
    verdict = STRAINED if any(too_young) else OPEN
    return found(verdict, biren_after=biren - listing, moore_threads_after=moore_threads - listing, rule_after=((chips - listing) / YEAR).of("years", digits=2))


@check(
    "k-ds25-young-firms",
    page=PAGE,
    jingjia="ev-dg-jingjia-founded",
    cambricon="ev-dg-cambricon-founded",
    lingjiu="lingjiu-gp101/release_date",
    ascend="huawei-ascend-310/release_date",
)
def young_firms(page, jingjia, cambricon, lingjiu, ascend) -> Working:
    """Are the three firms that the article names as young ones younger than Huawei's work on AI chips?"""
    older = [each.below(ascend) for each in (jingjia, cambricon, lingjiu)]
    ages = [((page - each) / YEAR).of("years", digits=2) for each in (jingjia, cambricon)]
    return found(STRAINED if any(older) else HOLDS, jingjia_age=ages[0], cambricon_age=ages[1], lingjiu_before=ascend - lingjiu)


@check(
    "k-ds25-phone-chips",
    listing="ev-001",
    kirin="ev-ds25-kirin-970",
    stop="ev-ds25-tsmc-stop",
    back="ev-ds25-mate-60",
)
def phone_chips(listing, kirin, stop, back) -> Working:
    """Did Huawei's phones get chips of its own only after the listing?"""
    return found(
        STRAINED if kirin.below(listing) else HOLDS,
        kirin_before=listing - kirin,
        stop_after=stop - listing,
        back_after=((back - listing) / YEAR).of("years", digits=2),
    )


@check("k-ds25-long-cooperation", page=PAGE, deepseek="ev-ds25-deepseek-founded", jm9="jingjia-jm9/release_date", maker="ev-dg-jingjia-founded")
def long_cooperation(page, deepseek, jm9, maker) -> Working:
    """Was DeepSeek there when the graphics chip came out that is said to run it after long cooperation?"""
    longest = ((page - deepseek) / YEAR * 12).of("months", digits=2)
    return found(
        STRAINED if jm9.below(deepseek) else OPEN, longest=longest, jm9_before=deepseek - jm9, of_maker=((page - deepseek) / (page - maker)).percent(digits=2)
    )


@check("k-ds25-smic-largest", smic="es-ds25-foundry-smic", second="es-ds25-foundry-hua-hong")
def smic_largest(smic, second) -> Working:
    """Is SMIC the largest foundry of China?"""
    return found(HOLDS if smic.above(second) else FAILS, over=(smic / second).times(2))


@check(
    "k-ds25-year-of-the-sum",
    market="c-ds25-tianfeng-replacement-market-cny",
    rate="se-ims-fx-usd-2025-02-25",
    whole_2023="es-ds25-market-2023",
    billed="se-mkt-nvda-china-fy25",
)
def year_of_the_sum(market, rate, whole_2023, billed) -> Working:
    """Does the sum forecast exceed the whole market of 2023, and stay within what Nvidia billed in the year before the article?"""
    dollars = (market / rate).of("USD", digits=2)
    verdict = STRAINED if not dollars.below(billed) else HOLDS if dollars.above(whole_2023) else OPEN
    return found(verdict, dollars=dollars, over_2023=(dollars / whole_2023).times(2), of_billed=(dollars / billed).percent(digits=2))


@check(
    "k-ds25-local-gpu-makers",
    market="c-ds25-tianfeng-replacement-market-cny",
    cambricon="es-067",
    moore_threads="es-071",
    metax="es-072",
    jingjia="es-073",
    huawei="es-044",
    rate="se-ims-fx-usd-2025-02-25",
)
def local_gpu_makers(market, cambricon, moore_threads, metax, jingjia, huawei, rate) -> Working:
    """Did the makers that call their chips GPUs take in, in 2025, the sum forecast for local GPU makers?"""
    gpus, others = (moore_threads + metax + jingjia).of("CNY"), (huawei * rate + cambricon).of("CNY")
    return found(
        STRAINED if gpus.below(market) else HOLDS,
        gpus=gpus,
        share=(gpus / market).percent(digits=2),
        missing=(market - gpus).of("CNY"),
        others=others,
        over_gpus=(others / gpus).times(2),
    )
