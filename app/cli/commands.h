// The commands of lectern-cli: each adds itself to the parser and leaves its exit code when it has run. The manual pages and
// shell completions are made from the same parser.
#pragma once

#include <CLI/CLI.hpp>

#include <string>

namespace lectern {

void add_read_command(CLI::App& app, int& exit);
void add_ask_command(CLI::App& app, int& exit);
void add_models_command(CLI::App& app, int& exit);
void add_devices_command(CLI::App& app, int& exit);
void add_trace_command(CLI::App& app, int& exit);
void add_masks_command(CLI::App& app, int& exit);

struct QuantizeArguments {
    std::string model, quant, output;
    bool vision = false;
};
int quantize_model(const QuantizeArguments& arguments);  // models quantize

void add_commands(CLI::App& app, int& exit);  // name, version, footer and all of the above

}  // namespace lectern
