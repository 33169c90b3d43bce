// Caps on everything that comes from outside. One page, so that they can be read, documented and argued about.
#pragma once

#include <cstddef>
#include <cstdint>

namespace lectern::caps {

constexpr size_t kMiB = size_t{1} << 20;

// -- JSON of any origin
constexpr int kJsonDepth = 64;              // nested objects and arrays
constexpr size_t kJsonNumberDigits = 64;    // characters of one number; IEEE doubles need 25
constexpr size_t kJsonString = 16 * kMiB;   // bytes of one string

// -- model folders
constexpr size_t kConfigBytes = 4 * kMiB;        // config.json and its small neighbours; published ones are below 100 kB
constexpr size_t kConfigValues = 200'000;
constexpr size_t kTokenizerBytes = 256 * kMiB;   // tokenizer.json; published ones are 7 to 35 MB
constexpr size_t kTokenizerValues = 8'000'000;
constexpr int64_t kVocabulary = 4'000'000;       // token ids
constexpr size_t kTokenBytes = 4096;             // one token's spelling
constexpr size_t kMerges = 4'000'000;
constexpr size_t kPatternBytes = 8192;           // a pre-tokenizer's regular expression
constexpr size_t kIndexBytes = 64 * kMiB;        // model.safetensors.index.json
constexpr size_t kIndexValues = 1'000'000;
constexpr size_t kShards = 4096;

// -- safetensors: what the parser may allocate for one file stays below about 64 MiB
constexpr size_t kSafetensorsHeader = 32 * kMiB;  // the format allows 100 MB; published headers are below 1 MB
constexpr size_t kSafetensorsTensors = 65'536;    // of one file
constexpr size_t kSafetensorsValues = 1'000'000;  // JSON values of one header
constexpr size_t kTensorName = 512;               // bytes
constexpr size_t kTensorRank = 8;

// -- stored results (lectern-document JSON)
constexpr size_t kDocumentBytes = 512 * kMiB;      // a dense page takes about 150 kB
constexpr size_t kDocumentValues = 40'000'000;

// -- pictures on their way into a model
constexpr double kAspectRatio = 200;              // longer side over shorter side
constexpr int64_t kModelPixels = 64'000'000;      // of one picture after resizing, whatever a model folder asks for

}  // namespace lectern::caps
