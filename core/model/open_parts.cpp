#include "core/model/open_parts.h"

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

void check_weights(const Checkpoint& checkpoint, const WeightTable& table, int64_t context,
                   std::vector<std::string> ignorable, ModelReport& report) {
    report.stats = {checkpoint.parameters(), checkpoint.bytes(), context};
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

void check_line(const ModelCard& card, int64_t factor, std::vector<std::string>& problems) {
    if (card.reads != Reads::line || (card.line.height % factor == 0 && card.line.width_multiple % factor == 0)) return;
    problems.push_back("lectern.json: line.height and line.width_multiple: found " + std::to_string(card.line.height) +
                       " and " + std::to_string(card.line.width_multiple) + ", allowed: multiples of " +
                       std::to_string(factor));
}

}  // namespace lectern
