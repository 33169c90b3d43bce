// Programs from run to run: built ahead by a thread, kept on disk, and nothing that lies there does harm.
#include "gpu/cache_file.h"

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <cstdlib>
#include <fstream>
#include <thread>

#include "gpu/gpu.h"
#include "tests/support/compare.h"
#include "tests/support/random.h"
#include "tests/support/temp_folder.h"

namespace lectern {
namespace {

namespace fs = std::filesystem;

class Cache : public ::testing::Test {
 protected:
    void SetUp() override {
        if (list_devices().empty()) GTEST_SKIP() << "no Vulkan device on this machine";
        if (const char* before = std::getenv("XDG_CACHE_HOME")) before_ = before;
        ::setenv("XDG_CACHE_HOME", folder_.path().c_str(), 1);
    }
    void TearDown() override {
        if (before_)
            ::setenv("XDG_CACHE_HOME", before_->c_str(), 1);
        else
            ::unsetenv("XDG_CACHE_HOME");
    }

    struct Use {
        ProgramCounts before, after;  // the ops
        std::string note;
    };
    static void wait_for_the_thread(GpuBackend& be) {
        for (int i = 0; i < 6000 && be.programs().to_build > 0; ++i)
            std::this_thread::sleep_for(std::chrono::milliseconds(10));
        ASSERT_EQ(be.programs().to_build, 0) << "programs were not built within a minute";
    }
    // A start: a weight is loaded, the thread finishes, something is computed.
    static Use use(bool validation = true) {
        const auto be = make_vulkan_backend({.compute = Compute::bf16, .validation = validation});
        const auto w = test::random_tensor(DType::BF16, Shape{40, 64}, 1),
                   x = test::random_tensor(DType::F32, Shape{1, 64}, 2);
        const Tensor packed = be->pack_weight(w.host());
        wait_for_the_thread(*be);
        Use u{.before = be->programs(), .after = {}, .note = be->cache_note()};
        std::vector<double> want(40);
        for (size_t n = 0; n < 40; ++n)
            for (size_t k = 0; k < 64; ++k) want[n] += static_cast<double>(w.values[n * 64 + k]) * x.values[k];
        EXPECT_TRUE(test::close(be->read_floats(be->matmul(be->upload(x.host()), packed)), want, 2e-2, {}, 1e-1));
        const Tensor ones = be->upload_floats(std::vector<float>(10, 1), Shape{10});
        EXPECT_EQ(be->read_floats(be->gelu(ones)).size(), 10u);  // nobody announces it
        u.after = be->programs();
        for (const std::string& message : be->validation_messages()) ADD_FAILURE() << message;
        return u;
    }
    fs::path file(const std::string& begin) const {
        fs::path found;
        for (const auto& entry : fs::directory_iterator(folder_.path() / "lectern")) {
            EXPECT_EQ(entry.path().extension(), ".bin") << entry.path();
            if (entry.path().filename().string().starts_with(begin)) found = entry.path();
        }
        return found;
    }

    lectern::testing::TempFolder folder_;

