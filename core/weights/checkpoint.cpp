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
        shards_.push_back(std::make_shared<SafetensorsFile>(single));
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
            shards_.push_back(std::make_shared<SafetensorsFile>(folder_ / shard));
        } catch (const Error& e) {
            problems.push_back(e.what() + std::string(" It holds tensor ") + *tensors.begin() +
                               (tensors.size() > 1 ? " and " + std::to_string(tensors.size() - 1) + " more" : ""));
            continue;
        }
        std::set<std::string> missing = tensors;
        for (const SafetensorsEntry& e : shards_.back()->entries()) {
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
        for (const SafetensorsEntry& e : shards_[shard]->entries()) {
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
        if (e.name.ends_with(kScalesSuffix) && find(e.name.substr(0, e.name.size() - 7) + kCodesSuffix)) continue;
        int64_t elements = e.name.ends_with(kCodesSuffix) && e.dtype_name == "U8" ? 2 : 1;  // cannot overflow: extents were checked
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

// [N, K] of a weight whose inner dimensions are flattened.
static std::vector<int64_t> matrix_shape(const std::vector<int64_t>& shape) {
    int64_t k = 1;
    for (size_t i = 1; i < shape.size(); ++i) k *= shape[i];
    return {shape.empty() ? 0 : shape[0], k};
}

void Checkpoint::check_quantised(const ExpectedTensor& want, const Entry& codes, std::vector<std::string>& problems) const {
    const std::vector<int64_t> matrix = matrix_shape(want.shape);
    const auto wrong = [&](const std::string& name, const std::string& what, const std::string& expected, const std::string& found) {
        problems.push_back("tensor " + name + ": wrong " + what + ", expected " + expected + ", found " + found);
    };
    if (codes.dtype_name != "I8" && codes.dtype_name != "U8") {
        wrong(codes.name, "dtype", "I8 (int8) or U8 (int4)", codes.dtype_name);
    } else {
        const DType dtype = codes.dtype_name == "I8" ? DType::Q8 : DType::Q4;
        const std::vector<int64_t> shape = {matrix[0], code_row_bytes(dtype, matrix[1])};
        if (codes.shape != shape) wrong(codes.name, "shape", shape_text(shape), shape_text(codes.shape));
    }
    const std::string name = want.name + kScalesSuffix;
    const std::vector<int64_t> shape = {matrix[0], quant_groups(matrix[1])};
    const Entry* scales = find(name);
    if (!scales) {
        problems.push_back("tensor " + name + ": missing, expected " + shape_text(shape));
        return;
    }
    if (scales->dtype_name != "F16") wrong(name, "dtype", "F16", scales->dtype_name);
    if (scales->shape != shape) wrong(name, "shape", shape_text(shape) + " for groups of 64", shape_text(scales->shape));
}

std::vector<std::string> Checkpoint::problems(std::span<const ExpectedTensor> expected,
                                              std::span<const std::string> ignorable) const {
    std::vector<std::string> out;
    std::set<std::string_view> wanted;
    for (const auto& shard : shards_) {
        const auto size = shard->metadata().find("group_size");
        if (size != shard->metadata().end() && size->second != std::to_string(kQuantGroup))
            out.push_back("file " + shard->path().filename().string() + ": quantised in groups of " + size->second.substr(0, 40) +
                          ", expected groups of " + std::to_string(kQuantGroup) + ": quantise the published model with this program");
    }
    for (const ExpectedTensor& want : expected) {
        if (const Entry* codes = want.quantisable ? find(want.name + kCodesSuffix) : nullptr) {
            check_quantised(want, *codes, out);
            wanted.insert(codes->name);
            if (const Entry* scales = find(want.name + kScalesSuffix)) wanted.insert(scales->name);
            continue;
        }
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
    const auto data = shards_[e->shard]->data(*e->source);
    t.data = data.data();
    if (reinterpret_cast<uintptr_t>(t.data) % dtype_size(t.dtype) != 0) {
        auto& copy = aligned_[e->name];
        copy.resize((data.size() + 7) / 8);
        std::memcpy(copy.data(), data.data(), data.size());
        t.data = reinterpret_cast<const std::byte*>(copy.data());
    }
    return t;
}

Quant Checkpoint::quant() const {
    const auto it = metadata().find("quantisation");
    if (it == metadata().end()) return Quant::none;
    return it->second == "int4" ? Quant::int4 : it->second == "int8" ? Quant::int8 : Quant::none;
}

std::string Checkpoint::dtype_name_of(std::string_view name) const {
    if (const Entry* codes = find(std::string(name) + kCodesSuffix)) return codes->dtype_name == "U8" ? "int4" : "int8";
    const Entry* e = find(name);
    return e ? e->dtype_name : "missing";
}

std::span<const std::byte> Checkpoint::bytes_of(const Entry& entry) const { return shards_[entry.shard]->data(*entry.source); }

std::optional<QuantisedTensor> Checkpoint::get_quantised(std::string_view name, const Shape& shape) const {
    const Entry* codes = find(std::string(name) + kCodesSuffix);
    const Entry* scales = find(std::string(name) + kScalesSuffix);
    if (!codes || !scales) return std::nullopt;
    QuantisedTensor q{.dtype = codes->dtype_name == "U8" ? DType::Q4 : DType::Q8, .shape = shape};
    const auto code_bytes = bytes_of(*codes), scale_bytes = bytes_of(*scales);
    const int64_t n = shape[0], k = shape[1];
    if (static_cast<int64_t>(code_bytes.size()) != n * code_row_bytes(q.dtype, k) ||
        static_cast<int64_t>(scale_bytes.size()) != n * quant_groups(k) * 2)
        throw checkpoint_error(folder_, {"tensor " + codes->name + ": wrong shape, expected codes and scales of " + shape.text()});
    q.codes = code_bytes.data();
    q.scales = scale_bytes.data();
    return q;
}

// Rows of one tensor of a file.
class FileRows final : public RowSource {
   public:
    FileRows(std::shared_ptr<const SafetensorsFile> file, SafetensorsEntry entry) : file_(std::move(file)), entry_(std::move(entry)) {}
    DType dtype() const override { return *entry_.dtype; }
    Shape shape() const override { return Shape(std::span<const int64_t>(entry_.shape)); }
    void read(int64_t row, std::span<std::byte> out) const override {
        const size_t row_bytes = static_cast<size_t>(entry_.shape[1]) * dtype_size(*entry_.dtype);
        file_->read(entry_, static_cast<size_t>(row) * row_bytes, out);
    }

   private:
    std::shared_ptr<const SafetensorsFile> file_;
    SafetensorsEntry entry_;
};

std::shared_ptr<const RowSource> Checkpoint::rows(std::string_view name) const {
    const Entry* e = find(name);
    assert(e && e->shape.size() == 2 && e->source->dtype);
    return std::make_shared<FileRows>(shards_[e->shard], *e->source);
}

void Checkpoint::release(std::string_view name) const {
    for (const char* suffix : {"", kCodesSuffix, kScalesSuffix})
        if (const Entry* e = find(std::string(name) + suffix)) shards_[e->shard]->release(*e->source);
    aligned_.erase(std::string(name));
}

std::vector<std::string> Checkpoint::nonfinite() const {
    std::vector<std::string> names;
    for (const Entry& e : entries_) {
        if (e.source->dtype && has_nonfinite(get(e.name))) names.push_back(e.name);
        release(e.name);
    }
    return names;
}

}  // namespace lectern
