#include "gpu/reflection.h"

#include <algorithm>
#include <set>
#include <stdexcept>
#include <string>
#include <vector>

namespace lectern {

// The few instructions of SPIR-V (unified specification, section 3) that declare an interface.
namespace op {
constexpr uint32_t kName = 5, kTypeInt = 21, kTypeFloat = 22, kTypeVector = 23, kTypeArray = 28, kTypeStruct = 30,
                   kTypePointer = 32, kConstant = 43, kVariable = 59, kDecorate = 71, kMemberDecorate = 72;
}
constexpr uint32_t kStorageBuffer = 12, kPushConstant = 9;
constexpr uint32_t kSpecId = 1, kNonWritable = 24, kBinding = 33, kDescriptorSet = 34, kOffset = 35;

struct Declarations {
    std::map<uint32_t, std::string_view> names;
    std::map<uint32_t, uint32_t> spec_ids, bindings, sets;             // by result id
    std::map<uint32_t, std::vector<uint32_t>> types;                   // result id → the instruction's words
    std::map<uint32_t, uint32_t> constants;                            // 32-bit ones
    std::map<std::pair<uint32_t, uint32_t>, uint32_t> member_offsets;  // (struct, member)
    std::set<uint32_t> readonly;                                       // variables, and structs with such a member
    std::vector<std::pair<uint32_t, uint32_t>> variables;              // pointer type, result id, storage class below
    std::vector<uint32_t> classes;
};

static Declarations collect(std::span<const uint32_t> words) {
    if (words.size() < 5 || words[0] != 0x07230203) throw std::logic_error("not SPIR-V");
    Declarations d;
    for (size_t at = 5; at < words.size();) {
        const uint32_t code = words[at] & 0xffff, count = words[at] >> 16;
        if (count == 0 || at + count > words.size()) throw std::logic_error("SPIR-V ends within an instruction");
        const std::span<const uint32_t> i = words.subspan(at, count);
        at += count;
        switch (code) {
            case op::kName:
                d.names[i[1]] = std::string_view(reinterpret_cast<const char*>(&i[2]));
                break;
            case op::kDecorate:
                if (i[2] == kSpecId) d.spec_ids[i[1]] = i[3];
                if (i[2] == kBinding) d.bindings[i[1]] = i[3];
                if (i[2] == kDescriptorSet) d.sets[i[1]] = i[3];
                if (i[2] == kNonWritable) d.readonly.insert(i[1]);
                break;
            case op::kMemberDecorate:
                if (i[3] == kOffset) d.member_offsets[{i[1], i[2]}] = i[4];
                if (i[3] == kNonWritable) d.readonly.insert(i[1]);  // our blocks have one member
                break;
            case op::kTypeInt:
            case op::kTypeFloat:
            case op::kTypeVector:
            case op::kTypeArray:
            case op::kTypeStruct:
            case op::kTypePointer:
                d.types[i[1]] = {i.begin(), i.end()};
                break;
            case op::kConstant:
                d.constants[i[2]] = i[3];
                break;
            case op::kVariable:
                d.variables.emplace_back(i[1], i[2]);
                d.classes.push_back(i[3]);
                break;
            default:
                break;
        }
    }
    return d;
}

static uint32_t size_of(const Declarations& d, uint32_t type) {
    const std::vector<uint32_t>& t = d.types.at(type);
    switch (t[0] & 0xffff) {
        case op::kTypeInt:
        case op::kTypeFloat:
            return t[2] / 8;
        case op::kTypeVector:
            return size_of(d, t[2]) * t[3];
        case op::kTypeArray:
            return size_of(d, t[2]) * d.constants.at(t[3]);  // tightly packed: elements of 4 bytes
        case op::kTypeStruct: {
            uint32_t end = 0;
            for (uint32_t m = 0; m + 2 < t.size(); ++m)
                end = std::max(end, d.member_offsets.at({type, m}) + size_of(d, t[m + 2]));
            return end;
        }
        default:
            throw std::logic_error("a push constant of a type we do not use");
    }
}

Reflection reflect(std::span<const uint32_t> words) {
    const Declarations d = collect(words);
    Reflection r{.words = words, .constants = {}};
    std::set<uint32_t> bindings;
    for (size_t i = 0; i < d.variables.size(); ++i) {
        const auto [pointer, id] = d.variables[i];
        if (d.classes[i] == kStorageBuffer) {
            if (d.sets.at(id) != 0) throw std::logic_error("a binding outside set 0");
            bindings.insert(d.bindings.at(id));
            if (!d.readonly.contains(id) && !d.readonly.contains(d.types.at(pointer)[3]))
                r.written |= 1u << d.bindings.at(id);
        }
        if (d.classes[i] == kPushConstant) r.push_bytes = size_of(d, d.types.at(pointer)[3]);
    }
    r.bindings = static_cast<uint32_t>(bindings.size());
    if (!bindings.empty() && *bindings.rbegin() + 1 != r.bindings) throw std::logic_error("binding numbers have a gap");
    if (r.push_bytes == 0 || r.push_bytes > 128)
        throw std::logic_error("push constants of " + std::to_string(r.push_bytes) + " bytes");
    bool has_group = false;
    for (const auto& [id, spec] : d.spec_ids) {
        has_group |= spec == 0;
        // The workgroup size has no variable of its own, so it has no name either.
        r.constants[spec == 0 ? std::string_view("group") : d.names.at(id)] = spec;
    }
    if (!has_group) throw std::logic_error("constant 0 is not the workgroup size");
    return r;
}

}  // namespace lectern
