// The page loop: order, failing pages, stopping.
#include "app/reading.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <mutex>

#include "tests/support/tiny_pdf.h"

namespace lectern {

namespace fs = std::filesystem;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

// Says of each page how wide its picture is.
class WidthEngine : public Engine {
 public:
    std::string model_name() const override { return "width"; }
    std::string device_name() override { return "none"; }
    std::vector<Task> tasks() override { return {Task::page}; }
    double wanted_dpi() override { return 72; }
    void load() override { ++loads; }
    void find_layout(PageInput& input, const ReadOptions&, std::stop_token) const override {
        input.layout = std::make_shared<const LayoutPage>();
    }
    Page read(const PageInput& input, const ReadOptions&, PageEvents&, std::stop_token) override {
        EXPECT_NE(input.layout, nullptr);
        Page page;
        page.number = input.number;
        page.width = input.width;
        page.dpi = input.dpi;
        page.state = PageState::read;
        Region region;
        region.content = std::to_string(input.image.width);
        page.regions.push_back(region);
        if (input.number == stop_at) stop.request_stop();
        if (input.number == stop_at) page.state = PageState::stopped;
        return page;
    }
    int loads = 0;
    int64_t stop_at = 0;
    std::stop_source stop;
};

class ReadingTest : public ::testing::Test {
 protected:
    void SetUp() override {
        folder_ = test::fresh_folder("reading");
        test::write_file(folder_ / "doc.pdf", test::tiny_pdf({{.media_box = "0 0 100 200"},
                                                              {.media_box = "0 0 0 0"},
                                                              {.media_box = "0 0 300 200"},
                                                              {.media_box = "0 0 400 200"}}));
        source_ = open_page_source(folder_ / "doc.pdf");
        job_.name = "doc.pdf";
        job_.pages = {0, 1, 2, 3};
    }
    void TearDown() override { fs::remove_all(folder_); }
    ReadingResult read() { return read_document(engine_, *source_, job_, events_, engine_.stop.get_token()); }

    fs::path folder_;
    std::unique_ptr<PageSource> source_;
    ReadingJob job_;
    WidthEngine engine_;
    ReadingEvents events_;
};

static std::vector<std::string> contents(const ReadingResult& result) {
    std::vector<std::string> out;
    for (const Page& page : result.document.pages)
        out.push_back(page.regions.empty() ? page_state_name(page.state) : page.regions[0].content);
    return out;
}

TEST_F(ReadingTest, AFailingPageDoesNotHoldUpTheOthers) {
    const ReadingResult result = read();
    EXPECT_THAT(contents(result), ElementsAre("100", "failed", "300", "400"));
    ASSERT_EQ(result.faults.size(), 1u);
    EXPECT_EQ(result.faults[0].number, 2);
    EXPECT_THAT(result.faults[0].sentence, HasSubstr("no size"));
    EXPECT_EQ(result.document.pages[1].failure, result.faults[0].sentence);
    EXPECT_EQ(result.document.source.name, "doc.pdf");
    EXPECT_EQ(result.document.source.metadata.at("format"), "PDF 1.4");
    EXPECT_FALSE(result.stopped);
}

TEST_F(ReadingTest, OnlyThePagesAskedForAtTheResolutionAskedFor) {
    job_.pages = {0, 3};
    job_.dpi = 144;
    const ReadingResult result = read();
    EXPECT_THAT(contents(result), ElementsAre("200", "800"));
    EXPECT_EQ(result.document.pages[1].number, 4);
    EXPECT_EQ(result.document.pages[1].dpi, 144);
}

TEST_F(ReadingTest, AStopKeepsFinishedPagesOnly) {
    engine_.stop_at = 3;
    const ReadingResult result = read();
    EXPECT_THAT(contents(result), ElementsAre("100", "failed"));
    EXPECT_TRUE(result.stopped);
}

TEST_F(ReadingTest, ChecksumsAreThoseOfSha256sum) {
    test::write_file(folder_ / "abc", "abc");
    EXPECT_EQ(file_sha256(folder_ / "abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    EXPECT_EQ(file_sha256(folder_ / "absent"), "");
}

}  // namespace lectern
