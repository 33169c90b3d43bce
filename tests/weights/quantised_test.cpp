// Quantised checkpoints: written, read back, and refused when they are not what they say.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/base/error.h"
#include "core/compute/cpu/cpu_backend_api.h"
#include "core/weights/quantise_checkpoint.h"
#include "tests/support/random.h"
#include "tests/support/temp_folder.h"

namespace lectern {
namespace {

namespace fs = std::filesystem;
using ::testing::AllOf;
using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

// A decoder layer, a tower's matrix, a router, and embeddings that are the output head too.
class QuantisedCheckpoint : public ::testing::Test {
 protected:
    QuantisedCheckpoint() {
        fs::create_directories(folder_.path() / "plain");
        SafetensorsWriter file(folder_.path() / "plain/model.safetensors");
        for (const WeightEntry& e : table()) {
            if (e.field == "text.lm_head.weight") continue;  // tied
            const test::RandomTensor t = test::random_tensor(
                DType::BF16, e.shape.size() == 1 ? Shape{e.shape[0]} : Shape{e.shape[0], e.shape[1]}, seed_++);
            file.add(e.name, DType::BF16, e.shape, t.bytes);
        }
        file.finish();
    }

    WeightTable table() {
        return {{"embed", {40, 70}, "text.embed_tokens", WeightUse::table, {&embed_}},
                {"q", {48, 70}, "text.layers[0].q.weight", WeightUse::matmul, {&q1_, &q2_}, {1, 0, 2}},
                {"gate", {8, 70}, "text.layers[0].gate.weight", WeightUse::matmul_f32, {&gate_}},
                {"norm", {70}, "text.norm.weight", WeightUse::vector, {&norm_}},
                {"expert0", {40, 70}, "text.layers[0].experts.up[0]", WeightUse::experts, {&experts_}},
                {"expert1", {40, 70}, "text.layers[0].experts.up[1]", WeightUse::experts, {&experts_}},
                {"expert2", {40, 70}, "text.layers[0].experts.up[2]", WeightUse::experts, {&experts_}},
                {"tower", {20, 65}, "vision.proj.weight", WeightUse::matmul, {&tower_}},
                {"embed", {40, 70}, "text.lm_head.weight", WeightUse::matmul, {&head_}}};
    }

    fs::path write(const char* name, LoadOptions options) {
        fs::create_directories(folder_.path() / name);
        const Checkpoint plain(folder_.path() / "plain");
        write_quantised(plain, table(), options, folder_.path() / name / "model.safetensors", {});
        EXPECT_EQ(Checkpoint(folder_.path() / name).bytes(), quantised_bytes(plain, table(), options));
        return folder_.path() / name;
    }
    // What a product with each matrix gives.
    std::vector<std::vector<float>> products(Backend& be) {
        std::vector<std::vector<float>> all;
        for (const Tensor& w : {q1_, q2_, gate_, tower_, head_}) {
            const test::RandomTensor x = test::random_tensor(DType::F32, Shape{3, w.shape[1]}, 99);
            all.push_back(be.read_floats(be.matmul(be.upload(x.host()), w)));
        }
        const test::RandomTensor x = test::random_tensor(DType::F32, Shape{7, 70}, 98),
                                 scores = test::random_tensor(DType::F32, Shape{7, 3}, 97);
        const Routing routing = be.route(be.upload(scores.host()), 2);
        all.push_back(be.read_floats(be.expert_matmul(be.upload(x.host()), experts_, 40, routing, false)));
        const std::vector<int32_t> ids = {3, 3, 39, 0};
        all.push_back(be.read_floats(be.gather_rows(embed_, be.upload_ids(ids))));
        return all;
    }

