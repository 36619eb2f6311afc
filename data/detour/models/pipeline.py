"""Layers spread over stages that pass micro-batches on: how long a step takes, and what of it is spent waiting."""

from __future__ import annotations


def pipeline_time(slot, batches, stages, chunks):
    r"""Return the time in which micro-batches pass a pipeline forward and back: $\left(m + \frac{p - 1}{v}\right)\,\tau$.

    Arguments:
        slot: $\tau$, seconds that the slowest stage takes for one micro-batch, forward and back.
        batches: $m$, micro-batches of a step, 1 or more.
        stages: $p$, stages, 1 or more.
        chunks: $v$, parts into which the layers of a stage are cut so that the pipeline fills sooner, 1 or more.

    Returns seconds. Source of the form: Narayanan and others, Efficient Large-Scale Language Model Training on GPU Clusters, arXiv 2104.04473 (2021).

    >>> pipeline_time(0.5, 16, 8, 1), pipeline_time(0.5, 16, 1, 1)
    (11.5, 8.0)
    """
    return (batches + (stages - 1) / chunks) * slot


def bubble_share(batches, stages, chunks):
    r"""Return the share of a step in which a stage waits for the others: $\frac{(p - 1)/v}{m + (p - 1)/v}$.

    >>> round(bubble_share(16, 8, 1), 3), bubble_share(16, 1, 1)
    (0.304, 0.0)
    """
    waiting = (stages - 1) / chunks
    return waiting / (batches + waiting)


def in_flight(batches, stages, chunks, *, minimum=min):
    r"""Return the micro-batches of which the first stage keeps activations at once: $\min\left(m, p\left(1 + \frac{p - 1}{p v}\right)\right)$ with
    chunks, $\min(m, p)$ without.

    Source of the form: Korthikanti and others, Reducing Activation Recomputation in Large Transformer Models, arXiv 2205.05198 (2022).

    >>> in_flight(64, 8, 1), in_flight(64, 8, 2), in_flight(4, 8, 1)
    (8.0, 11.5, 4)
    """
    # One chunk alone is passed on and back in turn, so that no more than one micro-batch a stage is kept.
    ahead = (stages - 1) / chunks * minimum(chunks - 1, 1)
    return minimum(batches, stages + ahead)
