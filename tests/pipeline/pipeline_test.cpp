// read_page with a scripted reader: lines, words, belief, cancel, whole pages, memory.
#include "core/pipeline/pipeline.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/base/error.h"
#include "tests/pipeline/fake_reader.h"

namespace lectern {

using test::Answer;
using test::EventLog;
using test::FakeLayout;
using test::FakeReader;
using test::scripted;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

static LayoutLine line_at(double x0, double y0, double x1, double y1, bool continues = false) {
    return {{x0, y0, x1, y1}, {{x0, y0, x1, y1}}, continues};
}

static LayoutRegion region_of(const Rect& box, std::vector<LayoutLine> lines, Category category = Category::Text) {
    LayoutRegion region;
    region.box = box;
    region.lines = std::move(lines);
    region.category = category;
    return region;
}

class PipelineTest : public ::testing::Test {
 protected:
    void SetUp() override {
        reader_.the_card.name = "scripted";
        reader_.the_card.reads = Reads::line;
        reader_.the_card.tasks = {{Task::text, ""}};
        input_ = {.image = Image(400, 600),
                  .dpi = 144,
                  .number = 3,
                  .width = 200,
                  .height = 300,
                  .rotation = 90,
                  .layout = {}};
        layout_.regions = {region_of({100, 40, 300, 80}, {line_at(100, 40, 300, 80)}, Category::Title),
                           region_of({40, 100, 360, 160}, {line_at(40, 100, 360, 128), line_at(40, 132, 200, 160)}),
                           region_of({40, 200, 360, 500}, {}, Category::Picture)};
    }
    Page read(std::vector<Answer> answers, int stop_after = -1) {
        std::stop_source stop;
        return read_page(scripted(std::move(answers), stop_after), reader_, layout_, input_, options_, events_,
                         stop.get_token());
    }

