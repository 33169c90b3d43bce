// The real lectern-cli on a driver that fails: without a driver, without a compute queue, with little memory, refusing
// any allocation, submission or program, losing its device at any point. The program always ends by itself and says
// what happened, and what can be read is read. Faults come from the layer in fault_layer.cpp.
#include <gtest/gtest.h>

#include <cstdio>
#include <filesystem>
#include <fstream>
#include <map>
#include <set>
#include <sstream>

#include "core/base/json.h"
#include "core/compute/cpu/cpu_backend_api.h"
#include "gpu/gpu.h"
#include "tests/support/cli_run.h"
#include "tests/support/temp_folder.h"
#include "tests/support/tiny_pdf.h"

namespace lectern {
namespace {

namespace fs = std::filesystem;
using test::CliRun;

constexpr const char* kNoDriver = "VK_DRIVER_FILES=/nonexistent VK_ICD_FILENAMES=/nonexistent";

using Counts = std::map<std::string, int>;  // of calls on one device, by function

class GpuFaults : public ::testing::Test {
 protected:
    void SetUp() override {
        if (list_devices().empty()) GTEST_SKIP() << "no Vulkan device on this machine";
    }

    // `faults` as the layer takes them; with the counts of every device that was opened.
    CliRun run(const std::string& arguments, const std::string& faults, std::vector<Counts>* counts = nullptr) {
        const fs::path report = folder_.path() / "report.txt";
        const CliRun done = test::run_cli(folder_.path(), arguments,
                                          "VK_LAYER_PATH='" LECTERN_LAYERS
                                          "' VK_INSTANCE_LAYERS=VK_LAYER_LECTERN_faults "
                                          "LECTERN_VULKAN_FAULTS='report=" +
                                              report.string() + "," + faults + "'");
        std::ifstream in(report);
        for (std::string line; counts && std::getline(in, line);) {
            std::istringstream words(line);
            Counts& of_device = counts->emplace_back();
            std::string function;
            for (int calls = 0; words >> function >> calls;) of_device[function] = calls;
        }
        fs::remove(report);
        EXPECT_NE(done.exit, -1) << faults << ": ended by a signal\n" << done.err;
        EXPECT_LT(done.exit, 128) << faults << "\n" << done.err;
        return done;
    }
    static std::string line(int n) {
        return "'" + fs::absolute("resources/models/reader-tiny/samples/line_" + std::to_string(n) + ".png").string() +
               "'";
    }
    // A line of print, as far as its first tokens: enough for every kind of call.
    static std::string read(const std::string& device, const std::string& more = "--format md -o -") {
        return "read " + line(22) + " --max-new-tokens 3 --quiet --device " + device + " " + more;
    }
    // What the processor reads there.
    const std::string& text() {
        static const std::string known = [this] {
            const CliRun cpu = test::run_cli(folder_.path(), read("cpu"));
            EXPECT_EQ(cpu.exit, 0) << cpu.err;
            EXPECT_GT(cpu.out.size(), 1u);
            return cpu.out;
        }();
        return known;
    }
    // How often a device is asked for what while nothing fails.
    const Counts& healthy() {
        static const Counts known = [this] {
            std::vector<Counts> opened;
            const CliRun done = run(read("vulkan"), "", &opened);
            EXPECT_EQ(done.exit, 0);
            EXPECT_EQ(done.out, text());
            EXPECT_TRUE(done.err.empty()) << done.err;
            return opened.size() == 1 ? opened[0] : Counts{};
        }();
        return known;
    }

