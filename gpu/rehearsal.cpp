// Which programs a model will want, known before it computes: the ops are called on tensors without storage, choose
// their programs, and dispatch nothing.
#include "core/base/error.h"
#include "gpu/vulkan_backend.h"

namespace lectern {

// For as long as it lives ops only announce their programs.
class VulkanBackend::Rehearsal {
 public:
    // Programs for which there is no memory now are no loss: whoever needs one asks again, and says so.
    template <class Ops>
    static void of(VulkanBackend& be, Ops ops) {
        const Rehearsal rehearsal(be);
        try {
            ops();
        } catch (const Error&) {
        }
    }

 private:
    explicit Rehearsal(VulkanBackend& be) : be_(be) { set(true); }
    ~Rehearsal() {
        set(false);
        be_.plan_.reset();  // its tables are without storage, too
    }
    Rehearsal(const Rehearsal&) = delete;
    Rehearsal& operator=(const Rehearsal&) = delete;
    void set(bool on) {
        be_.rehearsing_ = on;
        be_.programs_.announce_only(on);
        be_.commands_.pretend(on);
    }
    VulkanBackend& be_;
};

// A weight of this dtype is being loaded: the products with one row and with many.
void VulkanBackend::announce_products(DType dtype) {
    if (!programs_.builds_ahead() || (announced_ >> static_cast<int>(dtype) & 1)) return;
    announced_ |= 1u << static_cast<int>(dtype);
    Rehearsal::of(*this, [&] {
        constexpr int64_t kWidth = 2048, kInner = 8192;
        const auto weight = [&](int64_t n, int64_t k) {
            Tensor w = allocate(dtype, Shape{n, k});
            w.layout = Layout::packed;
            return w;
        };
        const Tensor square = weight(kWidth, kWidth), bias = allocate(DType::F32, Shape{kWidth});
        const GatedMlp mlp{weight(kInner, kWidth), weight(kInner, kWidth), weight(kWidth, kInner)};
        for (const int64_t rows : {int64_t{1}, int64_t{512}}) {
            const Tensor x = allocate(DType::F32, Shape{rows, kWidth});
            matmul(x, square, bias);
            matmul(x, square, {});
            const Product products[] = {{square, bias}, {square, bias}, {square, bias}};
            matmul_each(x, products);
            matmul_add(x, square, {}, x);
            gated_mlp(x, mlp, x);
        }
    });
}

// What every decoder does, and most vision towers.
void VulkanBackend::announce_usual() {
    if (!programs_.builds_ahead()) return;
    Rehearsal::of(*this, [&] {
        constexpr int64_t kRows = 32, kHeads = 16, kKeyHeads = 2;
        const DType cached = compute_ == Compute::bf16 ? DType::BF16 : DType::F32;
        const auto floats = [&](int64_t rows, int64_t cols) { return allocate(DType::F32, Shape{rows, cols}); };
        const Tensor ids = allocate(DType::I32, Shape{kRows}), x = floats(kRows, 2048), w = floats(1, 2048);
        gather_rows(allocate(DType::BF16, Shape{1000, 2048}), ids);
        gather_rows(x, ids);
        rms_norm(x, w.reshape(Shape{2048}), 1e-6f);
        add(x, x);
        swiglu(x, x);
        for (const int64_t dim : {64, 80, 128}) {
            Tensor keys = allocate(cached, Shape{kPageRows, kKeyHeads * dim});
            const Tensor q = floats(kRows, kHeads * dim);
            Tensor values = keys;
            const Tensor k = floats(kRows, kKeyHeads * dim), places = allocate(DType::I32, Shape{2 * kRows});
            rope(k, floats(kRows, dim), ids, dim);
            rope_to_cache(q, k, k, floats(kRows, dim), places, dim, keys, values);
            const Spans spans{.spans = {{0, kRows, 0, kPageRows}}, .pages = {}, .causal = true};
            attention(q, keys, keys, spans, {kHeads, kKeyHeads, dim, 1}, nullptr);
        }
        // Decoding, where 8, 2 or 1 query heads share one of the keys; long enough to be split, so that the parts are
        // put together.
        struct Decoder {
            int64_t dim, key_heads;
        };
        for (const auto [dim, key_heads] : {Decoder{64, 8}, {128, 2}, {128, 8}, {128, 16}}) {
            const Spans spans{.spans = {{0, 1, 0, 4000}}, .pages = {}, .causal = true};
            const Tensor keys = allocate(cached, Shape{4000, key_heads * dim});
            attention(floats(1, kHeads * dim), keys, keys, spans, {kHeads, key_heads, dim, 1}, nullptr);
        }
        slice_cols(top_tokens(floats(1, 150'000), 2).ids, 0, 1);
    });
}

}  // namespace lectern
