"""Results of the chapter on domestic makers: our kernel of peridynamics, what it shows of the published cases, of the machine and of the three multiples."""

from detour.models import peridynamics, peridynamics_case
from detour.results.engine import result
from detour.results.forms import ratio, share

#: Nodes along a side of the plate with a straight crack, and across the plate that only stretches.
STRAIGHT, STRETCHED = 100, 40
CLAIMS = {"serial": "c-ds25-pd-general-800-serial", "openmp": "c-ds25-pd-general-100-openmp", "cuda": "c-ds25-pd-general-2x-cuda"}
PEAKS = {"single": "nvidia-rtx-4070/fp32_peak", "double": "nvidia-rtx-4070/fp64_peak"}
OWN = "es-dg-pd-own-{}"


def roof(B, F, b, f):
    """Return the most bonds a second, in billions, for a bandwidth in GB/s and a peak in TFLOP/s."""
    return peridynamics.bond_rate(B, 1000 * F, b, f)


def _precision(name: str) -> None:
    """Declare what follows in one precision: the roofs, the most that the card can gain over our loop, and the baselines that the claims imply."""
    words = f"in {name} precision"
    cost = {"b": f"a-dg-pd-bytes-{name}", "f": "a-dg-pd-operations"}
    relation = r"R = \min\left(\frac{B}{b}, \frac{1000 F}{f}\right)"
    card, serial = f"r-dg-pd-roof-{name}", OWN.format(f"serial-{name}-1000")
    title = f"Most bonds a second on an RTX 4070 {words}"
    result(card, title=title, relation=relation, unit="Gbond/s", digits=2, B="nvidia-rtx-4070/memory_bandwidth", F=PEAKS[name], **cost)(roof)
    ratio(f"r-dg-pd-most-{name}", f"Most that an RTX 4070 can gain over our compiled loop on one core {words}", card, serial, digits=2)
    ratio(f"r-dg-pd-slower-{name}", f"How much slower than our loop the serial program must be {words}", CLAIMS["serial"], f"r-dg-pd-most-{name}", digits=2)
    for kind, claim in CLAIMS.items():
        ratio(f"r-dg-pd-implied-{kind}-{name}", f"Most that the {kind} baseline computes beside a saturated card {words}", card, claim, "Gbond/s", 2)
    ratio(f"r-dg-pd-cores-{name}", f"Cores of ours as fast as the OpenMP program {words}", f"r-dg-pd-implied-openmp-{name}", serial, "cores", 2)
    ratio(f"r-dg-pd-two-cores-{name}", f"Gain of our loop from a second core {words}", OWN.format(f"parallel-{name}-1000"), serial)


for _name in PEAKS:
    _precision(_name)


@result(
    "r-dg-pd-socket-roof",
    title="Most bonds a second on one Xeon 8490H in double precision, by its memory",
    relation=r"R = \frac{B}{b}",
    unit="Gbond/s",
    digits=2,
    B="intel-xeon-8490h/memory_bandwidth",
    b="a-dg-pd-bytes-double",
)
def socket_roof(B, b):
    """Return the bandwidth over the bytes of a bond."""
    return B / b


@result(
    "r-dg-pd-core-roof",
    title="Most bonds a second on one core of our machine in double precision",
    relation=r"R = \min\left(\frac{B}{b}, \frac{F}{f}\right)",
    unit="Gbond/s",
    digits=2,
    B=OWN.format("memory-one"),
    F=OWN.format("peak-double"),
    b="a-dg-pd-bytes-double",
    f="a-dg-pd-operations",
)
def core_roof(B, F, b, f):
    """Return the roofline of one core, its bandwidth in GB/s and its rate in GFLOP/s as measured."""
    return peridynamics.bond_rate(B, F, b, f)


share("r-dg-pd-of-core", "Share of the roof of one core that our compiled loop reaches", OWN.format("serial-double-1000"), "r-dg-pd-core-roof")
ratio("r-dg-pd-compiled", "Gain of our loop from a compiler, on one core", OWN.format("serial-double-100"), OWN.format("python-double-60"), digits=2)
ratio("r-dg-pd-arrays", "Gain of whole arrays over the compiled loop, on one core", OWN.format("arrays-double-100"), OWN.format("serial-double-100"), digits=2)


@result(
    "r-dg-pd-stretch",
    title="How much farther than by classical elasticity our plate stretches",
    relation=r"100 \left(\frac{u}{\sigma y / E} - 1\right)",
    unit="percent",
    digits=2,
    E="es-dg-pd-case-modulus",
)
def stretch(E):
    """Return the excess of the displacement over the analytic one, for a modulus in GPa."""
    return 100 * (peridynamics_case.extension(STRETCHED, 1e9 * E) - 1)


def _straight() -> peridynamics_case.Growth:
    return peridynamics_case.straight(STRAIGHT, (peridynamics_case.END,))


@result(
    "r-dg-pd-onset", title="Begin of the growth of our crack over the published one", relation=r"\frac{t}{T}", unit="percent", digits=3, T="es-dg-pd-case-onset"
)
def onset(T):
    """Return the time of the first 1.2 mm over the published one in µs."""
    return 100 * 1e6 * _straight().when(peridynamics_case.FIRST) / T


@result(
    "r-dg-pd-growth", title="Way of our crack at the end over the published one", relation=r"\frac{d}{D}", unit="percent", digits=3, D="es-dg-pd-case-growth"
)
def grown(D):
    """Return the growth at the end over the published one in mm."""
    return 100 * 1e3 * float(_straight().distance[-1]) / D


share("r-dg-pd-growth-fine", "Way of our crack on the published grid over the published one", OWN.format("growth-500"), "es-dg-pd-case-growth", digits=3)


@result(
    "r-dg-pd-rayleigh",
    title="Mean speed of our crack over that of surface waves",
    relation=r"100 \frac{v}{c_R(E)}",
    unit="percent",
    digits=2,
    E="es-dg-pd-case-modulus",
)
def speed_share(E):
    """Return the speed of the tip over that which no opening crack outruns, for a modulus in GPa."""
    return 100 * _straight().speed(peridynamics_case.FIRST) / peridynamics.rayleigh_speed(peridynamics_case.STEEL._replace(modulus=1e9 * E))
