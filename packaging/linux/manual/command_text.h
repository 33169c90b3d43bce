// What --help knows of a command, as plain values for the pages and completions made from it.
#pragma once

#include <CLI/CLI.hpp>
#include <string>
#include <vector>

namespace lectern {

struct OptionText {
    std::vector<std::string> names;    // "-o", "--output"; for a positional its one name, "INPUT"
    std::string value;                 // "TEXT", "INT in [1 - 1024]"; empty for a flag
    std::string standard;              // the value when not given; empty: none
    std::vector<std::string> choices;  // "f32", "bf16": what may be given, when that can be listed
    std::string text;
    bool is_number() const {
        return value.starts_with("INT") || value.starts_with("UINT") || value.starts_with("FLOAT");
    }
    bool positional = false, required = false, many = false;
};

struct CommandText {
    std::vector<std::string> path;  // {"lectern-cli", "models", "show"}
    std::string text, footer;
    std::vector<OptionText> options;
    std::vector<CommandText> commands;
    std::string name() const;  // "lectern-cli models show"
};

CommandText read_command(const CLI::App& app, std::vector<std::string> parents = {});

// The window's --help (QCommandLineParser's text), read back into the same form.
CommandText read_window_help(const std::string& program, const std::string& help);

}  // namespace lectern
