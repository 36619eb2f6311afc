"""Checks of the article on AI without the latest chips (s-wsj23): its counts against trainings and other estimates."""

from __future__ import annotations

from detour.checks.engine import FAILS, HOLDS, OPEN, STRAINED, Working, check, found

#: Counts that the article prints, and the ratio that it states for combining.
WEAKER = "c-wsj23-three-thousand-h800-for-llm"
BEST = "c-wsj23-hundred-h100-for-llm"
EARLIER = "c-wsj23-three-to-four-chips-for-one"
NEEDED = "c-wsj23-ubs-a100-needed"
#: The bank's estimate as another relay gives it, to other speakers.
ANALYSTS, NAMED = "es-wsj23-needed-by-analysts", "es-wsj23-needed-by-ubs-relayed"
#: DeepSeek-V3: chips and chip hours of the whole training.
CHIPS, CHIP_HOURS = "es-178", "trn-h800-dsv3-gpuh"
H800, A100 = "nvidia-h800/fp16_peak", "nvidia-a100/fp16_peak"
HOURS_A_DAY = 24
SECONDS_AN_HOUR = 3600
SECONDS_A_DAY = 86_400
#: Operations that training spends on one parameter for one token.
OPERATIONS = 6
TERA_IN_PETA = 1e3
PETA, TERA = 1e15, 1e12
PERCENT = 100


@check(
    "k-wsj23-deepseek-used-fewer",
    chips=CHIPS,
    chip_hours=CHIP_HOURS,
    least=WEAKER,
    best=BEST,
    tokens="trn-h800-dsv3-tokens",
    parameters="trn-h800-dsv3-active",
    h100_fp8="nvidia-h100/fp8_peak",
    h800=H800,
    a100=A100,
)
def deepseek_used_fewer(chips, chip_hours, least, best, tokens, parameters, h100_fp8, h800, a100) -> Working:
    """Could the run have been done under the printed ratio, and did it take as many chips as the article prints?"""
    days = (chip_hours / chips / HOURS_A_DAY).of("day")
    as_h100 = (chips / (least / best)).of("chips", digits=2)
    spent = (OPERATIONS * parameters * tokens / PETA).of("PFLOP", digits=2)
    most = (as_h100 * h100_fp8 * days * SECONDS_A_DAY / TERA_IN_PETA).of("PFLOP", digits=2)
    return found(
        FAILS if most.below(spent) else STRAINED if chips.below(least) else HOLDS,
        share_of_least=(chips / least).percent(digits=2),
        days=days,
        printed=(least / best).times(),
        as_h100=as_h100,
        spent=spent,
        most=most,
        most_share=(most / spent).percent(digits=2),
        as_a100=(chips * h800 / a100).of("chips", digits=4),
    )


@check(
    "k-wsj23-measured-near-one",
    earlier=EARLIER,
    h100_use="trn-flagperf-h100-llama3-70b-mfu",
    h800_use="trn-flagperf-h800-llama2-70b-tp4-mfu",
    h800_use_worse="trn-flagperf-h800-llama2-70b-mfu",
    h800_tokens_a_day="trn-h800-dsv3-tokens-day",
    chips=CHIPS,
    h100_tokens_a_second="trn-h100-mcore-dsv3-n1024",
)
def measured_near_one(earlier, h100_use, h800_use, h800_use_worse, h800_tokens_a_day, chips, h100_tokens_a_second) -> Working:
    """Does any measured pair of trainings need as many H800 for one H100 as the article says?"""
    h800_tokens_a_second = (h800_tokens_a_day / chips / SECONDS_A_DAY).of("token/s", digits=4)
    ratios = {
        "better_layout": h100_use / h800_use,
        "worse_layout": h100_use / h800_use_worse,
        "same_model": h100_tokens_a_second / h800_tokens_a_second,
    }
    return found(
        STRAINED if all(each.below(earlier) for each in ratios.values()) else HOLDS,
        h800_tokens_a_second=h800_tokens_a_second,
        **{name: each.times() for name, each in ratios.items()},
    )


@check("k-wsj23-ubs-above-published-run", needed=NEEDED, chips="trn-run-bloom-176b-chips", chip_hours="trn-run-bloom-176b")
def bank_above_published_run(needed, chips, chip_hours) -> Working:
    """Did a published large model need as many A100?"""
    return found(
        STRAINED if needed.above(chips) else HOLDS,
        over=(needed / chips).times(digits=2),
        days=(chip_hours / chips / HOURS_A_DAY).of("day"),
        days_at_stated=(chip_hours / needed / HOURS_A_DAY).of("day", digits=2),
    )


@check(
    "k-wsj23-ubs-chips-without-time",
    needed=NEEDED,
    fewest=f"{NEEDED}@low",
    most=f"{NEEDED}@high",
    chips=CHIPS,
    chip_hours=CHIP_HOURS,
    h800=H800,
    a100=A100,
)
def chips_without_time(needed, fewest, most, chips, chip_hours, h800, a100) -> Working:
    """Is the need stated in a unit of work, as chip hours are, or as the size of a cluster?"""
    return found(
        OPEN if needed.unit == chips.unit else HOLDS,
        ends=(most / fewest).times(),
        days=(chip_hours / chips / HOURS_A_DAY).of("day"),
        days_at_stated=(chip_hours * h800 / a100 / needed / HOURS_A_DAY).of("day", digits=2),
    )


