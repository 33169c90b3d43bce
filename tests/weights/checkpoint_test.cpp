#include "core/weights/checkpoint.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <cstring>
#include <fstream>
#include <limits>

#include "tests/support/raw_safetensors.h"
#include "tests/support/temp_folder.h"

using namespace lectern;
using lectern::testing::raw_safetensors;
using lectern::testing::TempFolder;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

static std::vector<float> floats(const HostTensor& t) {
    std::vector<float> v(static_cast<size_t>(t.shape.elements()));
    std::memcpy(v.data(), t.data, v.size() * 4);
    return v;
}

template <class F>
static std::string error_of(F&& f) {
    try {
        f();
    } catch (const Error& e) {
        return e.what();
    }
    return "";
}

static void write_two(const std::filesystem::path& path, const std::string& a, const std::string& b) {
    SafetensorsWriter w(path);
    w.add_f32(a, std::vector<int64_t>{2, 2}, std::vector<float>{1, 2, 3, 4});
    w.add_f32(b, std::vector<int64_t>{3}, std::vector<float>{5, 6, 7});
    w.finish();
}

TEST(Safetensors, WhatIsWrittenIsRead) {
    const TempFolder dir;
    const auto path = dir.path() / "model.safetensors";
    {
        SafetensorsWriter w(path);
        w.add_f32("z", std::vector<int64_t>{2, 2}, std::vector<float>{1, 2, 3, 4});
        w.add_as_f32("ids", std::vector<int64_t>{3}, std::vector<int32_t>{5, -6, 7});
        const uint16_t half[2] = {0x3f80, 0x4000};
        w.add("bf", DType::BF16, std::vector<int64_t>{2}, std::as_bytes(std::span(half)));
        w.add_f32("scalar", std::vector<int64_t>{}, std::vector<float>{9});
        w.add_f32("none", std::vector<int64_t>{0, 4}, {});
        w.add_metadata("device", "cpu");
        EXPECT_FALSE(std::filesystem::exists(path));
        w.finish();
    }
    const Checkpoint c(dir.path());
    ASSERT_EQ(c.entries().size(), 5u);
    EXPECT_EQ(c.metadata().at("device"), "cpu");
    EXPECT_THAT(floats(c.get("z")), ElementsAre(1, 2, 3, 4));
    EXPECT_EQ(c.get("z").shape, (Shape{2, 2}));
    EXPECT_THAT(floats(c.get("ids")), ElementsAre(5, -6, 7));
    EXPECT_EQ(c.get("bf").dtype, DType::BF16);
    EXPECT_THAT(floats(c.get("scalar")), ElementsAre(9));
    EXPECT_EQ(c.get("none").shape.elements(), 0);
    EXPECT_EQ(c.parameters(), 10);
    EXPECT_THAT(error_of([&] { c.get("gone"); }), HasSubstr("tensor gone: missing"));
}

TEST(Safetensors, AnUnfinishedWriteLeavesNothing) {
    const TempFolder dir;
    const auto path = dir.path() / "t.safetensors";
    write_two(path, "a", "b");
    {
        SafetensorsWriter w(path);
        w.add_f32("x", std::vector<int64_t>{1}, std::vector<float>{1});
    }
    EXPECT_EQ(SafetensorsFile(path).entries().size(), 2u);
    EXPECT_EQ(std::distance(std::filesystem::directory_iterator(dir.path()), {}), 1);
    EXPECT_THAT(error_of([&] { SafetensorsWriter w(dir.path() / "no" / "t.safetensors"); }), HasSubstr("No such file"));
    EXPECT_THAT(error_of([&] {
                    SafetensorsWriter w(path);
                    w.add_f32("x", std::vector<int64_t>{1}, std::vector<float>{1});
                    w.add_f32("x", std::vector<int64_t>{1}, std::vector<float>{1});
                    w.finish();
                }),
                HasSubstr("two tensors of the name x"));
}

