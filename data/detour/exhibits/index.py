"""The five exhibits of the argument on one page: those of the chapters, under labels of their own."""

from __future__ import annotations

from dataclasses import replace

from detour.exhibits import (
    audit,
    cluster_workarounds,
    domestic_gpu_makers,
    export_controls_dates,
    huawei_inference,
    inference_market_shift_forecasts,
)
from detour.exhibits.base import Exhibit


def again(exhibit: Exhibit) -> Exhibit:
    """Return an exhibit for the front page: the same drawing and data, a label of its own."""
    return replace(exhibit, label=exhibit.label.replace("fig-", "fig-index-", 1))


def windows() -> Exhibit:
    """Show how long each gap in the controls stayed open."""
    return again(export_controls_dates.windows())


def fleets() -> Exhibit:
    """Show what Nvidia's lead in chips was in arithmetic and in memory."""
    return again(huawei_inference.fleets())


def ratios() -> Exhibit:
    """Show which ratio of weaker chips to strong ones a specification allows."""
    return again(cluster_workarounds.ratios())


def equal_to() -> Exhibit:
    """Show on which measures each statement of equality holds."""
    return again(domestic_gpu_makers.equal_to())


def scoreboard() -> Exhibit:
    """Show the forecasts of the articles against what happened."""
    return again(inference_market_shift_forecasts.scoreboard())


def verdicts() -> Exhibit:
    """Show how the checks of each class came out."""
    return again(audit.verdicts())
