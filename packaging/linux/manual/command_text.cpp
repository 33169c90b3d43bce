#include "packaging/linux/manual/command_text.h"

#include <algorithm>
#include <regex>
#include <sstream>

namespace lectern {

std::string CommandText::name() const {
    std::string all;
    for (const std::string& word : path) all += (all.empty() ? "" : " ") + word;
    return all;
}

static std::vector<std::string> split(const std::string& text, char at) {
    std::vector<std::string> parts;
    std::istringstream in(text);
    for (std::string part; std::getline(in, part, at);)
        if (!part.empty()) parts.push_back(part);
    return parts;
}

// CLI11 writes a type as "TEXT:{f32,bf16}" or "INT:INT in [1 - 1024]".
static void read_type(const std::string& type, OptionText& out) {
    const size_t brace = type.find('{');
    if (brace != std::string::npos && type.back() == '}') {
        out.choices = split(type.substr(brace + 1, type.size() - brace - 2), ',');
        for (const std::string& choice : out.choices) out.value += (out.value.empty() ? "" : "|") + choice;
        return;
    }
    const size_t colon = type.find(':');
    out.value = colon == std::string::npos ? type : type.substr(colon + 1);
}

// "auto, cpu, vulkan or vulkan:N" lists what may be given; words with capitals stand for something else.
static std::vector<std::string> listed(const std::string& text) {
    static const std::regex list("[a-z0-9]+(, [a-z0-9]+)*( or [a-zA-Z0-9:]+)");
    if (!std::regex_match(text, list)) return {};
    std::vector<std::string> words;
    for (std::string word : split(text, ' ')) {
        if (word.back() == ',') word.pop_back();
        if (word != "or" && std::none_of(word.begin(), word.end(), [](unsigned char c) { return std::isupper(c); }))
            words.push_back(word);
    }
    return words;
}

static OptionText read_option(const CLI::Option& option) {
    OptionText out;
    out.positional = option.get_positional();
    if (out.positional) {
        out.names = {option.get_name(true)};
    } else {
        for (const std::string& name : option.get_snames()) out.names.push_back("-" + name);
        for (const std::string& name : option.get_lnames()) out.names.push_back("--" + name);
    }
    if (option.get_items_expected_max() > 0) read_type(option.get_type_name(), out);
    out.many = option.get_items_expected_max() > 1;
    out.standard = option.get_default_str();
    out.required = option.get_required();
    out.text = option.get_description();
    if (out.choices.empty() && !out.value.empty()) out.choices = listed(out.text);
    return out;
}

CommandText read_command(const CLI::App& app, std::vector<std::string> parents) {
    CommandText out;
    out.path = std::move(parents);
    out.path.push_back(app.get_name());
    out.text = app.get_description();
    out.footer = app.get_footer();
    for (const CLI::Option* option : app.get_options())
        if (!option->get_group().empty()) out.options.push_back(read_option(*option));  // an empty group hides
    for (const CLI::App* command : app.get_subcommands({}))
        if (!command->get_group().empty()) out.commands.push_back(read_command(*command, out.path));
    return out;
}

static OptionText window_option(const std::string& names, const std::string& text) {
    OptionText out;
    out.text = text;
    out.positional = names[0] != '-';
    std::smatch value;
    if (std::regex_search(names, value, std::regex("<([^>]*)>"))) out.value = value[1];
    if (out.positional) {
        out.names = {names};
        out.many = true;
    } else {
        for (const std::string& part : split(names, ',')) {
            const size_t first = part.find('-');
            out.names.push_back(part.substr(first, part.find(' ', first) - first));
        }
    }
    return out;
}

// Sections end with a colon; an entry is "  names   text", a line that begins further right goes on with the text.
CommandText read_window_help(const std::string& program, const std::string& help) {
    static const std::regex entry("^  (\\S.*?)  +(\\S.*)$"), more("^   +(\\S.*)$");
    CommandText out;
    out.path = {program};
    std::istringstream in(help);
    bool listing = false;
    for (std::string line; std::getline(in, line);) {
        std::smatch match;
        if (line.starts_with("Usage:") || line.empty()) continue;
        if (line[0] != ' ' && line.back() == ':')
            listing = true;
        else if (!listing)
            out.text += (out.text.empty() ? "" : " ") + line;
        else if (std::regex_match(line, match, entry))
            out.options.push_back(window_option(match[1], match[2]));
        else if (std::regex_match(line, match, more) && !out.options.empty())
            out.options.back().text += " " + match[1].str();
    }
    return out;
}

}  // namespace lectern
