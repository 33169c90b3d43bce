"""Writes the committed goldens of every family: tests/data/parity/<family>/<fixture>/{fixture.json,golden.safetensors}.

    python tests/reference/make_goldens.py [FAMILY…]        (from the source root)

Seeds are searched so that the least margin between the two best of the 64 greedy tokens is at least 1e-3.
"""
import importlib
import pathlib
import shutil
import sys
import tempfile

import common

FAMILIES = ["dots_ocr", "qwen2_5_vl", "glm_ocr", "deepseek_ocr", "deepseek_ocr_2"]
OUT = pathlib.Path("tests/data/parity")


def main():
    for family in sys.argv[1:] or FAMILIES:
        module = importlib.import_module(family)
        shutil.rmtree(OUT / module.FAMILY, ignore_errors=True)
        for fixture in module.fixtures():
            recipe = common.seeded(module.load, fixture).recipe()
            folder = OUT / module.FAMILY / fixture.name
            common.write_fixture(folder, recipe)
            with tempfile.TemporaryDirectory() as model:
                common.write_model(model, recipe)
                golden = common.record(module.load, model, fixture.pictures(), ids=fixture.ids, mode=fixture.mode)
            common.write_golden(folder / "golden.safetensors", golden)
    size = sum(f.stat().st_size for f in OUT.rglob("*") if f.is_file())
    print(f"{OUT}: {size / 1e6:.2f} MB")


if __name__ == "__main__":
    main()
