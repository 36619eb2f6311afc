"""Checks of the article on inference and Nvidia (s-wsj24): chips, their power, memory, price and speed."""

from __future__ import annotations

from detour.checks.engine import FAILS, HOLDS, STRAINED, Working, check, found
from detour.checks.traced import greatest, least, whole

_BYTES_SAVED = 2  # a weight in 16 bits against one in 8


@check(
    "k-wsj24-groq-plan-physics",
    planned="c-wsj24-groq-deploy-2025",
    weights="sp-llama-2-70b-weights-size-1",
    memory="sp-groq-lpu-v1-memory-capacity-1",
    power="sp-groq-lpu-v1-tdp-1",
    power_elsewhere="sp-groq-lpu-v1-tdp-2",
    rate="sp-groq-lpu-v1-fp16-peak-1",
    h100_memory="sp-nvidia-h100-memory-capacity-1",
    h100_power="sp-nvidia-h100-tdp-1",
    h100_rate="sp-nvidia-h100-fp16-peak-1",
)
def groq_plan_physics(planned, weights, memory, power, power_elsewhere, rate, h100_memory, h100_power, h100_rate) -> Working:
    """Does an installation of inference chips that holds one large model take less power than one of H100?"""
    chips, h100s = whole(weights / memory), whole(weights / h100_memory)
    drawn, h100_drawn = chips * power / 1000, h100s * h100_power / 1000
    held = planned * memory / 1000
    return found(
        STRAINED if drawn.above(h100_drawn) else HOLDS,
        chips=chips,
        h100s=h100s,
        drawn=drawn.of("kW"),
        h100_drawn=h100_drawn.of("kW"),
        all_drawn=(planned * power / 1_000_000).of("MW", digits=4),
        all_drawn_elsewhere=(planned * power_elsewhere / 1_000_000).of("MW"),
        held=held.of("TB"),
        copies=(held * 1000 / weights).of("copies"),
        by_rate=(planned * rate / h100_rate).of("H100_equivalent", digits=2),
        by_memory=(planned * memory / h100_memory).of("H100_equivalent", digits=2),
    )


@check(
    "k-wsj24-less-powerful",
    rate="sp-groq-lpu-v1-fp16-peak-1",
    power="sp-groq-lpu-v1-tdp-1",
    h100_rate="sp-nvidia-h100-fp16-peak-1",
    h100_power="sp-nvidia-h100-tdp-1",
)
def less_powerful(rate, power, h100_rate, h100_power) -> Working:
    """Does a chip for inference that computes less also draw less for what it computes?"""
    of_power, of_rate = power / h100_power, rate / h100_rate
    for_its_rate = of_power / of_rate
    return found(
        FAILS if not of_power.below(1) else STRAINED if for_its_rate.above(1) else HOLDS,
        of_rate=of_rate.percent(2),
        of_power=of_power.percent(2),
        for_its_rate=for_its_rate.times(2),
    )


@check(
    "k-wsj24-easy-on-intel",
    bandwidth="sp-intel-xeon-8592plus-memory-bandwidth-1",
    rate="sp-intel-xeon-8592plus-fp16-peak-1",
    power="sp-intel-xeon-8592plus-tdp-1",
    price="sp-intel-xeon-8592plus-price-1",
    h100_bandwidth="sp-nvidia-h100-memory-bandwidth-1",
    h100_rate="sp-nvidia-h100-fp16-peak-1",
    h100_power="sp-nvidia-h100-tdp-1",
    h100_price="c-wsj24-h100-price-40000",
)
def easy_on_intel(bandwidth, rate, power, price, h100_bandwidth, h100_rate, h100_power, h100_price) -> Working:
    """Does a processor give what large models need for less money or power than the H100 at the quoted price?"""
    more_bandwidth, dearer = h100_bandwidth / bandwidth, h100_price / price
    for_money, for_power = more_bandwidth / dearer, more_bandwidth / (h100_power / power)
    return found(
        STRAINED if for_money.above(1) and for_power.above(1) else HOLDS,
        more_bandwidth=more_bandwidth.times(2),
        more_rate=(h100_rate / rate).times(2),
        dearer=dearer.times(2),
        for_money=for_money.times(2),
        for_power=for_power.times(2),
    )