 private:
    std::optional<std::string> before_;
};

TEST_F(Cache, TheFirstStartBuildsWhatWeightsWillWantTheSecondWhatTheFirstUsed) {
    const Use first = use();
    EXPECT_TRUE(first.note.empty()) << first.note;
    EXPECT_GT(first.before.built_ahead, 4);
    EXPECT_EQ(first.before.built, first.before.built_ahead);
    EXPECT_EQ(first.after.waited_for, 1);  // gelu; the product was there
    const Use second = use();
    EXPECT_EQ(second.after.waited_for, 0);
    EXPECT_EQ(second.after.built, second.after.built_ahead);
}

TEST_F(Cache, DamagedFilesAreIgnoredNotedAndMadeAnew) {
    use();
    for (const char* which : {"pipelines", "programs"}) {
        const fs::path path = file(which);
        ASSERT_FALSE(path.empty()) << which;
        ASSERT_GT(fs::file_size(path), 24u);
        const auto damaged = [&](const auto& damage) {
            damage();
            const Use u = use(false);
            EXPECT_NE(u.note.find(path.filename().string()), std::string::npos) << u.note;
            EXPECT_TRUE(use(false).note.empty()) << "it was not made anew";
        };
        for (const int at : {0, 10, 30})
            damaged([&] {
                std::fstream bytes(path, std::ios::in | std::ios::out | std::ios::binary);
                bytes.seekg(at);
                const char old = static_cast<char>(bytes.get());
                bytes.seekp(at);
                bytes.put(static_cast<char>(old ^ 0x55));
            });
        for (const uintmax_t size : {uintmax_t{0}, fs::file_size(path) - 1})
            damaged([&] { fs::resize_file(path, size); });
    }
}

// Whole files with the wrong things in them.
TEST_F(Cache, WhatAnotherDriverOrNobodyWroteDoesNoHarm) {
    use();
    const fs::path pipelines = file("pipelines"), programs = file("programs");
    std::string note;
    std::vector<char> bytes = load_cache_file(pipelines, "lectpip1", note);
    ASSERT_GE(bytes.size(), 32u);                  // the driver's header; a software driver keeps no more
    bytes[16] = static_cast<char>(bytes[16] ^ 1);  // of the driver's id
    save_cache_file(pipelines, "lectpip1", bytes);
    EXPECT_NE(use().note.find("another driver"), std::string::npos);
    EXPECT_TRUE(use().note.empty());

    char mark[9] = {};
    std::ifstream(programs, std::ios::binary).read(mark, 8);
    const std::string lines =
        "0\n0 nonsense group=64\n0 add\n0 add group=0\n0 add group=4000000000\n0 add group=x\n0 add rows=3\n-1 add "
        "group=64\n"
        "0 add group=64 group=64\n99999999999 add group=64\n\n \n0  add group=64\n";
    save_cache_file(programs, mark, lines);
    const Use u = use();
    EXPECT_TRUE(u.note.empty()) << u.note;
    save_cache_file(programs, "lzzzzzzz", lines);  // of other shaders
    EXPECT_NE(use().note.find(programs.filename().string()), std::string::npos);

    // Something that cannot be read as a file, and a folder that cannot be written.
    fs::remove(pipelines);
    fs::create_directories(pipelines / "inside");
    use();
    EXPECT_TRUE(fs::is_directory(pipelines));
}

// Run by the next test, in processes of its own.
TEST_F(Cache, DISABLED_Child) {
    ::setenv("XDG_CACHE_HOME", std::getenv("LECTERN_TEST_SHARED_CACHE"), 1);
    for (int i = 0; i < 3; ++i) use(false);
}

TEST_F(Cache, ProcessesAtTheSameTimeLeaveAWholeFile) {
    ::setenv("LECTERN_TEST_SHARED_CACHE", folder_.path().c_str(), 1);
    std::vector<pid_t> children;
    for (int i = 0; i < 3; ++i) {
        const pid_t child = ::fork();
        if (child == 0) {
            ::execl("/proc/self/exe", "gpu_cache_test", "--gtest_also_run_disabled_tests",
                    "--gtest_filter=Cache.DISABLED_Child", static_cast<char*>(nullptr));
            std::_Exit(127);
        }
        ASSERT_GT(child, 0);
        children.push_back(child);
    }
    for (const pid_t child : children) {
        int status = 0;
        ASSERT_EQ(::waitpid(child, &status, 0), child);
        EXPECT_EQ(status, 0);
    }
    size_t files = 0;
    for (const auto& entry : fs::directory_iterator(folder_.path() / "lectern")) files += entry.is_regular_file();
    EXPECT_EQ(files, 2u) << "something was left behind";
    EXPECT_TRUE(use().note.empty());
}

}  // namespace
}  // namespace lectern
