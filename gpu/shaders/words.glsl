// In what packed weights are read. `p.at` of weights counts elements, of quantised ones these words.
#include "types.glsl"
#if defined(CODES)  // sixteen bytes of codes
#define WORDS uvec4
const uint kAtUnit = 1;
#include "quant.glsl"
#elif defined(W_Q8) || defined(W_Q4)
#define WORDS uint
const uint kChunk = 8, kAtUnit = 1;  // values at a time
#include "quant.glsl"
#elif defined(W_F32)
#define WORDS uvec4
const uint kChunk = 4, kAtUnit = 4;
#else
#define WORDS uvec4
const uint kChunk = 8, kAtUnit = 8;
#endif
