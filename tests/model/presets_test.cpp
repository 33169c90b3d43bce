// The table of published models: what it holds, how folders are matched, what is said about a wrong one.
#include "core/model/presets.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>

#include "core/base/error.h"
#include "core/model/model_card.h"
#include "core/model/registry.h"
#include "tests/support/temp_folder.h"

namespace lectern {
namespace {

using lectern::testing::TempFolder;
using ::testing::HasSubstr;

ModelCard card_of(const Preset& preset) {
    ModelCard card;
    apply_card_fields(JsonFields(preset.fields, "models.json"), card);
    return card;
}

std::string match(const std::string& family, const std::string& folder, const Json& config = Json::object()) {
    const Preset* preset = find_preset(presets(), family, folder, config);
    return preset != nullptr ? preset->name : "";
}

std::string refusal(const std::string& models) {
    try {
        parse_presets(R"({"format": "lectern-models", "version": 1, "models": [)" + models + "]}", "models.json");
    } catch (const Error& e) {
        return e.what();
    }
    return "";
}

TEST(Presets, EveryLineIsOfAFamilyAndHasPrompts) {
    EXPECT_GE(presets().size(), 10u);
    for (const Preset& preset : presets()) {
        const auto& all = families();
        EXPECT_TRUE(std::any_of(all.begin(), all.end(), [&](const Family& f) { return f.name == preset.family; })) << preset.name;
        EXPECT_NE(card_of(preset).prompt_for(Task::page), nullptr) << preset.name;
        for (const std::string& pattern : preset.match) EXPECT_THAT(pattern, HasSubstr("*"));
    }
}

TEST(Presets, FoldersAreMatchedByTheirNames) {
    EXPECT_EQ(match("qwen2_5_vl", "/models/olmOCR-2-7B-1025"), "olmOCR");
    EXPECT_EQ(match("qwen2_5_vl", "/models/olmOCR-7B-0725/"), "olmOCR 0725");
    EXPECT_EQ(match("qwen2_5_vl", "/models/RolmOCR"), "RolmOCR");
    EXPECT_EQ(match("qwen2_5_vl", "/models/Nanonets-OCR-s"), "Nanonets-OCR");
    EXPECT_EQ(match("qwen2_5_vl", "/cache/models--ChatDOC--OCRFlux-3B/snapshots/0123abc"), "OCRFlux");
    EXPECT_EQ(match("qwen2_5_vl", "/models/mine", {{"_name_or_path", "infly/Infinity-Parser-7B"}}), "Infinity-Parser");
    EXPECT_EQ(match("qwen2_5_vl", "/models/olmOCR-x", {{"_name_or_path", "Qwen/Qwen2.5-VL-7B-Instruct"}}), "olmOCR");
    EXPECT_EQ(match("qwen2_5_vl", "/models/mine"), "Qwen2.5-VL");
    EXPECT_EQ(match("dots_ocr", "/models/DotsOCR"), "dots.ocr");
    EXPECT_EQ(match("dots_ocr", "/models/dots.mocr"), "dots.mocr");
    EXPECT_EQ(match("dots_ocr", "/models/olmOCR"), "dots.ocr") << "another family's pattern does not count";
    EXPECT_EQ(match("no_family", "/models/olmOCR"), "");
}

TEST(Presets, LecternJsonNamesOneAndWins) {
    TempFolder folder;
    std::ofstream(folder.path() / "lectern.json") << R"({"preset": "rolmocr", "dpi": 123, "tasks": {"page": "Read!"}})";
    const Preset* preset = find_preset(presets(), "qwen2_5_vl", folder.path(), Json::object());
    ASSERT_NE(preset, nullptr);
    EXPECT_EQ(preset->name, "RolmOCR");
    std::vector<std::string> problems;
    const ModelCard card = read_model_card(folder.path(), card_of(*preset), problems);
    EXPECT_TRUE(problems.empty());
    EXPECT_EQ(card.dpi, 123);
    EXPECT_EQ(*card.prompt_for(Task::page), "Read!");
    EXPECT_EQ(card.style_of(Task::page).answer, AnswerForm::family) << "the preset's style belongs to its own prompt";
    EXPECT_EQ(card.longest_side, 1024);
    std::ofstream(folder.path() / "lectern.json") << R"({"preset": "no such"})";
    EXPECT_THROW(find_preset(presets(), "qwen2_5_vl", folder.path(), Json::object()), Error);
}

TEST(Presets, PromptsAreTheOfficialOnes) {
    const auto prompt = [](const std::string& family, const std::string& folder, Task task) {
        return *card_of(*find_preset(presets(), family, folder, Json::object())).prompt_for(task);
    };
    const std::string layout = prompt("dots_ocr", "dots.ocr", Task::page);
    EXPECT_TRUE(layout.starts_with("Please output the layout information from the PDF image"));
    EXPECT_TRUE(layout.ends_with("must be a single JSON object.\n"));
    EXPECT_THAT(layout, HasSubstr("\n    - Picture: For the 'Picture' category"));
    EXPECT_EQ(prompt("dots_ocr", "dots.mocr", Task::page), layout);
    EXPECT_THAT(prompt("dots_ocr", "dots.mocr", Task::picture), HasSubstr("image.viewBox=\"0 0 {width} {height}\""));
    EXPECT_EQ(prompt("dots_ocr", "dots.ocr", Task::grounding),
              "Extract text from the given bounding box on the image (format: [x1, y1, x2, y2]).\nBounding Box:\n{box}");
    EXPECT_EQ(prompt("dots_ocr", "dots.mocr", Task::grounding), prompt("dots_ocr", "dots.ocr", Task::grounding));
    EXPECT_EQ(prompt("dots_ocr", "dots.ocr", Task::text), "Extract the text content from this image.");
    EXPECT_TRUE(prompt("dots_ocr", "dots.ocr", Task::layout).starts_with("Please output the layout information from this PDF image"));
    EXPECT_EQ(prompt("dots_ocr", "dots.mocr", Task::web), "Parsing the layout info of this webpage image with format json:\n");
    EXPECT_EQ(prompt("dots_ocr", "dots.mocr", Task::scene), "Detect and recognize the text in the image.");
    const ModelCard mocr = card_of(*find_preset(presets(), "dots_ocr", "dots.mocr", Json::object()));
    EXPECT_EQ(mocr.style_of(Task::question).system, "You are a helpful assistant.");
    EXPECT_FALSE(mocr.style_of(Task::page).system.has_value());
    EXPECT_EQ(prompt("qwen2_5_vl", "Qwen2.5-VL-3B-Instruct", Task::page), "QwenVL HTML ");
    EXPECT_THAT(prompt("qwen2_5_vl", "Infinity-Parser-7B", Task::page), HasSubstr("document\u2019s"));
    const ModelCard olm = card_of(*find_preset(presets(), "qwen2_5_vl", "olmOCR-7B-0825", Json::object()));
    EXPECT_TRUE(olm.style_of(Task::page).text_first);
    EXPECT_EQ(olm.style_of(Task::page).answer, AnswerForm::markdown);
    EXPECT_EQ(olm.longest_side, 1288);
}

TEST(Presets, AWrongTableIsASentence) {
    EXPECT_THAT(refusal(R"({"family": "dots_ocr"})"), HasSubstr("name"));
    EXPECT_THAT(refusal(R"({"name": "a"})"), HasSubstr("family"));
    EXPECT_THAT(refusal(R"({"name": "a", "family": "dots_ocr", "based_on": "b"})"), HasSubstr("based_on"));
    EXPECT_THAT(refusal(R"({"name": "a", "family": "dots_ocr", "dpi": "high"})"), HasSubstr("dpi"));
    EXPECT_THAT(refusal(R"({"name": "a", "family": "dots_ocr", "tasks": {"page": {"prompt": "x", "answer": "poem"}}})"), HasSubstr("poem"));
    EXPECT_THAT(refusal(R"({"name": "a", "family": "dots_ocr", "tasks": {"page": {"answer": "html"}}})"), HasSubstr("prompt"));
    EXPECT_THAT(refusal("17"), HasSubstr("models.json, model 1"));
    EXPECT_THROW(parse_presets("[]", "models.json"), Error);
    EXPECT_THROW(parse_presets("{", "models.json"), Error);
}

}  // namespace
}  // namespace lectern
