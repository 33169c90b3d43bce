// Files that appear only whole: a sibling temporary, fsync, rename, fsync of the folder.
#pragma once

#include <filesystem>
#include <string_view>
#include <vector>

namespace lectern {

// Throws Error{Fault::output}; then nothing is left behind and an older file of that name is as before.
// replace: false refuses when something of that name has appeared meanwhile.
void save_whole(const std::filesystem::path& file, std::string_view bytes, bool replace);

// Creates the folder and those above it; Error{Fault::output} when that fails or it may not be written to.
void make_output_folder(const std::filesystem::path& folder);

// The same for as long as something may be written there: what was made goes again with it when nothing was.
class OutputFolder {
 public:
    explicit OutputFolder(const std::filesystem::path& folder);
    ~OutputFolder();
    OutputFolder(const OutputFolder&) = delete;
    OutputFolder& operator=(const OutputFolder&) = delete;

 private:
    std::vector<std::filesystem::path> made_;  // innermost first
};

}  // namespace lectern
