#include "gpu/transfer.h"

#include <algorithm>
#include <cassert>
#include <cstring>

namespace lectern {

constexpr uint64_t kChunk = uint64_t{8} << 20;
constexpr size_t kMostChunks = 4;
constexpr uint64_t kReadPiece = uint64_t{16} << 20;

// The staging chunk to write to next, with room for `bytes`. Full chunks are used again when their copies are done.
Transfer::Chunk& Transfer::chunk_with(Commands& commands, uint64_t bytes) {
    if (!chunks_.empty() && chunks_[current_].buffer.size - chunks_[current_].used >= bytes) return chunks_[current_];
    for (size_t i = 0; i < chunks_.size(); ++i)
        if (chunks_[i].last_use <= timeline_.completed && chunks_[i].buffer.size >= bytes) {
            chunks_[i].used = 0;
            current_ = i;
            return chunks_[i];
        }
    if (chunks_.size() < kMostChunks) {
        chunks_.push_back({.buffer = memory_.staging(std::max(bytes, kChunk), false)});
        current_ = chunks_.size() - 1;
        return chunks_.back();
    }
    commands.flush();
    const auto oldest = std::min_element(chunks_.begin(), chunks_.end(),
                                         [](const Chunk& a, const Chunk& b) { return a.last_use < b.last_use; });
    commands.wait(oldest->last_use);
    if (oldest->buffer.size < bytes) oldest->buffer = memory_.staging(bytes, false);
    oldest->used = 0;
    current_ = static_cast<size_t>(oldest - chunks_.begin());
    return *oldest;
}

void Transfer::upload(Commands& commands, VulkanStorage& to, uint64_t bytes, uint64_t granule, const Fill& fill) {
    if (to.untouched && to.mapped()) {
        fill(0, {to.mapped(), bytes});
        return;
    }
    const uint64_t most = std::max(granule, kChunk / granule * granule);
    for (uint64_t offset = 0; offset < bytes; offset += most) {
        const uint64_t piece = std::min(most, bytes - offset);
        Chunk& chunk = chunk_with(commands, piece);
        fill(offset, {chunk.buffer.mapped + chunk.used, piece});
        if (to.block->rests)
            commands.copy_early(chunk.buffer.buffer, chunk.used, to.block->buffer, to.offset + offset, piece);
        else
            commands.copy(chunk.buffer.buffer, chunk.used, to.block->buffer, to.offset + offset, piece);
        chunk.used += (piece + 15) / 16 * 16;
        chunk.last_use = timeline_.recording;
    }
    to.untouched = false;
}

Transfer::Reading::Reading(Transfer& transfer, Commands& commands, std::span<const Source> sources)
    : commands_(commands) {
    uint64_t bytes = 0;
    for (const Source& s : sources) {
        begins_.push_back(bytes);
        bytes += (s.bytes + 15) / 16 * 16;
    }
    begins_.push_back(bytes);
    const auto usable = [&](const ReadBuffer& b) {
        return !b.taken && b.last_use <= transfer.timeline_.completed && b.buffer.size >= bytes;
    };
    auto found = std::find_if(transfer.read_buffers_.begin(), transfer.read_buffers_.end(), usable);
    if (found == transfer.read_buffers_.end())
        found = transfer.read_buffers_.insert(
            found, {.buffer = transfer.memory_.staging(std::max(bytes, Memory::kSmall), true)});
    buffer_ = &*found;
    buffer_->taken = true;
    try {
        for (size_t i = 0; i < sources.size(); ++i)
            if (sources[i].bytes)
                commands.copy(sources[i].storage->block->buffer, sources[i].storage->offset + sources[i].offset,
                              buffer_->buffer.buffer, begins_[i], sources[i].bytes);
        commands.flush_for_host();
    } catch (...) {
        buffer_->taken = false;
        buffer_->last_use = transfer.timeline_.recording;  // a copy may be on its way
        throw;
    }
    buffer_->last_use = transfer.timeline_.recording - 1;
}

void Transfer::Reading::wait() {
    commands_.count_wait();
    commands_.wait(buffer_->last_use);
}

std::span<const std::byte> Transfer::Reading::values(size_t i) const {
    return {buffer_->buffer.mapped + begins_[i], begins_[i + 1] - begins_[i]};
}

void Transfer::read(Commands& commands, const VulkanStorage& from, uint64_t offset, std::span<std::byte> out) {
    if (memory_.host_reads() && from.mapped()) {
        commands.finish(true);
        std::memcpy(out.data(), from.mapped() + offset, out.size());
        return;
    }
    for (uint64_t at = 0; at < out.size(); at += kReadPiece) {
        const uint64_t piece = std::min<uint64_t>(kReadPiece, out.size() - at);
        if (read_back_.size < piece) {
            if (read_back_.size) commands.finish(false);  // a read that was cancelled may still be copying
            read_back_ = memory_.staging(std::max(piece, uint64_t{1} << 16), true);
        }
        commands.copy(from.block->buffer, from.offset + offset + at, read_back_.buffer, 0, piece);
        commands.finish(true);
        std::memcpy(out.data() + at, read_back_.mapped, piece);
    }
}

}  // namespace lectern
