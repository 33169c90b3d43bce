#include "app/cli/read_arguments.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdio>
#include <fstream>
#include <set>

#include "core/base/caps.h"
#include "core/base/error.h"
#include "core/model/json_answer.h"

namespace lectern {

[[noreturn]] static void refuse(const std::string& option, const std::string& value, const std::string& found,
                                const std::string& advice) {
    throw Error(
        {.fault = Fault::argument, .attempted = "use " + option, .subject = value, .found = found, .advice = advice});
}

std::vector<std::string> split_list(const std::string& text) {
    std::vector<std::string> parts(1);
    for (char c : text) {
        if (c == ',') {
            parts.emplace_back();
        } else {
            parts.back() += c;
        }
    }
    return parts;
}

template <typename Number>
static bool whole_number(const std::string& text, Number& value) {
    const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), value);
    return problem == std::errc() && end == text.data() + text.size();
}

std::vector<PageRange> parse_page_ranges(const std::string& text) {
    static constexpr const char* kAdvice = "write pages as 1-3,7 or 5-";
    std::vector<PageRange> ranges;
    for (const std::string& part : split_list(text)) {
        const size_t dash = part.find('-');
        PageRange range;
        const bool open = dash != std::string::npos && dash + 1 == part.size();
        const std::string to = dash == std::string::npos ? part : part.substr(dash + 1);
        if (!whole_number(part.substr(0, dash), range.first) || (!open && !whole_number(to, range.last.emplace())))
            refuse("--pages", text, "it is not a list of pages", kAdvice);
        if (range.first < 1 || range.last.value_or(range.first) < range.first)
            refuse("--pages", text, "it is not a list of pages from 1 upwards", kAdvice);
        ranges.push_back(range);
    }
    return ranges;
}

std::vector<size_t> parse_pages(const std::string& text, size_t count) {
    std::set<size_t> pages;
    for (const PageRange& range : parse_page_ranges(text.empty() ? "1-" : text)) {
        if (std::max(range.first, range.last.value_or(0)) > count) {
            refuse("--pages", text, "the document has " + std::to_string(count) + (count == 1 ? " page" : " pages"),
                   "name pages up to that number");
        }
        for (size_t page = range.first; page <= range.last.value_or(count); ++page) pages.insert(page - 1);
    }
    return {pages.begin(), pages.end()};
}

Rect parse_region(const std::string& text, const std::string& option, const std::string& advice) {
    const std::vector<std::string> parts = split_list(text);
    double v[4] = {};
    bool good = parts.size() == 4;
    for (size_t i = 0; good && i < 4; ++i) good = whole_number(parts[i], v[i]) && std::isfinite(v[i]);
    if (!good || v[2] <= 0 || v[3] <= 0) {
        refuse(option, text, "it is not a rectangle", advice);
    }
    return {v[0], v[1], v[0] + v[2], v[1] + v[3]};
}

Task parse_task(const std::string& name) {
    if (const std::optional<Task> task = task_named(name)) return *task;
    std::string names;
    for (const Task t : kTasks) names += (names.empty() ? "" : t == std::end(kTasks)[-1] ? " or " : ", ") + std::string(task_name(t));
    refuse("--task", name, "there is no such task", "choose " + names);
}

std::string read_form(const std::string& file) {
    std::ifstream in(file, std::ios::binary);
    std::string text(caps::kFormBytes + 1, '\0');
    in.read(text.data(), static_cast<std::streamsize>(text.size()));
    if (in.bad() || !in.is_open()) refuse("--schema", file, "it cannot be read", "check its name and permissions");
    text.resize(static_cast<size_t>(in.gcount()));
    return extraction_form(text, file);
}

std::vector<const Exporter*> parse_formats(const std::string& text) {
    std::vector<const Exporter*> formats;
    for (const std::string& name : split_list(text)) {
        const Exporter* format = find_exporter(name);
        if (format == nullptr) {
            std::string names;
            for (const auto& e : exporters()) names += (names.empty() ? "" : ", ") + e->extension();
            refuse("--format", name, "there is no such format", "choose from " + names);
        }
        if (std::find(formats.begin(), formats.end(), format) == formats.end()) formats.push_back(format);
    }
    return formats;
}

std::string megabytes(size_t bytes) {
    char text[32];
    std::snprintf(text, sizeof text, "%.1f MB", static_cast<double>(bytes) / 1e6);
    return text;
}

Quant parse_quant(const std::string& name) {
    return name == "int8" ? Quant::int8 : name == "int4" ? Quant::int4 : Quant::none;
}

void add_quant_option(CLI::App& command, std::string& value) {
    command.add_option("--quant", value, "The text decoder's weights: none (as published), int8 or int4")
        ->check(CLI::IsMember({"none", "int8", "int4"}))
        ->default_str("none");
}

std::string read_password(const std::string& file) {
    std::ifstream in(file, std::ios::binary);
    std::string line;
    std::getline(in, line);
    if (in.bad() || (in.fail() && line.empty() && !in.eof()) || !in.is_open()) {
        refuse("--password-file", file, "it cannot be read", "check its name and permissions");
    }
    if (line.size() > caps::kMaxPasswordBytes)
        refuse("--password-file", file, "its first line is too long", "put the password alone on it");
    if (line.ends_with('\r')) line.pop_back();
    return line;
}

}  // namespace lectern
