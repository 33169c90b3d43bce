#include "core/model/open_parts.h"

#include <algorithm>

namespace lectern {

std::unique_ptr<Tokenizer> open_tokenizer(const std::filesystem::path& folder, int64_t vocab_size,
                                          std::vector<std::string>& problems) {
    std::error_code ec;
    if (!std::filesystem::exists(folder / "tokenizer.json", ec)) return nullptr;
    auto tokenizer = load_tokenizer(folder / "tokenizer.json");
    if (tokenizer->size() > vocab_size)
        problems.push_back("tokenizer.json: found " + std::to_string(tokenizer->size()) +
                           " tokens, allowed: config.json's vocab_size, " + std::to_string(vocab_size));
    return tokenizer;
}

std::vector<int32_t> find_stop_ids(std::vector<int32_t> named, const Tokenizer* tokenizer, std::initializer_list<const char*> names) {
    if (!named.empty() || tokenizer == nullptr) return named;
    for (const char* name : names)
        if (const auto id = tokenizer->id_of(name)) named.push_back(*id);
    return named;
}

void refuse_text(const ModelCard& card) {
    throw Error({.fault = Fault::model, .attempted = "make a prompt from text", .subject = card.name,
                 .expected = "tokenizer.json in the model's folder", .found = "none",
                 .advice = "fetch the model again, or give token ids instead of text"});
}

// In the device's memory.
static size_t weight_size(const WeightEntry& entry, const Checkpoint& checkpoint, const LoadOptions& options) {
    int64_t elements = 1;
    for (const int64_t d : entry.shape) elements *= d;
    const int64_t n = entry.shape.empty() ? 1 : entry.shape[0], k = n > 0 ? elements / n : 0;
    const std::string dtype = checkpoint.dtype_name_of(entry.name);
    Quant quant = dtype == "int4" ? Quant::int4 : dtype == "int8" ? Quant::int8 : quant_of(entry, options);
    if (entry.use == WeightUse::experts) elements = expert_rows(n) * k;
    if (entry.use != WeightUse::matmul && entry.use != WeightUse::experts) quant = Quant::none;
    if (quant != Quant::none) return static_cast<size_t>(elements / std::max<int64_t>(1, k) * (code_row_bytes(quant_dtype(quant), k) + 2 * quant_groups(k)));
    if (entry.use == WeightUse::vector || entry.use == WeightUse::matmul_f32) return static_cast<size_t>(elements) * 4;
    return static_cast<size_t>(elements) * (dtype == "F32" ? 4 : 2);
}

static void add_sizes(const Checkpoint& checkpoint, const WeightTable& table, ModelReport& report) {
    for (const WeightEntry& entry : table) {
        const size_t bytes = weight_size(entry, checkpoint, report.options);
        const bool counted = std::any_of(table.begin(), table.end(), [&](const WeightEntry& matrix) {
            return stays_in_file(entry, bytes) && has_rows_of(matrix, entry, checkpoint, report.options);
        });
        if (counted) continue;  // with the matrix
        (stays_in_file(entry, bytes) ? report.sizes.table_bytes : report.sizes.weight_bytes) += bytes;
    }
    for (const Checkpoint::Entry& e : checkpoint.entries()) report.stats.bytes_by_dtype[e.dtype_name] += checkpoint.bytes_of(e).size();
}

void check_weights(const Checkpoint& checkpoint, const WeightTable& table, int64_t context, std::vector<std::string> ignorable,
                   ModelReport& report) {
    report.stats.parameters = checkpoint.parameters();
    report.stats.weight_bytes = checkpoint.bytes();
    report.stats.context = report.sizes.context = context;
    add_sizes(checkpoint, table, report);
    for (const WeightEntry& entry : table) {
        const bool matrix = entry.use == WeightUse::matmul || entry.use == WeightUse::experts;
        const Checkpoint::Entry* e = checkpoint.find(entry.name);
        report.mapping.push_back({entry.name, entry.field, shape_text(entry.shape),
                                  matrix         ? checkpoint.dtype_name_of(entry.name)
                                  : e != nullptr ? e->dtype_name
                                                 : "missing"});
    }
    report.quant = checkpoint.quant();
    const std::vector<std::string> wrong = checkpoint.problems(expected_tensors(table), ignorable);
    report.problems.insert(report.problems.end(), wrong.begin(), wrong.end());
    if (report.visit && report.problems.empty()) report.visit(checkpoint, table);
}

std::vector<std::string> load_all_weights(Backend& be, const Checkpoint& checkpoint, const WeightTable& table,
                                          const ModelReport& report) {
    if (report.quant != Quant::none && report.options.quant != Quant::none && report.quant != report.options.quant)
        throw Error({.fault = Fault::argument,
                     .attempted = "quantise the model",
                     .subject = checkpoint.folder().string(),
                     .expected = "a model with its published weights",
                     .found = std::string("one that is quantised to ") + quant_name(report.quant) + " already",
                     .advice = std::string("leave --quant out, or quantise the published model to ") +
                               quant_name(report.options.quant)});
    std::vector<std::string> warnings;
    for (const std::string& name : load_weights(be, checkpoint, table, report.options))
        warnings.push_back("weight " + name +
                           " holds values that are not finite; what the model reads may be wrong. "
                           "Fetch the model again");
    return warnings;
}

std::function<PictureLoad(PixelSize)> picture_load(const PatchConfig& patches, const ModelCard& card) {
    return [patches, card](PixelSize page) {
        const PixelSize size = page_size(patches, card, page);
        const int64_t count = size.width / patches.patch_size * (size.height / patches.patch_size);
        return PictureLoad{count, count / (patches.merge_size * patches.merge_size)};
    };
}

void check_line(const ModelCard& card, int64_t factor, std::vector<std::string>& problems) {
    if (card.reads != Reads::line || (card.line.height % factor == 0 && card.line.width_multiple % factor == 0)) return;
    problems.push_back("lectern.json: line.height and line.width_multiple: found " + std::to_string(card.line.height) +
                       " and " + std::to_string(card.line.width_multiple) + ", allowed: multiples of " +
                       std::to_string(factor));
}

}  // namespace lectern
