// Pages with known text: samples of our own, and manuals that ship in Debian packages.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace lectern::test {

struct KnownPage {
    std::string name;
    std::filesystem::path file;
    size_t index = 0;  // of the page
    std::string truth;
    bool scanned = false;  // a picture of paper rather than clean print
};

// From resources/samples and tests/read/truth.
std::vector<KnownPage> sample_pages();

// Fetched with apt-get into `cache` (once) and unpacked there, never installed; text by pdftotext in the order the page
// was written. What cannot be had is left out, with a sentence in `missing`.
std::vector<KnownPage> debian_pages(const std::filesystem::path& cache, std::vector<std::string>& missing);

}  // namespace lectern::test
