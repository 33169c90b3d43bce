#include "tests/support/tiny_qwen.h"

namespace lectern::test {

static Json with_marks(Json tokenizer) {
    const QwenMarks marks;
    tokenizer["added_tokens"] = Json::array();
    for (const auto& [id, content] : {std::pair{marks.endoftext, "<|endoftext|>"}, std::pair{marks.im_start, "<|im_start|>"},
                                      std::pair{marks.im_end, "<|im_end|>"}, std::pair{marks.vision_start, "<|vision_start|>"},
                                      std::pair{marks.vision_end, "<|vision_end|>"}, std::pair{marks.image_pad, "<|image_pad|>"},
                                      std::pair{marks.video_pad, "<|video_pad|>"}})
        tokenizer["added_tokens"].push_back({{"id", id}, {"content", content}, {"single_word", false}, {"lstrip", false},
                                             {"rstrip", false}, {"normalized", false}, {"special", true}});
    return tokenizer;
}

Fixture tiny_qwen() {
    constexpr int64_t kVocabulary = 720;
    const QwenMarks marks;
    Fixture f = read_fixture("tests/data/parity/qwen2_5_vl/tied/fixture.json");
    Json& config = f.files.at("config.json");
    config["vocab_size"] = kVocabulary;
    config["image_token_id"] = marks.image_pad;
    config["video_token_id"] = marks.video_pad;
    config["vision_start_token_id"] = marks.vision_start;
    config["vision_end_token_id"] = marks.vision_end;
    f.files["generation_config.json"] = {{"eos_token_id", {marks.im_end, marks.endoftext}}};
    f.files["tokenizer.json"] = with_marks(read_json_file("tests/data/tokenizer/qwen_shaped.json", Fault::input));
    for (Fixture::Tensor& t : f.tensors)
        if (t.name == "model.embed_tokens.weight" || t.name == "lm_head.weight") t.shape[0] = kVocabulary;
    return f;
}

}  // namespace lectern::test
