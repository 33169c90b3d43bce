// lectern-cli models: what is installed, what a model is made of, whether it is whole.
#include <algorithm>
#include <cstdio>

#include "app/cli/commands.h"
#include "app/cli/read_arguments.h"
#include "app/model_store.h"
#include "core/base/error.h"
#include "core/model/model.h"

namespace lectern {

using Row = std::vector<std::string>;

static const char* reads_name(Reads reads) {
    switch (reads) {
        case Reads::page:
            return "page";
        case Reads::region:
            return "region";
        case Reads::line:
            return "line";
    }
    return "";
}

static std::string joined(const std::vector<std::string>& items) {
    std::string out;
    for (const std::string& item : items) out += (out.empty() ? "" : ", ") + item;
    return out;
}

// Columns as wide as their widest field, two blanks between.
static void print_table(const std::vector<Row>& rows) {
    std::vector<size_t> widths;
    for (const Row& row : rows) {
        widths.resize(std::max(widths.size(), row.size()));
        for (size_t i = 0; i < row.size(); ++i) widths[i] = std::max(widths[i], row[i].size());
    }
    for (const Row& row : rows) {
        std::string line;
        for (size_t i = 0; i < row.size(); ++i)
            line += row[i] + (i + 1 < row.size() ? std::string(widths[i] - row[i].size() + 2, ' ') : "");
        std::printf("%s\n", line.c_str());
    }
}

static std::string csv_field(const std::string& text) {
    if (text.find_first_of(",\"\n") == std::string::npos) return text;
    std::string out = "\"";
    for (char c : text) out += c == '"' ? "\"\"" : std::string(1, c);
    return out + "\"";
}

static int list_models() {
    std::vector<Row> rows{{"NAME", "FAMILY", "WEIGHTS", "FOLDER"}};
    for (const InstalledModel& m : installed_models()) {
        rows.push_back({m.name, m.family.empty() ? "?" : m.family, megabytes(m.bytes),
                        m.folder.string() + (m.problem.empty() ? "" : "  (" + m.problem + ")")});
    }
    print_table(rows);
    return 0;
}

// "1 234 567 (1.2 billion)" is easier to compare than digits alone.
static std::string counted(int64_t n) {
    char text[64];
    const double value = static_cast<double>(n);
    if (value >= 1e9) std::snprintf(text, sizeof text, "%lld (%.2f billion)", static_cast<long long>(n), value / 1e9);
    else if (value >= 1e6) std::snprintf(text, sizeof text, "%lld (%.1f million)", static_cast<long long>(n), value / 1e6);
    else std::snprintf(text, sizeof text, "%lld", static_cast<long long>(n));
    return text;
}

static std::string by_dtype(const ModelStats& stats) {
    std::vector<std::string> parts;
    for (const auto& [dtype, bytes] : stats.bytes_by_dtype) parts.push_back(megabytes(bytes) + " " + dtype);
    return joined(parts);
}

// A letter page as each resolution finds it, with an answer of ordinary length.
static void add_memory(std::vector<Row>& rows, const ModelReport& report) {
    constexpr int64_t kAnswer = 1024;  // tokens
    rows.push_back({"keys and values", std::to_string(kv_bytes_per_token(report.sizes)) + " bytes for each token"});
    if (report.card.reads == Reads::line || !report.problems.empty()) return;
    for (const double dpi : {150.0, 200.0, 300.0}) {
        const MemoryEstimate e = estimate_memory(report.sizes, {.pixels = letter_page(dpi), .answer = kAnswer});
        rows.push_back({"letter page, " + std::to_string(static_cast<int>(dpi)) + " dpi",
                        "about " + megabytes(e.total()) + ": weights " + megabytes(e.weights) + ", " + std::to_string(e.tokens) + " tokens, vision " +
                            megabytes(e.vision) + ", keys and values " + megabytes(e.keys_and_values)});
    }
}

static int show_model(const std::string& name) {
    const ModelReport report = inspect_model(find_model(name));
    std::vector<std::string> tasks;
    for (const auto& [task, prompt] : report.card.tasks) tasks.push_back(task_name(task));
    std::vector<Row> rows{{"name", report.card.name},
                          {"family", report.card.family},
                          {"reads", reads_name(report.card.reads)},
                          {"tasks", joined(tasks)},
                          {"page resolution", std::to_string(static_cast<int>(report.card.dpi)) + " dpi"},
                          {"parameters", counted(report.stats.parameters)},
                          {"weights", megabytes(report.stats.weight_bytes) + ": " + by_dtype(report.stats)},
                          {"context", std::to_string(report.stats.context) + " tokens"}};
    add_memory(rows, report);
    if (report.quant != Quant::none) rows.push_back({"quantised", std::string(quant_name(report.quant)) + " in groups of 64"});
    if (!report.card.scripts.empty()) rows.push_back({"scripts", joined(report.card.scripts)});
    if (!report.card.license.empty()) rows.push_back({"licence", report.card.license});
    for (const auto& [fact, value] : report.facts) rows.push_back({fact, value});
    print_table(rows);
    return 0;
}

static int verify_model(const std::string& name) {
    const std::filesystem::path folder = find_model(name);
    ModelReport report = inspect_model(folder);
    // trace --input-ids does without; reading does not.
    if (!std::filesystem::exists(folder / "tokenizer.json")) {
        report.problems.push_back("tokenizer.json is missing. Copy the model's folder again.");
    }
    if (report.problems.empty())
        visit_weights(folder, [&](const Checkpoint& checkpoint, const WeightTable&) {
            for (const std::string& weight : checkpoint.nonfinite())
                report.problems.push_back("weight " + weight + " holds values that are not finite. Fetch the model again.");
        });
    if (report.problems.empty()) {
        std::printf("%s is complete: %zu tensors, %s.\n", report.card.name.c_str(), report.mapping.size(),
                    megabytes(report.stats.weight_bytes).c_str());
        return 0;
    }
    std::fprintf(stderr, "lectern-cli: The model in %s cannot be used:\n", folder.c_str());
    for (const std::string& problem : report.problems) std::fprintf(stderr, "  %s\n", problem.c_str());
    return exit_code(Fault::model);
}

static int print_mapping(const std::string& name, bool csv) {
    const ModelReport report = inspect_model(find_model(name));
    std::vector<Row> rows{{"name", "field", "shape", "dtype"}};
    for (const TensorMapping& m : report.mapping) rows.push_back({m.name, m.field, m.shape, m.dtype});
    if (!csv) {
        print_table(rows);
        return 0;
    }
    for (const Row& row : rows)
        std::printf("%s,%s,%s,%s\n", csv_field(row[0]).c_str(), csv_field(row[1]).c_str(), csv_field(row[2]).c_str(),
                    csv_field(row[3]).c_str());
    return 0;
}

void add_models_command(CLI::App& app, int& exit) {
    CLI::App* models = app.add_subcommand("models", "List, show and check models");
    models->require_subcommand(1);
    const auto name = std::make_shared<std::string>();
    const auto csv = std::make_shared<bool>(false);
    const auto add = [&](const char* command, const char* help, auto act) {
        CLI::App* sub = models->add_subcommand(command, help);
        sub->add_option("MODEL", *name, "Its name or folder")->required();
        sub->callback([=, &exit] { exit = act(*name); });
        return sub;
    };
    models->add_subcommand("list", "Models on this machine")->callback([&exit] { exit = list_models(); });
    add("show", "What a model is and can do", show_model);
    add("verify", "Whether a model is complete and valid", verify_model);
    add("mapping", "Each tensor of the files and the field it becomes", [csv](const std::string& m) {
        return print_mapping(m, *csv);
    })->add_flag("--csv", *csv, "Comma-separated");
    const auto quantize = std::make_shared<QuantizeArguments>();
    CLI::App* sub = models->add_subcommand("quantize", "Write a copy with 8-bit or 4-bit weights");
    sub->add_option("MODEL", quantize->model, "Its name or folder")->required();
    sub->add_option("--quant", quantize->quant, "int8 or int4, in groups of 64; with int4 the output head is int8")
        ->required()
        ->check(CLI::IsMember({"int8", "int4"}));
    sub->add_flag("--vision", quantize->vision, "The vision tower too, which costs accuracy");
    sub->add_option("-o,--output", quantize->output, "The new folder")->required();
    sub->callback([quantize, &exit] { exit = quantize_model(*quantize); });
}

}  // namespace lectern
