// Fault table rows 13, 14, 16: safetensors files that are wrong. A sentence each, naming the tensor where there is one,
// and no memory beyond a cap.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <functional>
#include <random>

#include "core/base/caps.h"
#include "core/base/error.h"
#include "core/base/json.h"
#include "core/weights/checkpoint.h"
#include "tests/support/peak_memory.h"
#include "tests/support/raw_safetensors.h"
#include "tests/support/temp_folder.h"

using namespace lectern;
using lectern::testing::PeakMemory;
using lectern::testing::raw_safetensors;
using lectern::testing::TempFolder;
using ::testing::HasSubstr;

using Header = nlohmann::ordered_json;

static const std::vector<std::string> kNames{"model.embed_tokens.weight", "a", "layers.0.q_proj.bias", "ünïcode",
                                             "z.weight"};

// Five tensors of 24 bytes each.
static Header good_header() {
    Header h;
    for (size_t i = 0; i < kNames.size(); ++i) {
        h[kNames[i]] = {{"dtype", i % 2 ? "BF16" : "F32"},
                        {"shape", i % 2 ? Header{3, 4} : Header{2, 3}},
                        {"data_offsets", {i * 24, (i + 1) * 24}}};
    }
    return h;
}
static std::string good_data() {
    return std::string(kNames.size() * 24, '\1');
}

class HostileSafetensors : public ::testing::Test {
 protected:
    // The sentence; checks kind of error, subject and memory. Empty when the file was accepted.
    std::string refused(const std::string& bytes) {
        const auto path = dir_.write("model.safetensors", bytes);
        return refused_file(path);
    }
    std::string refused_file(const std::filesystem::path& path) {
        ++cases_;
        const size_t cap = (size_t{64} << 20) + std::filesystem::file_size(path) / 100;
        const PeakMemory peak;
        std::string what;
        try {
            const SafetensorsFile file(path);
            for (const SafetensorsEntry& e : file.entries()) EXPECT_EQ(file.data(e).size(), e.end - e.begin);
        } catch (const Error& e) {
            EXPECT_EQ(e.fault(), Fault::model);
            EXPECT_THAT(e.what(), HasSubstr("model.safetensors"));
            what = e.what();
        }
        EXPECT_LE(peak.bytes(), cap);
        return what;
    }
    void TearDown() override { RecordProperty("cases", std::to_string(cases_)); }

    TempFolder dir_;
    int cases_ = 0;
};

TEST_F(HostileSafetensors, TheGoodFileIsGood) {
    EXPECT_EQ(refused(raw_safetensors(good_header().dump(), good_data())), "");
    EXPECT_EQ(refused(raw_safetensors(good_header().dump() + "      ", good_data())), "");
    EXPECT_EQ(refused(raw_safetensors("{}", "")), "");
}

TEST_F(HostileSafetensors, CutAnywhere) {
    const std::string whole = raw_safetensors(good_header().dump(), good_data());
    for (size_t n = 0; n < whole.size(); n += n < 24 ? 1 : 7) EXPECT_NE(refused(whole.substr(0, n)), "") << n;
    EXPECT_NE(refused(whole + "x"), "");
    EXPECT_GE(cases_, 60);
}

