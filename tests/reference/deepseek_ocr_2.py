"""DeepSeek-OCR-2: see deepseek_ocr.py.

    python tests/reference/deepseek_ocr_2.py OUTDIR
"""
import numpy as np

import common
from deepseek_ocr import SAM, SIZES, TEXT, fixture, load
from deepseek_ocr import random_fixture as random_of

FAMILY = "deepseek_ocr_2"


def fixtures():
    rng = np.random.default_rng(11)
    encoder = {"dim": 32, "heads": 4, "kv_heads": 2}
    sizes = SIZES | {"side": 4, "small": 3, "mlp": 40, "q_dim": 32, "kv_dim": 16, "layers": 2}
    return [
        # The default mode: four tiles and the page, both sets of queries.
        fixture("tiles", 2, TEXT, SAM, encoder, sizes, [(90, 80)], rng),
        # The page alone, twice; all heads share one key.
        fixture("base", 2, TEXT, SAM, dict(encoder, kv_heads=1), sizes | {"kv_dim": 8}, [(64, 40), (30, 70)], rng, mode="base"),
    ]


def random_fixture(rng):
    return random_of(rng, 2)


if __name__ == "__main__":
    common.write_folders(load, fixtures())
