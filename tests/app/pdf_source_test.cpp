// PDF pages: sizes as shown, boxes that are refused, passwords, damage.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "app/page_source.h"
#include "core/base/error.h"
#include "tests/support/tiny_pdf.h"

namespace lectern {

namespace fs = std::filesystem;
using test::tiny_pdf;
using test::TinyPage;
using test::write_file;
using ::testing::AllOf;
using ::testing::HasSubstr;

class PdfSourceTest : public ::testing::Test {
 protected:
    void SetUp() override { folder_ = test::fresh_folder("pdf-source"); }
    void TearDown() override { fs::remove_all(folder_); }

    std::unique_ptr<PageSource> open(const std::vector<TinyPage>& pages) {
        write_file(folder_ / "doc.pdf", tiny_pdf(pages));
        return open_page_source(folder_ / "doc.pdf");
    }
    template <typename Act>
    std::string refusal(Act act, Fault fault = Fault::input) {
        try {
            act();
        } catch (const Error& e) {
            EXPECT_EQ(e.fault(), fault) << e.what();
            return e.what();
        }
        return "no error";
    }

    fs::path folder_;
};

static int64_t dark_pixels(const Image& image, int64_t x0, int64_t y0, int64_t x1, int64_t y1) {
    int64_t n = 0;
    for (int64_t y = y0; y < y1; ++y) {
        for (int64_t x = x0; x < x1; ++x) n += image.row(y)[x * 3] < 128;
    }
    return n;
}

static bool has_grey(const Image& image) {
    return std::any_of(image.rgb.begin(), image.rgb.end(), [](uint8_t v) { return v > 40 && v < 215; });
}

TEST_F(PdfSourceTest, DrawsWithSmoothEdges) {
    const auto source = open({{}});
    const Image image = source->render(0, 144, {});
    EXPECT_EQ(image.width, 1224);
    EXPECT_EQ(image.height, 1584);
    EXPECT_GT(dark_pixels(image, 144, 100, 600, 200), 500);  // the text stands 72 pt from the left, 92 pt from the top
    EXPECT_EQ(dark_pixels(image, 0, 300, 1224, 1584), 0);
    EXPECT_TRUE(has_grey(image)) << "text without antialiasing ruins reading";
}

TEST_F(PdfSourceTest, SizesAreAsShown) {
    const std::string crop = "/CropBox[60 650 260 750]";
    const auto source = open({{}, {.rotate = 90}, {.rotate = 270}, {.extra = crop}, {.rotate = 90, .extra = crop}});
    const double sizes[5][3] = {{612, 792, 0}, {792, 612, 90}, {792, 612, 270}, {200, 100, 0}, {100, 200, 90}};
    for (size_t i = 0; i < 5; ++i) {
        const PageInfo info = source->page_info(i);
        EXPECT_EQ(info.width, sizes[i][0]) << i;
        EXPECT_EQ(info.height, sizes[i][1]) << i;
        EXPECT_EQ(info.rotation, sizes[i][2]) << i;
        const Image image = source->render(i, 72, {});
        EXPECT_EQ(image.width, info.width) << i;
        EXPECT_EQ(image.height, info.height) << i;
        EXPECT_GT(dark_pixels(image, 0, 0, image.width, image.height), 50) << i;
    }
    const Image turned = source->render(1, 72, {});  // clockwise: the line of text stands at the right edge
    EXPECT_GT(dark_pixels(turned, 690, 0, 720, 300), 50);
}

TEST_F(PdfSourceTest, RefusesPagesWithoutUsableSizeAndShowsTheOthers) {
    const auto source = open({{.media_box = "0 0 0 0"},
                              {.media_box = ""},
                              {.media_box = "0 0 1 1"},
                              {.media_box = "0 0 0 792"},
                              {.media_box = "0 0 2000000 2000000"},
                              {.extra = "/CropBox[900 900 950 950]"},
                              {.media_box = "0 0 nan inf"},
                              {.media_box = "612 792 0 0"},
                              {}});
    EXPECT_EQ(source->page_count(), 9u);
    for (size_t i = 0; i < 7; ++i) {
        const std::string sentence = refusal([&] { source->page_info(i); });
        EXPECT_THAT(sentence,
                    AllOf(HasSubstr("page " + std::to_string(i + 1) + " of doc.pdf"), HasSubstr("Leave this page out")))
            << i;
        EXPECT_EQ(refusal([&] { source->render(i, 100, {}); }), sentence) << i;
        EXPECT_EQ(refusal([&] { source->thumbnail(i, 64); }), sentence) << i;
    }
    EXPECT_EQ(source->page_info(7).width, 612);  // reversed corners are legal
    EXPECT_EQ(source->page_info(8).height, 792);
}

TEST_F(PdfSourceTest, RefusesZeroPages) {
    EXPECT_THAT(refusal([&] { open({}); }), HasSubstr("it has no pages"));
}

TEST_F(PdfSourceTest, RefusesMorePixelsThanTheCap) {
    const auto source = open({{}});
    EXPECT_THAT(refusal([&] { source->render(0, 2400, {}); }),
                AllOf(HasSubstr("too many pixels"), HasSubstr("lower resolution")));
}

TEST_F(PdfSourceTest, EveryTruncationOpensOrIsRefused) {
    const std::string whole = tiny_pdf({{}, {}});
    int refused = 0;
    for (size_t cut = 0; cut < whole.size(); cut += 7) {
        write_file(folder_ / "cut.pdf", whole.substr(0, cut));
        try {
            const auto source = open_page_source(folder_ / "cut.pdf");
            source->render(0, 30, {});
        } catch (const Error& e) {
            EXPECT_EQ(e.fault(), Fault::input);
            ++refused;
        }
    }
    EXPECT_GT(refused, 10);
}

TEST_F(PdfSourceTest, PasswordsOfUserAndOwnerOpen) {
    open({{}});
    const std::string plain = (folder_ / "doc.pdf").string(), locked = (folder_ / "locked.pdf").string();
    for (const char* cipher : {"40", "128 --use-aes=n", "128 --use-aes=y", "256"}) {
        const bool weak = std::string(cipher) != "256" && std::string(cipher) != "128 --use-aes=y";
        ASSERT_EQ(test::run_command(std::string("qpdf ") + (weak ? "--allow-weak-crypto " : "") +
                                    "--encrypt user owner " + cipher + " -- '" + plain + "' '" + locked + "'"),
                  0);
        EXPECT_THAT(refusal([&] { open_page_source(locked); }, Fault::encrypted), HasSubstr("needs a password"))
            << cipher;
        EXPECT_THAT(refusal([&] { open_page_source(locked, "wrong"); }, Fault::encrypted),
                    HasSubstr("does not open it"))
            << cipher;
        for (const char* password : {"user", "owner"}) {
            const auto source = open_page_source(locked, password);
            EXPECT_EQ(source->page_info(0).width, 612) << cipher;  // letter size: the box check opens the file as well
            EXPECT_GT(dark_pixels(source->render(0, 72, {}), 0, 0, 612, 792), 50) << cipher;
            EXPECT_EQ(source->clone()->page_count(), 1u) << cipher;
        }
    }
    ASSERT_EQ(test::run_command("qpdf --encrypt '' owner 256 -- '" + plain + "' '" + locked + "'"), 0);
    EXPECT_EQ(open_page_source(locked)->page_count(), 1u);  // only changes are forbidden: it opens as it is
}

TEST_F(PdfSourceTest, StopsWhenAsked) {
    const auto source = open({{}});
    std::stop_source stop;
    stop.request_stop();
    EXPECT_THAT(refusal([&] { source->render(0, 200, stop.get_token()); }, Fault::cancelled), HasSubstr("stopped"));
}

TEST_F(PdfSourceTest, TellsWhatTheFileSaysOfItself) {
    EXPECT_EQ(open({{}})->metadata().at("format"), "PDF 1.4");
}

}  // namespace lectern
