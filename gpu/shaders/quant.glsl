// Quantised rows as the device holds them (gpu/packed.h). A row of w: the codes of its groups of 64, then the groups' F16
// scales, in all a multiple of 16 bytes. Q8 codes are bytes. A word of Q4 codes has code + 8 of k … k+3 in the low halves
// of its bytes, those of k+4 … k+7 in the high ones. Include after types.glsl.
#if defined(W_Q8)
const uint kGroupWords = 16;  // of codes
#else
const uint kGroupWords = 8;
#endif
uint groups_of(uint k) { return (k + 63) / 64; }

// The F16 value in the lower or upper half of a word.
float half_of(uint word, uint index) { return from_f16((index & 1u) != 0u ? word >> 16 : word & 0xffffu); }

// Code − 8 of eight codes as signed bytes.
void split_codes(uint word, out uint low, out uint high) {
    low = ((word & 0x0f0f0f0fu) + 0x78787878u) ^ 0x80808080u;
    high = (((word >> 4) & 0x0f0f0f0fu) + 0x78787878u) ^ 0x80808080u;
}
