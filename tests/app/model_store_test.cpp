// Where models are found and what is said when they are not.
#include "app/model_store.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>

#include "core/base/error.h"
#include "tests/support/tiny_pdf.h"

namespace lectern {

namespace fs = std::filesystem;
using ::testing::AllOf;
using ::testing::HasSubstr;

class ModelStoreTest : public ::testing::Test {
 protected:
    void SetUp() override {
        folder_ = test::fresh_folder("model-store");
        ::setenv("XDG_DATA_HOME", folder_.c_str(), 1);
    }
    void TearDown() override { fs::remove_all(folder_); }
    fs::path own_model(const std::string& name) {
        const fs::path folder = folder_ / "lectern/models" / name;
        fs::create_directories(folder);
        return folder;
    }
    std::string refusal(const std::string& name) {
        try {
            find_model(name);
        } catch (const Error& e) {
            EXPECT_EQ(e.fault(), Fault::model);
            return e.what();
        }
        return "found";
    }
    fs::path folder_;
};

TEST_F(ModelStoreTest, TheInBoxReaderLiesBesideTheProgram) {
    const auto models = installed_models();
    ASSERT_FALSE(models.empty());
    EXPECT_EQ(models[0].name, default_model_name());
    EXPECT_EQ(models[0].family, "dots_ocr");
    EXPECT_TRUE(models[0].in_box);
    EXPECT_GT(models[0].bytes, 10'000'000u);
    EXPECT_EQ(models[0].problem, "");
    EXPECT_TRUE(fs::exists(find_model("") / "model.safetensors"));
}

TEST_F(ModelStoreTest, OwnModelsComeAfterAndNeverHideTheBox) {
    const fs::path good = own_model("mine"), same = own_model("same-name"), broken = own_model("broken");
    test::write_file(good / "config.json", R"({"model_type": "dots_ocr"})");
    test::write_file(good / "model.safetensors", "12345678");
    test::write_file(same / "config.json", "{}");
    test::write_file(same / "lectern.json", R"({"name": "reader-tiny"})");
    test::write_file(broken / "config.json", "not json");
    const auto models = installed_models();
    ASSERT_EQ(models.size(), 4u);
    EXPECT_EQ(models[1].name, "broken");
    EXPECT_THAT(models[1].problem, HasSubstr("config.json cannot be read"));
    EXPECT_EQ(models[2].name, "mine");
    EXPECT_EQ(models[2].bytes, 8u);
    EXPECT_EQ(models[3].name, same.string());
    EXPECT_THAT(models[3].problem, HasSubstr("no weights"));
    EXPECT_EQ(find_model("mine"), good);
    EXPECT_EQ(find_model(good.string()), good);
}

TEST_F(ModelStoreTest, AMissingModelIsAnsweredWithWhatThereIs) {
    EXPECT_THAT(refusal("dots.ocr"), AllOf(HasSubstr("no model or folder of this name"), HasSubstr("reader-tiny")));
    EXPECT_THAT(refusal(folder_.string()), HasSubstr("no config.json"));
}

}  // namespace lectern
