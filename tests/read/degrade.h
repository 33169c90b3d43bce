// What scanners do to a page, in one fixed chain: turn, blur, shade, noise. The same seed gives the same bytes on every
// machine. JPEG comes last and is the caller's (Qt).
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/image/image.h"

namespace lectern::test {

struct Damage {
    std::string name;
    int quarter_turns = 0;      // clockwise, before all else
    bool negative = false;      // white on black
    double skew = 0;            // degrees, positive clockwise
    double blur = 0;            // sigma of a Gaussian, pixels
    double paper = 255, ink = 0;  // grey of clean paper and of full ink
    double shade = 0;           // part of the light lost towards the lower right corner
    double noise = 0;           // sigma, grey levels
    double specks = 0;          // part of the pixels turned black or white
    int jpeg = 0;               // quality; 0: none
    uint64_t seed = 1;
};

Image degrade(const Image& page, const Damage& damage);

// Light and ordinary scans, as tests/read gates them.
const std::vector<Damage>& scan_damages();

// Ways a sheet gets into a scanner wrong: on its side, upside down, as a negative.
const std::vector<Damage>& wrong_ways();

}  // namespace lectern::test
