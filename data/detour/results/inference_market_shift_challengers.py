"""Results on the challengers: what the model of serving says of each chip beside the H100, and what was measured of both."""

from __future__ import annotations

from detour.models.transformer import parameters
from detour.prediction.architectures import transformer
from detour.prediction.settings import GIGA
from detour.results.engine import quadrature, result
from detour.results.forms import of_symbols, quotient
from detour.results.huawei_inference_served import BYTES, MODELS, Compared, declare

_PCIE = {"interconnect_bandwidth": "a-serve-unlisted-links"}
#: Chips by short name: entity, maker, and rows in place of specifications that no source gives, or of the chips that hold the model.
CHALLENGERS: dict[str, Compared] = {
    "gaudi2": ("intel-gaudi2", "intel", {}),
    "gaudi3": ("intel-gaudi3", "intel", {}),
    "mi300x": ("amd-mi300x", "amd", {}),
    "sn40l": ("sambanova-sn40l", "sambanova", _PCIE),
    "inf2": ("aws-inferentia2", "aws", _PCIE),
    "trn2": ("aws-trainium2", "aws", {}),
    "v5e": ("google-tpu-v5e", "google", {"chips": "a-load-small-chips"}),
    "maia": ("microsoft-maia-100", "microsoft", {}),
    "mtia": ("meta-mtia-2", "meta", _PCIE),
}
NAMES = {
    "gaudi2": "Gaudi 2",
    "gaudi3": "Gaudi 3",
    "mi300x": "MI300X",
    "sn40l": "SN40L",
    "inf2": "Inferentia2",
    "trn2": "Trainium2",
    "v5e": "TPU v5e",
    "maia": "Maia 100",
    "mtia": "MTIA v2",
}


def beside(end: str, name: str, over: str, under: str = "r-hi-serve-dense-h100") -> None:
    """Declare what one chip serves over what an H100 does."""

    @result(
        f"r-shift-chal-{end}",
        title=f"One {name} in H100s: answers of a service of Llama 3.1 70B, predicted",
        relation=r"q = \frac{A}{B}",
        unit="ratio",
        digits=2,
        combine=quadrature,
        A=over,
        B=under,
    )
    def chips(A, B):
        """Return the one throughput over the other."""
        return A / B


for _chip, _name in NAMES.items():
    declare(_chip, "dense", "serve", CHALLENGERS, NAMES, "shift-chal")
    beside(_chip, _name, f"r-shift-chal-serve-dense-{_chip}")
beside("xeon", "Xeon 8592+", "r-hi-decode-dense-xeon", "r-hi-decode-dense-h100")


def measured(end: str, title: str, over: str, chips: float, under: str, h100: float = 8) -> None:
    """Declare a measured ratio of one chip to one H100, each from a system of several."""
    quotient(
        f"r-shift-chal-{end}-measured", title, "ratio", over, under, factor=h100 / chips, relation=rf"q = \frac{{A / {chips:g}}}{{B / {h100:g}}}", digits=2
    )


_MLPERF = "inf-mlp40-{}-offline"
_NVIDIA = _MLPERF.format("nvidia-h100-sxmx8-llama2-70b-99.9")
_GPTJ = _MLPERF.format("google-h100-sxmx8-gptj-99.9")
measured("gaudi2", "Gaudi 2 over H100 in MLPerf Inference v4.0, Llama 2 70B, offline", _MLPERF.format("intel-gaudi2x8-llama2-70b-99.9"), 8, _NVIDIA)
measured(
    "gaudi2-server",
    "Gaudi 2 over H100 in MLPerf Inference v4.0, Llama 2 70B, server",
    "inf-mlp40-intel-gaudi2x8-llama2-70b-99.9-server",
    8,
    "inf-mlp40-nvidia-h100-sxmx8-llama2-70b-99.9-server",
)
measured("v5e", "TPU v5e over H100 in MLPerf Inference v4.0, GPT-J, offline, a chip", _MLPERF.format("google-tpu-v5ex4-gptj-99"), 4, _GPTJ)
measured("xeon", "Xeon 8592+ over H100 in MLPerf Inference v4.0, GPT-J, offline, a chip", _MLPERF.format("intel-xeon-8592plusx2-gptj-99"), 2, _GPTJ)
measured(
    "sn40l",
    "SN40L over H100 in LLM-Inference-Bench, Llama 2 7B, sixteen requests, a chip",
    "inf-lib-sn40lx8-llama-2-7b-sambaflow-b16",
    8,
    "inf-lib-h100x1-llama-2-7b-tensorrt-llm-b16",
    1,
)
quotient(
    "r-shift-chal-sn40l-user",
    "Speed of one user with Llama 3.1 70B, SambaNova's service over the faster of two on GPUs",
    "ratio",
    "es-ims-sn40l-user",
    "es-ims-gpu-user",
    digits=2,
)


def _reach(values: dict[str, float]) -> float:
    """Return tokens a second over those that all memory of the rack could read the weights for."""
    held = parameters(transformer(values)) * BYTES["dense"]
    return values["speed"] * held / (values["chips"] * values["bandwidth"] * GIGA)


_ARCHITECTURE = {symbol: quantity for quantity, symbol in MODELS["dense"][2].items()}
result(
    "r-shift-chal-sn40l-reach",
    title="SambaNova's speed for one user over what the memory of a rack of sixteen reads, sixteen bits",
    relation=r"q = \frac{v\,w\,P}{n B}, \quad P \text{ from } N, h, H, K, f, V",
    unit="ratio",
    digits=2,
    v="es-ims-sn40l-user",
    n="sambanova-sn40l/cluster_size",
    B="sambanova-sn40l/memory_bandwidth",
    **{symbol: f"llama-3-1-70b/{quantity}" for symbol, quantity in _ARCHITECTURE.items()},
)(of_symbols(_reach, {"v": "speed", "n": "chips", "B": "bandwidth", **_ARCHITECTURE}))