@check(
    "k-wsj23-most-used-so-soon",
    report="c-wsj23-wsj-report-date",
    launched="c-wsj23-h100-launch-march",
    listed="at-nvidia-h100-release-date-2",
    chips=CHIPS,
    chip_hours=CHIP_HOURS,
)
def most_used_so_soon(report, launched, listed, chips, chip_hours) -> Working:
    """Had the H100 of the article been out for longer than one large training takes?"""
    age, run = report - launched, (chip_hours / chips / HOURS_A_DAY).of("day")
    return found(HOLDS if age.above(run) else STRAINED, age=age, run=run, age_as_listed=report - listed)


@check(
    "k-wsj23-last-resort-later",
    report="c-wsj23-wsj-report-date",
    mixed="ev-wsj23-hethub",
    cheaper="ev-wsj23-ling",
    share="trn-hethub-140b",
    saving="trn-ling-cost-saving",
)
def last_resort_later(report, mixed, cheaper, share, saving) -> Working:
    """Was the work that weakens the verdict published after it?"""
    return found(
        HOLDS if mixed.above(report) and cheaper.above(report) else STRAINED,
        until_mixed=mixed - report,
        until_cheaper=cheaper - report,
        lost=(100 - share).of("percent"),
        saving=saving.of("percent"),
    )


@check(
    "k-wsj23-ubs-or-analysts",
    fewest=f"{NEEDED}@low",
    most=f"{NEEDED}@high",
    fewest_relayed=f"{ANALYSTS}@low",
    most_relayed=f"{ANALYSTS}@high",
    fewest_named=f"{NAMED}@low",
    most_named=f"{NAMED}@high",
    bank="es-wsj23-needed-by-ubs-april",
)
def bank_or_analysts(fewest, most, fewest_relayed, most_relayed, fewest_named, most_named, bank) -> Working:
    """Is the bank named for the range by another relay, and on record with a number of it?"""
    low_end, high_end = fewest_relayed / fewest, most_relayed / most
    copied = low_end.value == high_end.value == 1
    named = (fewest_named / fewest).value == (most_named / most).value == 1
    on_record = not bank.below(fewest) and not bank.above(most)
    facts = (copied, named, on_record)
    return found(HOLDS if all(facts) else OPEN if any(facts) else STRAINED, low_end=low_end, high_end=high_end, bank_over_high_end=bank / most)


@check(
    "k-wsj23-ubs-against-rivals",
    needed=NEEDED,
    earlier_model="es-wsj23-needed-by-trendforce-2020",
    service="es-wsj23-needed-by-trendforce",
    next_model="es-wsj23-needed-by-morgan-stanley",
)
def bank_against_rivals(needed, earlier_model, service, next_model) -> Working:
    """Does any other estimate of that spring meet the bank's?"""
    rivals = (earlier_model, service, next_model)
    return found(
        HOLDS if any(each.meets(needed) for each in rivals) else OPEN,
        earlier_model_over=(earlier_model / needed).times(),
        service_over=(service / needed).times(),
        next_model_over=(next_model / needed).times(),
    )


@check(
    "k-wsj23-ubs-for-gpt3",
    needed=NEEDED,
    tokens="trn-gpt3-tokens",
    parameters="trn-gpt3-parameters",
    use="trn-selene-gpt-3-175b-n64-mfu",
    a100=A100,
    run_hours="trn-run-bloom-176b",
    run_chips="trn-run-bloom-176b-chips",
    rival="es-wsj23-needed-by-trendforce-2020",
)
def bank_for_gpt3(needed, tokens, parameters, use, a100, run_hours, run_chips, rival) -> Working:
    """Does GPT-3 take as many A100, in the time of a published run and at a measured utilisation?"""
    chip_hours = (OPERATIONS * parameters * tokens / (a100 * TERA * use / PERCENT) / SECONDS_AN_HOUR).of("hour", digits=2)
    run = (run_hours / run_chips / HOURS_A_DAY).of("day")
    enough = (chip_hours / HOURS_A_DAY / run).of("chips", digits=2)
    return found(
        STRAINED if needed.above(enough) else HOLDS,
        chip_hours=chip_hours,
        run=run,
        enough=enough,
        days_at_stated=(chip_hours / needed / HOURS_A_DAY).of("day", digits=2),
        days_at_rival=(chip_hours / rival / HOURS_A_DAY).of("day", digits=2),
    )


@check(
    "k-wsj23-gpt3-on-v100",
    published="ev-wsj23-gpt3",
    report="c-wsj23-wsj-report-date",
    needed=NEEDED,
    a100=A100,
    v100="nvidia-v100/fp16_peak",
)
def gpt3_on_v100(published, report, needed, a100, v100) -> Working:
    """Had a weaker chip than the A100 trained no large model by the time of the report?"""
    return found(
        STRAINED if published.below(report) and v100.below(a100) else HOLDS,
        before=report - published,
        v100_share=(v100 / a100).percent(digits=2),
        needed_as_v100=(needed * a100 / v100).of("chips", digits=2),
    )
