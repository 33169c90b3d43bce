#include "tests/layout/drawn_page.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>
#include <random>
#include <string_view>

namespace lectern {

DrawnPage::DrawnPage(int width, int height, Colour paper) : image(width, height) {
    fill(0, 0, width, height, paper);
}

void DrawnPage::fill(double x0, double y0, double x1, double y1, Colour colour) {
    const auto clamp = [](double v, int64_t most) { return std::clamp<int64_t>(std::lround(v), 0, most); };
    for (int64_t y = clamp(y0, image.height); y < clamp(y1, image.height); ++y) {
        for (int64_t x = clamp(x0, image.width); x < clamp(x1, image.width); ++x) {
            uint8_t* p = image.row(y) + x * 3;
            p[0] = colour.r, p[1] = colour.g, p[2] = colour.b;
        }
    }
}

double DrawnPage::text(double x, double y, const std::string& text, double em, Colour ink) {
    const double stroke = std::max(2.0, em * 0.09), body = em * 0.45, tall = em * 0.68, deep = em * 0.2,
                 wide = em * 0.42;
    const auto box = [&](double x0, double y0, double x1, double y1) {  // a ring, as the bowl of an o
        fill(x0, y0, x1, y0 + stroke, ink);
        fill(x0, y1 - stroke, x1, y1, ink);
        fill(x0, y0, x0 + stroke, y1, ink);
        fill(x1 - stroke, y0, x1, y1, ink);
    };
    for (size_t i = 0; i < text.size(); ++i) {
        const unsigned char c = static_cast<unsigned char>(text[i]);
        double advance = wide + em * 0.08;
        if (c == 0xc3) {  // É (c3 89) or é (c3 a9)
            const bool capital = static_cast<unsigned char>(text[++i]) == 0x89;
            const double top = capital ? tall : body;
            box(x, y - top, x + wide, y);
            fill(x + wide * 0.4, y - top - em * 0.2, x + wide * 0.7, y - top - em * 0.06, ink);
        } else if (c == 0xe2) {  // •
            i += 2;
            fill(x, y - body * 0.8, x + em * 0.3, y - body * 0.8 + em * 0.3, ink);
        } else if (c == ' ') {
            advance = em * 0.3;
        } else if (c == '.') {
            fill(x, y - stroke, x + stroke, y, ink);
            advance = em * 0.25;
        } else if (c == ',') {
            fill(x, y - stroke, x + stroke, y + em * 0.1, ink);
            advance = em * 0.25;
        } else if (c == '\'') {
            fill(x, y - tall, x + stroke, y - tall + em * 0.2, ink);
            advance = em * 0.25;
        } else if (c == '-') {
            fill(x, y - body * 0.6, x + em * 0.28, y - body * 0.6 + stroke, ink);
            advance = em * 0.36;
        } else if (c == 'i' || c == 'j') {
            fill(x, y - body, x + stroke, y + (c == 'j' ? deep : 0), ink);
            fill(x, y - tall, x + stroke, y - tall + stroke, ink);
            advance = em * 0.25;
        } else if ((c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9')) {
            box(x, y - tall, x + wide, y);
        } else {
            box(x, y - body, x + wide, y);
            if (std::string_view("bdfhklt").find(static_cast<char>(c)) != std::string_view::npos)
                fill(x, y - tall, x + stroke, y, ink);
            if (std::string_view("gpqy").find(static_cast<char>(c)) != std::string_view::npos)
                fill(x, y - body, x + stroke, y + deep, ink);
        }
        x += advance;
    }
    return x;
}

std::vector<double> DrawnPage::paragraph(double x, double y, double width, int lines, double em, double leading,
                                         unsigned seed) {
    std::mt19937 random(seed);
    std::vector<double> baselines;
    for (int line = 0; line < lines; ++line, y += leading) {
        baselines.push_back(y);
        double at = x;
        const double end = line + 1 == lines ? x + width * 0.6 : x + width;  // the last line is short
        while (true) {
            std::string word(random() % 8 + 2, 'o');
            for (char& c : word) c = "aceosnrumbdhklgpqyit"[random() % 20];
            if (at + static_cast<double>(word.size()) * em * 0.5 > end) break;
            at = text(at, y, word, em) + em * 0.25;
        }
    }
    return baselines;
}

void DrawnPage::noise(double share, unsigned seed) {
    std::mt19937 random(seed);
    const int64_t n = static_cast<int64_t>(share * static_cast<double>(image.width * image.height));
    for (int64_t i = 0; i < n; ++i) {
        uint8_t* p =
            image.rgb.data() + static_cast<int64_t>(random() % static_cast<uint64_t>(image.width * image.height)) * 3;
        const uint8_t value = random() % 2 ? 255 : 0;
        p[0] = p[1] = p[2] = value;
    }
}

Image DrawnPage::turned(double degrees) const {
    const double a = degrees * std::numbers::pi / 180, c = std::cos(a), s = std::sin(a);
    const double mx = (static_cast<double>(image.width) - 1) / 2, my = (static_cast<double>(image.height) - 1) / 2;
    Image out(image.width, image.height);
    for (int64_t y = 0; y < image.height; ++y) {
        for (int64_t x = 0; x < image.width; ++x) {
            const double dx = static_cast<double>(x) - mx, dy = static_cast<double>(y) - my;
            const double sx = mx + c * dx + s * dy, sy = my - s * dx + c * dy;
            const int64_t px = static_cast<int64_t>(std::floor(sx)), py = static_cast<int64_t>(std::floor(sy));
            if (px < 0 || py < 0 || px + 1 >= image.width || py + 1 >= image.height) continue;
            const double fx = sx - static_cast<double>(px), fy = sy - static_cast<double>(py);
            for (int k = 0; k < 3; ++k) {
                const double top = image.row(py)[px * 3 + k] * (1 - fx) + image.row(py)[px * 3 + 3 + k] * fx;
                const double bottom = image.row(py + 1)[px * 3 + k] * (1 - fx) + image.row(py + 1)[px * 3 + 3 + k] * fx;
                out.row(y)[x * 3 + k] = static_cast<uint8_t>(std::lround(top * (1 - fy) + bottom * fy));
            }
        }
    }
    return out;
}

}  // namespace lectern