    FakeReader reader_;
    FakeLayout layout_;
    PageInput input_;
    ReadOptions options_;
    EventLog events_;
};

TEST_F(PipelineTest, LinesBecomeRegionsInPoints) {
    const Page page = read({{"Heading"}, {"first line of"}, {"text"}});
    EXPECT_EQ(page.number, 3);
    EXPECT_EQ(page.rotation, 90);
    EXPECT_EQ(page.dpi, 144);
    EXPECT_EQ(page.reader, "scripted");
    EXPECT_EQ(page.state, PageState::read);
    ASSERT_EQ(page.regions.size(), 3u);
    EXPECT_EQ(page.regions[0].content, "Heading");
    EXPECT_EQ(page.regions[0].category, Category::Title);
    EXPECT_EQ(page.regions[0].box, (Rect{50, 20, 150, 40}));
    EXPECT_EQ(page.regions[1].content, "first line of text");
    ASSERT_EQ(page.regions[1].lines.size(), 2u);
    EXPECT_EQ(page.regions[1].lines[1].box, (Rect{20, 66, 100, 80}));
    ASSERT_EQ(page.regions[1].lines[0].words.size(), 3u);
    EXPECT_NEAR(page.regions[1].lines[0].words[2].box.x1, 180, 1e-9);
    EXPECT_NEAR(*page.regions[1].confidence, 0.99, 1e-6);
    EXPECT_EQ(page.regions[2].kind, ContentKind::picture);
    EXPECT_EQ(page.regions[2].state, RegionState::read);
    EXPECT_EQ(page.regions[2].order, 2);
}

TEST_F(PipelineTest, EventsStreamInReadingOrder) {
    read({{"Heading"}, {"first"}, {"second"}});
    EXPECT_THAT(events_.log,
                ElementsAre("found 1", "found 2", "found 3", "done 3 ", "done 2 first second", "done 1 Heading"));
    EXPECT_EQ((events_.streamed[{2, 1}]), "second");
    EXPECT_NEAR(events_.last_part, 1, 1e-9);
}

TEST_F(PipelineTest, CropsAndLimitsFollowTheCard) {
    reader_.the_card.line.max_characters = 20;
    std::vector<int64_t> budgets;
    const Generator generator = [&](std::vector<GenerateRequest> requests, const GenerateEvents& e, std::stop_token t) {
        for (const GenerateRequest& r : requests) budgets.push_back(r.max_new_tokens);
        return scripted({{"a"}, {"b"}, {"c"}})(std::move(requests), e, t);
    };
    read_page(generator, reader_, layout_, input_, options_, events_, {});
    ASSERT_EQ(reader_.shown.size(), 3u);
    EXPECT_TRUE(reader_.shown[0].line);
    EXPECT_GE(reader_.shown[0].width, 200);
    EXPECT_LE(reader_.shown[0].width, 212);
    EXPECT_LE(reader_.shown[0].height, 46);
    EXPECT_THAT(budgets, ElementsAre(21, 21, 21));  // 20 characters and the end token
    options_.max_new_tokens = 5;
    budgets.clear();
    read_page(generator, reader_, layout_, input_, options_, events_, {});
    EXPECT_THAT(budgets, ElementsAre(5, 5, 5));
}

TEST_F(PipelineTest, LinesOfLowProbabilityAreNotBelieved) {
    const Page page = read({{"Heading"}, {"good text"}, {"zjqx", 0.3}});
    const Region& text = page.regions[1];
    EXPECT_EQ(text.content, "good text");
    EXPECT_EQ(text.state, RegionState::unsure);
    ASSERT_EQ(text.lines.size(), 2u);
    EXPECT_EQ(text.lines[1].text, "");
    EXPECT_TRUE(text.lines[1].words.empty());
    EXPECT_NEAR(*text.lines[1].confidence, 0.3, 1e-6);
    ASSERT_EQ(text.warnings.size(), 1u);
    EXPECT_THAT(text.warnings[0], HasSubstr("1 line could not be read with confidence and was left out: “zjqx”"));
    EXPECT_EQ(page.state, PageState::warnings);
}

TEST_F(PipelineTest, ARegionWithoutBelievedLinesIsUnread) {
    const Page page = read({{"????", 0.2}, {"fine"}, {"fine"}});
    EXPECT_EQ(page.regions[0].state, RegionState::unread);
    EXPECT_EQ(page.regions[0].content, "");
    const Page empty = read({{""}, {"fine"}, {"fine"}});
    EXPECT_EQ(empty.regions[0].state, RegionState::unread) << "ink without text is no reading";
}

TEST_F(PipelineTest, MiddlingProbabilityIsMarked) {
    const Page page = read({{"Heading", 0.8}, {"fine"}, {"fine"}});
    EXPECT_EQ(page.regions[0].state, RegionState::unsure);
    EXPECT_EQ(page.regions[0].content, "Heading");
}

TEST_F(PipelineTest, LoopsAndLimitsAreSaid) {
    const Page page =
        read({{"ha ha ha", 0.99, StopReason::repetition}, {"long", 0.99, StopReason::token_budget}, {"fine"}});
    EXPECT_THAT(page.regions[0].warnings, ElementsAre(HasSubstr("The line began to repeat and was cut")));
    EXPECT_THAT(page.regions[1].warnings, ElementsAre(HasSubstr("1 line reached the length limit")));
    EXPECT_EQ(page.regions[1].state, RegionState::unsure);
}

TEST_F(PipelineTest, PiecesOfALongLineBecomeOneLine) {
    layout_.regions = {region_of({0, 0, 400, 40}, {line_at(0, 0, 200, 40, true), line_at(210, 0, 400, 40)})};
    const Page page = read({{"one half"}, {"and the other"}});
    ASSERT_EQ(page.regions[0].lines.size(), 1u);
    EXPECT_EQ(page.regions[0].lines[0].text, "one half and the other");
    EXPECT_EQ(page.regions[0].lines[0].box, (Rect{0, 0, 200, 20}));
    EXPECT_EQ(page.regions[0].lines[0].words.size(), 5u);
    EXPECT_EQ(page.regions[0].content, "one half and the other");
}

TEST_F(PipelineTest, TablesBecomeHtml) {
    LayoutRegion table =
        region_of({0, 0, 400, 100}, {line_at(0, 0, 100, 30), line_at(200, 0, 300, 30)}, Category::Table);
    table.rows = 1;
    table.columns = 2;
    table.cells = {{.row = 0, .column = 0, .header = true, .lines = {0}}, {.row = 0, .column = 1, .lines = {1}}};
    layout_.regions = {table};
    const Page page = read({{"a<b"}, {"c"}});
    EXPECT_EQ(page.regions[0].kind, ContentKind::html_table);
    EXPECT_EQ(page.regions[0].content, "<table><tr><th>a&lt;b</th><td>c</td></tr></table>");
}

TEST_F(PipelineTest, CancelKeepsWhatWasRead) {
    const Page page = read({{"Head"}, {"a long line that is not finished"}, {"end"}}, 6);
    EXPECT_EQ(page.state, PageState::stopped);
    EXPECT_EQ(page.regions[0].content, "Head");
    EXPECT_EQ(page.regions[0].state, RegionState::read);
    EXPECT_EQ(page.regions[1].state, RegionState::stopped);
    EXPECT_EQ(page.regions[1].content, "a long end");
}

TEST_F(PipelineTest, BoxesAreTurnedBackWithTheSkew) {
    layout_.skew = 90;  // far more than any scan, so that the direction is seen
    layout_.regions = {region_of({190, 250, 210, 270}, {line_at(190, 250, 210, 270)})};
    const Page page = read({{"x"}});
    // Above the middle once turned clockwise: left of the middle before.
    const Rect& box = page.regions[0].box;
    EXPECT_NEAR(box.x0, (200 - 50) / 2.0, 1e-6);
    EXPECT_NEAR(box.x1, (200 - 30) / 2.0, 1e-6);
    EXPECT_NEAR(box.y0, (300 - 10) / 2.0, 1e-6);
    EXPECT_EQ(page.skew, 90);
}

TEST_F(PipelineTest, OnlyTheRegionAskedForIsRead) {
    options_.region = Rect{50, 100, 150, 200};
    layout_.regions = {region_of({0, 0, 200, 40}, {line_at(0, 0, 200, 40)})};
    const Page page = read({{"part"}});
    ASSERT_EQ(page.regions.size(), 1u);
    EXPECT_EQ(page.regions[0].box, (Rect{50, 100, 150, 120}));
    options_.region = Rect{500, 500, 600, 600};
    EXPECT_THROW(read({{"part"}}), Error);
}

TEST_F(PipelineTest, ATaskTheModelLacksIsRefusedWithThoseItHas) {
    options_.task = Task::formula;
    try {
        read({});
        FAIL() << "accepted";
    } catch (const Error& e) {
        EXPECT_EQ(e.fault(), Fault::argument);
        EXPECT_THAT(e.what(), HasSubstr("Choose one of its tasks: page, text"));
    }
}

TEST_F(PipelineTest, LayoutFoundBeforehandIsUsed) {
    find_layout(input_, layout_, reader_.the_card, options_, {});
    EXPECT_EQ(layout_.asked, 1);
    read({{"Heading"}, {"a"}, {"b"}});
    EXPECT_EQ(layout_.asked, 1);
}

TEST_F(PipelineTest, WholePageAnswersStreamAsRegions) {
    reader_.the_card.reads = Reads::page;
    reader_.the_card.tasks = {{Task::page, "read all"}};
    const Page page = read({{"Title|20,20,120,60|Hello\nText|20,80,220,160|World"}});
    EXPECT_EQ(layout_.asked, 0);
    ASSERT_EQ(reader_.shown.size(), 1u);
    EXPECT_EQ(reader_.shown[0].text, "read all");
    EXPECT_FALSE(reader_.shown[0].line);
    EXPECT_THAT(events_.log, ElementsAre("found 1", "done 1 Hello", "found 2", "done 2 World"));
    EXPECT_EQ((events_.streamed[{1, 0}]), "Hello");
    EXPECT_EQ((events_.streamed[{2, 0}]), "World");
    ASSERT_EQ(page.regions.size(), 2u);
    EXPECT_EQ(page.regions[1].box, (Rect{10, 40, 110, 80}));
    EXPECT_EQ(page.regions[1].order, 1);
    EXPECT_NEAR(*page.regions[1].confidence, 0.99, 1e-3);
    EXPECT_EQ(page.state, PageState::read);
}

TEST_F(PipelineTest, WordsOfWholePageAnswersHaveConfidence) {
    reader_.the_card.reads = Reads::page;
    reader_.the_card.tasks = {{Task::page, "p"}};
    const Page page = read({{"Title|20,20,120,60|Hello you\nText|20,80,220,160|World", 0.9}});
    ASSERT_EQ(page.regions[0].lines.size(), 1u);
    ASSERT_EQ(page.regions[0].lines[0].words.size(), 2u);
    EXPECT_EQ(page.regions[0].lines[0].words[1].text, "you");
    EXPECT_NEAR(*page.regions[0].lines[0].words[1].confidence, 0.9, 1e-6);
    EXPECT_EQ(page.regions[1].lines[0].text, "World");
}

static Generator failing(Fault fault, const std::string& sentence, int* calls = nullptr, int times = 1 << 30) {
    return [=](std::vector<GenerateRequest> requests, const GenerateEvents& e, std::stop_token t) {
        if (calls != nullptr && ++*calls > times) return scripted({{"Text|0,0,9,9|a"}})(std::move(requests), e, t);
        std::vector<Generated> results(requests.size());
        for (size_t i = 0; i < results.size(); ++i) {
            results[i].reason = StopReason::failed;
            results[i].fault = fault;
            results[i].failure = sentence;
            if (e.done) e.done(i, results[i]);
        }
        return results;
    };
}

TEST_F(PipelineTest, AWholePageOfWhichNothingIsReadHasFailed) {
    reader_.the_card.reads = Reads::page;
    reader_.the_card.tasks = {{Task::page, "p"}};
    const Page page = read_page(failing(Fault::input, "The prompt is too long."), reader_, layout_, input_, options_, events_, {});
    EXPECT_EQ(page.state, PageState::failed);
    EXPECT_THAT(page.failure, HasSubstr("The prompt is too long."));
    EXPECT_EQ(page.fault, Fault::input) << "the exit code follows from it";
}

// Text that goes on although the picture has hardly any ink is stopped, and the page says so; a user's own question may
// be answered at any length.
TEST_F(PipelineTest, AnAnswerThatOutgrowsTheInkIsStopped) {
    reader_.the_card.reads = Reads::page;
    reader_.the_card.tasks = {{Task::page, "p"}};
    const Generator endless = [](std::vector<GenerateRequest>, const GenerateEvents& e, std::stop_token stop) {
        Generated result;
        std::string piece = "Text|20,80,220,160|";
        for (int i = 0; i < 5000 && !stop.stop_requested(); ++i) {
            result.text += piece;
            result.tokens.push_back({.id = i});
            e.token(0, piece, result.tokens.back());
            piece = "word" + std::to_string(i) + " ";
        }
        result.reason = stop.stop_requested() ? StopReason::cancelled : StopReason::end_token;
        return std::vector<Generated>{result};
    };
    const Page page = read_page(endless, reader_, layout_, input_, options_, events_, {});
    ASSERT_EQ(page.regions.size(), 1u);
    EXPECT_LT(page.regions[0].content.size(), 2000u);
    EXPECT_EQ(page.regions[0].state, RegionState::unsure);
    EXPECT_THAT(page.regions[0].warnings, ElementsAre(HasSubstr("more than the ink")));
    EXPECT_EQ(page.state, PageState::warnings);
    options_.prompt = "Tell me a story";
    EXPECT_GT(read_page(endless, reader_, layout_, input_, options_, events_, {}).regions[0].content.size(), 20'000u);
}

TEST_F(PipelineTest, AWholePageThatFindsNoMemoryIsReadWithFewerPixels) {
    reader_.the_card.reads = Reads::page;
    reader_.the_card.tasks = {{Task::page, "p"}};
    int calls = 0;
    const Page page = read_page(failing(Fault::memory, "No memory.", &calls, 1), reader_, layout_, input_, options_, events_, {});
    EXPECT_EQ(calls, 2);
    EXPECT_EQ(page.state, PageState::warnings);
    EXPECT_THAT(page.warnings, ElementsAre(HasSubstr("101 dpi")));
    const Page never = read_page(failing(Fault::memory, "No memory."), reader_, layout_, input_, options_, events_, {});
    EXPECT_EQ(never.state, PageState::failed);
    EXPECT_THAT(never.failure, HasSubstr("No memory."));
}

TEST_F(PipelineTest, ARegionThatFindsNoMemoryIsReadWithFewerPixels) {
    reader_.the_card.reads = Reads::region;
    reader_.the_card.tasks = {{Task::text, "text:"}};
    layout_.regions = {region_of({0, 0, 300, 300}, {line_at(0, 0, 300, 300)})};
    int calls = 0;
    const Page page = read_page(failing(Fault::memory, "No memory.", &calls, 2), reader_, layout_, input_, options_, events_, {});
    EXPECT_EQ(calls, 3);
    ASSERT_EQ(page.regions.size(), 1u);
    EXPECT_EQ(page.regions[0].content, "a");
    EXPECT_THAT(page.regions[0].warnings, ElementsAre(HasSubstr("fewer pixels")));
    ASSERT_EQ(reader_.shown.size(), 3u);
    EXPECT_LT(reader_.shown[2].width, reader_.shown[0].width * 6 / 10);
}

static std::string said(const std::string& piece, int times) {
    std::string text;
    for (int i = 0; i < times; ++i) text += piece;
    return text;
}

TEST_F(PipelineTest, WhatALoopRepeatsIsCutAndKept) {
    const std::string loop = said(" and the doors", 40);
    const Page lines = read({{"Now" + loop, 0.99, StopReason::repetition}, {"fine"}, {"fine"}});
    EXPECT_EQ(lines.regions[0].content, "Now and the doors");
    EXPECT_EQ(lines.regions[0].cut, said(" and the doors", 39));
    EXPECT_EQ(lines.regions[0].lines.at(0).text, "Now and the doors");
    EXPECT_EQ(lines.regions[0].lines[0].words.size(), 4u);
    EXPECT_EQ(lines.regions[1].cut, "");
    reader_.the_card.reads = Reads::page;
    reader_.the_card.tasks = {{Task::page, "p"}};
    const Page page = read({{"Text|0,0,9,9|a\nText|0,10,9,19|Now" + loop, 0.99, StopReason::repetition}});
    EXPECT_EQ(page.regions[0].cut, "");
    EXPECT_EQ(page.regions[1].content, "Now and the doors");
    EXPECT_EQ(page.regions[1].content + page.regions[1].cut, "Now" + loop);
    EXPECT_THAT(page.regions[1].warnings, ElementsAre(HasSubstr("began to repeat")));
    const Page whole = read({{"Text|0,10,9,19|Now" + loop}});
    EXPECT_EQ(whole.regions[0].content, "Now" + loop) << "it ended by itself: nothing is cut";
    reader_.the_card.reads = Reads::region;
    layout_.regions = {region_of({0, 0, 400, 40}, {line_at(0, 0, 200, 40)})};
    const Page region = read({{"Text|0,0,9,9|Now" + loop, 0.99, StopReason::repetition}});
    EXPECT_EQ(region.regions[0].content, "Now and the doors");
    EXPECT_EQ(region.regions[0].content + region.regions[0].cut, "Now" + loop);
}

TEST_F(PipelineTest, ACutAnswerMarksItsLastRegion) {
    reader_.the_card.reads = Reads::page;
    reader_.the_card.tasks = {{Task::page, "p"}};
    const Page page = read({{"Text|0,0,9,9|a\nText|0,10,9,19|bbb", 0.99, StopReason::repetition}});
    EXPECT_EQ(page.regions[0].state, RegionState::read);
    EXPECT_EQ(page.regions[1].state, RegionState::unsure);
    EXPECT_THAT(page.regions[1].warnings, ElementsAre(HasSubstr("began to repeat")));
    EXPECT_EQ(page.state, PageState::warnings);
}

TEST_F(PipelineTest, RegionReadersGetOneRequestEach) {
    reader_.the_card.reads = Reads::region;
    reader_.the_card.tasks = {{Task::text, "text:"}, {Task::table, "table:"}};
    layout_.regions[0].category = Category::Table;
    const Page page = read({{"Text|0,0,9,9|cells"}, {"Text|0,0,9,9|words"}});
    ASSERT_EQ(reader_.shown.size(), 2u);  // the picture is not read
    EXPECT_EQ(reader_.shown[0].text, "table:");
    EXPECT_EQ(reader_.shown[1].text, "text:");
    EXPECT_EQ(page.regions[0].content, "cells");
    EXPECT_EQ(page.regions[1].content, "words");
    EXPECT_EQ(page.regions[1].box, (Rect{20, 50, 180, 80}));
}

// A bullet the model left out, between two items at the same left edge; a paragraph elsewhere stays one.
TEST_F(PipelineTest, TextBetweenListItemsIsOne) {
    reader_.the_card.reads = Reads::region;
    reader_.the_card.tasks = {{Task::text, "text:"}};
    const auto row = [](double x, double y, Category category) { return region_of({x, y, 380, y + 20}, {}, category); };
    layout_.regions = {row(40, 40, Category::ListItem), row(42, 80, Category::Text), row(40, 120, Category::ListItem),
                       row(20, 160, Category::Text), row(40, 200, Category::ListItem)};
    const Page page = read({{"Text|0,0,9,9|- a"}, {"Text|0,0,9,9|b"}, {"Text|0,0,9,9|- c"}, {"Text|0,0,9,9|d"}, {"Text|0,0,9,9|- e"}});
    ASSERT_EQ(page.regions.size(), 5u);
    EXPECT_EQ(page.regions[1].category, Category::ListItem);
    EXPECT_EQ(page.regions[3].category, Category::Text);
}

// What a region model says in markdown although the layout knows it already is said once.
TEST_F(PipelineTest, HeadingMarksOfRegionModelsBecomeTheLevel) {
    reader_.the_card.reads = Reads::region;
    const Page page = read({{"Text|0,0,9,9|### Costs"}, {"Text|0,0,9,9|# not a heading"}});
    EXPECT_EQ(page.regions[0].content, "Costs");
    EXPECT_EQ(page.regions[0].level, 3);
    EXPECT_EQ(page.regions[1].content, "# not a heading");
}

// A region that cannot be shown to the model fails alone.
TEST_F(PipelineTest, ARegionTheModelRefusesFailsAlone) {
    class Choosy : public FakeReader {
     public:
        using FakeReader::make_prompt;
        Prompt make_prompt(std::string_view text, std::span<const Image> images, const PromptOptions& o) const override {
            if (images[0].width > 10 * images[0].height) throw Error({.fault = Fault::input, .attempted = "prepare the strip"});
            return FakeReader::make_prompt(text, images, o);
        }
    } reader;
    reader.the_card.reads = Reads::region;
    layout_.regions[0] = region_of({10, 40, 390, 44}, {});
    const Page page = read_page(scripted({{"Text|0,0,9,9|words"}}), reader, layout_, input_, options_, events_, {});
    ASSERT_EQ(page.regions.size(), 3u);
    EXPECT_EQ(page.regions[0].state, RegionState::failed);
    EXPECT_THAT(page.regions[0].warnings, ElementsAre(HasSubstr("prepare the strip")));
    EXPECT_EQ(page.regions[1].content, "words");
    EXPECT_EQ(page.state, PageState::warnings);
}

TEST_F(PipelineTest, WithoutRegionsThePageIsReadInOnePiece) {
    reader_.the_card.reads = Reads::region;
    reader_.the_card.tasks = {{Task::text, "text:"}};
    layout_.regions = {region_of({40, 200, 360, 500}, {}, Category::Picture)};
    for (size_t i = 0; i < input_.image.rgb.size() / 10; ++i) input_.image.rgb[i] = 0;
    const Page page = read({{"Text|0,0,400,600|all of it"}});
    ASSERT_EQ(reader_.shown.size(), 1u);
    EXPECT_EQ(reader_.shown[0].width, 400);
    ASSERT_EQ(page.regions.size(), 2u);
    EXPECT_EQ(page.regions[0].content, "all of it");
    EXPECT_EQ(page.regions[0].state, RegionState::unsure);
    EXPECT_THAT(page.regions[0].warnings, ElementsAre(HasSubstr("in one piece")));
    EXPECT_EQ(page.regions[1].category, Category::Picture);
    EXPECT_EQ(page.regions[1].id, 2);
}

TEST_F(PipelineTest, ABlankPageIsNotAskedAbout) {
    reader_.the_card.reads = Reads::region;
    layout_.regions.clear();
    EXPECT_TRUE(read({}).regions.empty());
    EXPECT_TRUE(reader_.shown.empty());
}

// A form is filled in from the whole page, whatever the model reads otherwise.
TEST_F(PipelineTest, ExtractionAsksOnceWithTheForm) {
    reader_.the_card.reads = Reads::region;
    reader_.the_card.tasks = {{Task::text, "text:"}, {Task::extract, "fill in:"}};
    options_.task = Task::extract;
    options_.form = R"({"name": "", "date": ""})";
    const Page page = read({{R"(So: {"name": "Li)", 0.99, StopReason::token_budget}});
    EXPECT_EQ(layout_.asked, 0);
    ASSERT_EQ(reader_.shown.size(), 1u);
    EXPECT_EQ(reader_.shown[0].text, "fill in:\n{\"name\": \"\", \"date\": \"\"}");
    ASSERT_EQ(page.regions.size(), 1u);
    EXPECT_EQ(page.regions[0].content, "{\n  \"name\": \"Li\"\n}");
    EXPECT_EQ(page.regions[0].kind, ContentKind::text);
    EXPECT_EQ(page.regions[0].box, (Rect{0, 0, 200, 300}));
    EXPECT_THAT(page.regions[0].warnings,
                ElementsAre(HasSubstr("a missing end"), HasSubstr("lacks date"), HasSubstr("token limit")));
}

// The user's rectangle with the user's task is a region already; with no task of its own it is looked into.
TEST_F(PipelineTest, AnOwnRegionWithATaskIsAskedAboutOnce) {
    reader_.the_card.reads = Reads::region;
    reader_.the_card.tasks = {{Task::text, "text:"}, {Task::table, "table:"}};
    options_.region = Rect{20, 50, 120, 150};
    options_.task = Task::table;
    const Page page = read({{"Table|0,0,9,9|cells"}});
    EXPECT_EQ(layout_.asked, 0);
    ASSERT_EQ(reader_.shown.size(), 1u);
    EXPECT_EQ(reader_.shown[0].text, "table:");
    EXPECT_EQ(reader_.shown[0].width, 200);
    EXPECT_EQ(page.regions[0].content, "cells");
}

TEST_F(PipelineTest, ShortMemoryMeansFewerPixelsAndAMark) {
    int calls = 0;
    const Generator generator = [&](std::vector<GenerateRequest> requests, const GenerateEvents& e, std::stop_token t) {
        if (++calls == 1) throw Error({.fault = Fault::memory, .attempted = "allocate"});
        return scripted({{"a"}, {"b"}, {"c"}})(std::move(requests), e, t);
    };
    const Page page = read_page(generator, reader_, layout_, input_, options_, events_, {});
    EXPECT_EQ(calls, 2);
    EXPECT_NEAR(page.dpi, 100.8, 1e-9);
    EXPECT_EQ(page.state, PageState::warnings);
    EXPECT_THAT(page.warnings, ElementsAre(HasSubstr("read at 101 dpi")));
}

TEST_F(PipelineTest, AFaultOfThePageEndsItAsFailed) {
    const Generator out_of_memory = [](auto, const auto&, auto) -> std::vector<Generated> {
        throw Error({.fault = Fault::memory, .attempted = "make room for the page"});
    };
    const Page page = read_page(out_of_memory, reader_, layout_, input_, options_, events_, {});
    EXPECT_EQ(page.state, PageState::failed);
    EXPECT_THAT(page.failure, HasSubstr("make room for the page"));
    const Generator lost = [](auto, const auto&, auto) -> std::vector<Generated> {
        throw Error({.fault = Fault::device, .attempted = "compute"});
    };
    EXPECT_THROW(read_page(lost, reader_, layout_, input_, options_, events_, {}), Error);
}

}  // namespace lectern
