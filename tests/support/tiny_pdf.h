// Writes small PDF files byte by byte, so that tests can state every page box and every fault themselves.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace lectern::test {

struct TinyPage {
    std::string media_box = "0 0 612 792";  // as it stands between the brackets; "" leaves the key out
    int rotate = 0;
    std::string extra = {};  // further keys: "/CropBox[…]"
    std::string content = "BT /F1 24 Tf 72 700 Td (Hello world) Tj ET";
};

std::string tiny_pdf(const std::vector<TinyPage>& pages);

void write_file(const std::filesystem::path& file, const std::string& bytes);
std::string file_text(const std::filesystem::path& file);
// An empty folder of this test's own; emptied when it exists.
std::filesystem::path fresh_folder(const std::string& name);
// Runs a program through the shell; returns its exit code.
int run_command(const std::string& command);

}  // namespace lectern::test
