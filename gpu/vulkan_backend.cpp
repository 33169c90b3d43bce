#include "gpu/vulkan_backend.h"

#include <algorithm>
#include <bit>
#include <cassert>
#include <cstring>

#include "core/base/error.h"
#include "core/compute/packed_rows.h"

namespace lectern {

constexpr uint64_t kUnusedKept = uint64_t{256} << 20;  // of storage nobody uses, rather than given back

VulkanBackend::VulkanBackend(const VulkanOptions& options)
    : compute_(options.compute),
      instance_(options.validation),
      device_(instance_, options),
      memory_(device_, timeline_, options),
      transfer_(memory_, timeline_),
      programs_(device_, options.pipeline_cache),
      commands_(device_, timeline_, options) {
    memory_.set_drain([this] { commands_.finish(false); });
    fault_ = {.dtype = DType::I32, .shape = Shape{3}, .storage = memory_.allocate_shared(3 * 4)};
    clear_fault();
    announce_usual();
}

VulkanBackend::~VulkanBackend() = default;

std::string VulkanBackend::name() const {
    const DeviceInfo& info = device_.physical().info;
    return "vulkan:" + std::to_string(info.index) + " (" + info.name + ")";
}

std::vector<OpTime> VulkanBackend::op_times() {
    commands_.finish(false);
    return commands_.take_times();
}

Binding bind(const Tensor& x) {
    return {static_cast<VulkanStorage*>(x.storage.get()), x.offset, x.bytes(),
            static_cast<uint32_t>(dtype_size(x.dtype))};
}

Binding bind_elements(const Tensor& x, int64_t first, int64_t count) {
    return bind(x.reshape(Shape{x.shape.elements()}).slice_rows(first, count));
}

int64_t VulkanBackend::rows_per_binding(int64_t widest_row_bytes, int64_t most) const {
    if (widest_row_bytes > binding_bytes())
        throw Error({.fault = Fault::memory,
                     .attempted = "compute on the GPU",
                     .expected = "rows of at most " + std::to_string(binding_bytes()) + " bytes",
                     .found = std::to_string(widest_row_bytes),
                     .advice = "use --device cpu"});
    return std::min(most, binding_bytes() / std::max<int64_t>(widest_row_bytes, 1));
}

// -- storage

// Bytes of a tensor. Shapes come from files in the end, so a product too large for a machine is an error, not a bug.
static uint64_t checked_bytes(DType dtype, const Shape& shape) {
    uint64_t bytes = dtype_size(dtype);
    for (int i = 0; i < shape.rank(); ++i) {
        assert(shape[i] >= 0);
        if (__builtin_mul_overflow(bytes, static_cast<uint64_t>(shape[i]), &bytes) || bytes > (uint64_t{1} << 62))
            throw Error({.fault = Fault::memory,
                         .attempted = "get GPU memory",
                         .expected = "a size a GPU can address",
                         .found = shape.text() + " of " + dtype_name(dtype),
                         .advice = "check that the model's files are whole"});
    }
    return bytes;
}

Tensor VulkanBackend::allocate(DType dtype, Shape shape) {
    if (rehearsing_) return {.dtype = dtype, .shape = shape, .storage = std::make_shared<VulkanStorage>()};
    Tensor t{.dtype = dtype, .shape = shape, .storage = memory_.allocate(checked_bytes(dtype, shape))};
    return t;
}

Tensor VulkanBackend::upload(const HostTensor& values) {
    if (rehearsing_) return allocate(values.dtype, values.shape);
    const uint64_t bytes = checked_bytes(values.dtype, values.shape);
    Tensor y{.dtype = values.dtype, .shape = values.shape};
    if (bytes <= Memory::kSmall) y.storage = memory_.allocate_upload(bytes);
    if (!y.storage) y.storage = memory_.allocate(bytes);
    const auto copy = [&](uint64_t offset, std::span<std::byte> out) {
        std::memcpy(out.data(), values.data + offset, out.size());
    };
    if (values.bytes()) transfer_.upload(commands_, static_cast<VulkanStorage&>(*y.storage), values.bytes(), 4, copy);
    static_cast<VulkanStorage&>(*y.storage).untouched = false;
    return y;
}

static float f16_value(uint16_t h) {
    const uint32_t sign = static_cast<uint32_t>(h & 0x8000u) << 16, rest = h & 0x7fffu;
    if (rest >= 0x7c00u) return std::bit_cast<float>(sign | 0x7f800000u | (rest << 13));
    return std::bit_cast<float>(sign | std::bit_cast<uint32_t>(std::bit_cast<float>(rest << 13) * 0x1p112f));
}

Tensor VulkanBackend::upload_f32(const HostTensor& values) {
    assert(values.dtype != DType::I32);
    if (values.dtype == DType::F32) return upload(values);
    std::vector<float> wide(static_cast<size_t>(values.shape.elements()));
    for (size_t i = 0; i < wide.size(); ++i) {
        uint16_t bits = 0;
        std::memcpy(&bits, values.data + 2 * i, 2);
        wide[i] =
            values.dtype == DType::BF16 ? std::bit_cast<float>(static_cast<uint32_t>(bits) << 16) : f16_value(bits);
    }
    return upload({DType::F32, values.shape, reinterpret_cast<const std::byte*>(wide.data())});
}

// Read into the device's memory, or into staging, piece by piece.
// Rows packed already, as the table they are; empty where padding or codes lie between the values.
static Tensor table_of(const RowSource& rows) {
    const auto* both = dynamic_cast<const PackedRows*>(&rows);
    if (!both || both->packed().dtype != rows.dtype() || is_quantised(rows.dtype())) return {};
    Tensor table = both->packed();
    const int64_t cols = rows.shape()[1];
    if (table.shape != rows.shape() ||
        packed_row_bytes(table.dtype, cols) != cols * static_cast<int64_t>(dtype_size(table.dtype)))
        return {};
    table.layout = Layout::plain;
    return table;
}

Tensor VulkanBackend::upload_table(std::shared_ptr<const RowSource> rows) {
    if (Tensor table = table_of(*rows)) return table;
    const Shape shape = rows->shape();
    const auto row_bytes = static_cast<uint64_t>(shape[1]) * dtype_size(rows->dtype());
    const uint64_t bytes = checked_bytes(rows->dtype(), shape);
    Tensor table{.dtype = rows->dtype(), .shape = shape, .storage = memory_.allocate_weight(bytes)};
    auto& storage = static_cast<VulkanStorage&>(*table.storage);
    if (bytes)
        transfer_.upload(commands_, storage, bytes, row_bytes, [&](uint64_t offset, std::span<std::byte> out) {
            rows->read(static_cast<int64_t>(offset / row_bytes), out);
        });
    storage.untouched = false;
    return table;
}

Tensor VulkanBackend::pack_weight(const HostTensor& w) {
    announce_products(w.dtype);
    assert(w.dtype != DType::I32 && w.shape.rank() >= 1);
    const int64_t n = w.shape[0], k = n ? w.shape.elements() / n : 0;
    const size_t row = static_cast<size_t>(k) * dtype_size(w.dtype);
    const auto padded = static_cast<size_t>(packed_row_bytes(w.dtype, k));
    const bool scaled = w.dtype == DType::BF16 && multiplies_fragments(w.dtype);
    Tensor packed{.dtype = w.dtype,
                  .layout = Layout::packed,
                  .shape = Shape{n, k},
                  .storage = memory_.allocate_weight(static_cast<uint64_t>(n) * (padded + (scaled ? 4 : 0)))};
    const auto fill = [&](uint64_t offset, std::span<std::byte> out) {
        if (row == padded) {
            std::memcpy(out.data(), w.data + offset, out.size());
            return;
        }
        for (size_t r = 0; r < out.size() / padded; ++r) {
            std::memcpy(out.data() + r * padded, w.data + (offset / padded + r) * row, row);
            std::memset(out.data() + r * padded + row, 0, padded - row);
        }
    };
    if (n && k)
        transfer_.upload(commands_, static_cast<VulkanStorage&>(*packed.storage), static_cast<uint64_t>(n) * padded,
                         padded, fill);
    static_cast<VulkanStorage&>(*packed.storage).untouched = false;
    if (scaled && n && k) scale_weights(packed);
    return packed;
}

void VulkanBackend::clear_fault() {
    std::memset(static_cast<VulkanStorage&>(*fault_.storage).mapped(), 0, fault_.bytes());
}

// An index beyond its table is met on the device; it is reported at the next read, which has waited.
void VulkanBackend::check_fault() {
    report_fault({static_cast<VulkanStorage&>(*fault_.storage).mapped(), fault_.bytes()});
}

// The three words of fault_, as they were when everything recorded so far was done.
void VulkanBackend::report_fault(std::span<const std::byte> words) {
    int32_t found[3] = {};
    std::memcpy(found, words.data(), sizeof found);
    if (!found[0]) return;
    commands_.finish(true);  // nobody writes there while it is cleared
    clear_fault();
    throw Error({.fault = Fault::model,
                 .attempted = "look up a row of a table",
                 .expected = "an index below " + std::to_string(found[2]),
                 .found = std::to_string(found[1]),
                 .advice = "check that the tokenizer belongs to the model"});
}

void VulkanBackend::read(const Tensor& x, std::span<std::byte> out) {
    assert(x.layout == Layout::plain && out.size() == x.bytes());
    if (!out.empty()) transfer_.read(commands_, static_cast<const VulkanStorage&>(*x.storage), x.offset, out);
    check_fault();
    memory_.trim(kUnusedKept);
}

class VulkanBackend::LateValues final : public Fetch {
 public:
    LateValues(VulkanBackend& be, std::span<const Tensor> tensors, std::span<const Transfer::Source> sources)
        : be_(be), reading_(be.transfer_, be.commands_, sources) {
        for (const Tensor& t : tensors) bytes_.push_back(t.bytes());
    }
    void wait() override {
        reading_.wait();
        be_.report_fault(reading_.values(bytes_.size()));
        be_.memory_.trim(kUnusedKept);
    }
    std::span<const std::byte> bytes(size_t i) const override { return reading_.values(i).first(bytes_[i]); }

