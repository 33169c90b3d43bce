#include "core/layout/blobs.h"

#include <allheaders.h>

#include <bit>

namespace lectern {

struct Run {
    int x0, x1;  // half-open
    int group;   // index into parents
};

static int root(std::vector<int>& parent, int i) {
    while (parent[i] != i) i = parent[i] = parent[parent[i]];
    return i;
}

// Appends the runs of one row. Leptonica's words hold the leftmost pixel in the highest bit; pad bits are not trusted.
static void runs_of_row(const l_uint32* words, int width, std::vector<Run>& runs) {
    int x = 0;
    bool inside = false;
    while (x < width) {
        l_uint32 w = words[x >> 5] << (x & 31);
        if (inside) w = ~w;
        const int zeros = w == 0 ? 32 : std::countl_zero(w);
        const int left_in_word = 32 - (x & 31);
        if (zeros >= left_in_word) {
            x += left_in_word;
            continue;
        }
        x += zeros;
        if (x >= width) break;
        if (inside)
            runs.back().x1 = x;
        else
            runs.push_back({x, width, -1});
        inside = !inside;
    }
    if (inside) runs.back().x1 = width;
}

std::vector<Blob> find_blobs(const PixPtr& ink, int least_ink) {
    const int width = pixGetWidth(ink.get()), height = pixGetHeight(ink.get()), wpl = pixGetWpl(ink.get());
    const l_uint32* data = pixGetData(ink.get());
    std::vector<int> parent;
    std::vector<Blob> groups;
    std::vector<Run> above, here;
    for (int y = 0; y < height; ++y) {
        here.clear();
        runs_of_row(data + static_cast<size_t>(y) * wpl, width, here);
        size_t a = 0;
        for (Run& run : here) {
            while (a < above.size() && above[a].x1 < run.x0) ++a;
            for (size_t k = a; k < above.size() && above[k].x0 <= run.x1; ++k) {
                const int other = root(parent, above[k].group);
                if (run.group < 0) {
                    run.group = other;
                } else if (other != run.group) {
                    const int low = std::min(other, run.group), high = std::max(other, run.group);
                    parent[high] = low;
                    groups[low].box.include(groups[high].box);
                    groups[low].ink += groups[high].ink;
                    groups[low].runs += groups[high].runs;
                    run.group = low;
                }
            }
            if (run.group < 0) {
                run.group = static_cast<int>(parent.size());
                parent.push_back(run.group);
                groups.push_back({{run.x0, y, run.x1, y + 1}, 0, 0});
            }
            groups[run.group].box.include({run.x0, y, run.x1, y + 1});
            groups[run.group].ink += run.x1 - run.x0;
            ++groups[run.group].runs;
        }
        above.swap(here);
    }
    std::vector<Blob> out;
    for (size_t i = 0; i < groups.size(); ++i) {
        if (parent[i] == static_cast<int>(i) && groups[i].ink >= least_ink) out.push_back(groups[i]);
    }
    return out;
}

std::vector<int> row_profile(const PixPtr& ink, const Box& box) {
    const int wpl = pixGetWpl(ink.get());
    std::vector<int> sums(std::max(0, box.height()), 0);
    if (box.width() <= 0) return sums;
    const int first = box.x0 >> 5, last = (box.x1 - 1) >> 5;
    const l_uint32 head = ~0U >> (box.x0 & 31), tail = ~0U << (31 - ((box.x1 - 1) & 31));
    for (int y = box.y0; y < box.y1; ++y) {
        const l_uint32* row = pixGetData(ink.get()) + static_cast<size_t>(y) * wpl;
        int n = 0;
        for (int w = first; w <= last; ++w) {
            l_uint32 bits = row[w];
            if (w == first) bits &= head;
            if (w == last) bits &= tail;
            n += std::popcount(bits);
        }
        sums[y - box.y0] = n;
    }
    return sums;
}

std::vector<int> column_profile(const PixPtr& ink, const Box& box) {
    std::vector<int> sums(std::max(0, box.width()), 0);
    const int wpl = pixGetWpl(ink.get());
    for (int y = box.y0; y < box.y1; ++y) {
        const l_uint32* row = pixGetData(ink.get()) + static_cast<size_t>(y) * wpl;
        for (int x = box.x0; x < box.x1; ++x) sums[x - box.x0] += row[x >> 5] >> (31 - (x & 31)) & 1;
    }
    return sums;
}

}  // namespace lectern
