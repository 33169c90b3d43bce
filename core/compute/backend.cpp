#include "core/compute/backend.h"

#include <algorithm>
#include <cstring>
#include <numeric>

namespace lectern {

template <class T>
static std::vector<T> values_of(std::span<const std::byte> bytes) {
    std::vector<T> out(bytes.size() / sizeof(T));
    if (!out.empty()) std::memcpy(out.data(), bytes.data(), out.size() * sizeof(T));
    return out;
}

std::vector<float> Fetch::floats(size_t i) const { return values_of<float>(bytes(i)); }
std::vector<int32_t> Fetch::ids(size_t i) const { return values_of<int32_t>(bytes(i)); }

namespace {

class Fetched final : public Fetch {
   public:
    explicit Fetched(std::vector<std::vector<std::byte>> values) : values_(std::move(values)) {}
    void wait() override {}
    std::span<const std::byte> bytes(size_t i) const override { return values_[i]; }

   private:
    std::vector<std::vector<std::byte>> values_;
};

}  // namespace

std::unique_ptr<Fetch> Backend::fetch(std::span<const Tensor> tensors) {
    std::vector<std::vector<std::byte>> values;
    for (const Tensor& t : tensors) read(t, values.emplace_back(t.bytes()));
    return std::make_unique<Fetched>(std::move(values));
}

Tensor Backend::matmul_add(const Tensor& x, const Tensor& w, const Tensor& bias, const Tensor& residual) {
    return add(residual, matmul(x, w, bias));
}

std::vector<Tensor> Backend::matmul_each(const Tensor& x, std::span<const Product> products) {
    std::vector<Tensor> y;
    for (const Product& p : products) y.push_back(matmul(x, p.w, p.bias));
    return y;
}

// Rows of an MLP that go through together: 128 MiB for gate, up and their product, but enough rows for each pass over the
// weights. 2,648 rows in dots.ocr's tower, 1,248 in its decoder.
static int64_t tile_rows(const GatedMlp& mlp) {
    constexpr int64_t kBytes = int64_t{128} << 20, kLeast = 512, kMost = 4096;
    return std::clamp(kBytes / (12 * mlp.gate.rows()) / 16 * 16, kLeast, kMost);
}

static Tensor mlp_of_few(Backend& be, const Tensor& x, const GatedMlp& mlp) {
    const Tensor gate = be.matmul(x, mlp.gate, mlp.gate_bias);
    return be.matmul(be.swiglu(gate, be.matmul(x, mlp.up, mlp.up_bias)), mlp.down, mlp.down_bias);
}

Tensor Backend::gated_mlp(const Tensor& x, const GatedMlp& mlp, const Tensor& residual) {
    Tensor y;
    const int64_t tile = tile_rows(mlp);
    if (x.rows() <= tile) {
        y = mlp_of_few(*this, x, mlp);
    } else {
        y = allocate(DType::F32, Shape{x.rows(), mlp.down.rows()});
        for (int64_t first = 0; first < x.rows(); first += tile) {
            const int64_t rows = std::min(tile, x.rows() - first);
            std::vector<int32_t> index(static_cast<size_t>(rows));
            std::iota(index.begin(), index.end(), static_cast<int32_t>(first));
            scatter_rows(y, mlp_of_few(*this, x.slice_rows(first, rows), mlp), upload_ids(index));
        }
    }
    return residual ? add(residual, y) : y;
}

Tensor Backend::expert_gated(const Tensor& x, const Tensor& gate, const Tensor& up, int64_t n, const Routing& routing) {
    const Tensor y = expert_matmul(x, gate, n, routing, false);
    return swiglu(y, expert_matmul(x, up, n, routing, false));
}

Tensor Backend::rope_to_cache(const Tensor& q, const Tensor& k, const Tensor& v, const Tensor& table,
                              const Tensor& places, int64_t head_dim, Tensor& keys, Tensor& values) {
    assert(places.shape.elements() == 2 * q.rows());
    const Tensor positions = places.slice_rows(0, q.rows()), slots = places.slice_rows(q.rows(), q.rows());
    scatter_rows(keys, rope(k, table, positions, head_dim), slots);
    scatter_rows(values, v, slots);
    return rope(q, table, positions, head_dim);
}

Tensor Backend::upload_table(std::shared_ptr<const RowSource> rows) {
    std::vector<std::byte> all(static_cast<size_t>(rows->shape().elements()) * dtype_size(rows->dtype()));
    rows->read(0, all);
    return upload({rows->dtype(), rows->shape(), all.data()});
}

Tensor Backend::upload_ids(std::span<const int32_t> ids) {
    return upload({DType::I32, Shape{static_cast<int64_t>(ids.size())}, std::as_bytes(ids).data()});
}

Tensor Backend::upload_floats(std::span<const float> values, Shape shape) {
    assert(shape.elements() == static_cast<int64_t>(values.size()));
    return upload({DType::F32, shape, std::as_bytes(values).data()});
}

std::vector<float> Backend::read_floats(const Tensor& x) {
    assert(x.dtype == DType::F32);
    std::vector<float> out(static_cast<size_t>(x.shape.elements()));
    read(x, std::as_writable_bytes(std::span(out)));
    return out;
}

std::vector<int32_t> Backend::read_ids(const Tensor& x) {
    assert(x.dtype == DType::I32);
    std::vector<int32_t> out(static_cast<size_t>(x.shape.elements()));
    read(x, std::as_writable_bytes(std::span(out)));
    return out;
}

Tensor Backend::pack_weight_as(const HostTensor& w, Quant quant) {
    if (quant == Quant::none || w.shape.elements() == 0) return pack_weight(w);
    const int64_t n = w.shape[0], k = w.shape.elements() / n;
    const DType dtype = quant_dtype(quant);
    std::vector<std::byte> codes(static_cast<size_t>(n * code_row_bytes(dtype, k)));
    std::vector<uint16_t> scales(static_cast<size_t>(n * quant_groups(k)));
    quantise(w, dtype, codes, scales);
    return pack_quantised({dtype, Shape{n, k}, codes.data(), std::as_bytes(std::span(scales)).data()});
}

}  // namespace lectern
