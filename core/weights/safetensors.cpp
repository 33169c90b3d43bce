// Format: u64 little-endian header length, JSON header, data. https://github.com/huggingface/safetensors
#include "core/weights/safetensors.h"

#include <algorithm>
#include <bit>
#include <cstring>

#include "core/base/json.h"

namespace lectern {

static_assert(std::endian::native == std::endian::little, "tensors are read in place");

static Error damaged(const std::filesystem::path& path, const std::string& tensor, const std::string& expected,
                     const std::string& found) {
    return Error({.fault = Fault::model,
                  .attempted = "read the weights file",
                  .subject = path.string() + (tensor.empty() ? "" : ", tensor " + tensor),
                  .expected = expected,
                  .found = found,
                  .advice = "the file is damaged or incomplete: fetch it again"});
}

// Bits of one element; 0: not a safetensors dtype.
static uint64_t dtype_bits(const std::string& name) {
    if (name == "F64" || name == "I64" || name == "U64" || name == "C64") return 64;
    if (name == "F32" || name == "I32" || name == "U32") return 32;
    if (name == "F16" || name == "BF16" || name == "I16" || name == "U16") return 16;
    if (name == "F8_E5M2" || name == "F8_E4M3" || name == "F8_E8M0" || name == "F8_E4M3FNUZ" || name == "F8_E5M2FNUZ" ||
        name == "I8" || name == "U8" || name == "BOOL") {
        return 8;
    }
    if (name == "F6_E2M3" || name == "F6_E3M2") return 6;
    if (name == "F4") return 4;
    return 0;
}

static std::optional<DType> compute_dtype(const std::string& name) {
    for (const DType t : {DType::F32, DType::F16, DType::BF16, DType::I32}) {
        if (name == dtype_name(t)) return t;
    }
    return std::nullopt;
}

std::string shape_text(std::span<const int64_t> shape) {
    std::string s = "[";
    for (size_t i = 0; i < shape.size(); ++i) s += (i ? ", " : "") + std::to_string(shape[i]);
    return s + "]";
}

static std::optional<uint64_t> unsigned_value(const Json& v) {
    if (!v.is_number_unsigned()) return std::nullopt;
    const uint64_t u = v.get<uint64_t>();
    if (u > static_cast<uint64_t>(INT64_MAX)) return std::nullopt;
    return u;
}

// Bytes that dtype and shape ask for; empty: more than 2^63 bits.
static std::optional<uint64_t> byte_size(const SafetensorsEntry& e) {
    uint64_t bits = dtype_bits(e.dtype_name);
    for (const int64_t d : e.shape) {
        if (__builtin_mul_overflow(bits, static_cast<uint64_t>(d), &bits)) return std::nullopt;
    }
    if (bits % 8 != 0 || bits > static_cast<uint64_t>(INT64_MAX)) return std::nullopt;
    return bits / 8;
}

static SafetensorsEntry read_entry(const std::filesystem::path& path, const std::string& name, const Json& value) {
    SafetensorsEntry e;
    e.name = name;
    if (!value.is_object())
        throw damaged(path, name, "an object with dtype, shape and data_offsets", describe_json(value));
    const auto field = [&](const char* key) -> const Json& {
        const auto it = value.find(key);
        if (it == value.end()) throw damaged(path, name, std::string("the field ") + key, "nothing");
        return *it;
    };
    const Json& dtype = field("dtype");
    if (!dtype.is_string()) throw damaged(path, name, "a dtype name", describe_json(dtype));
    e.dtype_name = dtype.get<std::string>();
    if (dtype_bits(e.dtype_name) == 0)
        throw damaged(path, name, "a dtype such as BF16, F16 or F32", describe_json(dtype));
    e.dtype = compute_dtype(e.dtype_name);
    const Json& shape = field("shape");
    if (!shape.is_array() || shape.size() > caps::kTensorRank) {
        throw damaged(path, name, "a shape of at most " + std::to_string(caps::kTensorRank) + " sizes",
                      describe_json(shape));
    }
    for (const Json& d : shape) {
        const auto size = unsigned_value(d);
        if (!size) throw damaged(path, name, "sizes that are whole numbers", describe_json(d) + " in the shape");
        e.shape.push_back(static_cast<int64_t>(*size));
    }
    const Json& offsets = field("data_offsets");
    if (!offsets.is_array() || offsets.size() != 2 || !unsigned_value(offsets[0]) || !unsigned_value(offsets[1])) {
        throw damaged(path, name, "two byte offsets", describe_json(offsets) + " as data_offsets");
    }
    e.begin = *unsigned_value(offsets[0]);
    e.end = *unsigned_value(offsets[1]);
    return e;
}

static void check_extent(const std::filesystem::path& path, const SafetensorsEntry& e, uint64_t data_bytes) {
    const std::string offsets = "bytes " + std::to_string(e.begin) + " to " + std::to_string(e.end);
    if (e.begin > e.end) throw damaged(path, e.name, "offsets in rising order", offsets);
    if (e.end > data_bytes)
        throw damaged(path, e.name, "data within " + std::to_string(data_bytes) + " bytes", offsets);
    const auto bytes = byte_size(e);
    if (!bytes) throw damaged(path, e.name, "a size that fits a file", e.dtype_name + " " + shape_text(e.shape));
    if (*bytes != e.end - e.begin) {
        throw damaged(path, e.name, std::to_string(*bytes) + " bytes for " + e.dtype_name + " " + shape_text(e.shape),
                      offsets);
    }
}

// Every byte of the data belongs to exactly one tensor.
static void check_tiling(const std::filesystem::path& path, const std::vector<SafetensorsEntry>& entries,
                         uint64_t data_bytes) {
    std::vector<const SafetensorsEntry*> order;
    for (const SafetensorsEntry& e : entries) order.push_back(&e);
    std::sort(order.begin(), order.end(), [](const auto* a, const auto* b) {
        return a->begin != b->begin ? a->begin < b->begin : a->end < b->end;
    });
    uint64_t at = 0;
    for (const SafetensorsEntry* e : order) {
        if (e->begin != at) {
            throw damaged(
                path, e->name, "data from byte " + std::to_string(at) + " on, where the tensor before it ends",
                std::string(e->begin < at ? "an overlap" : "a hole") + ", data from byte " + std::to_string(e->begin));
        }
        at = e->end;
    }
    if (at != data_bytes) {
        const std::string last = order.empty() ? "" : order.back()->name;
        throw damaged(path, last, "the last tensor to end with the file, at byte " + std::to_string(data_bytes),
                      "its end at byte " + std::to_string(at));
    }
}

static std::map<std::string, std::string> read_metadata(const std::filesystem::path& path, const Json& value) {
    if (!value.is_object()) throw damaged(path, "", "__metadata__ to be an object", describe_json(value));
    std::map<std::string, std::string> out;
    for (const auto& [key, v] : value.items()) {
        if (!v.is_string()) throw damaged(path, "", "strings in __metadata__", describe_json(v) + " for " + key);
        out[key] = v.get<std::string>();
    }
    return out;
}

// Length of the JSON header, checked against the file and the cap.
static uint64_t header_length(const MappedFile& file) {
    const auto bytes = file.bytes();
    if (bytes.size() < 8) throw damaged(file.path(), "", "at least 8 bytes", std::to_string(bytes.size()) + " bytes");
    uint64_t n = 0;
    std::memcpy(&n, bytes.data(), 8);
    if (n < 2)
        throw damaged(file.path(), "", "a header of at least 2 bytes", "a header length of " + std::to_string(n));
    if (n > caps::kSafetensorsHeader) {
        throw damaged(file.path(), "", "a header of at most " + std::to_string(caps::kSafetensorsHeader) + " bytes",
                      "a header length of " + std::to_string(n));
    }
    if (n > bytes.size() - 8) {
        throw damaged(file.path(), "", "a header within the file's " + std::to_string(bytes.size()) + " bytes",
                      "a header length of " + std::to_string(n));
    }
    return n;
}

SafetensorsFile::SafetensorsFile(const std::filesystem::path& path)
    : file_(path, "read the weights file", Fault::model) {
    const uint64_t length = header_length(file_);
    const char* text = reinterpret_cast<const char*>(file_.bytes().data()) + 8;
    if (text[0] != '{')
        throw damaged(path, "", "a header that begins with {", "something else: not a safetensors file");
    const Json header = parse_json({text, length}, path.string() + ", header", Fault::model,
                                   {.bytes = caps::kSafetensorsHeader, .values = caps::kSafetensorsValues, .depth = 8});
    data_start_ = 8 + length;
    const uint64_t data_bytes = file_.bytes().size() - data_start_;
    if (header.size() > caps::kSafetensorsTensors) {
        throw damaged(path, "", "at most " + std::to_string(caps::kSafetensorsTensors) + " tensors",
                      std::to_string(header.size()));
    }
    for (const auto& [name, value] : header.items()) {
        if (name == "__metadata__") {
            metadata_ = read_metadata(path, value);
            continue;
        }
        if (name.empty() || name.size() > caps::kTensorName) {
            throw damaged(path, name.substr(0, 80), "a name of 1 to " + std::to_string(caps::kTensorName) + " bytes",
                          std::to_string(name.size()) + " bytes");
        }
        entries_.push_back(read_entry(path, name, value));
        check_extent(path, entries_.back(), data_bytes);
    }
    check_tiling(path, entries_, data_bytes);
}

std::span<const std::byte> SafetensorsFile::data(const SafetensorsEntry& entry) const {
    file_.require_unchanged_size();
    return file_.bytes().subspan(data_start_ + entry.begin, entry.end - entry.begin);
}

void SafetensorsFile::release(const SafetensorsEntry& entry) const {
    file_.release(file_.bytes().subspan(data_start_ + entry.begin, entry.end - entry.begin));
}

void SafetensorsFile::read(const SafetensorsEntry& entry, size_t offset, std::span<std::byte> out) const {
    file_.read(data_start_ + entry.begin + offset, out);
}

}  // namespace lectern
