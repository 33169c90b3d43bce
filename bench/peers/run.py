#!/usr/bin/env python3
"""One interleaved run: this engine, PyTorch and llama.cpp on the same geometry, each beside the machine's limit.

    bench/peers/run.py CHECKPOINT [--phase vision,prefill,decode] [--samples 7] [--json FILE] [--gguf DIR] [--bench PROGRAM]
                       [--page 700x1400] [--tokens 1300] [--context 512] [--int4 DIR] [--int8 DIR] [--threads N]

CHECKPOINT is a folder with a model's geometry (bench/random_checkpoint.py writes one; weights play no part). Run it with
the Python of bench/peers/setup.sh. Every phase starts its sides one after the other, takes for each the better of one
and two threads, and then alternates them: two warm-ups, the median of `--samples`. Before and after each sample 50 ms of
multiplications and of reading are measured; a sample is dropped and taken again when either falls below 90 % of the best
seen. Limits come from the same run: tile or dot products on two threads with changing values, and the best of five
two-thread reads over 2 GB. What is timed: vision without preprocessing; prefill to the last row's logits; decode one token,
greedy, at `--context`.
"""
import argparse
import datetime
import json
import pathlib
import statistics
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
MOST_TRIES = 4  # of a sample the neighbours disturbed


class Side:
    """A process that answers each command with one line."""

    def __init__(self, name, command, bits=None):
        self.name, self.command, self.bits, self.process, self.threads = name, command, bits, None, 2

    def start(self, threads):
        self.stop()
        command = [c.replace("THREADS", str(threads)) for c in self.command]
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.ready = self.read()
        self.threads = threads
        if "THREADS" not in " ".join(self.command):
            self.ask(f"threads {threads}")

    def set_threads(self, threads):
        if self.process and self.threads == threads:
            return
        if "THREADS" in " ".join(self.command):
            self.start(threads)
        else:
            self.ask(f"threads {threads}")
            self.threads = threads

    def read(self):
        line = self.process.stdout.readline()
        if not line:
            raise SystemExit(f"{self.name} ended: see above")
        return json.loads(line)

    def ask(self, line):
        self.process.stdin.write(line + "\n")
        self.process.stdin.flush()
        return self.read()

    def stop(self):
        if self.process:
            self.process.stdin.close()
            self.process.wait()
            self.process = None


class Guard:
    """Drops samples taken while others used the machine."""

    def __init__(self, program):
        self.side = Side("probe", [program, "-", "--serve"])
        self.side.start(0)
        self.best = {"gflops": 0.0, "gbs": 0.0}
        self.dropped = 0
        for _ in range(5):
            self.calm()

    def calm(self):
        probe = self.side.ask("probe")
        for key in self.best:
            self.best[key] = max(self.best[key], probe[key])
        return all(probe[key] >= 0.9 * self.best[key] for key in self.best)

    def sample(self, side, command):
        for attempt in range(MOST_TRIES):
            before = self.calm()
            seconds = statistics.median(side.ask(command)["seconds"])
            if (before and self.calm()) or attempt == MOST_TRIES - 1:
                return seconds, before
            self.dropped += 1


