// The real lectern-cli on the first Vulkan device: the text of the samples byte for byte as on the processor, every
// family's trace within the bound of F32, under the validation layer with synchronisation checks, which stays silent.
// Software drivers are slow, so parts of pages are read; LECTERN_VULKAN_PAGE=1 adds all samples, whole.
#include <gtest/gtest.h>

#include <QImage>
#include <algorithm>
#include <cmath>
#include <cstring>
#include <filesystem>

#include "app/convert.h"
#include "core/weights/safetensors.h"
#include "gpu/gpu.h"
#include "tests/support/cli_run.h"
#include "tests/support/fixture.h"
#include "tests/support/temp_folder.h"
#include "tests/support/tiny_pdf.h"

namespace lectern {
namespace {

namespace fs = std::filesystem;
using test::CliRun;

// Where the layer is not installed the loader goes on without it; it reports on standard output. It keeps memory at exit,
// which is nothing of ours to report.
constexpr const char* kWatched =
    "ASAN_OPTIONS=$ASAN_OPTIONS:detect_leaks=0 VK_INSTANCE_LAYERS=VK_LAYER_KHRONOS_validation "
    "VK_LAYER_ENABLES=VK_VALIDATION_FEATURE_ENABLE_SYNCHRONIZATION_VALIDATION_EXT";

class CliVulkan : public ::testing::Test {
 protected:
    void SetUp() override {
        if (list_devices().empty()) GTEST_SKIP() << "no Vulkan device on this machine";
    }
    void run(const std::string& arguments, const std::string& device) {
        const CliRun done =
            test::run_cli(folder_.path(), arguments + " --device " + device, device == "cpu" ? "" : kWatched);
        EXPECT_EQ(done.exit, 0) << arguments << "\n" << done.err;
        EXPECT_EQ(done.out, "") << arguments << " on " << device;
        EXPECT_EQ(done.err, "") << arguments << " on " << device;
    }
    void expect_same_text(const std::string& sample, const std::string& more) {
        const std::string file = fs::absolute("resources/samples/" + sample + ".pdf").string();
        for (const char* device : {"cpu", "vulkan"})
            run("read '" + file + "' --pages 1 --format md --quiet --overwrite -o " + device + " " + more, device);
        const std::string cpu = test::file_text(folder_.path() / "cpu" / (sample + ".md"));
        EXPECT_GT(cpu.size(), 10u) << sample;
        EXPECT_EQ(test::file_text(folder_.path() / "vulkan" / (sample + ".md")), cpu) << sample;
    }

    lectern::testing::TempFolder folder_;
};

TEST_F(CliVulkan, PartsOfTheSamplesReadAsOnTheProcessor) {
    expect_same_text("harbour-library", "--region 60,35,340,56");
    expect_same_text("reading-room-rules", "--region 35,55,170,30");
    expect_same_text("tide-clocks", "--region 140,50,340,48");
}

TEST_F(CliVulkan, WholeSamplesReadAsOnTheProcessor) {
    if (!std::getenv("LECTERN_VULKAN_PAGE"))
        GTEST_SKIP() << "set LECTERN_VULKAN_PAGE=1: three minutes or more on a software driver";
    for (const char* sample : {"harbour-library", "reading-room-rules", "scanned-letter", "tide-clocks"})
        expect_same_text(sample, "");
}

std::vector<float> floats(const SafetensorsFile& file, const SafetensorsEntry& entry) {
    const std::span<const std::byte> bytes = file.data(entry);
    std::vector<float> values(bytes.size() / sizeof(float));
    std::memcpy(values.data(), bytes.data(), bytes.size());
    return values;
}

// The largest difference, as a part of the largest value.
double relative(const std::vector<float>& got, const std::vector<float>& want) {
    double largest = 1e-30, apart = 0;
    for (size_t i = 0; i < want.size(); ++i) {
        largest = std::max<double>(largest, std::fabs(want[i]));
        apart = std::max<double>(apart, std::fabs(got[i] - want[i]));
    }
    return apart / largest;
}

TEST_F(CliVulkan, EveryFamilysTraceIsTheProcessors) {
    for (const char* name :
         {"dots_ocr/tied", "qwen2_5_vl/tied", "glm_ocr/tied", "deepseek_ocr/joined", "deepseek_ocr_2/base"}) {
        SCOPED_TRACE(name);
        const test::Fixture fixture = test::read_fixture(fs::path("tests/data/parity") / name / "fixture.json");
        const fs::path model = folder_.path() / "model";
        fs::create_directories(model);
        test::write_model(fixture, model);
        std::string arguments = "trace --model ./model --compute f32 --max-new-tokens 12 --input-ids ";
        for (size_t i = 0; i < fixture.ids.size(); ++i) arguments += (i ? "," : "") + std::to_string(fixture.ids[i]);
        if (!fixture.mode.empty()) arguments += " --mode " + fixture.mode;
        for (size_t i = 0; i < fixture.images.size(); ++i) {
            const std::string picture = "image_" + std::to_string(i) + ".png";
            ASSERT_TRUE(
                qimage_from_image(fixture.images[i]).save(QString::fromStdString((folder_.path() / picture).string())));
            arguments += " --image " + picture;
        }
        for (const char* device : {"cpu", "vulkan"}) run(arguments + " -o " + device + ".safetensors", device);
        const SafetensorsFile cpu(folder_.path() / "cpu.safetensors"), gpu(folder_.path() / "vulkan.safetensors");
        ASSERT_EQ(gpu.entries().size(), cpu.entries().size());
        for (size_t i = 0; i < cpu.entries().size(); ++i) {
            const SafetensorsEntry &want = cpu.entries()[i], &got = gpu.entries()[i];
            ASSERT_EQ(got.name, want.name);
            ASSERT_EQ(got.shape, want.shape) << want.name;
            EXPECT_LE(relative(floats(gpu, got), floats(cpu, want)), want.name == "generated_ids" ? 0 : 2e-5)
                << want.name;
        }
        fs::remove_all(model);
    }
}

}  // namespace
}  // namespace lectern
