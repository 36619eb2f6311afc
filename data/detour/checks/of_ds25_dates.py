"""Checks of the article on chips for DeepSeek (s-ds25): what was said to be new, and what came first."""

from __future__ import annotations

from detour.checks.engine import FAILS, HOLDS, OPEN, STRAINED, Working, check, found
from detour.checks.traced import greatest

#: The day from which the article speaks.
PAGE = "c-ds25-dated-17-february"
#: Days in a year, by which ages are told.
YEAR = 365.25


def _verdict(wrong: list[bool]) -> str:
    return FAILS if all(wrong) else STRAINED if any(wrong) else HOLDS


@check(
    "k-ds25-mtt-dates",
    s80_printed="c-ds25-mtt-s80-since-late-2024",
    s80="mthreads-s80/release_date",
    s4000_printed="c-ds25-mtt-s4000-since-late-2024",
    s4000="ev-019",
)
def mtt_dates(s80_printed, s80, s4000_printed, s4000) -> Working:
    """Were both cards out before the time from which the article dates them?"""
    return found(
        _verdict([s80.below(s80_printed), s4000.below(s4000_printed)]),
        s80_age=((s80_printed - s80) / YEAR * 12).of("months", digits=2),
        s4000_age=((s4000_printed - s4000) / YEAR * 12).of("months", digits=2),
    )


@check("k-ds25-kuae-stage", printed="c-ds25-kuae-under-development", second="ev-033", sales="es-074", all_sales="es-dg-mtt-rev-2024")
def kuae_stage(printed, second, sales, all_sales) -> Working:
    """Was a second generation out, and sold, before the time at which development is said to go on?"""
    earlier, share = second.below(printed), (sales / all_sales).percent()
    return found(STRAINED if earlier and share.above(0) else HOLDS, share=share, earlier=printed - second)


@check(
    "k-ds25-a100-year",
    printed="c-ds25-a100-2021-model",
    first="nvidia-a100-40gb/release_date",
    pcie="nvidia-a100-pcie/release_date",
    last="nvidia-a100/release_date",
)
def a100_year(printed, first, pcie, last) -> Working:
    """Did any version of the A100 come out in the year that the article prints?"""
    versions = [first, pcie, last]
    return found(_verdict([not each.meets(printed) for each in versions]), last_before=printed - last, first_before=printed - first)


@check("k-ds25-siyuan-590-stage", printed="c-ds25-siyuan-590-in-development", release="cambricon-mlu590/release_date", bought="es-139", shipped="es-047")
def siyuan_590_stage(printed, release, bought, shipped) -> Working:
    """Was the chip out, and bought, before the time at which it is said to be developed?"""
    return found(
        _verdict([release.below(printed), bought.above(0) and not bought.above(shipped)]),
        earlier=printed - release,
        share=(bought / shipped).percent(digits=2),
    )


@check(
    "k-ds25-ascend-before-listing",
    announced="huawei-ascend-310/release_date",
    released="huawei-ascend-910/release_date",
    listing="ev-001",
)
def ascend_before_listing(announced, released, listing) -> Working:
    """Did Huawei's own AI chips come after the listing that is said to have caused them?"""
    return found(STRAINED if announced.below(listing) else HOLDS, before=listing - announced, after=released - listing)


@check("k-ds25-equipment-year", printed="c-ds25-equipment-ban-2023", first="ev-007", later="ev-028")
def equipment_year(printed, first, later) -> Working:
    """Did the controls on equipment begin in the year that the article prints?"""
    return found(STRAINED if not first.meets(printed) else HOLDS, too_late=printed - first, widened_after=later - first)


@check("k-ds25-rules-stop", named="c-ds25-equipment-ban-2023", memory="ev-028", diffusion="ev-034", foundry="ev-035", page=PAGE)
def rules_stop(named, memory, diffusion, foundry, page) -> Working:
    """Does the article's list of rules reach its own day?"""
    left_out = [each.above(named) and each.below(page) for each in (memory, diffusion, foundry)]
    return found(
        STRAINED if any(left_out) else HOLDS,
        memory_before=page - memory,
        diffusion_before=page - diffusion,
        foundry_before=page - foundry,
    )


@check(
    "k-ds25-six-listed",
    printed="c-ds25-six-under-us-controls",
    huawei="ev-001",
    hygon="ev-dg-hygon-entity-list",
    jingjia="ev-dg-jingjia-entity-list",
    cambricon="ev-009",
    biren_and_moore_threads="ev-016",
)
def six_listed(printed, huawei, hygon, jingjia, cambricon, biren_and_moore_threads) -> Working:
    """Were all six makers listed when the article says so?"""
    last = greatest(huawei, hygon, jingjia, cambricon, biren_and_moore_threads)
    return found(HOLDS if last.below(printed) else FAILS, since_last=printed - last)


@check(
    "k-ds25-r1-910c",
    page=PAGE,
    post="ev-037",
    launch="huawei-ascend-910c/release_date",
    shipped="ev-047",
)
def r1_910c(page, post, launch, shipped) -> Working:
    """Was the chip out, and in customers' hands, when the one post had R1 running on it?"""
    # Even shipments before the post would leave one post as the only root.
    verdict = FAILS if launch.above(post) else STRAINED if shipped.above(post) else OPEN
    return found(verdict, post_before=page - post, shipped_after=shipped - post)


@check(
    "k-ds25-hbm-cxmt",
    began="ev-dg-cxmt-hbm2",
    s80="mthreads-s80/release_date",
    s4000="ev-019",
    s5000="mthreads-s5000/release_date",
    jm9="jingjia-jm9/release_date",
    jinghong="ev-032",
    br110="biren-br110/release_date",
    ascend_910c="huawei-ascend-910c/release_date",
    siyuan_590="cambricon-mlu590/release_date",
    stacks="es-042",
    samsung="es-ds25-hbm-samsung",
)
def hbm_cxmt(began, s80, s4000, s5000, jm9, jinghong, br110, ascend_910c, siyuan_590, stacks, samsung) -> Working:
    """Had each maker a chip, out or in development, after CXMT had begun to make such memory?"""
    latest = [greatest(s80, s4000, s5000), greatest(jm9, jinghong), br110, ascend_910c, siyuan_590]
    too_early = [chip for chip in latest if chip.below(began)]
    return found(
        FAILS if too_early else STRAINED,
        s4000_before=began - s4000,
        jm9_before=began - jm9,
        siyuan_after=siyuan_590 - began,
        samsung_share=(samsung / stacks).percent(digits=2),
    )
