// Pictures as pages: formats, orientation, transparency, resolution, caps.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <QFile>
#include <QImage>
#include <QPainter>

#include "app/convert.h"
#include "app/page_source.h"
#include "core/base/error.h"
#include "tests/support/tiny_pdf.h"

namespace lectern {

namespace fs = std::filesystem;
using test::run_command;
using ::testing::AllOf;
using ::testing::HasSubstr;

class PictureSourceTest : public ::testing::Test {
 protected:
    void SetUp() override { folder_ = test::fresh_folder("picture-source"); }
    void TearDown() override { fs::remove_all(folder_); }

    std::string path(const std::string& name) const { return (folder_ / name).string(); }
    // ImageMagick makes what Qt cannot write: CMYK, Exif, several TIFF pages.
    void convert(const std::string& arguments) {
        ASSERT_EQ(run_command("cd '" + folder_.string() + "' && convert " + arguments), 0);
    }

    fs::path folder_;
};

static std::vector<int> pixel(const Image& image, int64_t x, int64_t y) {
    const uint8_t* p = image.row(y) + x * 3;
    return {p[0], p[1], p[2]};
}

TEST_F(PictureSourceTest, ReadsTheFourFormats) {
    for (const char* name : {"a.png", "a.jpg", "a.tiff", "a.webp"}) {
        convert(std::string("-size 120x80 xc:'#204060' -quality 100 ") + name);
        const auto source = open_page_source(folder_ / name);
        const Image image = source->render(0, 0, {});
        EXPECT_EQ(image.width, 120) << name;
        EXPECT_EQ(image.height, 80) << name;
        EXPECT_NEAR(pixel(image, 60, 40)[2], 0x60, 3) << name;
    }
}

TEST_F(PictureSourceTest, EveryPixelFormatBecomesRgb) {
    convert("-size 20x20 xc:'gray(50%)' -depth 16 -colorspace Gray grey16.png");
    convert("-size 20x20 xc:'#ff8000' -depth 16 rgb16.tiff");
    convert("-size 20x20 xc:'#ff8000' -colors 4 -type Palette PNG8:palette.png");
    convert("-size 20x20 xc:black -type Bilevel -compress Group4 fax.tiff");
    convert("-size 20x20 xc:'#ff0000' -colorspace CMYK cmyk.jpg");
    convert("-size 20x20 xc:'#ff0000' -depth 8 -colorspace CMYK cmyk.tiff");
    const auto middle = [&](const char* name) {
        return pixel(open_page_source(folder_ / name)->render(0, 0, {}), 10, 10);
    };
    EXPECT_NEAR(middle("grey16.png")[1], 127, 2);
    EXPECT_EQ(middle("rgb16.tiff"), (std::vector<int>{255, 128, 0}));
    EXPECT_EQ(middle("palette.png"), (std::vector<int>{255, 128, 0}));
    EXPECT_EQ(middle("fax.tiff"), (std::vector<int>{0, 0, 0}));
    for (const char* name : {"cmyk.jpg", "cmyk.tiff"}) {
        EXPECT_GT(middle(name)[0], 230) << name;
        EXPECT_LT(middle(name)[1], 40) << name;
    }
}

TEST_F(PictureSourceTest, TransparencyLiesOverWhiteAsInTheReference) {
    QImage picture(256, 256, QImage::Format_ARGB32);
    for (int a = 0; a < 256; ++a) {
        for (int c = 0; c < 256; ++c) picture.setPixel(c, a, qRgba(c, 255 - c, 0, a));
    }
    ASSERT_TRUE(picture.save(qstring_from_path(folder_ / "alpha.png")));
    const Image image = open_page_source(folder_ / "alpha.png")->render(0, 0, {});
    for (int a = 0; a < 256; ++a) {
        for (int c = 0; c < 256; ++c) {
            const int t = c * a + 255 * (255 - a) + 128;  // Pillow's paste
            ASSERT_EQ(image.row(a)[c * 3], (t + (t >> 8)) >> 8) << c << " " << a;
        }
    }
}

// A red corner at top left of the page as shown, whatever way the pixels are stored.
TEST_F(PictureSourceTest, ExifOrientationIsApplied) {
    const char* undo[9] = {"",          "", "-flop", "-rotate 180", "-flip", "-transpose", "-rotate 270", "-transverse",
                           "-rotate 90"};
    const char* names[9] = {"",        "TopLeft",  "TopRight",    "BottomRight", "BottomLeft",
                            "LeftTop", "RightTop", "RightBottom", "LeftBottom"};
    for (int o = 1; o <= 8; ++o) {
        const std::string file = "o" + std::to_string(o) + ".tiff";
        convert(std::string("-size 40x60 xc:white -fill red -draw 'rectangle 0,0 9,9' ") + undo[o] + " -orient " +
                names[o] + " " + file);
        const auto source = open_page_source(folder_ / file);
        const Image image = source->render(0, 0, {});
        ASSERT_EQ(image.width, 40) << o;
        ASSERT_EQ(image.height, 60) << o;
        EXPECT_EQ(pixel(image, 4, 4), (std::vector<int>{255, 0, 0})) << o;
        EXPECT_EQ(pixel(image, 30, 50), (std::vector<int>{255, 255, 255})) << o;
        EXPECT_LT(source->page_info(0).width, source->page_info(0).height) << o;
    }
}

// The Exif block of JPEG, PNG and WebP: written by hand behind the header, orientation 6 (turn right).
TEST_F(PictureSourceTest, ExifOrientationInsideJpegAndPng) {
    const std::string tiff("II*\0\10\0\0\0\1\0\22\1\3\0\1\0\0\0\6\0\0\0\0\0\0\0", 26);
    QImage picture(60, 40, QImage::Format_RGB32);
    picture.fill(Qt::white);
    QPainter(&picture).fillRect(0, 30, 10, 10, Qt::red);  // bottom left as stored: top left as shown
    ASSERT_TRUE(picture.save(qstring_from_path(folder_ / "in.jpg"), "jpg", 100));
    ASSERT_TRUE(picture.save(qstring_from_path(folder_ / "in.png")));
    const auto bytes_of = [&](const char* name) {
        QFile file(qstring_from_path(folder_ / name));
        EXPECT_TRUE(file.open(QIODevice::ReadOnly));
        return file.readAll().toStdString();
    };
    const std::string exif = std::string("Exif\0\0", 6) + tiff;
    std::string jpeg = bytes_of("in.jpg");
    jpeg.insert(2, std::string("\xff\xe1\0", 3) + static_cast<char>(exif.size() + 2) + exif);
    test::write_file(folder_ / "turned.jpg", jpeg);
    std::string png = bytes_of("in.png");
    png.insert(33, std::string("\0\0\0\x1a", 4) + "eXIf" + tiff + std::string("\x2b\x8b\x7a\x63", 4));  // behind IHDR
    test::write_file(folder_ / "turned.png", png);
    for (const char* name : {"turned.jpg", "turned.png"}) {
        const Image image = open_page_source(folder_ / name)->render(0, 0, {});
        ASSERT_EQ(image.width, 40) << name;
        ASSERT_EQ(image.height, 60) << name;
        EXPECT_GT(pixel(image, 4, 4)[0], 200) << name;
        EXPECT_LT(pixel(image, 4, 4)[1], 60) << name;
    }
}

TEST_F(PictureSourceTest, TiffPagesKeepTheirSizesAndOrder) {
    convert("\\( -size 100x50 xc:red \\) \\( -size 60x90 xc:lime \\) \\( -size 70x70 xc:blue \\) pages.tiff");
    const auto source = open_page_source(folder_ / "pages.tiff");
    ASSERT_EQ(source->page_count(), 3u);
    EXPECT_EQ(source->render(0, 0, {}).width, 100);
    const Image second = source->render(1, 0, {});
    EXPECT_EQ(second.height, 90);
    EXPECT_EQ(pixel(second, 30, 30), (std::vector<int>{0, 255, 0}));
    EXPECT_EQ(pixel(source->clone()->render(2, 0, {}), 30, 30), (std::vector<int>{0, 0, 255}));
}

TEST_F(PictureSourceTest, TiffDirectoriesThatPointAtThemselvesEnd) {
    convert("-size 30x30 xc:red loop.tiff");
    std::string bytes;
    {
        QFile file(qstring_from_path(folder_ / "loop.tiff"));
        ASSERT_TRUE(file.open(QIODevice::ReadOnly));
        bytes = file.readAll().toStdString();
    }
    const auto u = [&](size_t at) { return static_cast<size_t>(static_cast<uint8_t>(bytes[at])); };
    ASSERT_EQ(bytes.substr(0, 2), "II");
    const size_t first = u(4) | u(5) << 8 | u(6) << 16 | u(7) << 24;
    const size_t tail = first + 2 + 12 * (u(first) | u(first + 1) << 8);
    for (int i = 0; i < 4; ++i) bytes[tail + static_cast<size_t>(i)] = bytes[4 + static_cast<size_t>(i)];
    test::write_file(folder_ / "loop.tiff", bytes);
    EXPECT_EQ(open_page_source(folder_ / "loop.tiff")->page_count(), 1u);
}

TEST_F(PictureSourceTest, ResolutionComesFromTheFileOrIsGuessed) {
    convert("-size 2480x3508 xc:white -units PixelsPerInch -density 300 a4.png");
    convert("-size 2480x3508 xc:white -units PixelsPerInch -density 300 a4.jpg");
    convert("-size 2480x3508 xc:white -units PixelsPerInch -density 300 -compress Group4 a4.tiff");
    convert("-size 2480x3508 xc:white -units PixelsPerInch -density 72 untold.jpg");
    for (const char* name : {"a4.png", "a4.jpg", "a4.tiff", "untold.jpg"}) {
        const PageInfo info = open_page_source(folder_ / name)->page_info(0);
        EXPECT_NEAR(info.native_dpi, 300, 1) << name;
        EXPECT_NEAR(info.width, 595, 3) << name;
        EXPECT_NEAR(info.height, 842, 3) << name;
    }
    const auto source = open_page_source(folder_ / "a4.png");
    EXPECT_EQ(source->render(0, 150, {}).width, 1240);
    EXPECT_EQ(source->thumbnail(0, 100).height, 100);
}

TEST_F(PictureSourceTest, FaxPagesGetSquarePixels) {
    convert("-size 1728x1078 xc:white -units PixelsPerInch -density 204x98 -compress Group4 fax.tiff");
    const auto source = open_page_source(folder_ / "fax.tiff");
    EXPECT_NEAR(source->page_info(0).height, 792, 2);
    EXPECT_NEAR(static_cast<double>(source->render(0, 0, {}).height), 2244, 2);
}

TEST_F(PictureSourceTest, AGigapixelHeaderIsRefusedBeforeDecoding) {
    const std::string header("\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR\0\0\xea\x60\0\0\xea\x60\1\0\0\0\0",
                             29);  // 60,000 × 60,000, 1 bit
    test::write_file(folder_ / "huge.png",
                     header + "\xb6\x4d\x42\x4f" + std::string("\0\0\0\0IEND\xae\x42\x60\x82", 12));
    try {
        open_page_source(folder_ / "huge.png");
        FAIL() << "opened";
    } catch (const Error& e) {
        EXPECT_EQ(e.fault(), Fault::input);
        EXPECT_THAT(e.what(), AllOf(HasSubstr("60000 × 60000 pixels"), HasSubstr("Cut it into parts")));
    }
}

TEST_F(PictureSourceTest, DamagedPicturesAreRefused) {
    convert("-size 200x200 plasma: -quality 95 whole.png");
    QFile file(qstring_from_path(folder_ / "whole.png"));
    ASSERT_TRUE(file.open(QIODevice::ReadOnly));
    const std::string bytes = file.readAll().toStdString();
    for (size_t cut : {size_t{9}, size_t{30}, bytes.size() / 2}) {
        test::write_file(folder_ / "cut.png", bytes.substr(0, cut));
        EXPECT_THROW(open_page_source(folder_ / "cut.png")->render(0, 0, {}), Error) << cut;
    }
}

TEST_F(PictureSourceTest, AJpegCutShortIsShownWithASentence) {
    convert("-size 200x300 plasma: -quality 90 plain.jpg");
    convert("-size 200x300 plasma: -quality 90 -interlace JPEG progressive.jpg");
    convert("-size 200x300 plasma: -quality 90 -define jpeg:restart-interval=4 restarts.jpg");
    for (const char* name : {"plain.jpg", "progressive.jpg", "restarts.jpg"}) {
        QFile file(qstring_from_path(folder_ / name));
        ASSERT_TRUE(file.open(QIODevice::ReadOnly));
        const std::string bytes = file.readAll().toStdString();
        EXPECT_THAT(open_page_source(folder_ / name)->flaws(0), ::testing::IsEmpty()) << name;
        test::write_file(folder_ / "more.jpg", bytes + std::string(70'000, '\0'));  // some cameras add their own
        EXPECT_THAT(open_page_source(folder_ / "more.jpg")->flaws(0), ::testing::IsEmpty()) << name;
        for (size_t cut : {bytes.size() / 2, bytes.size() * 9 / 10, bytes.size() - 2, bytes.size() - 1}) {
            test::write_file(folder_ / "cut.jpg", bytes.substr(0, cut));
            EXPECT_THAT(open_page_source(folder_ / "cut.jpg")->flaws(0),
                        ::testing::ElementsAre(HasSubstr("ends before")))
                << name << " " << cut;
        }
    }
}

TEST_F(PictureSourceTest, StopsWhenAsked) {
    convert("-size 50x50 xc:white a.png");
    std::stop_source stop;
    stop.request_stop();
    try {
        open_page_source(folder_ / "a.png")->render(0, 0, stop.get_token());
        FAIL() << "went on";
    } catch (const Error& e) {
        EXPECT_EQ(e.fault(), Fault::cancelled);
    }
}

}  // namespace lectern