    lectern::testing::TempFolder folder_;
    uint32_t seed_ = 1;
    std::unique_ptr<Backend> be_ = make_cpu_backend({.threads = 2});  // outlives its tensors
    Tensor embed_, q1_, q2_, gate_, norm_, experts_, tower_, head_;
};

TEST_F(QuantisedCheckpoint, AheadOfTimeAndOnTheWayAreTheSame) {
    for (const Quant quant : {Quant::int8, Quant::int4})
        for (const bool vision : {false, true}) {
            SCOPED_TRACE(::testing::Message() << quant_name(quant) << " vision " << vision);
            const LoadOptions options{quant, vision};
            const std::string name = std::string(quant_name(quant)) + (vision ? "-vision" : "");
            const Checkpoint checkpoint(write(name.c_str(), options));
            EXPECT_EQ(checkpoint.quant(), quant);
            EXPECT_EQ(checkpoint.parameters(), 40 * 70 + 48 * 70 + 8 * 70 + 70 + 3 * 40 * 70 + 20 * 65 + 40 * 70 +
                                                   (vision && quant == Quant::int4 ? 20 : 0));
            EXPECT_THAT(checkpoint.problems(expected_tensors(table()), {}), IsEmpty());

            EXPECT_THAT(load_weights(*be_, checkpoint, table()), IsEmpty());
            EXPECT_EQ(q1_.dtype, quant_dtype(quant));
            EXPECT_EQ(head_.dtype, DType::Q8);
            EXPECT_EQ(experts_.dtype, quant_dtype(quant));
            EXPECT_EQ(experts_.shape, (Shape{3 * expert_rows(40), 70}));
            EXPECT_EQ(gate_.dtype, DType::F32);
            EXPECT_EQ(embed_.dtype, DType::BF16);
            EXPECT_EQ(tower_.dtype, vision ? quant_dtype(quant) : DType::BF16);
            const auto ahead = products(*be_);
            load_weights(*be_, Checkpoint(folder_.path() / "plain"), table(), options);
            EXPECT_EQ(products(*be_), ahead);
        }
}

TEST_F(QuantisedCheckpoint, DamageIsNamed) {
    const fs::path good = write("good", {Quant::int4, false});
    const auto spoiled =
        [&](const std::function<void(SafetensorsWriter&, const Checkpoint::Entry&, std::span<const std::byte>)>& add,
            const char* group_size = "64") {
            const fs::path folder = folder_.path() / "bad";
            fs::create_directories(folder);
            {
                const Checkpoint from(good);
                SafetensorsWriter file(folder / "model.safetensors");
                file.add_metadata("quantisation", "int4");
                file.add_metadata("group_size", group_size);
                for (const Checkpoint::Entry& e : from.entries()) add(file, e, from.bytes_of(e));
                file.finish();
            }
            return Checkpoint(folder).problems(expected_tensors(table()), {});
        };
    const auto copy = [](SafetensorsWriter& file, const Checkpoint::Entry& e, std::span<const std::byte> bytes) {
        file.add_raw(e.name, e.dtype_name, e.shape, bytes);
    };
    EXPECT_THAT(spoiled(copy), IsEmpty());
    EXPECT_THAT(spoiled(copy, "32"), Contains(AllOf(HasSubstr("groups of 32"), HasSubstr("groups of 64"))));
    EXPECT_THAT(spoiled([&](auto& file, const auto& e, auto bytes) {
                    if (e.name != "q.scales") copy(file, e, bytes);
                }),
                Contains(AllOf(HasSubstr("q.scales"), HasSubstr("missing"))));
    EXPECT_THAT(spoiled([&](auto& file, const auto& e, auto bytes) {  // groups of 32 that nobody mentions
                    if (e.name != "q.scales") return copy(file, e, bytes);
                    const std::vector<std::byte> more(48 * 3 * 2);
                    const int64_t shape[] = {48, 3};
                    file.add_raw(e.name, "F16", shape, more);
                }),
                Contains(AllOf(HasSubstr("q.scales"), HasSubstr("[48, 2]"), HasSubstr("[48, 3]"))));
    EXPECT_THAT(spoiled([&](auto& file, const auto& e, auto bytes) {
                    const int64_t shape[] = {24, 70};
                    if (e.name != "q.codes") return copy(file, e, bytes);
                    file.add_raw(e.name, "F8_E4M3", shape, bytes);
                }),
                AllOf(Contains(AllOf(HasSubstr("q.codes"), HasSubstr("dtype"), HasSubstr("F8_E4M3")))));
}

// Half of a layer's experts from another file: the first that differs is named.
TEST_F(QuantisedCheckpoint, ExpertsOfTwoKindsAreRefused) {
    const fs::path four = write("four", {Quant::int4, false}), eight = write("eight", {Quant::int8, false}),
                   mixed = folder_.path() / "mixed";
    fs::create_directories(mixed);
    for (const fs::path& other : {eight, folder_.path() / "plain"}) {
        {
            const Checkpoint from(four), second(other);
            SafetensorsWriter file(mixed / "model.safetensors");
            for (const Checkpoint::Entry& e : from.entries())
                if (!e.name.starts_with("expert2")) file.add_raw(e.name, e.dtype_name, e.shape, from.bytes_of(e));
            for (const Checkpoint::Entry& e : second.entries())
                if (e.name.starts_with("expert2")) file.add_raw(e.name, e.dtype_name, e.shape, second.bytes_of(e));
            file.finish();
        }
        try {
            load_weights(*be_, Checkpoint(mixed), table());
            ADD_FAILURE() << "loaded";
        } catch (const Error& e) {
            EXPECT_THAT(e.what(), AllOf(HasSubstr("expert2"), HasSubstr("one dtype")));
        }
    }
}

TEST_F(QuantisedCheckpoint, NothingIsLeftOfAnAttemptThatFails) {
    const Checkpoint plain(folder_.path() / "plain");
    fs::create_directories(folder_.path() / "half");
    const auto stop = [](size_t done, size_t, const std::string&) {
        if (done == 2) throw Error({.fault = Fault::cancelled, .attempted = "quantise", .found = "it was stopped"});
    };
    EXPECT_THROW(write_quantised(plain, table(), {Quant::int8, false}, folder_.path() / "half/model.safetensors", stop),
                 Error);
    EXPECT_TRUE(fs::is_empty(folder_.path() / "half"));
}

// A table that stays in its file: the rows are the file's, and a file cut short is a sentence.
TEST(TableOnDemand, ReadsOnlyTheRowsAsked) {
    lectern::testing::TempFolder folder;
    const test::RandomTensor t =
        test::random_tensor(DType::BF16, Shape{4096, 2100}, 5);  // above the size kept in memory
    {
        SafetensorsWriter file(folder.path() / "model.safetensors");
        const int64_t shape[] = {4096, 2100};
        file.add("embed", DType::BF16, shape, t.bytes);
        file.finish();
    }
    Tensor embed;
    const WeightTable table{{"embed", {4096, 2100}, "text.embed_tokens", WeightUse::table, {&embed}}};
    const auto be = make_cpu_backend({.threads = 2});
    load_weights(*be, Checkpoint(folder.path()), table);
    EXPECT_EQ(embed.layout, Layout::on_demand);
    const std::vector<int32_t> ids = {0, 4095, 4095, 17};
    const std::vector<float> rows = be->read_floats(be->gather_rows(embed, be->upload_ids(ids)));
    for (size_t r = 0; r < ids.size(); ++r)
        for (size_t c = 0; c < 2100; ++c)
            ASSERT_EQ(rows[r * 2100 + c], t.values[static_cast<size_t>(ids[r]) * 2100 + c]);
    const std::vector<int32_t> beyond = {4096};
    EXPECT_THROW(be->gather_rows(embed, be->upload_ids(beyond)), Error);
    fs::resize_file(folder.path() / "model.safetensors", 1 << 20);
    const std::vector<int32_t> last = {4000};
    EXPECT_THROW(be->gather_rows(embed, be->upload_ids(last)), Error);
}

}  // namespace
}  // namespace lectern