    testing::TempFolder folder_;
};

void expect_said(const CliRun& run, std::initializer_list<const char*> parts) {
    EXPECT_TRUE(run.err.starts_with("lectern-cli: ")) << run.err;
    for (const char* part : parts) EXPECT_NE(run.err.find(part), std::string::npos) << part << " in: " << run.err;
}

TEST_F(GpuFaults, WithoutADriver) {
    const CliRun asked = test::run_cli(folder_.path(), read("vulkan"), kNoDriver);
    EXPECT_EQ(asked.exit, 5);
    expect_said(asked, {"no Vulkan driver", "--device cpu"});
    const CliRun automatic = test::run_cli(folder_.path(), read("auto"), kNoDriver);
    EXPECT_EQ(automatic.exit, 0);
    EXPECT_EQ(automatic.out, text());
    EXPECT_TRUE(automatic.err.empty()) << automatic.err;  // a machine without a card is no fault
    const CliRun list = test::run_cli(folder_.path(), "devices", kNoDriver);
    EXPECT_EQ(list.exit, 0);
    EXPECT_NE(list.out.find("none: no Vulkan driver"), std::string::npos) << list.out;
    const Json json = Json::parse(test::run_cli(folder_.path(), "devices --json", kNoDriver).out);
    EXPECT_EQ(json.at("devices").size(), 1u);
    EXPECT_EQ(json.at("no_gpu"), "no Vulkan driver");
}

TEST_F(GpuFaults, WithoutAComputeQueue) {
    const CliRun list = run("devices --json", "queue,kind=discrete");
    const Json gpu = Json::parse(list.out).at("devices").at(1);
    EXPECT_EQ(gpu.at("unusable"), "it has no compute queue");
    EXPECT_EQ(gpu.at("kind"), "discrete GPU");
    const CliRun asked = run(read("vulkan:0"), "queue,kind=discrete");
    EXPECT_EQ(asked.exit, 5);
    expect_said(asked, {"it has no compute queue"});
    const CliRun automatic = run(read("auto"), "queue,kind=discrete");
    EXPECT_EQ(automatic.exit, 0);
    EXPECT_EQ(automatic.out, text());
    expect_said(automatic, {"cannot be used: it has no compute queue", "The processor is used instead."});
}

TEST_F(GpuFaults, WithADeviceThatDoesNotOpen) {
    const CliRun asked = run(read("vulkan"), "device");
    EXPECT_EQ(asked.exit, 5);
    EXPECT_TRUE(asked.out.empty());
    expect_said(asked, {"Could not open the GPU", "--device cpu"});
    const CliRun automatic = run(read("auto"), "device,kind=discrete");
    EXPECT_EQ(automatic.exit, 0);
    EXPECT_EQ(automatic.out, text());
    expect_said(automatic, {"Could not open the GPU", "The processor is used instead."});
}

// What does not fit is refused before anything is loaded: no device is opened.
TEST_F(GpuFaults, WithTooLittleMemory) {
    std::vector<Counts> opened;
    const CliRun asked = run(read("vulkan:0"), "heap=4", &opened);
    EXPECT_EQ(asked.exit, 5);
    expect_said(asked, {"Could not load the model", "of memory for its weights", "MB are free on", "--device cpu"});
    const CliRun automatic = run(read("auto"), "heap=4,kind=discrete", &opened);
    EXPECT_EQ(automatic.exit, 0);
    EXPECT_EQ(automatic.out, text());
    expect_said(automatic, {"The model needs", "3.8 MB are free on", "so the processor is used."});
    EXPECT_TRUE(opened.empty());
}

// "auto" takes what looks like a discrete card with room, and leaves a software driver and a small integrated job
// alone.
TEST_F(GpuFaults, AutoTakesADiscreteCard) {
    for (const auto& [faults, devices] : {std::pair{"kind=discrete", 1u}, {"kind=integrated", 0u}, {"", 0u}}) {
        std::vector<Counts> opened;
        const CliRun done = run(read("auto"), faults, &opened);
        EXPECT_EQ(done.exit, 0) << done.err;
        EXPECT_EQ(opened.size(), devices) << faults;
        EXPECT_EQ(done.out, text());
        EXPECT_TRUE(done.err.empty()) << done.err;
    }
}

// Memory that is refused once, and from some point on: at any allocation, until the page needs no more. The last one is for
// the step that is begun ahead: without it tokens come one step at a time, and there is nothing to say.
TEST_F(GpuFaults, WhereverMemoryIsRefused) {
    ASSERT_GT(healthy().at("AllocateMemory"), 2);
    for (int n = 0; n < healthy().at("AllocateMemory"); ++n)
        for (const char* onwards : {"", "+"}) {
            std::vector<Counts> opened;
            const CliRun done = run(read("vulkan"), "AllocateMemory=" + std::to_string(n) + onwards, &opened);
            SCOPED_TRACE(std::to_string(n) + onwards + ": " + done.err);
            if (n == 0) {  // the device does not even open
                EXPECT_EQ(done.exit, 5);
                expect_said(done, {"GPU memory", "--device cpu"});
                continue;
            }
            EXPECT_EQ(done.exit, 0);  // another try went well, or the processor read the page
            EXPECT_EQ(done.out, text());
            ASSERT_EQ(opened.size(), 1u);
            if (n == 1)  // the weights have no room; that "vulkan" was asked for changes nothing
                expect_said(done, {"Could not get", "of GPU memory", "The processor is used instead."});
            else if (*onwards && opened[0]["AllocateMemory"] > n && n + 1 < healthy().at("AllocateMemory"))
                expect_said(done, {"memory", "processor"});
        }
}

// The other commands that load a model: ask goes on as read does, trace compares devices and takes no other than it was
// told.
TEST_F(GpuFaults, WhileAskAndTraceLoad) {
    const std::string ask = "ask --model reader-tiny --image " + line(22) + " --prompt '' --max-new-tokens 3 --device ";
    const std::string known = run(ask + "cpu", "").out;
    EXPECT_GT(known.size(), 1u);
    for (const char* device : {"vulkan", "auto"}) {
        const CliRun done = run(ask + device, "AllocateMemory=1+,kind=discrete");
        EXPECT_EQ(done.exit, 0) << done.err;
        EXPECT_EQ(done.out, known);
        expect_said(done, {"GPU memory", "The processor is used instead."});
    }
    const CliRun opened = run(ask + "auto", "device,kind=discrete");
    EXPECT_EQ(opened.exit, 0) << opened.err;
    EXPECT_EQ(opened.out, known);
    expect_said(opened, {"Could not open the GPU", "The processor is used instead."});
    const std::string trace =
        "trace --model reader-tiny --image " + line(22) + " --prompt '' --max-new-tokens 1 -o t.safetensors --device ";
    const CliRun insisted = run(trace + "vulkan", "AllocateMemory=1+");
    EXPECT_EQ(insisted.exit, 5);
    expect_said(insisted, {"GPU memory", "--device cpu"});
    EXPECT_FALSE(fs::exists(folder_.path() / "t.safetensors"));
    EXPECT_EQ(run(trace + "auto", "AllocateMemory=1+,kind=discrete").exit, 0);
}

// Submissions and programs that find no memory: once, so that another try goes well, and for good, so that the
// processor has to read the page.
TEST_F(GpuFaults, WhereverWorkIsRefused) {
    const auto survive = [&](const std::string& fault, bool for_good) {
        const CliRun done = run(read("vulkan"), fault + (for_good ? "+" : ""));
        SCOPED_TRACE(fault + (for_good ? "+: " : ": ") + done.err);
        EXPECT_EQ(done.exit, 0);
        EXPECT_EQ(done.out, text());
        if (for_good) expect_said(done, {"processor"});
    };
    for (const int n : {0, 5}) {
        survive("QueueSubmit=" + std::to_string(n), false);
        survive("QueueSubmit=" + std::to_string(n), true);
    }
    survive("CreateComputePipelines=0", false);
    survive("CreateComputePipelines=3", true);
    survive("CreateShaderModule=2", true);
    survive("MapMemory=1", true);
}

// How much work one submission holds goes by the time it takes, so their number differs from run to run.
TEST_F(GpuFaults, WhereverTheDeviceIsLost) {
    const auto survive = [&](const std::string& call, int n) {
        std::vector<Counts> opened;
        const CliRun done = run(read("vulkan"), call + "=" + std::to_string(n) + ":lost", &opened);
        SCOPED_TRACE(call + "=" + std::to_string(n) + ": " + done.err);
        EXPECT_EQ(done.exit, 0);
        EXPECT_EQ(done.out, text());
        ASSERT_EQ(opened.size(), 1u);
        if (opened[0][call] <= n) return;  // the page was read before
        expect_said(done, {"stopped responding", "processor"});
    };
    const int some = healthy().at("QueueSubmit");
    ASSERT_GT(some, 4);
    for (const int n : {0, 1, some / 4, some / 2, some - 1}) survive("QueueSubmit", n);
    for (const int n : {0, 3}) survive("WaitSemaphores", n);
}

// Two documents: the first loses the device. Both are read, the first says so in its file, and the GPU is not used
// again.
TEST_F(GpuFaults, ALostDeviceIsNotUsedAgain) {
    std::vector<Counts> opened;
    const CliRun done =
        run("read " + line(22) + " " + line(24) + " --max-new-tokens 3 --device vulkan --format json -o out",
            "QueueSubmit=20:lost", &opened);
    EXPECT_EQ(done.exit, 0) << done.err;
    EXPECT_EQ(opened.size(), 1u);
    expect_said(done, {"stopped working", "The page is read again on the processor, and so are all after it."});
    std::set<std::string> written;
    for (const auto& entry : fs::directory_iterator(folder_.path() / "out")) written.insert(entry.path().filename());
    EXPECT_EQ(written, (std::set<std::string>{"line_22.json", "line_24.json"}));  // nothing half-written beside them
    const auto page = [&](const char* file) {
        return Json::parse(test::file_text(folder_.path() / "out" / file)).at("pages").at(0);
    };
    ASSERT_EQ(page("line_22.json").at("warnings").size(), 1u);
    EXPECT_NE(page("line_22.json").at("warnings")[0].get<std::string>().find("read again on the processor"),
              std::string::npos);
    EXPECT_TRUE(page("line_24.json").value("warnings", Json::array()).empty());
}

}  // namespace
}  // namespace lectern
