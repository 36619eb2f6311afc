"""Language models as the model sees them: rows of their architecture, put together as a transformer."""

from __future__ import annotations

import re
from collections.abc import Mapping
from difflib import get_close_matches
from functools import lru_cache

from detour import tables
from detour.models.transformer import Transformer, attention_parameters, latent_attention_parameters
from detour.prediction.cells import whole
from detour.prediction.chips import specifications
from detour.prediction.refusal import Unpredictable
from detour.tables import DATA, Data

#: Columns by which a row gives an architecture of its own, or changes that of its model: quantities of the tables, and the least of each.
COLUMNS = {
    **dict.fromkeys(("layer_count", "hidden_size", "attention_heads", "key_value_heads", "head_dimension", "feedforward_size", "vocabulary_size"), 1),
    **dict.fromkeys(("feedforward_matrices", "full_attention_layers", "expert_count", "experts_per_token", "expert_feedforward_size"), 1),
    **dict.fromkeys(("query_rank", "key_value_rank", "rope_head_dimension", "value_head_dimension"), 1),
    **dict.fromkeys(("dense_layers", "shared_experts"), 0),
}
_ALWAYS = ("layer_count", "hidden_size", "attention_heads", "vocabulary_size")
_EXPERTS = ("experts_per_token", "expert_feedforward_size")
_LATENT = ("query_rank", "rope_head_dimension", "head_dimension", "value_head_dimension")
#: Of two quantities, the first is at most the second.
_AT_MOST = {"key_value_heads": "attention_heads", "experts_per_token": "expert_count", "dense_layers": "layer_count", "full_attention_layers": "layer_count"}
#: A feed-forward network has a gate where no row says otherwise.
_GATED = 3
#: Words of a name on training, date or precision, which leave the architecture as it is.
_SUFFIXES = re.compile(
    r"-(instruct|chat|hf|base|it|thinking|dynamic|kv|turbo|v0-[123]|\d{4}|(mx|nv)?fp(4|8|16)|bf16|int[48]|awq|gptq|w\da\d+|dyn|quantized|gguf|\d+b-active)$"
)
#: Releases that kept the architecture of another.
_RELEASES = ((re.compile(r"^(?:meta-)?llama-?3(?:-[0-3])?-(?=(?:8b|70b|405b)\b)"), "llama-3-1-"), (re.compile(r"^(?:meta-)?llama-?2-"), "llama-2-"))


def transformer(rows: dict[str, float]) -> Transformer:
    """Return the transformer that the rows of one architecture, by quantity, describe.

    >>> from detour.models.transformer import parameters
    >>> round(parameters(transformer(specifications()["llama-2-70b"])) / 1e9)
    69
    """
    hidden, heads, layers = rows["hidden_size"], rows["attention_heads"], rows["layer_count"]
    attention = _latent(rows, hidden, heads) if "key_value_rank" in rows else _grouped(rows, hidden, heads)
    matrices = rows.get("feedforward_matrices", _GATED)
    expert = matrices * hidden * rows.get("expert_feedforward_size", 0)
    dense_layers = rows.get("dense_layers", 0) if "expert_count" in rows else layers
    return Transformer(
        layers=layers,
        cached_layers=rows.get("full_attention_layers", layers),
        **attention,
        dense_layers=dense_layers,
        dense_parameters=matrices * hidden * rows.get("feedforward_size", 0),
        expert_layers=layers - dense_layers,
        experts=rows.get("expert_count", 1),
        chosen=rows.get("experts_per_token", 1),
        expert_parameters=expert,
        shared_parameters=expert * rows.get("shared_experts", 0),
        hidden=hidden,
        head_parameters=hidden * rows["vocabulary_size"],
    )


def _grouped(rows: dict[str, float], hidden: float, heads: float) -> dict[str, float]:
    """Return what grouped-query attention says of a transformer."""
    width, cached = rows.get("head_dimension", hidden / heads), rows.get("key_value_heads", heads)
    return {
        "attention_parameters": attention_parameters(hidden, heads, cached, width),
        "cache_width": 2 * cached * width,
        "cache_ways": cached,
        "decode_width": 2 * heads * width,
        "prefill_width": 2 * heads * width,
    }


def _latent(rows: dict[str, float], hidden: float, heads: float) -> dict[str, float]:
    """Return what latent attention says of a transformer: decoding works on the cache as it is, prefill expands it first."""
    rank, rope, width, value = (rows[name] for name in ("key_value_rank", "rope_head_dimension", "head_dimension", "value_head_dimension"))
    return {
        "attention_parameters": latent_attention_parameters(hidden, heads, rows["query_rank"], rank, width, rope, value),
        "cache_width": rank + rope,
        "cache_ways": 1,
        "decode_width": heads * (2 * rank + rope),
        "prefill_width": heads * (width + rope + value),
    }