def geometry(checkpoint):
    c = json.loads((checkpoint / "config.json").read_text())
    c = {**c, **c.get("text_config", {})}
    h, ff, layers = c["hidden_size"], c["intermediate_size"], c["num_hidden_layers"]
    d = c.get("head_dim", h // c["num_attention_heads"])
    q, kv = c["num_attention_heads"] * d, c["num_key_value_heads"] * d
    body, head = layers * (2 * h * q + 2 * h * kv + 3 * h * ff), c["vocab_size"] * h
    v = c["vision_config"]
    width = v.get("embed_dim", v["hidden_size"])
    blocks = v.get("depth", v["num_hidden_layers"] if "num_hidden_layers" in v else 0)
    full = len(v["fullatt_block_indexes"]) if "fullatt_block_indexes" in v else blocks
    out = v.get("out_hidden_size", v["hidden_size"])

    def vision(patches):
        linear = patches * blocks * (4 * width**2 + 3 * width * v["intermediate_size"])
        attend = 2 * patches * width * (full * patches + (blocks - full) * 64)
        return 2 * (linear + attend + patches / 4 * 4 * width * (4 * width + out))

    return {"vision": vision, "prefill": lambda n: 2 * body * n + 2 * head + 2 * layers * n * n * q,
            "weights": body + head, "body": body, "head": head, "kv_bytes": lambda n: 2 * layers * kv * n * 2}


def measure(guard, sides, command, samples, run, thread_counts):
    """Seconds of each side, interleaved, at its better thread count."""
    for side in sides:
        trials = {}
        for threads in thread_counts:
            side.set_threads(threads)
            side.ask(command)
            trials[threads] = min(guard.sample(side, command)[0] for _ in range(2))
        side.best = min(trials, key=trials.get)
        side.set_threads(side.best)
        print(f"  {side.name}: {side.ready['ready']}; " + ", ".join(f"{t} threads {v:.4f} s" for t, v in trials.items()), flush=True)
        if "system" in side.ready:
            print(f"    {side.ready['system']}")
        run["sides"][side.name] = side.ready
        side.samples, side.disturbed = [], 0
    for round_ in range(samples + 2):
        for side in sides:
            seconds, calm = guard.sample(side, command)
            if round_ >= 2:
                side.samples.append(seconds)
                side.disturbed += not calm


def report(phase, what, work, limit, unit, sides, limits, pairs, run):
    print(f"\n{phase}: {what}\n  {'side':26} {'thr':>3} {'bits':>6} {'median s':>9} {'best':>9} {'iqr':>8} {unit:>10} {'% limit':>8}")
    for s in sides:
        median = statistics.median(s.samples)
        quarter = statistics.quantiles(s.samples, n=4) if len(s.samples) > 1 else [median] * 3
        share = 100 * limit(s) / limits / median
        print(f"  {s.name:26} {s.best:3} {s.bits or 16:6.2f} {median:9.4f} {min(s.samples):9.4f} {quarter[2] - quarter[0]:8.4f} "
              f"{work / median:10.1f} {share:7.1f}%")
        run["results"].append({"phase": phase, "what": what, "side": s.name, "threads": s.best, "bits_per_weight": s.bits or 16,
                               "median": median, "samples": s.samples, "percent_of_limit": share, "disturbed": s.disturbed})
    names = {s.name: statistics.median(s.samples) for s in sides}
    for ours, theirs in pairs:
        if ours in names and theirs in names:
            print(f"  {ours} is {names[theirs] / names[ours]:.2f} x {theirs}")
            run["ratios"].append({"phase": phase, "ours": ours, "peer": theirs, "ratio": names[theirs] / names[ours]})
    sys.stdout.flush()


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("checkpoint", type=pathlib.Path)
    parser.add_argument("--phase", default="vision,prefill,decode")
    parser.add_argument("--samples", type=int, default=7)
    parser.add_argument("--page", default="700x1400")
    parser.add_argument("--tokens", type=int, default=1300)
    parser.add_argument("--context", type=int, default=512)
    parser.add_argument("--int4", type=pathlib.Path, help="the checkpoint quantised ahead of time: lectern-cli models quantize")
    parser.add_argument("--int8", type=pathlib.Path)
    parser.add_argument("--threads", type=int, help="of every side, instead of trying one and two")
    parser.add_argument("--json", type=pathlib.Path)
    parser.add_argument("--gguf", type=pathlib.Path, help="where the GGUF files are, or go")
    parser.add_argument("--bench", default=str(ROOT / "build/release/bench/step_bench"))
    args = parser.parse_args()
    geo, model = geometry(args.checkpoint), str(args.checkpoint)
    folder = args.gguf or args.checkpoint

    def ours(quant):  # groups of 64 with a 16-bit scale; with int4 the output head is int8
        bits = {"bf16": 16, "int8": 8.25, "int4": (4.25 * geo["body"] + 8.25 * geo["head"]) / geo["weights"]}[quant]
        path = {"bf16": args.checkpoint, "int8": args.int8, "int4": args.int4}[quant]
        return [Side("lectern " + quant, [args.bench, str(path), "--serve", "--threads", "THREADS"], bits)] if path else []

    def torch(part):
        return Side("torch bf16", [sys.executable, str(HERE / "torch_side.py"), model, "--part", part], 16)

    def llama(kind):
        file = folder / f"text-{kind}.gguf"
        if not file.exists():
            subprocess.run([sys.executable, str(HERE / "random_gguf.py"), model, str(file), "--type", kind], check=True)
        return Side(f"llama.cpp {kind.upper()}", [sys.executable, str(HERE / "llama_side.py"), str(file)], {"q4_0": 4.5, "q8_0": 8.5}[kind])

    guard = Guard(args.bench)
    limits = guard.side.ask("limits")
    cpu = next((l.split(": ")[1].strip() for l in open("/proc/cpuinfo") if l.startswith("model name")), "?")
    now = datetime.datetime.now().isoformat(timespec="minutes")
    print(f"{now}, {cpu}\nlimits measured in this run: {limits['bf16_gflops']:.0f} GFLOP/s bf16, {limits['read_gbs']:.1f} GB/s read (best of five over 2 GB)")
    run = {"date": now, "machine": cpu, "checkpoint": args.checkpoint.name, "limits": limits, "sides": {}, "results": [], "ratios": []}
    width, height = (int(n) for n in args.page.split("x"))
    patches = (width // 14) * (height // 14)
    phases = args.phase.split(",")

    def phase(name, what, sides, command, work, limit, unit, best, pairs):
        print(f"\n{name}: trying thread counts", flush=True)
        for side in sides:
            side.start(2)
        measure(guard, sides, command, args.samples, run, [args.threads] if args.threads else [1, 2])
        report(name, what, work, limit, unit, sides, best, pairs, run)
        for side in sides:
            side.stop()

    flops, read = limits["bf16_gflops"] * 1e9, limits["read_gbs"] * 1e9
    if "vision" in phases:
        phase("vision", f"encode of {patches} patches", [*ours("bf16"), torch("vision")], f"vision {width} {height}", patches,
              lambda s: geo["vision"](patches), "patches/s", flops, [("lectern bf16", "torch bf16")])
    if "prefill" in phases:
        sides = [*ours("bf16"), *ours("int4"), llama("q4_0"), llama("q8_0"), torch("text")]
        phase("prefill", f"{args.tokens} tokens", sides, f"prefill {args.tokens}", args.tokens,
              lambda s: geo["prefill"](args.tokens), "tokens/s", flops, [(mine, s.name) for mine in ("lectern bf16", "lectern int4") for s in sides if "lectern" not in s.name])
    if "decode" in phases:
        sides = [*ours("int4"), llama("q4_0"), *ours("int8"), llama("q8_0"), *ours("bf16"), torch("text")]
        phase("decode", f"one token at {args.context} tokens of context", sides, f"decode {args.context} 16", 1,
              lambda s: geo["weights"] * s.bits / 8 + geo["kv_bytes"](args.context), "tokens/s", read,
              [("lectern int4", "llama.cpp Q4_0"), ("lectern int8", "llama.cpp Q8_0"), ("lectern bf16", "torch bf16")])
    print(f"\n{guard.dropped} samples dropped because others used the machine")
    run["dropped"] = guard.dropped
    guard.side.stop()
    if args.json:
        args.json.write_text(json.dumps(run, indent=1) + "\n")


if __name__ == "__main__":
    main()
