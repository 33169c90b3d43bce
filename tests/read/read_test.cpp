// Whole pages through the real program's parts: rendering, layout, the in-box reader, reading order. Prints a table of
// strict character error rates and fails above the gates.
#include <gtest/gtest.h>

#include <QBuffer>
#include <QCoreApplication>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <fstream>

#include "app/convert.h"
#include "app/engine.h"
#include "app/page_source.h"
#include "tests/read/accuracy.h"
#include "tests/read/degrade.h"
#include "tests/read/pages.h"

using namespace lectern;
using namespace lectern::test;

// What was reached, rounded up.
static constexpr double kCleanGate = 0.005;
static constexpr double kScanGate = 0.008;

namespace {

struct Row {
    std::string name;
    Errors errors;
    double words = 1;  // F1 of words in any order
    double seconds = 0;
};

class Reading : public ::testing::Test {
 protected:
    static void SetUpTestSuite() { engine_ = make_engine({.model = "resources/models/reader-tiny"}); }
    static void TearDownTestSuite() { engine_.reset(); }

    Row read(const KnownPage& page, const Damage* damage);
    static void print(const std::string& title, const std::vector<Row>& rows, double gate);
    static Errors sum(const std::vector<Row>& rows);

    static std::unique_ptr<Engine> engine_;
};

std::unique_ptr<Engine> Reading::engine_;

}  // namespace

static Image through_jpeg(const Image& page, int quality) {
    QByteArray bytes;
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::WriteOnly);
    qimage_from_image(page).save(&buffer, "JPEG", quality);
    return image_from_qimage(QImage::fromData(bytes, "JPEG"));
}

Row Reading::read(const KnownPage& known, const Damage* damage) {
    const auto source = open_page_source(known.file);
    const PageInfo info = source->page_info(known.index);
    PageInput input{.dpi = reading_dpi(info, engine_->wanted_dpi()), .number = static_cast<int64_t>(known.index) + 1,
                    .width = info.width, .height = info.height, .rotation = info.rotation};
    input.image = source->render(known.index, input.dpi);
    if (damage) input.image = degrade(input.image, *damage);
    if (damage && damage->jpeg > 0) input.image = through_jpeg(input.image, damage->jpeg);
    PageEvents silent;
    const Page page = engine_->read(input, {}, silent, {});
    EXPECT_NE(page.state, PageState::failed) << known.name << ": " << page.failure;
    const std::string text = page_text(page);
    const std::u32string truth = strict_text(known.truth), got = strict_text(text);
    Row row{known.name + (damage ? ", " + damage->name : ""), compare(truth, got), word_f1(truth, got), page.seconds};
    if (const char* folder = std::getenv("LECTERN_READ_TEXTS")) {  // for looking at what differs
        qimage_from_image(input.image).save(QString::fromStdString(std::string(folder) + "/" + row.name + ".png"));
        std::ofstream(std::string(folder) + "/" + row.name + ".read.txt") << text;
        std::ofstream(std::string(folder) + "/" + row.name + ".true.txt") << known.truth;
    }
    return row;
}

Errors Reading::sum(const std::vector<Row>& rows) {
    Errors all;
    for (const Row& row : rows) all += row.errors;
    return all;
}

void Reading::print(const std::string& title, const std::vector<Row>& rows, double gate) {
    std::printf("\n%-52s %6s %7s %5s %5s %5s %7s %6s\n", title.c_str(), "chars", "CER", "sub", "del", "ins", "words", "s");
    const auto line = [](const std::string& name, const Errors& e, double words, double seconds) {
        std::printf("%-52s %6zu %6.2f%% %5zu %5zu %5zu", name.substr(0, 52).c_str(), e.reference, e.rate() * 100, e.substitutions,
                    e.deletions, e.insertions);
        words < 0 ? std::printf(" %7s", "") : std::printf(" %6.1f%%", words * 100);
        std::printf(" %6.2f\n", seconds);
    };
    double seconds = 0;
    for (const Row& row : rows) {
        line(row.name, row.errors, row.words, row.seconds);
        seconds += row.seconds;
    }
    line("all", sum(rows), -1, seconds);
    std::printf("gate: %.2f%%\n", gate * 100);
}

TEST_F(Reading, CleanPages) {
    std::vector<std::string> missing;
    std::vector<Row> rows;
    for (const KnownPage& page : sample_pages())
        if (!page.scanned) rows.push_back(read(page, nullptr));
    const std::vector<KnownPage> real = debian_pages(LECTERN_READ_CACHE, missing);
    for (const KnownPage& page : real) rows.push_back(read(page, nullptr));
    print("clean pages", rows, kCleanGate);
    for (const std::string& sentence : missing) std::printf("note: %s\n", sentence.c_str());
    if (real.empty()) std::printf("note: only pages of our own making were read.\n");
    EXPECT_LE(sum(rows).rate(), kCleanGate);
}

TEST_F(Reading, Scans) {
    std::vector<std::string> missing;
    std::vector<KnownPage> clean;
    for (const KnownPage& page : sample_pages())
        if (!page.scanned) clean.push_back(page);
    for (KnownPage& page : debian_pages(LECTERN_READ_CACHE, missing)) clean.push_back(std::move(page));
    std::vector<Row> rows;
    for (const KnownPage& page : sample_pages())
        if (page.scanned) rows.push_back(read(page, nullptr));
    // Each damage on two pages, each page with one or two damages.
    const auto& damages = scan_damages();
    for (size_t i = 0; i < damages.size() * 2; ++i) rows.push_back(read(clean[i % clean.size()], &damages[i % damages.size()]));
    print("scans", rows, kScanGate);
    EXPECT_LE(sum(rows).rate(), kScanGate);
}

// A sheet laid in the wrong way must not be read as something else.
TEST_F(Reading, WrongWays) {
    std::vector<KnownPage> clean;
    for (const KnownPage& page : sample_pages())
        if (!page.scanned) clean.push_back(page);
    std::vector<Row> rows;
    const auto& ways = wrong_ways();
    for (size_t i = 0; i < ways.size(); ++i) rows.push_back(read(clean[i % clean.size()], &ways[i]));
    print("wrong ways", rows, kScanGate);
    EXPECT_LE(sum(rows).rate(), kScanGate);
}

int main(int argc, char** argv) {
    QCoreApplication app(argc, argv);  // image formats are plugins
    ::testing::InitGoogleTest(&argc, argv);
    return RUN_ALL_TESTS();
}
