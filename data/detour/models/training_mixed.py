"""A training step on chips of several kinds: stages that take unequal times, what crosses from kind to kind, and gradients summed over all kinds."""

from __future__ import annotations

from detour.models.collectives import all_reduce_time
from detour.models.training_memory import GRADIENT, WEIGHT, held_parameters, stage_activations, state_memory
from detour.models.training_step import Layout, Trainer, slot_time
from detour.models.transformer import Transformer, parameters


def uneven_pipeline_time(slots, longest, batches):
    r"""Return the time in which micro-batches pass a pipeline of unequal stages forward and back: $\sum_i \tau_i + (m - 1) \max_i \tau_i$.

    Arguments: `slots` $\sum_i \tau_i$, seconds that all stages together take for one micro-batch, forward and back; `longest`, those of the slowest;
    `batches` $m$, micro-batches, 1 or more. Stages of equal time give what `pipeline_time` gives without chunks.
    Source of the form: Zheng and others, Alpa, arXiv 2201.12023 (2022).

    >>> from detour.models.pipeline import pipeline_time
    >>> uneven_pipeline_time(4.0, 0.5, 16) == pipeline_time(0.5, 16, 8, 1), uneven_pipeline_time(1.5, 1.0, 10)
    (True, 10.5)
    """
    return slots + (batches - 1) * longest


def layer_and_rest(model: Transformer, chip: Trainer, layout: Layout, *, minimum=min):
    """Return the seconds that one more layer adds to the slot of a stage, and those that the stage takes without any, see `slot_time`.

    >>> from detour.models.transformer import Transformer
    >>> gpt = Transformer(96, 4 * 12288**2, 96, 2 * 12288, 96, 24576, 24576, 96, 8 * 12288**2, 0, 1, 1, 0, 0, 12288, 12288 * 51200)
    >>> chip = Trainer(2e14, 2e14, 1e14, 1e12, 1e11, 1e11, 1e10, 1e10, 2e-6, 1000.0, 100.0, 10.0, 0.7, 0.0)
    >>> layout = Layout(2048.0, 2048.0, 64.0, 8.0, 8.0, 12.0, 1.0, 4.0, 1.0, 1.0, 1.0, 2.0, 0.0, 0.0)
    >>> layer, rest = layer_and_rest(gpt, chip, layout)
    >>> abs(12 * layer + rest - slot_time(gpt, chip, layout)) < 1e-12
    True
    """
    rest = slot_time(model, chip, layout._replace(stage_layers=0.0), minimum=minimum)
    return slot_time(model, chip, layout._replace(stage_layers=1.0), minimum=minimum) - rest, rest


def crossing_time(model: Transformer, tokens, tensor, stage_rate, between_rate):
    r"""Return the seconds by which passing a micro-batch on takes longer where it goes to another kind, at `between_rate` in place of `stage_rate`.

    Arguments: `tokens` of a micro-batch; `tensor`, chips that split it; rates in bytes/s of one chip.

    >>> from detour.models.transformer import Transformer
    >>> crossing_time(Transformer(*[0] * 16)._replace(hidden=1000), 1000, 1, 1e9, 5e8)
    0.002
    """
    return tokens * model.hidden * WEIGHT / tensor * (1 / between_rate - 1 / stage_rate)


def most_layers(model: Transformer, memory, tokens, tensor, stages, data, flying, recomputed):
    r"""Return how many layers a stage holds in its chips' memory, as a real number: what it takes grows evenly with them.

    Arguments: `memory`, bytes of a chip; `tokens` of a micro-batch; `tensor` chips of a stage; `stages` of the pipeline; `data` pipelines; `flying`,
    micro-batches of which the stage keeps activations; `recomputed`, share of layers that keep only what enters them. Dense models only.

    >>> from detour.models.transformer import Transformer
    >>> gpt = Transformer(96, 4 * 12288**2, 96, 2 * 12288, 96, 24576, 24576, 96, 8 * 12288**2, 0, 1, 1, 0, 0, 12288, 12288 * 51200)
    >>> [round(most_layers(gpt, 80e9, 2048, 8, 8, 4, flying, 0), 1) for flying in (8, 1)]
    [28.9, 37.3]
    """

    def needed(layers):
        shared, _ = held_parameters(model._replace(layers=layers, dense_layers=layers * model.dense_layers / model.layers), tensor, 1, 1)
        return state_memory(shared, 0, data, 1, 0) + stage_activations(model, tokens, tensor, stages, layers, flying, recomputed)

    none = stage_activations(model, tokens, tensor, stages, 0, flying, recomputed) + state_memory(model.head_parameters / tensor, 0, data, 1, 0)
    return (memory - none) / (needed(1) - none)


def kinds_sum_time(model: Transformer, groups, chips, rate, latency, *, minimum=min):
    r"""Return the seconds in which groups of chips sum their gradients with one another once each has its own sum, spread over its chips.

    Arguments: `groups`, 1 or more; `chips` of the group that waits longest; `rate`, bytes/s that each of them sends to other groups; `latency` of an exchange.

    >>> from detour.models.transformer import Transformer
    >>> model = Transformer(*[0] * 16)._replace(head_parameters=1e9)
    >>> kinds_sum_time(model, 1, 8, 1e9, 0.0), kinds_sum_time(model, 2, 8, 1e9, 0.0)
    (0.0, 1.0)
    """
    return all_reduce_time(GRADIENT * parameters(model) / chips, groups, rate, 2 * (groups - 1) * latency, minimum=minimum)
