// First fit decreasing (Johnson 1973): at most 11/9 of the best number of batches.
#include "core/model/encode.h"

#include <algorithm>
#include <deque>
#include <new>
#include <numeric>

#include "core/base/error.h"

namespace lectern {

static constexpr int64_t kLeastPatches = 256;  // a bound is not lowered further: smaller batches save next to nothing

std::vector<std::vector<size_t>> pack_pictures(std::span<const int64_t> patches, int64_t most) {
    std::vector<size_t> order(patches.size());
    std::iota(order.begin(), order.end(), size_t{0});
    std::stable_sort(order.begin(), order.end(), [&](size_t a, size_t b) { return patches[a] > patches[b]; });
    std::vector<std::vector<size_t>> batches;
    std::vector<int64_t> filled;
    for (const size_t i : order) {
        size_t batch = 0;
        while (batch < batches.size() && filled[batch] + patches[i] > most) ++batch;
        if (batch == batches.size()) {
            batches.emplace_back();
            filled.push_back(0);
        }
        batches[batch].push_back(i);
        filled[batch] += patches[i];
    }
    return batches;
}

namespace {

class PackedEncoding {
   public:
    PackedEncoding(Backend& be, const VisionLanguageModel& model, std::span<const ImagePatches* const> images)
        : be_(be), model_(model), images_(images) {
        for (const ImagePatches* image : images) {
            first_rows_.push_back(static_cast<int32_t>(rows_));
            rows_ += model.image_tokens(*image);
        }
    }
    Tensor run(int64_t& most);

   private:
    void add(const std::vector<size_t>& batch);

    Backend& be_;
    const VisionLanguageModel& model_;
    std::span<const ImagePatches* const> images_;
    std::vector<int32_t> first_rows_;  // of each picture
    int64_t rows_ = 0;
    Tensor out_;  // [rows, hidden]
};

void PackedEncoding::add(const std::vector<size_t>& batch) {
    std::vector<const ImagePatches*> images;
    std::vector<int32_t> to;
    for (const size_t i : batch) {
        images.push_back(images_[i]);
        const auto tokens = static_cast<int32_t>(model_.image_tokens(*images_[i]));
        for (int32_t r = 0; r < tokens; ++r) to.push_back(first_rows_[i] + r);
    }
    const Tensor rows = model_.encode(be_, images);
    if (rows.rows() == rows_ && std::is_sorted(to.begin(), to.end())) {
        out_ = rows;
        return;
    }
    if (!out_) out_ = be_.allocate(DType::F32, {rows_, rows.cols()});
    be_.scatter_rows(out_, rows, be_.upload_ids(to));
}

Tensor PackedEncoding::run(int64_t& most) {
    std::vector<int64_t> patches;
    for (const ImagePatches* image : images_) patches.push_back(image->patches());
    const auto packed = pack_pictures(patches, most);
    std::deque<std::vector<size_t>> batches(packed.begin(), packed.end());
    while (!batches.empty()) {
        const std::vector<size_t> batch = std::move(batches.front());
        batches.pop_front();
        try {
            add(batch);
            continue;
        } catch (const Error& e) {
            if (e.fault() != Fault::memory || batch.size() == 1) throw;
        } catch (const std::bad_alloc&) {
            if (batch.size() == 1) throw;
        }
        most = std::max(std::min(most, kLeastPatches), most / 2);
        const auto half = batch.begin() + static_cast<std::ptrdiff_t>((batch.size() + 1) / 2);
        batches.emplace_front(half, batch.end());
        batches.emplace_front(batch.begin(), half);
    }
    return out_;
}

}  // namespace

Tensor encode_packed(Backend& be, const VisionLanguageModel& model, std::span<const ImagePatches* const> images,
                     int64_t& most) {
    return images.empty() ? Tensor{} : PackedEncoding(be, model, images).run(most);
}

}  // namespace lectern