TEST_F(HostileSafetensors, HeaderLengths) {
    const std::string text = good_header().dump();
    const size_t size = 8 + text.size() + good_data().size();
    for (const uint64_t n : std::vector<uint64_t>{0,
                                                  1,
                                                  2,
                                                  7,
                                                  text.size() - 1,
                                                  text.size() + 1,
                                                  size - 9,
                                                  size - 8,
                                                  size - 7,
                                                  size,
                                                  size + 1,
                                                  100'000'000,
                                                  100'000'001,
                                                  uint64_t{1} << 31,
                                                  uint64_t{1} << 32,
                                                  (uint64_t{1} << 32) + text.size(),
                                                  uint64_t{1} << 63,
                                                  (uint64_t{1} << 63) + text.size(),
                                                  ~uint64_t{0},
                                                  ~uint64_t{0} - 7}) {
        EXPECT_NE(refused(raw_safetensors(n, text, good_data())), "") << n;
    }
    // Really that large: a sparse file whose header is zeros, or blanks after an opening brace.
    const auto path = dir_.write("model.safetensors", raw_safetensors(101'000'000, "{", ""));
    std::filesystem::resize_file(path, 200'000'000);
    EXPECT_THAT(refused_file(path), HasSubstr("a header length of 101000000"));
    const auto zeros = dir_.write("model.safetensors", raw_safetensors(caps::kSafetensorsHeader, "{", ""));
    std::filesystem::resize_file(zeros, 200'000'000);
    EXPECT_NE(refused_file(zeros), "");
}

TEST_F(HostileSafetensors, HeadersThatAreNotTheFormat) {
    const auto entry = [](const std::string& name) {
        return "\"" + name + "\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}";
    };
    std::vector<std::string> headers{"null",
                                     "[]",
                                     "[{}]",
                                     "\"x\"",
                                     "12",
                                     "{",
                                     "{\"a\"",
                                     "{\"a\":}",
                                     "{a:1}",
                                     "{'a':1}",
                                     "{}}",
                                     "{} x",
                                     "{,}",
                                     "\0\0\0\0",
                                     "{\"a\":5}",
                                     "{\"a\":null}",
                                     "{\"a\":[]}",
                                     "{\"a\":{}}",
                                     "{\"__metadata__\":5}",
                                     "{\"__metadata__\":{\"a\":5}}",
                                     "{\"__metadata__\":[]}",
                                     "{\"\":{\"dtype\":\"F32\",\"shape\":[0],\"data_offsets\":[0,0]}}",
                                     "{\"a\":NaN}",
                                     "{/* x */}",
                                     "\xEF\xBB\xBF{}"};
    for (const char* bad : {"\xFF", "\xC0\xAF", "\xED\xA0\x80", "\xF5\x80\x80\x80", "\xE2\x82", "a\x80"})
        headers.push_back("{" + entry(bad) + "}");
    headers.push_back("{" + entry("a") + "," + entry("a") + "}");
    headers.push_back("{\"a\":{\"dtype\":\"F32\",\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}}");
    headers.push_back("{\"__metadata__\":{},\"__metadata__\":{}," + entry("a") + "}");
    headers.push_back("{\"\\ud800\":{}}");
    for (const size_t depth : {9u, 100u, 10'000u, 100'000u}) {
        headers.push_back("{\"a\":" + std::string(depth, '[') + std::string(depth, ']') + "}");
        std::string objects;
        for (size_t i = 0; i < depth; ++i) objects += "{\"a\":";
        headers.push_back(objects + "1" + std::string(depth, '}'));
        headers.push_back("{\"a\":{\"dtype\":\"F32\",\"data_offsets\":[0,4],\"shape\":" + std::string(depth, '[') +
                          std::string(depth, ']') + "}}");
    }
    headers.push_back("{\"a\":" + std::string(1'000'000, '1') + "}");
    headers.push_back("{" + entry(std::string(caps::kTensorName + 1, 'x')) + "}");
    headers.push_back("{" + entry(std::string(17 << 20, 'x')) + "}");
    std::string crowd = "{", long_shape = "[";
    for (size_t i = 0; i <= caps::kSafetensorsTensors; ++i) {
        crowd += (i ? "," : "") + std::string("\"t") + std::to_string(i) +
                 "\":{\"dtype\":\"F32\",\"shape\":[0],\"data_offsets\":[0,0]}";
        long_shape += "1,";
    }
    headers.push_back(crowd + "}");
    headers.push_back("{\"a\":{\"dtype\":\"F32\",\"shape\":" + long_shape + "1],\"data_offsets\":[0,4]}}");
    headers.push_back("[" + std::string(10'000'000, ',') + "]");
    for (const std::string& h : headers) EXPECT_NE(refused(raw_safetensors(h, "\1\1\1\1")), "") << h.substr(0, 100);
    EXPECT_GE(cases_, 50);
}

