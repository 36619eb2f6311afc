"""Other models of training are handed what a row says, in their own words: held against values worked out by hand, and without asking them."""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import pytest
from detour.prediction import training_study

from benchmarks import aside, calculon, laid, llm_analysis, peers, training
from benchmarks.laid import Laid

#: As its files have them, as far as it counts: two kinds of rate in one ratio, a fast and a slow network.
AMPERE = {
    "matrix": {"float16": {"tflops": 312, "gflops_efficiency": [[0, 0.9]]}},
    "vector": {"float16": {"tflops": 78, "gflops_efficiency": [[0, 0.5]]}},
    "mem1": {"GiB": 80, "GBps": 2048, "MB_efficiency": [[0, 0.3]]},
    "networks": [{"bandwidth": 300, "efficiency": 0.65, "size": 8}, {"bandwidth": 25, "efficiency": 0.9, "size": 65536}],
}
TEMPLATES = {"ampere": AMPERE, "hopper": AMPERE | {"vector": {"float16": {"tflops": 104, "gflops_efficiency": [[0, 0.5]]}}}}
#: What a stand-in for Calculon says: a second for each chip, refused where memory is less than a GiB for each micro-batch.
STAND_IN = """
class Llm:
    class Application:
        def __init__(self, fields): pass
    class Execution:
        @staticmethod
        def from_json(fields): return fields
    def __init__(self, application, log): pass
    def compile(self, system, execution):
        self.execution = execution
        if system.memory < execution["microbatch_size"]:
            raise ValueError("too little memory")
    def run(self, system): pass
    def get_total_time(self): return self.execution["num_procs"] + (not self.execution["data_par_overlap"])
"""


@pytest.fixture(scope="module")
def known():
    return {row["record_id"]: (row, asked) for role in peers.ROLES for row, asked in training_study.pairs(role)}


def test_a_model_is_told_to_llm_analysis(known):
    """Llama 2 70B: 80 layers of 64 heads, 8 of keys and values; three matrices of 28,672 are told as two of 43,008."""
    row, run = known["trn-flagperf-h800-llama2-70b"]
    told = llm_analysis.asked((row, run))
    model = {"num_layers": 80, "n_head": 64, "hidden_dim": 8192, "vocab_size": 32000, "num_key_value_heads": 8, "ffn_embed_dim": 43008, "moe_num_experts": 1}
    assert model.items() <= told["model"].items()
    gpu = {"mem_per_GPU_in_GB": 80, "peak_fp16_TFLOPS": 989, "intra_node_bandwidth_in_GB_per_sec": 200, "inter_node_bandwidth_in_GB_per_sec": 50}
    assert {name: round(told["gpu"][name]) for name in gpu} == gpu
    assert told["length"] == 4096 and told["efficiencies"] == {"flops_efficiency": 0.5, "hbm_memory_efficiency": 0.9}


