"""Exhibit on one job over chips of several kinds: how it is laid out, evenly and balanced, how fast that is, and what the link between kinds costs."""

from __future__ import annotations

import itertools

import altair as alt
import pandas as pd

from detour import quantity, registry
from detour.exhibits import style
from detour.exhibits.base import Exhibit
from detour.prediction import training_mixed_given as given_to
from detour.prediction.training_mixed import Group, Plan
from detour.results import cluster_workarounds_mixed as mixed

HUES = dict(zip((name for _, name, _ in mixed.KINDS.values()), (style.BLUE, style.AMBER, style.PURPLE), strict=True))
#: Links drawn, in Gbit/s of a node, as factors of the central one.
LINKS = (0.25, 0.5, 1, 2, 4)
#: Ways to divide the kinds, with their names, hues and shapes.
WAYS = {"apart": ("Each kind in pipelines of its own", style.GREEN, "circle"), "together": ("All kinds in every pipeline", style.SKY, "square")}
EVEN, BEST = "Split evenly", "Balanced, best found"
#: Heights in pixels: of a heading, of the words of a group, of its bar, and between plans.
_HEAD, _WORDS, _BAR, _GAP = 15, 14, 15, 12
#: Least width of a stage, in pixels, that its layers are written in.
_WRITTEN = 13


def plans() -> dict[str, Plan]:
    """Return the plans drawn, by what each is called."""
    job = mixed.job()
    return {
        "A800 alone": given_to.best(job, mixed.STRONG),
        EVEN: given_to.naive(job),
        WAYS["together"][0]: given_to.best(job, mixed.EVERY, "together"),
        BEST: given_to.best(job, mixed.EVERY),
    }


def sources() -> str:
    """Return the sources of every input, several separated by semicolons."""
    return ";".join(sorted({source for _, ref in mixed.rows().values() for source in registry.find(ref).sources}))


def stage_rows() -> pd.DataFrame:
    """Return every stage of every plan: its kind of chip, its chips, its layers, and what passes through."""
    names, rows = list(HUES), []
    for title, plan in plans().items():
        for group in plan.groups:
            stages = [(part, layers) for part in group.stages for layers in part.layers]
            rows += [
                {
                    "series": title,
                    "tokens_per_s": plan.rate,
                    "group": ", ".join(names[part.kind] for part in group.stages),
                    "condition": passing(group),
                    "stage": at + 1,
                    "chip": names[part.kind],
                    "chips": part.tensor,
                    "layers": layers,
                }
                for at, (part, layers) in enumerate(stages)
            ]
    return pd.DataFrame(rows).assign(source=sources())


def link_rows() -> pd.DataFrame:
    """Return the speed with links of several rates between the kinds, for both ways to divide them."""
    central = registry.find(mixed.LINK[1]).value
    rows = []
    for factor, (way, (name, _, _)) in itertools.product(LINKS, WAYS.items()):
        plan = given_to.best(mixed.job(link=factor * central), mixed.EVERY, way)
        rows.append({"series": name, "link_gbit_per_s": factor * central, "tokens_per_s": given_to.rate(plan)})
    return pd.DataFrame(rows).assign(source=sources())


def layout() -> Exhibit:
    """Balanced, old chips add a third to as many A800; split evenly they take most of the speed away."""
    stages, links = stage_rows(), link_rows()
    rates = stages.groupby("series", sort=False)["tokens_per_s"].first()
    gain, kept = rates[BEST] / rates.iloc[0] - 1, rates[EVEN] / rates.iloc[0]
    others = " and ".join(list(HUES)[1:])
    chips, of_node = registry.find("a-load-mix-chips").written(bare=True), registry.find("a-serve-node").written(bare=True)
    return Exhibit(
        "fig-cluster-mixed",
        f"Balanced, as many {others} add {percent(gain)} to the speed of A800; split evenly, they bring it down to {percent(kept)}",
        f"One step of {mixed.MODEL_NAME} on {chips} A800, or with as many {others}, as the model of training has it. Upper part: a bar is a pipeline, a piece a "
        "stage with the number of its layers, where there is room for it; the words say how many pipelines are laid out so, and how many micro-batches pass "
        "each in a step. Split evenly, all stages have as many chips and, in whole layers, as many layers, and every chip waits for the slowest. Lower part: speed against the link that "
        f"a node of {of_node} has to nodes of other kinds, for both ways to balance; dashed, the A800 alone and the even split, the latter with the fastest link.",
        f"Bars of stages, colour by kind. {told(stages)}. Below, two curves that rise with the link. {told_links(links)}.",
        lambda width: alt.vconcat(bars(stages, width), curves(links, rates, width), spacing=26).resolve_scale(color="independent", shape="independent"),
        pd.concat([stages, links]),
    )


def percent(share: float) -> str:
    """Return a share in whole percent.

    >>> percent(0.331)
    '33 percent'
    """
    return f"{quantity.number(round(100 * share))} percent"


def told(frame: pd.DataFrame) -> str:
    """Return each plan in words."""
    words = []
    for title, plan in frame.groupby("series", sort=False):
        groups = [f"{part['condition'].iloc[0]} through {stages(part)}" for _, part in plan.groupby("group", sort=False)]
        words.append(f"{title}, {speed(plan['tokens_per_s'].iloc[0])}: {'; '.join(groups)}")
    return ". ".join(words)


def speed(rate: float) -> str:
    """Return tokens a second to three digits.

    >>> speed(106469.8)
    '106,000 tokens/s'
    """
    return f"{quantity.number(rate, 3)} tokens/s"


