// A pair of a head's values turned by an angle (backend.h, rope).
vec2 rotated(float a, float b, float c, float s) {
    precise vec2 v = vec2(a * c - b * s, b * c + a * s);
    return v;
}
