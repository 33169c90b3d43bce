// The machine's limits, measured: what a rate is a percentage of.
#pragma once

namespace lectern::bench {

struct Peak {
    double f32_gflops = 0;   // fused multiply-add
    double bf16_gflops = 0;  // BF16 dot products or tiles, whichever is faster; 0 where the machine has neither
    double read_gbs = 0;     // reading memory larger than the caches
};

// On `threads` threads at once; takes about a third of a second.
Peak measure_peak(int threads);

// Every thread reads its part of 2 GB: the best of five passes, in GB/s.
double measure_read(int threads);
// Short looks at the machine, for telling whether others use it: about 50 ms each.
double probe_gflops(int threads);
double probe_read(int threads);

}  // namespace lectern::bench