TEST(Checkpoint, ShardsWithAnIndex) {
    const TempFolder dir;
    write_two(dir.path() / "model-00001-of-00002.safetensors", "a", "b");
    write_two(dir.path() / "model-00002-of-00002.safetensors", "c", "d");
    const std::string one = "\"model-00001-of-00002.safetensors\"", two = "\"model-00002-of-00002.safetensors\"";
    const auto index = [&](const std::string& map) {
        dir.write("model.safetensors.index.json",
                  "{\"metadata\": {\"total_size\": 56}, \"weight_map\": {" + map + "}}");
    };
    index("\"a\": " + one + ", \"b\": " + one + ", \"c\": " + two + ", \"d\": " + two);
    const Checkpoint c(dir.path());
    EXPECT_EQ(c.entries().size(), 4u);
    EXPECT_THAT(floats(c.get("d")), ElementsAre(5, 6, 7));

    index("\"a\": " + one + ", \"b\": " + one + ", \"c\": " + two + ", \"e\": " + two);
    const std::string wrong = error_of([&] { Checkpoint bad(dir.path()); });
    EXPECT_THAT(wrong, HasSubstr("tensor d: in model-00002-of-00002.safetensors but not there in the index"));
    EXPECT_THAT(wrong, HasSubstr("tensor e: the index says model-00002-of-00002.safetensors, which lacks it"));

    index("\"a\": " + one + ", \"b\": " + one);
    EXPECT_THAT(error_of([&] { Checkpoint bad(dir.path()); }),
                HasSubstr("file model-00002-of-00002.safetensors: not in the index"));

    index("\"a\": " + one + ", \"b\": " + one + ", \"c\": \"model-00003-of-00002.safetensors\"");
    EXPECT_THAT(error_of([&] { Checkpoint bad(dir.path()); }),
                HasSubstr("model-00003-of-00002.safetensors): expected a readable file, found no such file"));

    index("\"a\": \"../other.safetensors\"");
    EXPECT_THAT(error_of([&] { Checkpoint bad(dir.path()); }),
                HasSubstr("tensor a: the index names the string \"../other.safetensors\""));
    index("\"a\": 5");
    EXPECT_THAT(error_of([&] { Checkpoint bad(dir.path()); }), HasSubstr("the index names 5"));
}

TEST(Checkpoint, AllProblemsAtOnce) {
    const TempFolder dir;
    std::string header =
        R"({"good":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"long":{"dtype":"I64","shape":[1],"data_offsets":[4,12]},)"
        R"("rope.inv_freq":{"dtype":"F32","shape":[1],"data_offsets":[12,16]},"shaped":{"dtype":"F32","shape":[1,1],"data_offsets":[16,20]},)"
        R"("extra":{"dtype":"F32","shape":[1],"data_offsets":[20,24]}})";
    dir.write("model.safetensors", raw_safetensors(header, std::string(24, '\0')));
    const Checkpoint c(dir.path());
    const std::vector<ExpectedTensor> expected{
        {"good", {1}, "text.good"}, {"long", {1}, "text.long"}, {"shaped", {2, 1}, ""}, {"gone", {7, 8}, ""}};
    const std::vector<std::string> ignorable{"*.inv_freq"};
    EXPECT_THAT(c.problems(expected, ignorable),
                ElementsAre("tensor long: wrong dtype, expected BF16, F16 or F32, found I64",
                            "tensor shaped: wrong shape, expected [2, 1], found [1, 1]",
                            "tensor gone: missing, expected [7, 8]", "tensor extra: unexpected, F32 [1]"));
    const std::string message = error_of([&] { c.require(expected, ignorable); });
    EXPECT_THAT(message, HasSubstr("4 problems"));
    EXPECT_THAT(message, HasSubstr("tensor extra: unexpected"));
    const std::vector<ExpectedTensor> all{{"good", {1}}, {"shaped", {1, 1}}, {"extra", {1}}};
    EXPECT_THAT(c.problems(all, std::vector<std::string>{"*.inv_freq", "long"}), IsEmpty());
}