def passing(group: Group) -> str:
    """Return how many pipelines a group has and what passes through each."""
    return f"{quantity.number(group.pipelines)} pipelines × {quantity.number(group.rounds)} micro-batches"


def stages(group: pd.DataFrame) -> str:
    """Return stages and layers of each kind in a group."""
    parts = []
    for chip, part in group.groupby("chip", sort=False):
        least, most = quantity.number(part["layers"].min()), quantity.number(part["layers"].max())
        parts.append(f"{len(part)} stages of {chip} (layers of each: {least if least == most else f'{least} to {most}'})")
    return ", ".join(parts)


def told_links(frame: pd.DataFrame) -> str:
    """Return both curves in words."""
    at = ", ".join(quantity.number(link) for link in frame["link_gbit_per_s"].unique())
    curves = "; ".join(f"{name}: {', '.join(speed(rate) for rate in part['tokens_per_s'])}" for name, part in frame.groupby("series", sort=False))
    return f"At {at} Gbit/s: {curves}"


def placed(frame: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame, int]:
    """Return stages with their place from the top, headings and words with theirs, and the height of all, in pixels."""
    drawn, words, top = [], [], 0
    for title, plan in frame.groupby("series", sort=False):
        words.append({"at": top, "text": f"{title}: {speed(plan['tokens_per_s'].iloc[0])}", "heading": True})
        top += _HEAD
        for _, group in plan.groupby("group", sort=False):
            words.append({"at": top, "text": group["condition"].iloc[0], "heading": False})
            drawn.append(group.assign(start=group["layers"].cumsum() - group["layers"], top=top + _WORDS, bottom=top + _WORDS + _BAR))
            top += _WORDS + _BAR + 2
        top += _GAP
    return pd.concat(drawn), pd.DataFrame(words), top


def bars(frame: pd.DataFrame, width: int) -> alt.LayerChart:
    """Draw the stages of every plan."""
    drawn, words, height = placed(frame)
    layers = drawn.groupby(["series", "group"])["layers"].sum().max()
    drawn = drawn.assign(end=drawn["start"] + drawn["layers"], middle=drawn["start"] + drawn["layers"] / 2, mean=(drawn["top"] + drawn["bottom"]) / 2)
    y = alt.Y("top:Q", scale=alt.Scale(domain=[height, 0], nice=False), axis=None)
    x = alt.X("start:Q", title="Layers of the model, in the order of the pipeline", scale=alt.Scale(domain=[0, layers], nice=False), axis=alt.Axis(grid=False))
    hue = alt.Color("chip:N", sort=list(HUES), scale=alt.Scale(domain=list(HUES), range=list(HUES.values())), legend=alt.Legend(title=None, columns=3))
    pieces = alt.Chart(drawn).mark_rect(stroke=style.PAPER, strokeWidth=1).encode(x=x, x2="end:Q", y=y, y2="bottom:Q", color=hue)
    room = drawn[drawn["layers"] * width / layers >= _WRITTEN]
    numbers = alt.Chart(room).mark_text(color=style.PAPER, fontSize=10).encode(x="middle:Q", y="mean:Q", text=alt.Text("layers:Q", format=".0f"))
    said = alt.Chart(words).encode(x=alt.value(0), y=alt.Y("at:Q"), text="text:N")
    heads = said.transform_filter("datum.heading").mark_text(align="left", baseline="top", fontWeight="bold")
    under = said.transform_filter("!datum.heading").mark_text(align="left", baseline="top", fontSize=11, color=style.MUTED)
    return alt.layer(pieces, numbers, heads, under).properties(width=width, height=height)


def curves(frame: pd.DataFrame, rates: pd.Series, width: int) -> alt.LayerChart:
    """Draw speed against the link between kinds, and what is there without balance."""
    names = [name for name, _, _ in WAYS.values()]
    links = sorted(frame["link_gbit_per_s"].unique())
    axis = alt.Axis(values=links, format="~g", grid=False)
    x = alt.X("link_gbit_per_s:Q", title="Link of a node to other kinds, Gbit/s (log axis)", scale=alt.Scale(type="log", nice=False), axis=axis)
    y = alt.Y("tokens_per_s:Q", title="Tokens a second", scale=alt.Scale(domainMin=0), axis=alt.Axis(format="~s"))
    legend = alt.Legend(title=None, columns=1 if style.narrow(width) else 2, symbolOpacity=1)
    hue = alt.Color("series:N", sort=names, legend=legend, scale=alt.Scale(domain=names, range=[hue for _, hue, _ in WAYS.values()]))
    shape = alt.Shape("series:N", sort=names, legend=legend, scale=alt.Scale(domain=names, range=[shape for _, _, shape in WAYS.values()]))
    base = alt.Chart(frame).encode(x=x, y=y, color=hue)
    beside = pd.DataFrame([{"tokens_per_s": rates.iloc[0], "text": rates.index[0]}, {"tokens_per_s": rates[EVEN], "text": EVEN}])
    rules = alt.Chart(beside).mark_rule(strokeDash=[4, 3], color=style.GREY).encode(y=y)
    words = alt.Chart(beside).mark_text(align="left", dy=-7, color=style.MUTED, fontSize=11).encode(x=alt.value(4), y=y, text="text:N")
    return alt.layer(rules, words, base.mark_line(), base.mark_point(filled=True, size=55, opacity=1).encode(shape=shape)).properties(width=width, height=190)
