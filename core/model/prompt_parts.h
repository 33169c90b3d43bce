// What families have in common when they make prompts: pictures cut and matched with their placeholders, limits.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "core/image/image.h"
#include "core/image/patches.h"
#include "core/model/box_space.h"
#include "core/model/model.h"
#include "core/model/prompt.h"

namespace lectern {

// Limits and ids that a family's prompts obey.
struct PromptRules {
    int32_t placeholder = 0;  // the id that stands once for each token of a picture
    int64_t merged = 4;       // patches of one token
    int64_t vocab_size = 0;
    int64_t context = 0;  // tokens the model holds
};

int64_t image_tokens(const PromptRules& rules, const ImagePatches& image);

// Scales a line crop as the model's card says and cuts it: height as the card says, width the nearest multiple that keeps
// the aspect; stretched, never padded.
ImagePatches cut_line(const PatchConfig& patches, const ModelCard::Line& line, const Image& image);

// The size of a page in the model: the card's limits, then the reference's rule (smart_resize).
PixelSize page_size(const PatchConfig& patches, const ModelCard& card, PixelSize page);

// Where the boxes of an answer lie.
BoxSpace box_space(const PatchConfig& patches, const ModelCard& card, int64_t image_width, int64_t image_height);

// Pages at page_size, lines as the card says.
std::vector<ImagePatches> cut_images(const PatchConfig& patches, const ModelCard& card, std::span<const Image> images, bool line);

// Pictures for given ids, which say how large they are. Where the card's limits and the size rule disagree the ids win when
// they fit the rule without the card's limits, the form of the rule in transformers' class (other sizes for sides of up to half
// a unit), or small pictures taken as they are, which the rule would enlarge (goldens of small checkpoints are made that way).
std::vector<ImagePatches> cut_for_ids(const PromptRules& rules, const PatchConfig& patches, const ModelCard& card,
                                      std::span<const int32_t> ids, std::span<const Image> images, bool line);

// Throws when there are none, or one is not in the vocabulary.
void check_ids(int64_t vocab_size, std::span<const int32_t> ids);

// Ids as given, placeholders already expanded; positions are left to the family. Throws, with both counts, when there are
// not as many placeholders as the pictures have tokens, and when an id is not in the vocabulary.
Prompt prompt_of_ids(const PromptRules& rules, std::span<const int32_t> ids, std::vector<ImagePatches> images);

// Each row of the pictures, in order, stands where the next placeholder stands. Throws when the prompt is too long.
void finish_prompt(const PromptRules& rules, Prompt& prompt, std::vector<ImagePatches> images);

// Positions 0, 1, 2, … for every token, pictures included: one axis.
void number_positions(Prompt& prompt);

}  // namespace lectern