// Every way of being wrong, for every tensor of the file: the sentence says which.
TEST_F(HostileSafetensors, EveryTensorFaultIsNamed) {
    using Spoil = std::function<void(Header & entry, Header & header)>;
    const auto set = [](const char* key, Header value) -> Spoil { return [=](Header& e, Header&) { e[key] = value; }; };
    const auto offsets = [](int64_t begin, int64_t end) -> Spoil {
        return [=](Header& e, Header&) {
            e["data_offsets"] = {e["data_offsets"][0].get<int64_t>() + begin,
                                 e["data_offsets"][1].get<int64_t>() + end};
        };
    };
    const int64_t big = INT64_MAX;
    const std::vector<std::pair<std::string, Spoil>> faults{
        {"reversed", [](Header& e, Header&) { std::swap(e["data_offsets"][0], e["data_offsets"][1]); }},
        {"overlap or hole before", offsets(-4, -4)},
        {"overlap or hole after", offsets(4, 4)},
        {"too long", offsets(0, 4)},
        {"too short", offsets(0, -4)},
        {"empty", offsets(0, -24)},
        {"past the end", offsets(1000, 1000)},
        {"far past the end", set("data_offsets", {big - 24, big})},
        {"beyond 63 bits", set("data_offsets", {0, uint64_t{1} << 63})},
        {"negative", set("data_offsets", {-24, 0})},
        {"fractions", set("data_offsets", {0.5, 24.5})},
        {"text", set("data_offsets", {"0", "24"})},
        {"one offset", set("data_offsets", Header{0})},
        {"three offsets", set("data_offsets", {0, 12, 24})},
        {"no offsets", set("data_offsets", nullptr)},
        {"product 2^64", set("shape", {int64_t{1} << 32, int64_t{1} << 32})},
        {"product just over", set("shape", {(int64_t{1} << 62) + 6, 4})},
        {"size 2^63", set("shape", {uint64_t{1} << 63})},
        {"huge times zero and back", set("shape", {big, big, big})},
        {"negative size", set("shape", {-2, -3})},
        {"fraction size", set("shape", {2.5, 3})},
        {"text size", set("shape", {"2", 3})},
        {"shape a number", set("shape", 6)},
        {"shape too long", set("shape", Header(std::vector<int>(9, 1)))},
        {"wrong shape", set("shape", {5, 5})},
        {"unknown dtype", set("dtype", "F33")},
        {"lower case", set("dtype", "f32")},
        {"dtype empty", set("dtype", "")},
        {"dtype a number", set("dtype", 32)},
        {"dtype of another size", set("dtype", "F64")},
        {"dtype of bits", set("dtype", "F4")},
        {"no dtype", [](Header& e, Header&) { e.erase("dtype"); }},
        {"no shape", [](Header& e, Header&) { e.erase("shape"); }},
        {"nothing", [](Header& e, Header&) { e = Header::object(); }},
        {"a list", [](Header& e, Header&) { e = Header::array(); }},
        {"left out",
         [](Header& e, Header& h) {
             const auto at = e["data_offsets"];
             for (auto it = h.begin(); it != h.end(); ++it) {
                 if (it.value()["data_offsets"] == at) return (void)h.erase(it);
             }
         }},
    };
    for (const auto& [fault, spoil] : faults) {
        for (const std::string& name : kNames) {
            Header h = good_header();
            spoil(h[name], h);
            const std::string what = refused(raw_safetensors(h.dump(), good_data()));
            EXPECT_NE(what, "") << fault << " " << name;
            const bool about_neighbour =
                fault.find("hole") != std::string::npos || fault == "left out" || fault == "empty";
            EXPECT_THAT(what, HasSubstr(about_neighbour ? "tensor " : "tensor " + name)) << fault;
        }
    }
    EXPECT_GE(cases_, 120);
}

