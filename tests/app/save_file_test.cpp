// Files appear whole or not at all.
#include "app/save_file.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <sys/resource.h>
#include <csignal>

#include "core/base/error.h"
#include "tests/support/tiny_pdf.h"

namespace lectern {

namespace fs = std::filesystem;
using ::testing::HasSubstr;

class SaveFileTest : public ::testing::Test {
 protected:
    void SetUp() override { folder_ = test::fresh_folder("save-file"); }
    void TearDown() override { fs::remove_all(folder_); }
    size_t entries() const {
        return static_cast<size_t>(std::distance(fs::directory_iterator(folder_), fs::directory_iterator()));
    }
    std::string refusal(const fs::path& file, bool replace) {
        try {
            save_whole(file, "new", replace);
        } catch (const Error& e) {
            EXPECT_EQ(e.fault(), Fault::output);
            return e.what();
        }
        return "saved";
    }
    fs::path folder_;
};

TEST_F(SaveFileTest, WritesAndReplaces) {
    save_whole(folder_ / "a.md", "one", false);
    EXPECT_EQ(test::file_text(folder_ / "a.md"), "one");
    EXPECT_THAT(refusal(folder_ / "a.md", false), HasSubstr("already there"));
    EXPECT_EQ(test::file_text(folder_ / "a.md"), "one");
    save_whole(folder_ / "a.md", "two", true);
    EXPECT_EQ(test::file_text(folder_ / "a.md"), "two");
    EXPECT_EQ(entries(), 1u) << "no temporary is left";
    struct stat info {};
    ASSERT_EQ(::stat((folder_ / "a.md").c_str(), &info), 0);
    const mode_t mask = ::umask(0);
    ::umask(mask);
    EXPECT_EQ(info.st_mode & 0777u, 0666u & ~mask);
}

TEST_F(SaveFileTest, ALinkIsReplacedNotFollowed) {
    test::write_file(folder_ / "target", "precious");
    fs::create_symlink("target", folder_ / "a.md");
    save_whole(folder_ / "a.md", "new", true);
    EXPECT_EQ(test::file_text(folder_ / "target"), "precious");
    EXPECT_FALSE(fs::is_symlink(folder_ / "a.md"));
}

TEST_F(SaveFileTest, MissingFolderAndFullDiskLeaveNothing) {
    EXPECT_THAT(refusal(folder_ / "absent" / "a.md", true), HasSubstr("No such file"));
    test::write_file(folder_ / "old.md", "old");
    struct rlimit before {};
    ::getrlimit(RLIMIT_FSIZE, &before);
    const auto handler = std::signal(SIGXFSZ, SIG_IGN);
    struct rlimit small = before;
    small.rlim_cur = 2;  // writing "new" fails after two bytes, as on a full disk
    ::setrlimit(RLIMIT_FSIZE, &small);
    const std::string sentence = refusal(folder_ / "old.md", true);
    ::setrlimit(RLIMIT_FSIZE, &before);
    std::signal(SIGXFSZ, handler);
    EXPECT_THAT(sentence, HasSubstr("Could not write the file"));
    EXPECT_EQ(test::file_text(folder_ / "old.md"), "old");
    EXPECT_EQ(entries(), 1u);
}

TEST_F(SaveFileTest, OutputFolders) {
    make_output_folder(folder_ / "a/b/c");
    EXPECT_TRUE(fs::is_directory(folder_ / "a/b/c"));
    test::write_file(folder_ / "file", "x");
    EXPECT_THROW(make_output_folder(folder_ / "file"), Error);
    EXPECT_THROW(make_output_folder(folder_ / "file/below"), Error);
}

TEST_F(SaveFileTest, AnOutputFolderGoesWhenNothingCameOfIt) {
    fs::create_directories(folder_ / "there");
    {
        const OutputFolder made(folder_ / "new/inner"), known(folder_ / "there");
        EXPECT_TRUE(fs::is_directory(folder_ / "new/inner"));
    }
    EXPECT_FALSE(fs::exists(folder_ / "new"));
    EXPECT_TRUE(fs::is_directory(folder_ / "there"));  // it was there before
    {
        const OutputFolder made(folder_ / "new/inner");
        test::write_file(folder_ / "new/kept.md", "x");
    }
    EXPECT_FALSE(fs::exists(folder_ / "new/inner"));
    EXPECT_EQ(test::file_text(folder_ / "new/kept.md"), "x");
    test::write_file(folder_ / "file", "x");
    EXPECT_THROW(OutputFolder(folder_ / "file/below"), Error);
}

}  // namespace lectern
