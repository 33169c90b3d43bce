#version 450
// Joins the parts of queries whose keys were split: y = Σ_s e^(m_s − m)·o_s / Σ_s e^(m_s − m)·l_s, parts in order.
// Item: span, first query of the tile, one past its last, first slot, number of slots.
#include "span.glsl"
layout(local_size_x_id = 0) in;
layout(constant_id = 1) const uint head_dim = 64;
layout(push_constant) uniform Push { uint at[8]; uint heads, kv_heads, first_row, first_item, queries; } p;
layout(set = 0, binding = 0) writeonly buffer Y { float y[]; };
layout(set = 0, binding = 1) readonly buffer Partial { float partial[]; };
layout(set = 0, binding = 2) readonly buffer Spans { int spans[]; };
layout(set = 0, binding = 3) readonly buffer Items { int items[]; };

void main() {
    uint item = p.at[3] + (p.first_item + gl_WorkGroupID.x) * 5, kv_head = gl_WorkGroupID.y;
    Span span = READ_SPAN(spans, p.at[2], uint(items[item]));
    uint f0 = uint(items[item + 1]), count = uint(items[item + 2]) - f0, slot = uint(items[item + 3]), slots = uint(items[item + 4]);
    uint group_heads = p.heads / p.kv_heads;
    const uint part = head_dim + 2;
    uint step = p.kv_heads * p.queries * part, first = p.at[1] + (slot * p.kv_heads + kv_head) * p.queries * part;
    for (uint i = gl_LocalInvocationID.x; i < count * head_dim; i += gl_WorkGroupSize.x) {
        uint query = i / head_dim, d = i % head_dim, from = first + query * part;
        float highest = -3e38;
        for (uint s = 0; s < slots; ++s) highest = max(highest, partial[from + s * step]);
        float sum = 0, value = 0;
        for (uint s = 0; s < slots; ++s) {
            float weight = exp(partial[from + s * step] - highest);
            sum = fma(weight, partial[from + s * step + 1], sum);
            value = fma(weight, partial[from + s * step + 2 + d], value);
        }
        uint f = f0 + query, row = span.first_row - p.first_row + f / group_heads;
        y[p.at[0] + (row * p.heads + kv_head * group_heads + f % group_heads) * head_dim + d] = sum > 0 ? value / sum : 0;
    }
}
