#include "app/project_file.h"

#include <algorithm>
#include <fstream>

#include "core/base/json.h"
#include "core/document/document_json.h"

namespace lectern {

namespace fs = std::filesystem;

static constexpr int64_t kMostPages = 10'000'000;

bool is_project_name(const fs::path& file) {
    return file.extension() == ".lectern";
}

std::string project_to_json(const Project& project, const fs::path& file) {
    nlohmann::ordered_json json = nlohmann::ordered_json::parse(document_to_json(project.document));
    nlohmann::ordered_json about;
    about["source"] = fs::absolute(project.source).string();
    about["beside"] = project.source.lexically_relative(file.parent_path()).string();
    if (!project.arrangement.order().empty()) about["order"] = project.arrangement.order();
    if (!project.arrangement.pagesLeftOut().empty()) about["left_out"] = project.arrangement.pagesLeftOut();
    if (!project.arrangement.turns().empty()) {
        about["turned"] = nlohmann::ordered_json::array();
        about["degrees"] = nlohmann::ordered_json::array();
        for (const auto& [page, degrees] : project.arrangement.turns()) {
            about["turned"].push_back(page);
            about["degrees"].push_back(degrees);
        }
    }
    json["project"] = about;
    return json.dump(1) + "\n";
}

static std::vector<int> pages_of(const JsonFields& fields, const char* key) {
    std::vector<int> out;
    for (const int64_t page : fields.integers_or_none(key, 0, kMostPages)) out.push_back(static_cast<int>(page));
    return out;
}

static PageArrangement read_arrangement(const JsonFields& fields) {
    std::vector<int> order = pages_of(fields, "order");
    std::vector<int> sorted = order;
    std::sort(sorted.begin(), sorted.end());
    for (size_t i = 0; i < sorted.size(); ++i)
        if (sorted[i] != static_cast<int>(i)) fields.refuse("order", "a page twice or missing", "every page once");
    const std::vector<int> turned = pages_of(fields, "turned");
    const std::vector<int64_t> degrees = fields.integers_or_none("degrees", 0, 270);
    if (turned.size() != degrees.size()) fields.refuse("degrees", "another number of them", "as many as of turned");
    std::map<int, int> turns;
    for (size_t i = 0; i < turned.size(); ++i) {
        if (degrees[i] % 90 != 0) fields.refuse("degrees", std::to_string(degrees[i]), "0, 90, 180 or 270");
        if (degrees[i] != 0) turns[turned[i]] = static_cast<int>(degrees[i]);
    }
    const std::vector<int> out = pages_of(fields, "left_out");
    return PageArrangement::restored(std::move(order), {out.begin(), out.end()}, std::move(turns));
}

static std::string whole_text(const fs::path& file) {
    std::ifstream in(file, std::ios::binary);
    std::error_code problem;
    const auto size = fs::file_size(file, problem);
    if (!in || problem || size > caps::kDocumentBytes)
        throw Error({.fault = Fault::input,
                     .attempted = "open the project",
                     .subject = file.string(),
                     .found = in && !problem ? "it is larger than any project" : "it cannot be read",
                     .advice = "check that it is the file you saved"});
    std::string text(size, '\0');
    in.read(text.data(), static_cast<std::streamsize>(size));
    text.resize(static_cast<size_t>(std::max<std::streamsize>(0, in.gcount())));
    return text;
}

Project read_project(const fs::path& file) {
    const std::string text = whole_text(file);
    Project project;
    project.document = document_from_json(text, file.string());
    const JsonLimits limits{.bytes = caps::kDocumentBytes, .values = caps::kDocumentValues};
    const Json json = parse_json(text, file.string(), Fault::input, limits);
    const JsonFields about = JsonFields(json, file.string(), Fault::input).object("project");
    project.arrangement = read_arrangement(about);
    const fs::path beside = file.parent_path() / about.text_or("beside", "");
    std::error_code problem;
    project.source = fs::is_regular_file(beside, problem) ? beside.lexically_normal() : fs::path(about.text("source"));
    return project;
}

}  // namespace lectern
