// Pages drawn for the layout tests: words of simple letters with bodies, ascenders, descenders, dots and accents.
#pragma once

#include <string>
#include <vector>

#include "core/image/image.h"

namespace lectern {

struct Colour {
    uint8_t r = 0, g = 0, b = 0;
};

class DrawnPage {
 public:
    explicit DrawnPage(int width = 1700, int height = 2200, Colour paper = {255, 255, 255});

    // Fills a rectangle, half-open.
    void fill(double x0, double y0, double x1, double y1, Colour colour);

    // Draws `text` with the baseline at y; every character is drawn as a simple shape of its class: capitals and
    // digits, letters with ascenders (bdfhklt), with descenders (gpqy), dotted (ij), accented (É, é), marks (. , - '
    // •), others x-height. Returns the right end. em in pixels; letters advance by about half an em.
    double text(double x, double y, const std::string& text, double em, Colour ink = {0, 0, 0});

    // A paragraph of made-up words filling lines of `width`; returns the baselines.
    std::vector<double> paragraph(double x, double y, double width, int lines, double em, double leading,
                                  unsigned seed = 1);

    // Specks of one to two pixels, `share` of all pixels.
    void noise(double share, unsigned seed = 1);

    // Turned by `degrees` clockwise about the centre, bilinear, white corners.
    Image turned(double degrees) const;

    Image image;
};

}  // namespace lectern
