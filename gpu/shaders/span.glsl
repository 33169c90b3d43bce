// Spans as the host writes them (core/compute/backend.h), six integers each.
struct Span { uint first_row, rows, first_key, keys; int page_offset; uint prefix; };

#define READ_SPAN(buffer_name, base, i) Span(uint(buffer_name[base + (i) * 6]), uint(buffer_name[base + (i) * 6 + 1]), \
    uint(buffer_name[base + (i) * 6 + 2]), uint(buffer_name[base + (i) * 6 + 3]), buffer_name[base + (i) * 6 + 4],     \
    uint(buffer_name[base + (i) * 6 + 5]))

// Keys that row r of the span sees.
uint visible_keys(Span s, uint r, bool causal) {
    if (!causal) return s.keys;
    int seen = max(int(s.prefix), int(s.keys) - int(s.rows) + int(r) + 1);
    return uint(clamp(seen, 0, int(s.keys)));
}