def test_a_model_with_experts_is_told_to_llm_analysis(known):
    told = llm_analysis.asked(known["trn-910b-ml-mixtral-8x7b-n64"])["model"]
    assert (told["moe_num_experts"], told["moe_top_k"], told["ffn_embed_dim"]) == (8, 2, 3 * 14336 // 2)


def test_a_layout_is_told_to_llm_analysis(known):
    (way,) = llm_analysis.way(Laid(8, 4, 2, 1, 3, 16, 1, 1, 0), known["trn-flagperf-h800-llama2-70b"])
    assert way["parallel"] == {"tp_size": 8, "pp_size": 4, "dp_size": 2, "ep_size": 1}
    assert way["steps"] == {"batch_size_per_gpu": 3, "gradient_accumulation_steps": 16}
    assert (way["zero"], way["again"]) == (1, 2)


def test_a_model_is_told_to_calculon(known):
    """GPT-3 has two matrices of four times the hidden size; Llama 2 70B is given the parameters of its layer, 855,638,016, in ordinary attention.

    Four matrices of 8,192 by 8,192 leave 587,202,560, which are two of 35,840.
    """
    run = known["trn-selene-gpt-3-175b-full"][1]
    layers = {"attn_heads": 96, "attn_size": 128, "num_blocks": 96}
    assert calculon.application(run.model, run.length) == {"hidden": 12288, "feedforward": 49152, "seq_size": 2048, **layers}
    assert calculon.application(known["trn-flagperf-h800-llama2-70b"][1].model, 4096)["feedforward"] == 35840


def test_a_cluster_is_told_to_calculon(known):
    """Sixteen bits on the 910B: a quarter of the rate of matrices for vectors, as its A100 has; memory of 64 GB, half of the links each way."""
    run = known["trn-910b-gpt3-175b-mfu-n128"][1]
    told = calculon.asked(known["trn-910b-gpt3-175b-mfu-n128"], TEMPLATES)["system"]
    assert told["matrix"]["float16"]["tflops"] == pytest.approx(run.wide_peak / 1e12)
    assert told["vector"]["float16"]["tflops"] == pytest.approx(run.wide_peak / 4e12)
    assert told["mem1"]["GiB"] == pytest.approx(64e9 / 2**30) and told["mem1"]["MB_efficiency"] == [[0, 0.3]]
    assert [each["bandwidth"] for each in told["networks"]] == [196, 25] and told["networks"][0]["size"] == 8
    hopper = calculon.asked(known["trn-flagperf-h800-llama2-70b"], TEMPLATES)["system"]
    assert hopper["vector"]["float16"]["tflops"] == pytest.approx(989 / 3, rel=1e-3)


def test_a_layout_is_told_to_calculon(known):
    """The run of Calculon's own validation is told as it stands there: 64 chips, three parts of a stage, attention alone done again."""
    pair = known["trn-selene-gpt-3-175b-seqsel"]
    (way,) = calculon.way(laid.ours([pair[1]])[0], pair)
    said = {"num_procs": 64, "tensor_par": 8, "pipeline_par": 8, "data_par": 1, "tensor_par_net": 0, "pipeline_par_net": 1, "batch_size": 64}
    rest = {"microbatch_size": 1, "activation_recompute": "attn_only", "pipeline_interleaving": 3, "optimizer_sharding": False, "seq_par_ag_redo": True}
    assert (said | rest).items() <= way.items()
    beside = calculon.way(Laid(8, 8, 2, 1, 1, 16, 1, 1, 0), pair)
    assert [each["data_par_overlap"] for each in beside] == [False, True] and beside[0]["data_par_net"] == 1 and not beside[0]["seq_par_ag_redo"]


def test_what_the_others_cannot_hold_is_said(known):
    assert llm_analysis.asked(known["trn-h800-dsv3-mfu"]) == "latent attention"
    assert calculon.asked(known["trn-910b-ml-mixtral-8x7b-n64"], TEMPLATES) == "experts"


def test_what_a_row_says_of_its_layout_is_kept(known):
    for name in ("trn-flagperf-h800-llama2-70b", "trn-flagperf-a800-aquila2-7b-pp8", "trn-h100-llama3-405b-n8192-s8192"):
        run = known[name][1]
        for each in (*laid.ours([run]), *laid.candidates(run)):
            said = {"tensor": run.tensor, "stages": run.stages, "data": run.data, "micro": run.micro, "chunks": run.chunks}
            assert {part: value for part, value in said.items() if value is not None}.items() <= each._asdict().items()
            assert each.tensor * each.stages * each.data == run.chips


def test_seconds_become_the_metric_of_the_row(known):
    """Two steps' worth of sequences in 20 s are one step of 10 s; a layout that takes 8 s is the choice of the other."""
    row, run = known["trn-selene-gpt-3-175b-full"]
    twice, once = Laid(8, 8, 1, 1, 1, 128, 3, 1, 0), Laid(8, 8, 1, 1, 1, 64, 3, 1, 0)
    found = peers._read((row, run), [twice, once, once], [20.0, 9.0, 8.0])
    assert np.exp(found["ours"]) * float(row["value"]) == pytest.approx(10) and np.exp(found["own"]) * float(row["value"]) == pytest.approx(8)
    assert peers._read((row, run), [twice, once], ["no", 9.0]) == {"own": pytest.approx(np.log(9 / float(row["value"])))}
    assert peers._read((row, run), [twice, once], ["no", "neither"]) == {"why": "no"}


def test_the_rows_that_all_answer_are_the_same_for_all(known, capsys):
    all_of, some_of = ({name: {"ours": 0.1, "own": 0.2} if keep(pair) else {"why": "experts"} for name, pair in known.items()} for keep in (bool, _dense))
    found = training.show({"first": all_of, "second": some_of}, ["third cannot be had"])
    for columns in found["common"].values():
        assert len({tuple(row["record_id"] for row, _ in each.pairs) for each in columns}) == 1 and all(map(_dense, columns[0].pairs))
    both = found["alone"]["source left out"]
    assert len(both[0].pairs) == len(both[2].pairs) > len(both[4].pairs) and set(both[4].logs) == {0.1} and set(both[5].logs) == {0.2}
    printed = capsys.readouterr().out
    assert "third cannot be had" in printed and "second has no answer to" in printed and "first, the layout that ours found" in printed


def _dense(pair) -> bool:
    return pair[1].model.experts == 1


def test_a_source_that_cannot_be_had_is_a_line(tmp_path, monkeypatch):
    monkeypatch.setenv("CALCULON", str(tmp_path / "nothing"))
    told = calculon.source(tmp_path / "copy")
    assert isinstance(told, str) and told.startswith("Calculon cannot be had from") and "\n" not in told


def test_the_fastest_variant_counts_and_memory_bounds_all_layouts_but_the_first(tmp_path):
    package = tmp_path / "calculon"
    package.mkdir()
    (package / "__init__.py").write_text("", encoding="utf-8")
    (package / "llm.py").write_text(STAND_IN, encoding="utf-8")
    (package / "system.py").write_text("class System:\n    def __init__(self, cfg): self.memory = cfg['mem1']['GiB']\n", encoding="utf-8")
    ways = [[{"num_procs": 8, "microbatch_size": micro, "data_par_overlap": each} for each in (False, True)] for micro in (4, 4, 2)]
    row = {"application": {}, "system": {"mem1": {"GiB": 3}}, "ways": ways}
    assert aside.answers(Path(sys.executable), calculon.SCRIPT, [row], str(tmp_path)) == [[8.0, "ValueError: too little memory", 8.0]]
