"""Checks of the article on inference and Nvidia (s-wsj24): the rivals' chips beside one H100, by what was measured of both."""

from __future__ import annotations

from detour.checks.engine import HOLDS, STRAINED, Working, check, found
from detour.checks.traced import greatest

#: From this factor a chip serves much more than another: twice what the runs of one benchmark differ by from round to round.
_MUCH = 1.5


@check(
    "k-wsj24-faster-for-one",
    gaudi_2="inf-mlp40-intel-gaudi2x8-llama2-70b-99.9-offline",
    h100="inf-mlp40-nvidia-h100-sxmx8-llama2-70b-99.9-offline",
    gaudi_3="es-ims-gaudi3-measured",
    mi300x="inf-mlp41-amd-mi300xx8-llama2-70b-99.9-offline",
    h100_later="inf-mlp41-nvidia-h100-sxmx8-llama2-70b-99.9-offline",
    sn40l="inf-lib-sn40lx8-llama-2-7b-sambaflow-b16",
    h100_small="inf-lib-h100x1-llama-2-7b-tensorrt-llm-b16",
    groq_said="es-ims-groq-10",
    sambanova_user="es-ims-sn40l-user",
    gpu_user="es-ims-gpu-user",
)
def faster_for_one(gaudi_2, h100, gaudi_3, mi300x, h100_later, sn40l, h100_small, groq_said, sambanova_user, gpu_user) -> Working:
    """Was any rival's chip measured to serve many users much better than an H100, as the speed for one user suggests?"""
    ratios = (gaudi_2 / h100, gaudi_3 / 1, mi300x / h100_later, sn40l / 8 / h100_small)
    said = (groq_said / 1, sambanova_user / gpu_user)
    much = greatest(*ratios).above(_MUCH)
    return found(
        HOLDS if much or not any(each.above(_MUCH) for each in said) else STRAINED,
        gaudi_2_served=ratios[0].times(2),
        gaudi_3_served=ratios[1].times(2),
        mi300x_served=ratios[2].times(2),
        sn40l_served=ratios[3].times(2),
        sambanova_said=said[1].times(2),
    )
