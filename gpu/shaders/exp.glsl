// e^x to about one unit in the last place. The built-in function may be 3 + 2·|x| units off.
float exact_exp(float x) {
    x = clamp(x, -104.0, 89.0);
    float n = roundEven(x * 1.44269504088896341);
    precise float r = fma(n, -0.693145751953125, x);  // ln 2 in two parts, the first short enough that n times it is exact
    r = fma(n, -1.42860682030941723e-6, r);
    float e = 1.0 / 5040;
    e = fma(e, r, 1.0 / 720);
    e = fma(e, r, 1.0 / 120);
    e = fma(e, r, 1.0 / 24);
    e = fma(e, r, 1.0 / 6);
    e = fma(e, r, 0.5);
    e = fma(e, r, 1.0);
    e = fma(e, r, 1.0);
    int low = int(n) / 2, high = int(n) - low;  // 2^n in two factors, neither beyond the exponent's range
    return e * uintBitsToFloat(uint(low + 127) << 23) * uintBitsToFloat(uint(high + 127) << 23);
}

// silu(z) · up,  silu(z) = z / (1 + e^−z)
float gated_by(float z, float up) {
    precise float v = z / (1 + exact_exp(-z)) * up;
    return v;
}
