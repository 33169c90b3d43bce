// What open_page_source accepts and how it refuses: one sentence with what to do.
#include "app/page_source.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <QImage>

#include "app/convert.h"
#include "core/base/error.h"
#include "tests/support/tiny_pdf.h"

namespace lectern {

namespace fs = std::filesystem;
using test::tiny_pdf;
using test::write_file;
using ::testing::AllOf;
using ::testing::HasSubstr;

class PageSourceTest : public ::testing::Test {
 protected:
    void SetUp() override { folder_ = test::fresh_folder("page-source"); }
    void TearDown() override { fs::remove_all(folder_); }

    std::string refusal(const std::string& name, Fault fault = Fault::input) {
        try {
            open_page_source(folder_ / name);
        } catch (const Error& e) {
            EXPECT_EQ(e.fault(), fault) << e.what();
            return e.what();
        }
        return "opened";
    }
    void save_picture(const std::string& name, const char* format) {
        QImage picture(40, 30, QImage::Format_RGB32);
        picture.fill(Qt::white);
        ASSERT_TRUE(picture.save(qstring_from_path(folder_ / name), format));
    }

    fs::path folder_;
};

TEST_F(PageSourceTest, OpensByContentWhateverTheName) {
    write_file(folder_ / "scan", tiny_pdf({{}}));
    save_picture("shot.jpg", "png");
    EXPECT_EQ(open_page_source(folder_ / "scan")->page_count(), 1u);
    EXPECT_TRUE(open_page_source(folder_ / "shot.jpg")->is_picture());
}

TEST_F(PageSourceTest, RefusesWhatIsNoFile) {
    EXPECT_THAT(refusal("absent.pdf"), AllOf(HasSubstr("no such file"), HasSubstr("Check the name")));
    EXPECT_THAT(refusal("."), AllOf(HasSubstr("it is a folder"), HasSubstr("Name the files in it")));
    write_file(folder_ / "empty.pdf", "");
    EXPECT_THAT(refusal("empty.pdf"), HasSubstr("it is empty"));
    ASSERT_EQ(test::run_command("mkfifo '" + (folder_ / "pipe.pdf").string() + "'"), 0);
    EXPECT_THAT(refusal("pipe.pdf"), HasSubstr("not an ordinary file"));
}

TEST_F(PageSourceTest, RefusesAnUnreadableFile) {
    if (::geteuid() == 0) GTEST_SKIP() << "root may read everything";
    write_file(folder_ / "mine.pdf", tiny_pdf({{}}));
    fs::permissions(folder_ / "mine.pdf", fs::perms::none);
    EXPECT_THAT(refusal("mine.pdf"), AllOf(HasSubstr("may not be read"), HasSubstr("Change its permissions")));
}

TEST_F(PageSourceTest, SaysWhatAWronglyNamedFileIs) {
    save_picture("page.pdf", "png");
    EXPECT_THAT(refusal("page.pdf"),
                AllOf(HasSubstr("a PNG picture with the wrong name"), HasSubstr("Rename it to page.png")));
    write_file(folder_ / "page.png", tiny_pdf({{}}));
    EXPECT_THAT(refusal("page.png"), AllOf(HasSubstr("a PDF with the wrong name"), HasSubstr("Rename it to page.pdf")));
    write_file(folder_ / "notes.pdf", "just some text\n");
    EXPECT_THAT(refusal("notes.pdf"), HasSubstr("not a PDF"));
    write_file(folder_ / "notes.txt", "just some text\n");
    EXPECT_THAT(refusal("notes.txt"), HasSubstr("neither a PDF nor a PNG"));
}

TEST(ReadingDpi, LowersHugePagesAndNeverEnlargesPictures) {
    EXPECT_DOUBLE_EQ(reading_dpi({612, 792, 0, 0}, 200), 200);
    EXPECT_DOUBLE_EQ(reading_dpi({612, 7200, 0, 0}, 200), 45);    // 100 in: 4,500 px
    EXPECT_DOUBLE_EQ(reading_dpi({612, 792, 0, 150}, 200), 150);  // its own pixels
    EXPECT_DOUBLE_EQ(reading_dpi({612, 792, 0, 240}, 200), 240);  // close: its own pixels
    EXPECT_DOUBLE_EQ(reading_dpi({612, 792, 0, 600}, 200), 200);
}

}  // namespace lectern
