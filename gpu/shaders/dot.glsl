// Σ of four products of signed bytes: the device's integer dot product, or the same in plain integers. Needs
// GL_EXT_spirv_intrinsics with DOT.
#if defined(DOT)
// OpSDot; 0: four 8-bit values packed into a word. glslang 12 has no name for it.
spirv_instruction(extensions = ["SPV_KHR_integer_dot_product"], capabilities = [6018, 6019], id = 4450)
int packed_dot(int a, int b, spirv_literal int format);
int dot4(uint a, uint b) { return packed_dot(int(a), int(b), 0); }
#else
int dot4(uint a, uint b) {
    int sum = 0;
    for (int i = 0; i < 4; ++i) sum += bitfieldExtract(int(a), 8 * i, 8) * bitfieldExtract(int(b), 8 * i, 8);
    return sum;
}
#endif
int dot16(uvec4 a, uvec4 b) { return dot4(a.x, b.x) + dot4(a.y, b.y) + dot4(a.z, b.z) + dot4(a.w, b.w); }

// Rows of x in codes (quantise_rows.comp), for products with w: 8 bits a value for Q4; for Q8 16 bits as two signed
// digits, value = 255 · high + low, those of a group one after the other. Then a scale for each group.
#if defined(W_Q8)
const uint kDigits = 2;
#else
const uint kDigits = 1;
#endif
const uint kXGroup = 4 * kDigits;  // of codes, in sixteen bytes
uint x_row_units(uint k) { return groups_of(k) * kXGroup + (groups_of(k) + 3) / 4; }