 private:
    VulkanBackend& be_;
    Transfer::Reading reading_;
    std::vector<uint64_t> bytes_;
};

std::unique_ptr<Fetch> VulkanBackend::fetch(std::span<const Tensor> tensors) {
    std::vector<Transfer::Source> sources;
    for (const Tensor& t : tensors)
        sources.push_back({static_cast<const VulkanStorage*>(t.storage.get()), t.offset, t.bytes()});
    sources.push_back({static_cast<const VulkanStorage*>(fault_.storage.get()), 0, fault_.bytes()});
    return std::make_unique<LateValues>(*this, tensors, sources);
}

// -- what several ops share

Tensor VulkanBackend::elementwise(std::string_view shader, const Tensor& a, const Tensor& b, double flops) {
    struct Params {
        uint32_t n;
    };
    Tensor y = allocate(DType::F32, a.shape);
    const uint32_t group = device_.tuning().elementwise_group;
    const Program& program = programs_.get(shader, {{"group", group}});
    const int64_t n = a.shape.elements(), most = rows_per_binding(4, int64_t{65535} * group * 4) / 64 * 64;
    for (int64_t first = 0; first < n; first += most) {
        const int64_t count = std::min(most, n - first);
        const Params params{u32(count)};
        const Groups groups{groups_for(count, group * 4)};
        const Binding to = bind_elements(y, first, count), x = bind_elements(a, first, count);
        const auto elements = static_cast<double>(count);
        if (b)
            commands_.dispatch(program, groups, params, {to, x, bind_elements(b, first, count)},
                               {flops * elements, 12 * elements});
        else
            commands_.dispatch(program, groups, params, {to, x}, {flops * elements, 8 * elements});
    }
    return y;
}

void VulkanBackend::normalise(std::string_view shader, const Tensor& y, const Tensor& x, const Tensor& w,
                              const Tensor* b, float eps) {
    struct Params {
        uint32_t cols;
        float eps;
    };
    const int64_t cols = x.cols(), rows = cols ? x.shape.elements() / cols : 0;
    const Program& program = programs_.get(shader, {{"group", device_.tuning().row_group}});
    const Tensor to = y.reshape(Shape{rows, cols}), from = x.reshape(Shape{rows, cols});
    const int64_t most = rows_per_binding(cols * 4);
    for (int64_t first = 0; first < rows; first += most) {
        const int64_t count = std::min(most, rows - first);
        const auto elements = static_cast<double>(count * cols);
        const Binding out = bind_rows(to, first, count), in = bind_rows(from, first, count);
        const Groups groups{u32(count)};
        const Params params{u32(cols), eps};
        if (b)
            commands_.dispatch(program, groups, params, {out, in, bind(w), bind(*b)}, {8 * elements, 12 * elements});
        else
            commands_.dispatch(program, groups, params, {out, in, bind(w)}, {5 * elements, 12 * elements});
    }
}

}  // namespace lectern
