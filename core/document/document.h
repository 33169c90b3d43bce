// Document: the result of reading, plain values. `json` export holds exactly this.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "core/document/geometry.h"

namespace lectern {

// dots.ocr's eleven; other families map onto them.
enum class Category {
    Caption, Footnote, Formula, ListItem, PageFooter, PageHeader, Picture, SectionHeader, Table, Text, Title,
};
constexpr int kCategories = 11;
const char* category_name(Category c);                            // "List-item"
std::optional<Category> category_from_name(const std::string& name);  // exact spelling of category_name

enum class ContentKind { text, html_table, latex, picture };
const char* content_kind_name(ContentKind k);  // "text", "html_table", "latex", "picture"

enum class Origin { model, user, text_layer };
const char* origin_name(Origin o);

enum class RegionState { reading, read, unsure, unread, stopped, failed };
const char* region_state_name(RegionState s);

enum class PageState { waiting, reading, read, warnings, failed, stopped };
const char* page_state_name(PageState s);

struct Word {
    Rect box;  // empty: unknown (models that read whole pages do not say)
    std::string text;
    std::optional<double> confidence;  // 0 … 1; absent: unknown
};

struct Line {
    Rect box;  // likewise
    std::string text;
    std::optional<double> confidence;
    std::vector<Word> words;
};

struct Region {
    int64_t id = 0;  // unique in its page
    Rect box;
    Category category = Category::Text;
    ContentKind kind = ContentKind::text;
    std::string content;  // markdown-free plain text, "<table>…</table>", or LaTeX without delimiters
    std::optional<double> confidence;
    int64_t order = 0;  // reading order, from 0
    int64_t level = 0;  // Section-header and Title: heading depth from 1; List-item: nesting from 0
    Origin origin = Origin::model;
    RegionState state = RegionState::reading;
    bool edited = false;
    bool locked = false;   // a person said it shall stay as it is
    bool ignored = false;  // left out of exports but json
    std::vector<std::string> warnings;  // sentences
    std::vector<Line> lines;
};

struct Page {
    int64_t number = 1;             // from 1, in the source
    double width = 0, height = 0;   // points, as shown
    int rotation = 0;               // 0, 90, 180, 270: applied to get from the stored page to the shown one
    double dpi = 0;                 // the page was rendered at
    double skew = 0;                // degrees the ink was turned by, found by layout; 0 when straight
    PageState state = PageState::waiting;
    std::string reader;             // model name
    std::string failure;            // sentence, when failed
    std::vector<std::string> warnings;  // sentences about the page as a whole: a damaged picture, fewer dpi
    double seconds = 0;
    std::vector<Region> regions;    // in reading order
};

struct Source {
    std::string name;  // file name without folder
    std::string sha256;
    std::map<std::string, std::string> metadata;  // "title", "author", …
};

struct Document {
    Source source;
    std::vector<Page> pages;
};

}  // namespace lectern
