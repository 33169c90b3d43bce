// Runs the real lectern-cli and keeps what it said.
#pragma once

#include <filesystem>
#include <string>

namespace lectern::test {

struct CliRun {
    int exit = -1;
    std::string out, err;
};

// `arguments` go through the shell, in `folder`; environment assignments may stand in `before` ("LC_ALL=C").
CliRun run_cli(const std::filesystem::path& folder, const std::string& arguments, const std::string& before = {});

}  // namespace lectern::test