TEST_F(HostileSafetensors, MissingExtraAndWrongOnesAreListed) {
    dir_.write("model.safetensors", raw_safetensors(good_header().dump(), good_data()));
    const Checkpoint checkpoint(dir_.path());
    std::vector<ExpectedTensor> expected;
    for (size_t i = 0; i < kNames.size(); ++i)
        expected.push_back({kNames[i], i % 2 ? std::vector<int64_t>{3, 4} : std::vector<int64_t>{2, 3}});
    EXPECT_TRUE(checkpoint.problems(expected, {}).empty());
    for (size_t i = 0; i < kNames.size(); ++i) {
        auto without = expected, shaped = expected, more = expected;
        without.erase(without.begin() + static_cast<std::ptrdiff_t>(i));
        shaped[i].shape = {6};
        more[i].name += ".x";
        EXPECT_THAT(checkpoint.problems(without, {}),
                    ::testing::ElementsAre(HasSubstr("tensor " + kNames[i] + ": unexpected")));
        EXPECT_THAT(checkpoint.problems(shaped, {}),
                    ::testing::ElementsAre(HasSubstr("tensor " + kNames[i] + ": wrong shape")));
        EXPECT_THAT(checkpoint.problems(more, {}), ::testing::ElementsAre(HasSubstr(kNames[i] + ".x: missing"),
                                                                          HasSubstr(kNames[i] + ": unexpected")));
    }
}

TEST_F(HostileSafetensors, RandomDamageIsRefusedOrHarmless) {
    const std::string whole = raw_safetensors(good_header().dump(), good_data());
    std::mt19937_64 rng(13);
    int accepted = 0;
    for (int i = 0; i < 2000; ++i) {
        std::string bytes = whole;
        for (uint64_t n = 1 + rng() % 4; n > 0; --n) {
            const size_t at = rng() % (whole.size() - good_data().size());
            if (rng() % 3 == 0) {
                bytes.erase(at, 1 + rng() % 5);
            } else {
                bytes[at] =
                    static_cast<char>(rng() % 2 ? bytes[at] ^ (1 << rng() % 8) : "0123456789{}[]\",:-eE"[rng() % 20]);
            }
        }
        accepted += refused(bytes).empty();
    }
    EXPECT_LT(accepted, 1000);
}

TEST_F(HostileSafetensors, FilesThatChangeUnderUs) {
    const std::string whole = raw_safetensors(good_header().dump(), good_data());
    const auto path = dir_.path() / "model.safetensors";
    const auto after = [&](const std::function<void()>& change) {
        std::filesystem::remove(path);
        dir_.write("model.safetensors", whole);
        const Checkpoint checkpoint(dir_.path());
        change();
        try {
            const HostTensor t = checkpoint.get("z.weight");
            int sum = 0;
            for (size_t i = 0; i < t.bytes(); ++i) sum += static_cast<int>(t.data[i]);
            return std::to_string(sum);
        } catch (const Error& e) {
            return std::string(e.what());
        }
    };
    EXPECT_EQ(after([] {}), "24");
    EXPECT_EQ(after([&] { std::filesystem::remove(path); }), "24");
    EXPECT_EQ(after([&] { std::filesystem::rename(dir_.write("new", "x"), path); }), "24");
    EXPECT_EQ(after([&] { std::ofstream(path, std::ios::app) << "more"; }), "24");
    for (const size_t size : {whole.size() - 1, whole.size() / 2, size_t{8}, size_t{0}}) {
        EXPECT_THAT(after([&] { std::filesystem::resize_file(path, size); }),
                    HasSubstr("found " + std::to_string(size) + " bytes"));
    }
}
