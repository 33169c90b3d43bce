#include "core/weights/checkpoint.h"

#include <algorithm>
#include <cassert>
#include <cstring>
#include <set>

#include "core/base/json.h"

namespace lectern {

// Many problems become one error: a numbered-free list, cut where it would fill the screen.
static std::string join_problems(const std::vector<std::string>& problems) {
    constexpr size_t kShown = 40;
    std::string s = std::to_string(problems.size()) + (problems.size() == 1 ? " problem" : " problems");
    for (size_t i = 0; i < std::min(problems.size(), kShown); ++i) s += "\n  " + problems[i];
    if (problems.size() > kShown) s += "\n  … and " + std::to_string(problems.size() - kShown) + " more";
    return s;
}

static Error checkpoint_error(const std::filesystem::path& folder, const std::vector<std::string>& problems) {
    return Error({.fault = Fault::model,
                  .attempted = "use the model's weights",
                  .subject = folder.string(),
                  .expected = "",
                  .found = join_problems(problems),
                  .advice = "fetch the model again, or check that config.json and the weights belong together"});
}

bool matches_pattern(std::string_view name, std::string_view pattern) {
    size_t n = 0, p = 0, star = std::string_view::npos, mark = 0;
    while (n < name.size()) {
        if (p < pattern.size() && pattern[p] == '*') {
            star = p++;
            mark = n;
        } else if (p < pattern.size() && pattern[p] == name[n]) {
            ++p;
            ++n;
        } else if (star != std::string_view::npos) {
            p = star + 1;
            n = ++mark;
        } else {
            return false;
        }
    }
    while (p < pattern.size() && pattern[p] == '*') ++p;
    return p == pattern.size();
}

bool has_nonfinite(const HostTensor& t) {
    const auto n = static_cast<size_t>(t.shape.elements());
    uint32_t bad = 0;  // counted, not branched on: the loop becomes vector code
    if (t.dtype == DType::F32) {
        const auto* v = reinterpret_cast<const uint32_t*>(t.data);
        for (size_t i = 0; i < n; ++i) bad |= (v[i] & 0x7f800000u) == 0x7f800000u;
    } else if (t.dtype == DType::BF16 || t.dtype == DType::F16) {
        const uint16_t exponent = t.dtype == DType::BF16 ? 0x7f80 : 0x7c00;
        const auto* v = reinterpret_cast<const uint16_t*>(t.data);
        for (size_t i = 0; i < n; ++i) bad |= (v[i] & exponent) == exponent;
    }
    return bad != 0;
}

Checkpoint::Checkpoint(const std::filesystem::path& folder, const Rename& rename) : folder_(folder) {
    const auto single = folder / "model.safetensors";
    const auto index = folder / "model.safetensors.index.json";
    std::error_code ec;
    if (std::filesystem::exists(single, ec) || !std::filesystem::exists(index, ec)) {
        shards_.emplace_back(single);
    } else {
        open_shards(index);
    }
    take_entries(rename);
}

static bool plain_shard_name(const std::string& name) {
    return !name.empty() && name.size() < 200 && name.find('/') == std::string::npos &&
           name.find('\\') == std::string::npos && name.find('\0') == std::string::npos &&
           name.ends_with(".safetensors") && name[0] != '.';
}

// "model-00003-of-00007.safetensors": the shards' own naming, so a stray one can be noticed.
static bool looks_like_shard(const std::string& name) {
    return matches_pattern(name, "model-*-of-*.safetensors");
}

// Opens every shard the index names and holds the index against what the shards contain.
void Checkpoint::open_shards(const std::filesystem::path& index) {
    const Json json =
        read_json_file(index, Fault::model, {.bytes = caps::kIndexBytes, .values = caps::kIndexValues, .depth = 8});
    const JsonFields fields(json, index.string());
    const JsonFields map = fields.object("weight_map");
    std::vector<std::string> problems;
    std::map<std::string, std::set<std::string>> tensors_of;  // by shard
    for (const auto& [tensor, shard] : map.raw().items()) {
        if (!shard.is_string() || !plain_shard_name(shard.get<std::string>())) {
            problems.push_back("tensor " + tensor + ": the index names " + describe_json(shard) +
                               ", allowed: the name of a .safetensors file in the same folder");
        } else {
            tensors_of[shard.get<std::string>()].insert(tensor);
        }
    }
    if (tensors_of.empty() && problems.empty()) problems.push_back("the index names no tensors");
    if (tensors_of.size() > caps::kShards)
        problems.push_back("the index names " + std::to_string(tensors_of.size()) + " files");
    if (!problems.empty()) throw checkpoint_error(folder_, problems);
    for (const auto& [shard, tensors] : tensors_of) {
        try {
            shards_.emplace_back(folder_ / shard);
        } catch (const Error& e) {
            problems.push_back(e.what() + std::string(" It holds tensor ") + *tensors.begin() +
                               (tensors.size() > 1 ? " and " + std::to_string(tensors.size() - 1) + " more" : ""));
            continue;
        }
        std::set<std::string> missing = tensors;
        for (const SafetensorsEntry& e : shards_.back().entries()) {
            if (missing.erase(e.name) == 0)
                problems.push_back("tensor " + e.name + ": in " + shard + " but not there in the index");
        }
        for (const std::string& name : missing)
            problems.push_back("tensor " + name + ": the index says " + shard + ", which lacks it");
    }
    std::error_code ec;
    for (const auto& file : std::filesystem::directory_iterator(folder_, ec)) {
        const std::string name = file.path().filename().string();
        if (looks_like_shard(name) && !tensors_of.count(name))
            problems.push_back("file " + name + ": not in the index");
    }
    if (!problems.empty()) throw checkpoint_error(folder_, problems);
}

void Checkpoint::take_entries(const Rename& rename) {
    for (size_t shard = 0; shard < shards_.size(); ++shard) {
        for (const SafetensorsEntry& e : shards_[shard].entries()) {
            std::string name = rename ? rename(e.name) : e.name;
            assert(!rename || rename(name) == name);
            entries_.push_back({std::move(name), e.name, e.dtype_name, e.shape, shard, &e});
        }
    }
    std::sort(entries_.begin(), entries_.end(), [](const Entry& a, const Entry& b) {
        return a.name != b.name ? a.name < b.name : a.file_name < b.file_name;
    });
    std::vector<std::string> problems;
    for (size_t i = 1; i < entries_.size(); ++i) {
        if (entries_[i].name != entries_[i - 1].name) continue;
        problems.push_back("tensor " + entries_[i].name + ": there twice, as " + entries_[i - 1].file_name +
                           " and as " + entries_[i].file_name);
    }
    if (!problems.empty()) throw checkpoint_error(folder_, problems);
}

const Checkpoint::Entry* Checkpoint::find(std::string_view name) const {
    const auto it = std::lower_bound(entries_.begin(), entries_.end(), name,
                                     [](const Entry& e, std::string_view n) { return e.name < n; });
    return it != entries_.end() && it->name == name ? &*it : nullptr;
}

int64_t Checkpoint::parameters() const {
    int64_t n = 0;
    for (const Entry& e : entries_) {
        int64_t elements = 1;  // cannot overflow: the header's extents were checked
        for (const int64_t d : e.shape) elements *= d;
        n += elements;
    }
    return n;
}

size_t Checkpoint::bytes() const {
    size_t n = 0;
    for (const Entry& e : entries_) n += e.source->end - e.source->begin;
    return n;
}

std::vector<std::string> Checkpoint::problems(std::span<const ExpectedTensor> expected,
                                              std::span<const std::string> ignorable) const {
    std::vector<std::string> out;
    std::set<std::string_view> wanted;
    for (const ExpectedTensor& want : expected) {
        wanted.insert(want.name);
        const Entry* e = find(want.name);
        if (!e) {
            out.push_back("tensor " + want.name + ": missing, expected " + shape_text(want.shape));
            continue;
        }
        if (e->shape != want.shape) {
            out.push_back("tensor " + want.name + ": wrong shape, expected " + shape_text(want.shape) + ", found " +
                          shape_text(e->shape));
        }
        if (!e->source->dtype || *e->source->dtype == DType::I32) {
            out.push_back("tensor " + want.name + ": wrong dtype, expected BF16, F16 or F32, found " + e->dtype_name);
        }
    }
    for (const Entry& e : entries_) {
        if (wanted.count(e.name)) continue;
        const bool ignored = std::any_of(ignorable.begin(), ignorable.end(),
                                         [&](const std::string& p) { return matches_pattern(e.name, p); });
        if (!ignored) out.push_back("tensor " + e.name + ": unexpected, " + e.dtype_name + " " + shape_text(e.shape));
    }
    return out;
}

void Checkpoint::require(std::span<const ExpectedTensor> expected, std::span<const std::string> ignorable) const {
    const auto found = problems(expected, ignorable);
    if (!found.empty()) throw checkpoint_error(folder_, found);
}

HostTensor Checkpoint::get(std::string_view name) const {
    const Entry* e = find(name);
    if (!e) throw checkpoint_error(folder_, {"tensor " + std::string(name) + ": missing"});
    if (!e->source->dtype) {
        throw checkpoint_error(
            folder_, {"tensor " + e->name + ": wrong dtype, expected BF16, F16 or F32, found " + e->dtype_name});
    }
    HostTensor t;
    t.dtype = *e->source->dtype;
    std::vector<int64_t> shape = e->shape;
    while (shape.size() > 2 && e->shape.size() > 4) {
        shape[shape.size() - 2] *= shape.back();
        shape.pop_back();
    }
    t.shape = Shape(std::span<const int64_t>(shape));
    const auto data = shards_[e->shard].data(*e->source);
    t.data = data.data();
    if (reinterpret_cast<uintptr_t>(t.data) % dtype_size(t.dtype) != 0) {
        auto& copy = aligned_[e->name];
        copy.resize((data.size() + 7) / 8);
        std::memcpy(copy.data(), data.data(), data.size());
        t.data = reinterpret_cast<const std::byte*>(copy.data());
    }
    return t;
}

std::vector<std::string> Checkpoint::nonfinite() const {
    std::vector<std::string> names;
    for (const Entry& e : entries_) {
        if (e.source->dtype && has_nonfinite(get(e.name))) names.push_back(e.name);
    }
    return names;
}

}  // namespace lectern
