"""Results of the chapter on domestic makers: what the multiples of PD-General imply."""

from detour.results.domestic_gpu_makers import ratio_of
from detour.results.engine import result
from detour.results.forms import share

ratio_of(
    "r-dg-pd-openmp",
    "Gain of the OpenMP program over the serial one, implied by the two speed-ups",
    "c-ds25-pd-general-800-serial",
    "c-ds25-pd-general-100-openmp",
)
ratio_of(
    "r-dg-pd-cuda-serial",
    "Gain of the unnamed CUDA program over the serial one, implied",
    "c-ds25-pd-general-800-serial",
    "c-ds25-pd-general-2x-cuda",
)
ratio_of("r-dg-pd-cuda-openmp", "Gain of the unnamed CUDA program over OpenMP, implied", "c-ds25-pd-general-100-openmp", "c-ds25-pd-general-2x-cuda")
ratio_of(
    "r-dg-pd-card-socket",
    "Memory bandwidth of the RTX 4070 against one Xeon 8490H",
    "nvidia-rtx-4070/memory_bandwidth",
    "intel-xeon-8490h/memory_bandwidth",
)


def _ceiling(id: str, title: str, card: str, speedup: str) -> None:
    """Declare the most that a baseline can move if the card runs at its full memory bandwidth."""

    @result(id, title=title, relation=r"b = \frac{B}{S}", unit="GB/s", digits=2, B=card, S=speedup)
    def moved(B, S):
        """Return the card's bandwidth over the speed-up."""
        return B / S


_ceiling(
    "r-dg-pd-serial-moves",
    "Most that the serial program can move beside a saturated RTX 4070",
    "nvidia-rtx-4070/memory_bandwidth",
    "c-ds25-pd-general-800-serial",
)
_ceiling(
    "r-dg-pd-openmp-moves",
    "Most that the OpenMP program can move beside a saturated RTX 4070",
    "nvidia-rtx-4070/memory_bandwidth",
    "c-ds25-pd-general-100-openmp",
)
_ceiling(
    "r-dg-pd-cuda-moves",
    "Most that the unnamed CUDA program can move beside a saturated RTX 4070",
    "nvidia-rtx-4070/memory_bandwidth",
    "c-ds25-pd-general-2x-cuda",
)
_ceiling(
    "r-dg-pd-p100-moves",
    "Most that the serial program of another code can move beside a saturated Tesla P100",
    "nvidia-p100/memory_bandwidth",
    "es-dg-pd-p100",
)
share(
    "r-dg-pd-openmp-of-socket",
    "Share of a Xeon 8490H’s memory bandwidth that the OpenMP program can have used",
    "r-dg-pd-openmp-moves",
    "intel-xeon-8490h/memory_bandwidth",
)


@result(
    "r-dg-pd-serial-rate",
    title="Most that the serial program can compute beside an RTX 4070 at its peak",
    relation=r"f = 1000 \cdot \frac{F}{S}",
    unit="GFLOP/s",
    digits=2,
    F="nvidia-rtx-4070/fp32_peak",
    S="c-ds25-pd-general-800-serial",
)
def serial_rate(F, S):
    """Return the card's peak over the speed-up, in billions of operations a second."""
    return 1000 * F / S
