// Caps on everything that comes from outside. One page, so that they can be read, documented and argued about.
#pragma once

#include <cstddef>
#include <cstdint>

namespace lectern::caps {

constexpr size_t kMiB = size_t{1} << 20;  // bytes

// -- JSON of any origin
constexpr int kJsonDepth = 64;             // nested objects and arrays
constexpr size_t kJsonNumberDigits = 64;   // characters of one number; IEEE doubles need 25
constexpr size_t kJsonString = 16 * kMiB;  // bytes of one string

// -- model folders
constexpr size_t kConfigBytes = 4 * kMiB;  // config.json and its small neighbours; published ones are below 100 kB
constexpr size_t kConfigValues = 200'000;  // JSON values in one of them
constexpr size_t kTokenizerBytes = 256 * kMiB;  // tokenizer.json; published ones are 7 to 35 MB
constexpr size_t kTokenizerValues = 8'000'000;  // JSON values; two for each token and merge
constexpr int64_t kVocabulary = 4'000'000;  // token ids
constexpr size_t kTokenBytes = 4096;        // one token's spelling
constexpr size_t kMerges = 4'000'000;  // of a tokenizer; published ones have up to 500,000
constexpr size_t kPatternBytes = 8192;     // a pre-tokenizer's regular expression
constexpr size_t kIndexBytes = 64 * kMiB;  // model.safetensors.index.json
constexpr size_t kIndexValues = 1'000'000;  // JSON values; two for each tensor
constexpr size_t kShards = 4096;  // files of one checkpoint

// -- prompts
constexpr size_t kFormBytes = 64 * 1024;  // the form of an extraction, which becomes part of a prompt

// -- safetensors: what the parser may allocate for one file stays below about 64 MiB
constexpr size_t kSafetensorsHeader = 32 * kMiB;  // the format allows 100 MB; published headers are below 1 MB
constexpr size_t kSafetensorsTensors = 65'536;    // of one file
constexpr size_t kSafetensorsValues = 1'000'000;  // JSON values of one header
constexpr size_t kTensorName = 512;               // bytes
constexpr size_t kTensorRank = 8;  // sizes of one tensor

// -- stored results (lectern-document JSON)
constexpr size_t kDocumentBytes = 512 * kMiB;  // a dense page takes about 150 kB
constexpr size_t kDocumentValues = 40'000'000;  // JSON values
constexpr size_t kCutBytes = 64 * 1024;  // kept of what was cut from one region: a whole answer takes about as much

// -- pictures on their way into a model
constexpr double kAspectRatio = 200;          // longer side over shorter side
constexpr int64_t kModelPixels = 64'000'000;  // of one picture after resizing, whatever a model folder asks for

// -- documents. PDF pages: smaller than a millimetre or larger than PDF's own limit (14,400 points, 5 m) is a damaged
// page box.
constexpr double kMinPagePoints = 3;
constexpr double kMaxPagePoints = 14'400;  // a side, in points

// One rendered page: A2 at 600 dpi fits. 32-bit pixels while rendering, 24-bit afterwards: about 1.1 GB at the cap.
constexpr int64_t kMaxRenderPixels = 160'000'000;
// A page whose drawing takes longer is given up: gigapixel pictures inside a PDF otherwise hold a core for minutes.
constexpr int kMaxRenderSeconds = 60;
// Longer side of a page as given to a model (reading_dpi): beyond it no family gains, memory grows.
constexpr double kMaxReadingSide = 4500;

// Pictures, checked in their header before anything is decoded.
constexpr int64_t kMaxPictureSide = 40'000;
constexpr int64_t kMaxPicturePixels = 160'000'000;  // width times height
constexpr int kMaxDecodeMegabytes = 1300;  // Qt's own limit: the pixel cap at 8 bytes a pixel (16-bit RGBA)
constexpr size_t kMaxTiffPages = 65'536;  // of one file
constexpr size_t kMaxTiffEntries = 4096;  // of one directory
constexpr int kMaxHeaderSegments = 2000;  // of a PNG, JPEG or WebP looked through for resolution and orientation

// Dots per inch a user may ask for.
constexpr double kMinDpi = 36;
constexpr double kMaxDpi = 1200;  // a letter page then has 135 million pixels

constexpr size_t kMaxPasswordBytes = 4096;  // of the first line of a password file

}  // namespace lectern::caps
