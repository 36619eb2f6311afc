"""Rows that ask how many chips match theirs, or are done in time: the answer in chips, its interval, and what stands in the way where there is none."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from detour.prediction.answers import Answer
from detour.prediction.cells import number
from detour.prediction.refusal import Unpredictable
from detour.prediction.training_answers import calibrated, described, spreads_of
from detour.prediction.training_errors import kind
from detour.prediction.training_matching import MOST, Match, in_time, match_of, means_of, sides, together
from detour.prediction.training_mixed import Plan
from detour.prediction.training_mixed_matching import MixMatch, matching_mix
from detour.prediction.training_scenario import Training, scenario
from detour.prediction.training_settings import load as settings_of
from detour.tables import DATA, Data

#: What the columns on the other chip begin with.
OTHER = "other_"
#: Columns without which no row can be answered.
NEEDED = ("chip_id", "model")
_ENDLESS = f"no upper end: of up to {MOST:,} chips no number does"
_ALLOWED = f"a chip of the tables, a name with {OTHER}peak_tflops and {OTHER}memory_bandwidth_gb_s, several chips of the tables with semicolons between, or days and training_tokens instead"


def answer(rows: Iterable[Mapping[str, str]], data: Data = DATA) -> Iterator[Answer]:
    """Return for each row how many of the chip in its columns `other_…` train its job as fast as its own chips, or how many of its own train its tokens in its `days`.

    >>> row = {"record_id": "x", "chip_id": "nvidia-h100", "chip_count": "256", "model": "Llama-2-70B", "input_len": "4096", "batch": "1024"}
    >>> found = next(answer([row | {"other_chip_id": "nvidia-a800"}]))
    >>> 256 < found.low < found.prediction < found.high, found.unit
    (True, 'chips')
    """
    for row in rows:
        try:
            yield _told(row, data)
        except Unpredictable as reason:
            yield Answer(row.get("record_id") or "", None, None, None, "", str(reason), reason.column)


def _told(row: Mapping[str, str], data: Data) -> Answer:
    """Return the answer to one row: how many of the other chip, or how many of its own in a number of days."""
    chip = {name.removeprefix(OTHER): value for name, value in row.items() if name.startswith(OTHER)}
    own, days, means = {name: value for name, value in row.items() if not name.startswith(OTHER)}, number(row, "days"), means_of(data)
    if ";" in (chip.get("chip_id") or ""):
        return _mixed(own, chip, data)
    if chip.get("chip_id"):
        weak, strong = _sides(own, chip, data)
        # Both predictions may err, each within its own factor.
        factor = together([_spread(each, data) for each in (weak, strong)])
        return _said(strong, [match_of(weak, strong, each, means, reasons=each == 1) for each in (1 / factor, 1.0, factor)], ratio=True)
    if days is None:
        raise Unpredictable(f"{OTHER}chip_id: '' is not allowed; allowed: {_ALLOWED}", f"{OTHER}chip_id")
    tokens = number(row, "training_tokens")
    if tokens is None:
        raise Unpredictable("training_tokens: '' is not allowed; allowed: the tokens of the run that is to take so many days", "training_tokens")
    # The batch, where a row leaves it to us, is that of a large run.
    run = scenario({**own, "chip_count": f"{settings_of(data).chips:g}", "metric": "training_throughput"}, data)
    factor = _spread(replace(run, metric="accelerator_hours"), data)
    return _said(run, [in_time(run, tokens, days, each, means) for each in (1 / factor, 1.0, factor)], ratio=False)


def _mixed(row: Mapping[str, str], chip: Mapping[str, str], data: Data) -> Answer:
    """Return how many of several chips match together; a chip that is named twice has twice as many nodes in the mix."""
    mix = Counter(name.strip() for name in chip["chip_id"].split(";") if name.strip())
    if more := [name for name, value in chip.items() if value and name != "chip_id"]:
        raise Unpredictable(f"{OTHER}{more[0]}: not beside several chips; allowed: one chip, or chips of the tables as they are", f"{OTHER}{more[0]}")
    kinds = [({"chip_id": name}, nodes) for name, nodes in mix.items()]
    runs = [_sides(row, each, data) for each, _ in kinds]
    factor = together([max(_spread(weak, data) for weak, _ in runs), _spread(runs[0][1], data)])
    low, middle, high = (matching_mix(row, kinds, each, data) for each in (1 / factor, 1.0, factor))
    if middle.chips is None:
        return Answer(runs[0][1].record, None, None, None, "", _none(middle))
    notes = [f"{middle.ratio:.3g} for each of the others", ", ".join(f"{count:g} {name}" for name, count in zip(mix, middle.chips, strict=True))]
    notes += [laid(middle.plan, list(mix))] + ([_ENDLESS] if high.chips is None else [])
    return Answer(runs[0][1].record, *(None if each.chips is None else sum(each.chips) for each in (middle, low, high)), "chips", "; ".join(notes))


def laid(plan: Plan, names: Sequence[str]) -> str:
    """Return the layout of a mixed job in words: for each group its pipelines, its stages by kind, and the micro-batches that pass each.

    >>> from detour.prediction.training_mixed import Group, Stages
    >>> laid(Plan(1.0, 1.0, (Group((Stages(0, 2, (9.0, 9.0), 0.0), Stages(1, 8, (4.0,), 0.0)), 4, 1.0, 1, 24),)), ["new", "old"])
    'layout: 4 pipelines of 24 micro-batches through new TP2 PP2 and old TP8 PP1'
    """
    groups = []
    for group in plan.groups:
        through = " and ".join(f"{names[stages.kind]} TP{stages.tensor} PP{len(stages.layers)}" for stages in group.stages)
        groups.append(f"{group.pipelines} pipelines of {group.rounds} micro-batches through {through}")
    return f"layout: {', '.join(groups)}"


def _spread(asked: Training, data: Data) -> float:
    """Return the factor within which four fifths of measurements of such a row lie."""
    return spreads_of(data)[kind(asked, calibrated(data))]


def _said(asked: Training, found: list[Match], *, ratio: bool) -> Answer:
    """Return what is said of a match and its interval; where no number does, why."""
    low, middle, high = found
    notes = [f"assumed: {', '.join(asked.assumed)}"] if asked.assumed else []
    if middle.chips is None:
        return Answer(asked.record, None, None, None, "", "; ".join([_none(middle), *notes]))
    notes = [f"layout: {described(middle.layout)}", *notes]
    notes = [f"{middle.ratio:.3g} for each of the others", *notes] if ratio else notes
    notes += [_ENDLESS] if high.chips is None else []
    return Answer(asked.record, middle.chips, low.chips, high.chips, "chips", "; ".join(notes))


def _sides(row: Mapping[str, str], chip: Mapping[str, str], data: Data) -> tuple[Training, Training]:
    """Return the job on both kinds of chip; what is wrong with the other is told of its own columns."""
    scenario({**row, "metric": "training_throughput"}, data)
    try:
        return sides(row, chip, data)
    except Unpredictable as reason:
        raise Unpredictable(f"of the other: {reason}", f"{OTHER}{reason.column}".replace(f"{OTHER}-", "-")) from None


def _none(found: Match | MixMatch) -> str:
    """Return why no number keeps up, in words."""
    if len(found.limits) == 3:
        reason = "memory, links and batch stand in the way, alone or together"
    else:
        reason = f"without the bounds of {' or '.join(found.limits)} some would"
    return f"of up to {MOST:,} chips no number does, the best reach {found.reached / found.wanted:.0%} of the speed; {reason}"