def key(name: str) -> str:
    """Return a name as it is looked up: lower case, without size in brackets, publisher, or words on training and precision.

    >>> key("Llama-2-70B-chat"), key("DeepSeek-R1 671B"), key("Qwen/Qwen3-32B"), key("DeepSeek-V3 671B (37B active)")
    ('llama-2-70b', 'deepseek-r1', 'qwen3-32b', 'deepseek-v3')
    """
    bare = re.sub(r"\(.*?\)", " ", name).rpartition("/")[2].strip().lower()
    bare = re.sub(r"[^a-z0-9]+", "-", re.sub(r"((?:deepseek|kimi)-\S+)\s.*", r"\1", bare)).strip("-")
    while (shorter := _SUFFIXES.sub("", bare)) != bare:
        bare = shorter
    for pattern, release in _RELEASES:
        bare = pattern.sub(release, bare)
    return bare


@lru_cache(maxsize=4)
def _by_name(data: Data = DATA) -> dict[str, str]:
    """Return the entity of every name under which a model with an architecture is known."""
    rows, known = tables.load("entities", data), specifications(data)
    found = {}
    for row in rows[rows["kind"] == "model"].itertuples():
        if "layer_count" in known.get(row.id, {}):
            found |= {key(name): row.id for name in (row.id, row.name_en, *str(row.aliases if row.aliases == row.aliases else "").split(";")) if name}
    return found


@lru_cache(maxsize=512)
def rows_of(name: str, data: Data = DATA) -> dict[str, float]:
    """Return the rows of a model's architecture, by quantity; raise `Unpredictable` where no architecture is in the tables.

    >>> rows_of("Llama-2-70B-chat")["key_value_heads"]
    8.0
    """
    # Two models of one family that a row cannot tell apart share their architecture: "DeepSeek-V3/R1".
    names, known = [key(name), *(key(part) for part in name.split("/") if part)], _by_name(data)
    entity = next((known[each] for each in names if each in known), None)
    if entity is None:
        near = sorted({known[each] for each in get_close_matches(names[0], known, 3, 0.65)})
        raise Unpredictable(f"no architecture of model '{name}' in the tables" + (f"; nearest that are: {', '.join(near)}" if near else ""), "model")
    return specifications(data)[entity]


@lru_cache(maxsize=512)
def transformer_of(name: str, data: Data = DATA) -> Transformer:
    """Return the transformer of a model by its name in a row; raise `Unpredictable` as `rows_of` does.

    >>> transformer_of("meta-llama/Llama-2-70b-hf").layers
    80.0
    """
    return transformer(rows_of(name, data))


def of_row(row: Mapping[str, str], name: str, data: Data = DATA) -> tuple[dict[str, float], Transformer]:
    """Return the rows and the transformer that a row means: those of its model, with what its own columns say instead.

    >>> own = {"layer_count": "16", "hidden_size": "2048", "attention_heads": "16", "feedforward_size": "8192", "vocabulary_size": "50000"}
    >>> of_row(own, "mine")[1].layers, of_row({"layer_count": "40"}, "Llama-2-70B")[1].layers
    (16.0, 40.0)
    """
    given = {column: value for column, least in COLUMNS.items() if (value := whole(row, column, least)) is not None}
    if not given:
        return rows_of(name, data), transformer_of(name, data)
    try:
        rows = rows_of(name, data) | given
    except Unpredictable:
        rows = given
    _complete(rows, name)
    return rows, transformer(rows)


def _complete(rows: Mapping[str, float], name: str) -> None:
    """Refuse an architecture of which something is missing or more than there is."""
    dense = "expert_count" not in rows or rows.get("dense_layers", 0) > 0
    needed = _ALWAYS + (("feedforward_size",) if dense else ()) + (_EXPERTS if "expert_count" in rows else ()) + (_LATENT if "key_value_rank" in rows else ())
    if missing := [each for each in needed if each not in rows]:
        raise Unpredictable(f"the architecture of model '{name}' lacks {' and '.join(missing)}; allowed: whole numbers, 1 or more", missing[0])
    for part, of in _AT_MOST.items():
        if part in rows and of in rows and rows[part] > rows[of]:
            raise Unpredictable(f"{part}: {rows[part]:g} is not allowed; allowed: at most the {of} of {rows[of]:g}", part)
