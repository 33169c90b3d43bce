"""Compares what `lectern-cli trace` wrote with a golden file.

    python tests/reference/compare.py TRACE GOLDEN [--bf16] [--all]

Every tensor of either side must be on the other. F32 (trace made with --compute f32): mean absolute error at most 1e-3,
relative error at most 1e-4, identical tokens. --bf16: each step's mean error at most 1.5 times the reference's own, and
another expert only where the reference's router put the two closer than 1.5 times its own largest error.
Exit code 1 when anything is off; --all prints every tensor.
"""
import argparse
import sys

import numpy as np

import common

EXACT = ("input_ids", "position_ids", "grid_thw", "generated_ids")


def cut_to(golden, got):
    """The golden's values and ours in the same places."""
    if isinstance(golden, tuple):
        shape, rows, kept, means = golden
        if got.shape != shape:
            return None, None
        flat = got.reshape(-1, shape[-1])
        means_now = flat.astype(np.float64).mean(axis=1).astype(np.float32)
        return np.concatenate([kept.ravel(), means]), np.concatenate([flat[rows].ravel(), means_now])
    return (golden, got) if got.shape == golden.shape else (None, None)


def wrong_experts(name, want, got, rows, golden):
    """A sentence about choices that differ although the reference's router is sure of them."""
    router = "reference.router." + name[:-len(".experts")]
    scores, allowed = golden[router], 1.5 * float(golden["bf16_error." + router][1])
    scores = scores if rows is None else scores[rows]
    margin = np.abs(np.take_along_axis(scores, want, -1) - np.take_along_axis(scores, got, -1))
    bad = (want != got) & (margin >= allowed)
    return f"{int(bad.sum())} choices differ by more than {allowed:.2e} in the router, at most {margin.max():.2e}" if bad.any() else ""


def compare(trace, golden, bf16=False):
    """[(name, mean error, relative error, sentence of what is wrong or "")], worst first."""
    rows = []
    steps = {n: x for n, x in golden.items() if not n.startswith(("bf16_error.", "reference."))}
    for name in sorted(set(steps) | set(trace)):
        if name not in trace or name not in steps:
            rows.append((name, np.inf, np.inf, "only in the golden" if name in steps else "only in the trace"))
            continue
        want, got = cut_to(steps[name], trace[name])
        if want is None:
            expected = steps[name][0] if isinstance(steps[name], tuple) else steps[name].shape
            rows.append((name, np.inf, np.inf, f"shape {trace[name].shape}, not {expected}"))
            continue
        want, got = want.astype(np.float64), got.astype(np.float64)
        difference = np.abs(got - want)
        mean = difference.mean() if difference.size else 0.0
        relative = np.linalg.norm(got - want) / max(np.linalg.norm(want), 1e-30)
        wrong = ""
        if not np.isfinite(got).all():
            wrong = "not finite"
        elif name in EXACT:
            if mean > 0 and not (bf16 and name == "generated_ids"):
                wrong = f"{int((difference > 0).sum())} of {difference.size} differ, first at {int(np.argmax(difference.ravel() > 0))}"
        elif bf16 and name.endswith(".experts"):
            kept = steps[name][1] if isinstance(steps[name], tuple) else None
            shape = (-1, trace[name].shape[-1])
            ours = trace[name].reshape(shape)
            reference = (steps[name][2] if kept is not None else steps[name]).reshape(shape)
            wrong = wrong_experts(name, reference.astype(int), (ours if kept is None else ours[kept]).astype(int), kept, golden)
        elif bf16:
            bound = 1.5 * float(golden["bf16_error." + name][0])
            if mean > bound:
                wrong = f"mean error {mean:.2e}, the reference's own allows {bound:.2e}"
        elif mean > 1e-3 or relative > 1e-4:
            wrong = "too far off"
        rows.append((name, mean, relative, wrong))
    return sorted(rows, key=lambda r: (not r[3], -r[2]))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("trace")
    parser.add_argument("golden")
    parser.add_argument("--bf16", action="store_true")
    parser.add_argument("--all", action="store_true")
    arguments = parser.parse_args()
    rows = compare(common.read_safetensors(arguments.trace), common.decode_golden(arguments.golden), arguments.bf16)
    bad = [r for r in rows if r[3]]
    for name, mean, relative, wrong in rows if arguments.all else bad or rows[:3]:
        print(f"{name:32} mean {mean:.1e} relative {relative:.1e}  {wrong}")
    print(f"{len(rows)} tensors, {len(bad)} wrong")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
