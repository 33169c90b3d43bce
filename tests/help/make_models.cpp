// make_models FOLDER DAMAGED: for trying the guide's commands. In FOLDER small random models with the names of
// published ones, which answer nonsense; in DAMAGED three that cannot be used. Run in the repository.
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "tests/support/fixture.h"
#include "tests/support/tiny_glm_ocr.h"
#include "tests/support/tiny_qwen.h"

namespace fs = std::filesystem;
using namespace lectern;

// The reader in the box has dots.ocr's architecture; without lectern.json it is taken for one that reads pages.
static void write_dots_ocr(const fs::path& folder) {
    fs::create_directories(folder);
    for (const char* name :
         {"config.json", "generation_config.json", "preprocessor_config.json", "tokenizer.json", "model.safetensors"})
        fs::copy_file(fs::path("resources/models/reader-tiny") / name, folder / name,
                      fs::copy_options::overwrite_existing);
}

static void write_qwen(const fs::path& folder) {
    test::Fixture f = test::tiny_qwen();
    f.files.at("config.json")["max_position_embeddings"] = 16384;  // a whole page's patches
    fs::create_directories(folder);
    test::write_model(f, folder);
}

static void write_deepseek(const std::string& fixture, const fs::path& folder) {
    constexpr int64_t kVocabulary = 720;
    test::Fixture f = test::read_fixture("tests/data/parity/" + fixture + "/fixture.json");
    Json tokenizer = read_json_file("tests/data/tokenizer/qwen_shaped.json", Fault::input);
    tokenizer["added_tokens"] = Json::array();
    int64_t id = 700;
    for (const char* mark : {"<｜begin▁of▁sentence｜>", "<｜end▁of▁sentence｜>", "<image>", "<|grounding|>", "<|ref|>",
                             "<|/ref|>", "<|det|>", "<|/det|>"})
        tokenizer["added_tokens"].push_back({{"id", id++},
                                             {"content", mark},
                                             {"single_word", false},
                                             {"lstrip", false},
                                             {"rstrip", false},
                                             {"normalized", false},
                                             {"special", true}});
    f.files["tokenizer.json"] = tokenizer;
    Json& config = f.files.at("config.json");
    for (Json* part : {&config, &config["language_config"]}) {
        (*part)["vocab_size"] = kVocabulary;
        (*part)["bos_token_id"] = 700;
        (*part)["eos_token_id"] = 701;
        (*part)["max_position_embeddings"] = 8192;
    }
    config["image_token_id"] = 702;
    f.files["generation_config.json"] = {{"bos_token_id", 700}, {"eos_token_id", 701}};
    for (test::Fixture::Tensor& t : f.tensors)
        if (t.name == "model.embed_tokens.weight" || t.name == "lm_head.weight") t.shape[0] = kVocabulary;
    fs::create_directories(folder);
    test::write_model(f, folder);
}

// reader-tiny with the config of another size, without its last tensor, and broken off.
static void write_damaged(const fs::path& folder) {
    for (const char* name : {"wrong-shape", "lacking", "cut-short"}) write_dots_ocr(folder / name);
    Json config = read_json_file(folder / "wrong-shape/config.json", Fault::input);
    config["hidden_size"] = 320;
    config["vision_config"]["hidden_size"] = 320;
    std::ofstream(folder / "wrong-shape/config.json") << config.dump();

    std::ifstream in(folder / "lacking/model.safetensors", std::ios::binary);
    const std::string bytes{std::istreambuf_iterator<char>(in), {}};
    uint64_t length = 0;
    std::memcpy(&length, bytes.data(), sizeof length);
    Json header = Json::parse(bytes.substr(sizeof length, length));
    const auto data =
        bytes.substr(sizeof length + length, header.at("lm_head.weight").at("data_offsets").at(0).get<size_t>());
    header.erase("lm_head.weight");
    const std::string text = header.dump();
    length = text.size();
    std::ofstream out(folder / "lacking/model.safetensors", std::ios::binary);
    out.write(reinterpret_cast<const char*>(&length), sizeof length);
    out << text << data;
    out.close();
    fs::resize_file(folder / "cut-short/model.safetensors", 1'000'000);
}

int main(int count, char** values) {
    if (count != 3) return std::fputs("make_models FOLDER DAMAGED\n", stderr), 2;
    const fs::path folder = values[1];
    write_damaged(values[2]);
    write_dots_ocr(folder / "dots.ocr");
    write_qwen(folder / "Qwen2.5-VL-7B-Instruct");
    test::write_glm(test::reading_glm(), folder / "GLM-OCR", DType::BF16);
    write_deepseek("deepseek_ocr/tiles", folder / "DeepSeek-OCR");
    write_deepseek("deepseek_ocr_2/tiles", folder / "DeepSeek-OCR-2");
    return 0;
}
