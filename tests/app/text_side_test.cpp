// The text beside the page, without a window: where its letters stand, what is found in it, what other programs get.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <QClipboard>
#include <QGuiApplication>
#include <QMimeData>
#include <QSignalSpy>

#include "app/edit_history.h"
#include "app/editor.h"
#include "app/english_plurals.h"
#include "app/finder.h"
#include "app/page_text.h"
#include "app/text_places.h"

namespace lectern {

static Region lineRegion(int64_t id, const std::vector<std::string>& lines) {
    Region r;
    r.id = id;
    r.order = id - 1;
    r.state = RegionState::read;
    const double top = 100.0 * static_cast<double>(id);
    r.box = {50, top, 250, top + 20.0 * static_cast<double>(lines.size())};
    for (size_t l = 0; l < lines.size(); ++l) {
        const double y = top + 20.0 * static_cast<double>(l);
        r.lines.push_back({.box = {50, y, 50 + 10.0 * static_cast<double>(lines[l].size()), y + 15},
                           .text = lines[l],
                           .confidence = 0.9,
                           .words = {}});
        r.content += (l > 0 ? " " : "") + lines[l];
    }
    return r;
}

static Region tableRegion(int64_t id) {
    Region r = lineRegion(id, {});
    r.box = {50, 400, 250, 460};
    r.category = Category::Table;
    r.kind = ContentKind::html_table;
    r.content = "<table><tr><th>Year</th><th>a &lt; b</th></tr><tr><td>1904</td><td>12</td></tr></table>";
    return r;
}

static std::unique_ptr<OpenDocument> documentOf(std::vector<std::vector<Region>> pages) {
    auto document = std::make_unique<OpenDocument>();
    document->pageCount = static_cast<int>(pages.size()) + 1;
    for (size_t i = 0; i < pages.size(); ++i) {
        Page page{.number = static_cast<int64_t>(i) + 1, .width = 612, .height = 792};
        page.state = PageState::read;
        page.regions = std::move(pages[i]);
        document->pages[static_cast<int>(i)].rebase(std::move(page));
    }
    document->history = std::make_unique<EditHistory>(*document);
    return document;
}

TEST(TextPlaces, LettersAreFoundOnThePageAndBack) {
    const Region r = lineRegion(1, {"some words", "in lines"});
    const auto words = placedWords(r);
    ASSERT_EQ(words.size(), 4u);
    EXPECT_EQ(words[1].from, 5);
    EXPECT_EQ(words[2].from, 11);
    EXPECT_DOUBLE_EQ(words[2].box.y0, 120);
    // "rds in": the end of one line and the beginning of the next.
    const auto boxes = boxesOfText(r, words, 7, 6);
    ASSERT_EQ(boxes.size(), 2u);
    EXPECT_DOUBLE_EQ(boxes[0].x0, 50 + 7 * 10);
    EXPECT_DOUBLE_EQ(boxes[0].x1, 150);
    EXPECT_DOUBLE_EQ(boxes[1].x1, 70);
    EXPECT_EQ(letterAt(words, 50 + 7 * 10, 105), 7);
    EXPECT_EQ(letterAt(words, 5, 131), 11) << "left of a line is its beginning";
    EXPECT_EQ(letterAt({}, 5, 131), 0);
    const Region unplaced = tableRegion(3);
    EXPECT_EQ(boxesOfText(unplaced, placedWords(unplaced), 0, 4), std::vector<Rect>{unplaced.box});
}

TEST(Finder, GoesThroughAllPagesAndAround) {
    auto document =
        documentOf({{lineRegion(1, {"The harbour,", "the HARBOUR."}), tableRegion(2)}, {lineRegion(1, {"A harbour"})}});
    Finder finder;
    QSignalSpy wanted(&finder, &Finder::wanted);
    finder.show(document.get());
    finder.setSought("harbour");
    EXPECT_EQ(finder.count(), 3);
    EXPECT_EQ(finder.current(), 0);
    ASSERT_EQ(wanted.count(), 1);
    EXPECT_EQ(wanted[0], (QVariantList{0, 1, 4}));
    finder.step(1);
    finder.step(1);
    EXPECT_EQ(wanted.last()[0].toInt(), 1) << "on to the next page";
    EXPECT_FALSE(finder.wentRound());
    finder.step(1);
    EXPECT_TRUE(finder.wentRound());
    EXPECT_EQ(finder.current(), 0);
    finder.step(-1);
    EXPECT_EQ(finder.current(), 2);
    EXPECT_TRUE(finder.wentRound());
    EXPECT_EQ(finder.marksOf(1).size(), 2) << "of the page in view";
    EXPECT_EQ(finder.status(), "3 of 3");
}

TEST(Finder, KnowsLineEndsAndTablesAndSaysWhatItDoesNotFind) {
    auto document = documentOf({{lineRegion(1, {"end of one", "line (a+b)"}), tableRegion(2)}});
    Finder finder;
    finder.show(document.get());
    finder.setSought("one  line");
    EXPECT_EQ(finder.count(), 1);
    EXPECT_EQ(finder.hits()[0].boxes.size(), 2u);
    finder.setSought("(a+b)");
    EXPECT_EQ(finder.count(), 1) << "no pattern, just text";
    finder.setSought("a < b");
    EXPECT_EQ(finder.count(), 1) << "what a cell shows, not its markup";
    finder.setSought("td");
    EXPECT_EQ(finder.count(), 0);
    EXPECT_THAT(finder.status().toStdString(), testing::HasSubstr("1 page"));
    document->pageCount = 1;
    EXPECT_EQ(finder.status(), "Not found in this document.");
    finder.step(1);
    EXPECT_EQ(finder.current(), -1);
    finder.setSought(" ");
    EXPECT_EQ(finder.status(), "");
    finder.show(nullptr);
    finder.setSought("one");
    EXPECT_EQ(finder.count(), 0);
}

TEST(Finder, HitsFollowAnEdit) {
    auto document = documentOf({{lineRegion(1, {"old words"})}});
    Finder finder;
    finder.show(document.get());
    finder.setSought("old");
    EXPECT_EQ(finder.count(), 1);
    document->history->apply(0, SetText{1, "new words"}, "Edit text");
    QSignalSpy changed(&finder, &Finder::changed);
    finder.refresh();
    ASSERT_TRUE(changed.wait(2000));
    EXPECT_EQ(finder.count(), 0);
}

struct TextSide : testing::Test {
    TextSide() {
        Region picture = lineRegion(3, {});
        picture.category = Category::Picture;
        picture.kind = ContentKind::picture;
        document = documentOf({{lineRegion(1, {"first words", "of it"}), tableRegion(2), picture}});
        editor.show(document.get(), {612, 792});
        regions.show(document->pages[0].page.regions);
        text.setProperty("editor", QVariant::fromValue(&editor));
        text.setRegions(&regions);
        text.setActive(true);
    }
    std::unique_ptr<OpenDocument> document;
    Editor editor;
    RegionModel regions;
    PageText text;
};

TEST_F(TextSide, PlainTextKnowsItsRegions) {
    EXPECT_EQ(text.text(), "first words of it\n\nYear\ta < b\n1904\t12");
    EXPECT_EQ(text.regionAt(0), 1);
    EXPECT_EQ(text.regionAt(8), 1);
    EXPECT_EQ(text.letterAt(8), 8);
    EXPECT_EQ(text.regionAt(22), 2);
    EXPECT_EQ(text.letterAt(22), 3);
    EXPECT_EQ(text.positionOf(2, 3), 22);
    EXPECT_EQ(text.positionOf(3), -1) << "a picture has no letters";
    text.setActive(false);
    EXPECT_EQ(text.text(), "");
    EXPECT_EQ(text.regionAt(0), -1);
}

TEST_F(TextSide, SourceIsWhatExportsWrite) {
    text.setForm(PageText::Markdown);
    EXPECT_THAT(text.text().toStdString(), testing::HasSubstr("| 1904 | 12 |"));
    EXPECT_EQ(text.regionAt(3), 1);
    EXPECT_EQ(text.regionAt(static_cast<int>(text.text().indexOf("1904"))), 2);
    text.setForm(PageText::Json);
    EXPECT_THAT(text.text().toStdString(), testing::HasSubstr("\"width\": 612"));
    EXPECT_EQ(text.regionAt(static_cast<int>(text.text().indexOf("first words"))), 1);
    EXPECT_EQ(text.regionAt(static_cast<int>(text.text().indexOf("1904"))), 2);
    EXPECT_EQ(text.positionOf(2), text.text().indexOf("\"id\": 2"));
}

TEST_F(TextSide, TheCaretChoosesItsRegionAndTheRegionTheCaret) {
    QSignalSpy moved(&editor, &Editor::caretChanged);
    editor.placeCaret(1, 8);
    EXPECT_EQ(editor.selection(), QList<int>{1});
    EXPECT_EQ(editor.caretPosition(), 8);
    EXPECT_EQ(editor.caretBox(), QRectF(130, 100, 0, 15));
    editor.select(2);
    EXPECT_EQ(editor.caretRegion(), 2);
    EXPECT_EQ(editor.caretPosition(), 0);
    EXPECT_EQ(editor.caretBox(), QRectF()) << "the table's cells have no places";
    editor.select(1);
    editor.placeCaretAt(1, {75, 125});
    EXPECT_EQ(editor.caretPosition(), 14) << "behind \"of\" in the second line";
    editor.placeCaret(77, 1);
    EXPECT_EQ(editor.caretRegion(), 1) << "there is no such region";
    editor.select(-1);
    EXPECT_EQ(editor.caretRegion(), -1);
    EXPECT_GE(moved.count(), 4);
}

TEST_F(TextSide, CopiesGoOutInThreeForms) {
    const QClipboard* clipboard = QGuiApplication::clipboard();
    editor.copyAs(Editor::CopyForm::Text);
    EXPECT_EQ(clipboard->text(), "first words of it\n\nYear\ta < b\n1904\t12") << "nothing is selected: the page";
    EXPECT_FALSE(clipboard->mimeData()->hasHtml());
    editor.select(2);
    editor.copyAs(Editor::CopyForm::Markdown);
    EXPECT_THAT(clipboard->text().toStdString(), testing::StartsWith("| Year |"));
    editor.copyAs(Editor::CopyForm::Table);
    EXPECT_EQ(clipboard->text(), "Year\ta < b\n1904\t12");
    EXPECT_THAT(clipboard->mimeData()->html().toStdString(), testing::HasSubstr("<th>a &lt; b</th>"));
    EXPECT_EQ(clipboard->mimeData()->data("text/tab-separated-values"), "Year\ta < b\n1904\t12");
    editor.select(1);
    editor.copyAs(Editor::CopyForm::Table);
    EXPECT_EQ(editor.notice(), "There is no table here to copy.");
    EXPECT_EQ(clipboard->text(), "Year\ta < b\n1904\t12") << "what was there stays";
}

}  // namespace lectern

int main(int argc, char** argv) {
    qputenv("QT_QPA_PLATFORM", "offscreen");
    testing::InitGoogleMock(&argc, argv);
    QGuiApplication app(argc, argv);
    lectern::EnglishPlurals plurals;
    QCoreApplication::installTranslator(&plurals);
    return RUN_ALL_TESTS();
}
