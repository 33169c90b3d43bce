// Running heads and feet: lines at the edge of a page that come again, digits aside, at the same place on other pages.
#include <algorithm>
#include <cctype>
#include <cmath>
#include <string>

#include "core/layout/layout.h"

namespace lectern {

constexpr double kEdge = 0.14;    // part of the page height in which furniture is looked for
constexpr double kSamePlace = 9;  // points
constexpr int kNeighbours = 4;    // pages looked at on each side: left and right pages, skipped chapter openings

// Digits fold to one '#', blanks vanish, so "12 Results" and "Results 14" still differ but "Page 3" and "Page 10" do
// not.
static std::string folded(const std::string& s) {
    std::string out;
    for (char ch : s) {
        const unsigned char c = static_cast<unsigned char>(ch);
        if (std::isspace(c)) continue;
        if (std::isdigit(c)) {
            if (out.empty() || out.back() != '#') out += '#';
        } else {
            out += static_cast<char>(std::tolower(c));
        }
    }
    return out;
}

static bool at_edge(const Page& page, const Region& r) {
    return r.box.y1 < page.height * kEdge || r.box.y0 > page.height * (1 - kEdge);
}

static bool candidate(const Page& page, const Region& r) {
    return !r.edited && !r.locked && r.kind == ContentKind::text && r.category != Category::Table &&
           !r.content.empty() && r.lines.size() <= 3 && at_edge(page, r);
}

// Edit distance over bytes; running heads are short.
static size_t distance(const std::string& a, const std::string& b) {
    std::vector<size_t> row(b.size() + 1);
    for (size_t j = 0; j <= b.size(); ++j) row[j] = j;
    for (size_t i = 1; i <= a.size(); ++i) {
        size_t diagonal = row[0];
        row[0] = i;
        for (size_t j = 1; j <= b.size(); ++j) {
            const size_t above = row[j];
            row[j] = std::min({above + 1, row[j - 1] + 1, diagonal + (a[i - 1] != b[j - 1])});
            diagonal = above;
        }
    }
    return row[b.size()];
}

// Letters may be misread on one of the pages: a fifth of them may differ.
static bool alike(const std::string& a, const std::string& b) {
    if (a == b) return true;
    const size_t longer = std::max(a.size(), b.size());
    return longer >= 5 && longer <= 400 && distance(a, b) * 5 <= longer;
}

static bool repeats(const std::vector<Page>& pages, size_t at, const Region& r) {
    const std::string text = folded(r.content);
    const bool top = r.box.y0 < pages[at].height / 2;
    const size_t first = at > kNeighbours ? at - kNeighbours : 0;
    for (size_t p = first; p < pages.size() && p <= at + kNeighbours; ++p) {
        if (p == at) continue;
        for (const Region& other : pages[p].regions) {
            if (!candidate(pages[p], other)) continue;
            const double dy =
                top ? other.box.y0 - r.box.y0 : (pages[p].height - other.box.y1) - (pages[at].height - r.box.y1);
            if (std::abs(dy) < kSamePlace && alike(folded(other.content), text)) return true;
        }
    }
    return false;
}

void mark_repeated_furniture(std::vector<Page>& pages) {
    for (size_t p = 0; p < pages.size(); ++p) {
        if (pages[p].regions.size() == 1) continue;  // all there is on a page is not its frame
        for (Region& r : pages[p].regions) {
            if (!candidate(pages[p], r) || !repeats(pages, p, r)) continue;
            r.category = r.box.y0 < pages[p].height / 2 ? Category::PageHeader : Category::PageFooter;
        }
    }
}

}  // namespace lectern
