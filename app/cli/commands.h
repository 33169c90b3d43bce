// The commands of lectern-cli: each adds itself to the parser and leaves its exit code when it has run.
#pragma once

#include <CLI/CLI.hpp>

namespace lectern {

void add_read_command(CLI::App& app, int& exit);
void add_models_command(CLI::App& app, int& exit);
void add_devices_command(CLI::App& app, int& exit);
void add_trace_command(CLI::App& app, int& exit);

}  // namespace lectern
