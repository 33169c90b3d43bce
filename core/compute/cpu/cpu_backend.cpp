#include "core/compute/cpu/cpu_backend.h"

#include <algorithm>
#include <cassert>
#include <cstring>
#include <fstream>

#include "core/base/error.h"

#if defined(LECTERN_X86)
#include <cpuid.h>
#include <sys/syscall.h>
#include <unistd.h>
#endif

namespace lectern {

// -- what the machine has

#if defined(LECTERN_X86)
// Tiles are there (CPUID), the system saves them (XCR0), and this process may use them: Linux wants to be asked, since
// they make a thread's saved state 8 KB larger.
static bool ask_for_amx() {
    unsigned a = 0, b = 0, c = 0, d = 0;
    constexpr unsigned kAmxBf16 = 1u << 22, kAmxTile = 1u << 24, kAmxInt8 = 1u << 25, kOsSaves = 1u << 27;
    if (!__get_cpuid(1, &a, &b, &c, &d) || !(c & kOsSaves)) return false;
    if (!__get_cpuid_count(7, 0, &a, &b, &c, &d) || !(d & kAmxBf16) || !(d & kAmxTile) || !(d & kAmxInt8)) return false;
    unsigned low = 0, high = 0;
    __asm__("xgetbv" : "=a"(low), "=d"(high) : "c"(0));
    constexpr unsigned kTileState = 3u << 17;
    constexpr long kRequestPermission = 0x1023, kTileData = 18;  // ARCH_REQ_XCOMP_PERM, XFEATURE_XTILEDATA
    return (low & kTileState) == kTileState && syscall(SYS_arch_prctl, kRequestPermission, kTileData) == 0;
}
#endif

static CpuLevel supported_level() {
#if defined(LECTERN_X86)
    __builtin_cpu_init();
    if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512vl") &&
        __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("fma") && __builtin_cpu_supports("avx2"))
        return !__builtin_cpu_supports("avx512bf16") || !__builtin_cpu_supports("avx512vnni") ? CpuLevel::avx512 : ask_for_amx() ? CpuLevel::amx : CpuLevel::avx512_bf16;
    if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma")) return CpuLevel::avx2;
#endif
    return CpuLevel::scalar;
}

static const char* level_name(CpuLevel level) {
    switch (level) {
        case CpuLevel::scalar: return "portable";
        case CpuLevel::avx2: return "AVX2";
        case CpuLevel::avx512: return "AVX-512";
        case CpuLevel::avx512_bf16: return "AVX-512 BF16";
        case CpuLevel::amx: return "AMX BF16";
        case CpuLevel::best: break;
    }
    return "?";
}

static CpuLevel choose_level(CpuLevel wanted) {
    const CpuLevel best = supported_level();
    if (wanted == CpuLevel::best) return best;
    if (wanted > best)
        throw Error({.fault = Fault::device,
                     .attempted = "use the processor",
                     .expected = std::string(level_name(wanted)) + " instructions",
                     .found = level_name(best)});
    return wanted;
}

static const Kernels& kernels_of(CpuLevel level) {
    switch (level) {
#if defined(LECTERN_X86)
        case CpuLevel::amx: return amx_kernels();
        case CpuLevel::avx512_bf16: return avx512_bf16_kernels();
        case CpuLevel::avx512: return avx512_kernels();
        case CpuLevel::avx2: return avx2_kernels();
#endif
        default: return scalar_kernels();
    }
}

const Kernels& best_kernels() { return kernels_of(supported_level()); }

static std::string processor_model() {
    std::ifstream file("/proc/cpuinfo");
    for (std::string line; std::getline(file, line);)
        if (line.starts_with("model name"))
            if (const size_t colon = line.find(": "); colon != std::string::npos) return line.substr(colon + 2);
    return "unknown processor";
}

CpuInfo cpu_info() {
    CpuInfo info{.model = processor_model(), .level = supported_level(), .features = {}, .threads = usable_cores()};
    info.features = level_name(info.level);
#if defined(LECTERN_X86)
    if (__builtin_cpu_supports("avx512vnni")) info.features += " VNNI";
#endif
    return info;
}

std::unique_ptr<Backend> make_cpu_backend(const CpuOptions& options) { return std::make_unique<CpuBackend>(options); }

// -- storage

CpuBackend::CpuBackend(const CpuOptions& options)
    : pool_(options.on_allocate),
      threads_(options.threads > 0 ? options.threads : usable_cores()),
      compute_(options.compute),
      level_(choose_level(options.level)),
      kernels_(kernels_of(level_)),
      times_(options.times && options.times->enabled ? options.times : nullptr) {}

OpTimer::OpTimer(CpuOpTimes* times, const char* op, double flops, double bytes)
    : times_(times), op_(op), flops_(flops), bytes_(bytes) {
    if (times_ && times_->depth++ == 0) start_ = std::chrono::steady_clock::now();
}

OpTimer::~OpTimer() {
    if (!times_ || --times_->depth > 0) return;
    CpuOpTimes::Op& op = times_->ops[op_];
    ++op.calls;
    op.seconds += std::chrono::duration<double>(std::chrono::steady_clock::now() - start_).count();
    op.flops += flops_;
    op.bytes += bytes_;
}

std::string CpuBackend::name() const {
    const int n = threads_.size();
    return std::string("cpu (") + level_name(level_) + ", " + std::to_string(n) + (n == 1 ? " thread)" : " threads)");
}

// Bytes of a tensor. Shapes come from files in the end, so a product too large for a machine is an error, not a bug.
static size_t checked_bytes(DType dtype, const Shape& shape) {
    size_t bytes = dtype_size(dtype);
    for (int i = 0; i < shape.rank(); ++i) {
        assert(shape[i] >= 0);
        if (__builtin_mul_overflow(bytes, static_cast<size_t>(shape[i]), &bytes))
            throw Error({.fault = Fault::memory,
                         .attempted = "get memory for a tensor",
                         .expected = "a size this machine can address",
                         .found = shape.text() + " of " + dtype_name(dtype)});
    }
    return bytes;
}

Tensor CpuBackend::allocate(DType dtype, Shape shape) {
    return {.dtype = dtype, .shape = shape, .storage = pool_.allocate(checked_bytes(dtype, shape))};
}

Tensor CpuBackend::upload(const HostTensor& values) {
    Tensor y = allocate(values.dtype, values.shape);
    if (values.bytes()) std::memcpy(cpu_data<std::byte>(y), values.data, values.bytes());
    return y;
}

Tensor CpuBackend::upload_f32(const HostTensor& values) {
    assert(values.dtype != DType::I32);
    Tensor y = allocate(DType::F32, values.shape);
    kernels_.widen(values.data, values.dtype, cpu_data<float>(y), values.shape.elements());
    return y;
}

void CpuBackend::read(const Tensor& x, std::span<std::byte> out) {
    assert(x.layout == Layout::plain && out.size() == x.bytes());
    if (!out.empty()) std::memcpy(out.data(), cpu_data<std::byte>(x), out.size());
}

}  // namespace lectern