TEST(Checkpoint, RenamesSpellingVariants) {
    const TempFolder dir;
    write_two(dir.path() / "model.safetensors", "model.vision_tower.norm", "norm");
    const auto rename = [](std::string_view name) {
        return std::string(name.starts_with("model.vision_tower.") ? name.substr(6) : name);
    };
    const Checkpoint c(dir.path(), rename);
    ASSERT_NE(c.find("vision_tower.norm"), nullptr);
    EXPECT_EQ(c.find("vision_tower.norm")->file_name, "model.vision_tower.norm");
    EXPECT_EQ(c.find("model.vision_tower.norm"), nullptr);
    const auto collapse = [](std::string_view) { return std::string("same"); };
    EXPECT_THAT(error_of([&] { Checkpoint bad(dir.path(), collapse); }), HasSubstr("tensor same: there twice"));
}

TEST(Checkpoint, FiveDimensionsAndOddAddresses) {
    const TempFolder dir;
    std::string header = R"({"w":{"dtype":"F32","shape":[1,1,1,1,2],"data_offsets":[0,8]}})";
    while ((8 + header.size()) % 4 != 3) header += ' ';
    const float values[2] = {1.5f, -2.5f};
    dir.write("model.safetensors", raw_safetensors(header, std::string(reinterpret_cast<const char*>(values), 8)));
    const Checkpoint c(dir.path());
    EXPECT_EQ(c.get("w").shape, (Shape{1, 2}));
    EXPECT_EQ(reinterpret_cast<uintptr_t>(c.get("w").data) % 4, 0u);
    EXPECT_THAT(floats(c.get("w")), ElementsAre(1.5f, -2.5f));
}

TEST(Checkpoint, FindsNonfiniteInEveryDtypeAndPlace) {
    const float inf = std::numeric_limits<float>::infinity();
    for (const size_t at : {0u, 1u, 63u, 64u, 256u}) {
        for (const float bad : {inf, -inf, std::nanf("")}) {
            std::vector<float> f32(257, std::numeric_limits<float>::max());
            EXPECT_FALSE(has_nonfinite({DType::F32, Shape{257}, reinterpret_cast<const std::byte*>(f32.data())}));
            f32[at] = bad;
            EXPECT_TRUE(has_nonfinite({DType::F32, Shape{257}, reinterpret_cast<const std::byte*>(f32.data())}));
            uint32_t bits;
            std::memcpy(&bits, &bad, 4);
            std::vector<uint16_t> half(257, 0x7b7f);
            EXPECT_FALSE(has_nonfinite({DType::BF16, Shape{257}, reinterpret_cast<const std::byte*>(half.data())}));
            EXPECT_FALSE(has_nonfinite({DType::F16, Shape{257}, reinterpret_cast<const std::byte*>(half.data())}));
            half[at] = static_cast<uint16_t>(bits >> 16);
            EXPECT_TRUE(has_nonfinite({DType::BF16, Shape{257}, reinterpret_cast<const std::byte*>(half.data())}));
            half[at] = std::isnan(bad) ? 0x7e00 : bad > 0 ? 0x7c00 : 0xfc00;
            EXPECT_TRUE(has_nonfinite({DType::F16, Shape{257}, reinterpret_cast<const std::byte*>(half.data())}));
        }
    }
    const TempFolder dir;
    SafetensorsWriter w(dir.path() / "model.safetensors");
    w.add_f32("fine", std::vector<int64_t>{2}, std::vector<float>{1, 2});
    w.add_f32("sick", std::vector<int64_t>{2}, std::vector<float>{1, inf});
    w.finish();
    EXPECT_THAT(Checkpoint(dir.path()).nonfinite(), ElementsAre("sick"));
}

TEST(Checkpoint, AFileCutShortMeanwhileIsASentence) {
    const TempFolder dir;
    const auto path = dir.path() / "model.safetensors";
    write_two(path, "a", "b");
    const Checkpoint c(dir.path());
    std::filesystem::resize_file(path, 100);
    EXPECT_THAT(error_of([&] { c.get("a"); }), HasSubstr("bytes as when it was opened, found 100 bytes"));
}

TEST(Checkpoint, TheInBoxReaderOpens) {
    const Checkpoint c("resources/models/reader-tiny");
    EXPECT_GT(c.parameters(), 9'000'000);
    EXPECT_EQ(c.get("model.embed_tokens.weight").shape, (Shape{528, 256}));
    EXPECT_THAT(c.nonfinite(), IsEmpty());
}