@check("k-wsj24-energy-reproach", h100="sp-nvidia-h100-tdp-1", gaudi_2="sp-intel-gaudi2-tdp-1", gaudi_3="sp-intel-gaudi3-tdp-1")
def energy_reproach(h100, gaudi_2, gaudi_3) -> Working:
    """Do the accelerators of the company that makes the reproach draw less than the H100?"""
    then, later = gaudi_2 / h100, gaudi_3 / h100
    return found(
        FAILS if not then.below(1) else STRAINED if not later.below(1) else HOLDS,
        then=then.percent(2),
        later=later.percent(3),
    )


@check(
    "k-wsj24-amd-nvidia-ratios",
    counter_claim="c-wsj24-nvidia-twice-as-fast",
    claim="es-mi300x-presented",
    h100_offline="inf-mlp41-nvidia-h100-sxmx8-llama2-70b-99.9-offline",
    mi300x_offline="inf-mlp41-amd-mi300xx8-llama2-70b-99.9-offline",
    h100_server="inf-mlp41-nvidia-h100-sxmx8-llama2-70b-99.9-server",
    mi300x_server="inf-mlp41-amd-mi300xx8-llama2-70b-99.9-server",
)
def amd_nvidia_ratios(counter_claim, claim, h100_offline, mi300x_offline, h100_server, mi300x_server) -> Working:
    """Can both makers be right about the same two chips, and whom does an outside test support?"""
    apart = claim * counter_claim
    offline, server = h100_offline / mi300x_offline, h100_server / mi300x_server
    amd_right = offline.meets(1 / claim, within=0.1)
    nvidia_right = offline.meets(counter_claim, within=0.1)
    verdict = HOLDS if apart.below(1.1) else FAILS if amd_right or nvidia_right else STRAINED
    return found(verdict, apart=apart.times(2), offline=offline.times(), server=server.times())


@check(
    "k-wsj24-twice-of-what",
    printed="c-wsj24-nvidia-twice-as-fast",
    h100_bandwidth="sp-nvidia-h100-memory-bandwidth-1",
    mi300x_bandwidth="sp-amd-mi300x-memory-bandwidth-1",
)
def twice_of_what(printed, h100_bandwidth, mi300x_bandwidth) -> Working:
    """Can the hardware alone give the factor at batch one, where memory bandwidth bounds the rate?"""
    same = h100_bandwidth / mi300x_bandwidth
    halved = same * _BYTES_SAVED
    return found(STRAINED if printed.above(halved) else HOLDS, same=same.times(2), halved=halved.times())


@check("k-wsj24-alexa-cost", printed="c-wsj24-alexa-cost-to-40", speech="es-alexa-speech-cost", best_case="es-inf1-cost")
def alexa_cost(printed, speech, best_case) -> Working:
    """Does the printed cost, or a saving by as much, lie within what Amazon published?"""
    saving, published = 1 - printed, 1 - speech
    if not printed.below(best_case):
        verdict = HOLDS
    elif best_case.below(saving) and saving.below(speech):  # a saving by the printed number leaves as much as this
        verdict = STRAINED
    else:
        verdict = FAILS
    return found(
        verdict,
        saving=saving.percent(),
        published=published.percent(),
        best=(1 - best_case).percent(),
        against_published=(saving / published).times(),
        misread=printed.percent(),
    )


@check(
    "k-wsj24-groq-faster",
    groq="inf-groq-llama2-70b-mean",
    anyscale="inf-api-anyscale-llama2-70b",
    together="inf-api-together-llama2-70b",
    fireworks="inf-api-fireworks-llama2-70b",
    bedrock="inf-api-bedrock-llama2-70b",
    lepton="inf-api-lepton-llama2-70b",
    perplexity="inf-api-perplexity-llama2-70b",
    replicate="inf-api-replicate-llama2-70b",
    h100s="inf-mlp41-nvidia-h100-sxmx8-llama2-70b-99.9-server",
)
def groq_faster(groq, anyscale, together, fireworks, bedrock, lepton, perplexity, replicate, h100s) -> Working:
    """Is Groq faster than the services on other chips, by what measure?"""
    others = (anyscale, together, fireworks, bedrock, lepton, perplexity, replicate)
    fastest, slowest = greatest(*others), least(*others)
    return found(
        HOLDS if groq.above(fastest) else STRAINED if groq.above(slowest) else FAILS,
        against_fastest=(groq / fastest).times(2),
        against_slowest=(groq / slowest).times(2),
        streams_of_h100s=(h100s / groq).of("streams", digits=2),
    )
