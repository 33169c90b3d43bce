#include "core/layout/orient.h"

#include <allheaders.h>

namespace lectern {

// Leptonica's confidence is about the square root of the letters that speak for a direction. Beyond kClearlyUp no other
// direction is looked for: text that lies on its side reaches 8 by chance.
constexpr float kClearlyUp = 14;
constexpr float kLeastConfidence = 8;
constexpr float kLeastRatio = 2.5F;  // to the other axis

int find_quarter_turns(const PixPtr& ink) {
    l_float32 up = 0, left = 0;
    if (pixUpDownDetect(ink.get(), &up, 0, 0, 0) != 0 || up >= kClearlyUp) return 0;
    if (pixOrientDetect(ink.get(), &up, &left, 0, 0) != 0) return 0;
    l_int32 orientation = L_TEXT_ORIENT_UNKNOWN;
    if (makeOrientDecision(up, left, kLeastConfidence, kLeastRatio, &orientation, 0) != 0) return 0;
    switch (orientation) {
        case L_TEXT_ORIENT_LEFT:
            return 1;
        case L_TEXT_ORIENT_DOWN:
            return 2;
        case L_TEXT_ORIENT_RIGHT:
            return 3;
        default:
            return 0;
    }
}

bool is_negative(const Grey& page) {
    constexpr int kDark = 96, kBright = 160;
    constexpr double kPaperShare = 0.7, kLeastPrint = 0.002, kStroke = 24;  // pixels; light in a photograph is wider
    double dark = 0, bright = 0, runs = 0, all = 0;
    for (int y = 0; y < page.height; y += 3) {
        const uint8_t* row = page.row(y);
        bool before = false;
        for (int x = 0; x < page.width; ++x, ++all) {
            const bool now = row[x] > kBright;
            dark += row[x] < kDark;
            bright += now;
            runs += now && !before;
            before = now;
        }
    }
    return dark > kPaperShare * all && bright > kLeastPrint * all && bright < kStroke * runs;
}

}  // namespace lectern
