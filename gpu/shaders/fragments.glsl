// Fragments of 16 × 16 that a subgroup multiplies together: by GL_NV_cooperative_matrix (NV), GL_KHR_cooperative_matrix
// (KHR), or, in neither, by plain loops of the same shape, which any device runs. A fragment of x times one of w adds to
// one of four sums side by side.
#if defined(NV)
fcoopmatNV<32, gl_ScopeSubgroup, 16, 16> fragment_sums[4];

void clear_fragments() {
    for (uint j = 0; j < 4; ++j) fragment_sums[j] = fcoopmatNV<32, gl_ScopeSubgroup, 16, 16>(0.0);
}
void multiply_fragments(uint x_at, uint w_at, uint next) {
    fcoopmatNV<16, gl_ScopeSubgroup, 16, 16> a, b;
    coopMatLoadNV(a, xs, x_at, kShared, false);
    for (uint j = 0; j < 4; ++j) {
        coopMatLoadNV(b, ws, w_at + j * next, kShared, true);
        fragment_sums[j] = coopMatMulAddNV(a, b, fragment_sums[j]);
    }
}
void put_fragment(uint j, uint at) { coopMatStoreNV(fragment_sums[j], made, at, 16, false); }

#elif defined(KHR)
coopmat<float, gl_ScopeSubgroup, 16, 16, gl_MatrixUseAccumulator> fragment_sums[4];

void clear_fragments() {
    for (uint j = 0; j < 4; ++j) fragment_sums[j] = coopmat<float, gl_ScopeSubgroup, 16, 16, gl_MatrixUseAccumulator>(0.0);
}
void multiply_fragments(uint x_at, uint w_at, uint next) {
    coopmat<float16_t, gl_ScopeSubgroup, 16, 16, gl_MatrixUseA> a;
    coopmat<float16_t, gl_ScopeSubgroup, 16, 16, gl_MatrixUseB> b;
    coopMatLoad(a, xs, x_at, kShared, gl_CooperativeMatrixLayoutRowMajor);
    for (uint j = 0; j < 4; ++j) {
        coopMatLoad(b, ws, w_at + j * next, kShared, gl_CooperativeMatrixLayoutColumnMajor);
        fragment_sums[j] = coopMatMulAdd(a, b, fragment_sums[j]);
    }
}
void put_fragment(uint j, uint at) { coopMatStore(fragment_sums[j], made, at, 16, gl_CooperativeMatrixLayoutRowMajor); }

#else
const uint kPart = 64;  // elements of a fragment that an invocation has at most: subgroups are at least 4 wide
float fragment_sums[4 * kPart];

void clear_fragments() {
    for (uint i = 0; i < 4 * kPart; ++i) fragment_sums[i] = 0;
}
void multiply_fragments(uint x_at, uint w_at, uint next) {
    for (uint j = 0; j < 4; ++j)
        for (uint i = gl_SubgroupInvocationID, n = j * kPart; i < 256; i += gl_SubgroupSize, ++n)
            for (uint d = 0; d < 16; ++d)
                fragment_sums[n] = fma(float(xs[x_at + i / 16 * kShared + d]), float(ws[w_at + j * next + i % 16 * kShared + d]), fragment_sums[n]);
}
void put_fragment(uint j, uint at) {
    for (uint i = gl_SubgroupInvocationID, n = j * kPart; i < 256; i += gl_SubgroupSize, ++n) made[at + i] = fragment_sums[n];
}
#endif
