// Document: the result of reading, plain values. `json` export holds exactly this.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "core/base/error.h"
#include "core/document/geometry.h"

namespace lectern {

// dots.ocr's eleven; other families map onto them.
enum class Category {
    Caption, Footnote, Formula, ListItem, PageFooter, PageHeader, Picture, SectionHeader, Table, Text, Title,
};
constexpr int kCategories = 11;  // how many there are
const char* category_name(Category c);                            // "List-item"
std::optional<Category> category_from_name(const std::string& name);  // exact spelling of category_name

enum class ContentKind { text, html_table, latex, picture };  // what Region::content holds
const char* content_kind_name(ContentKind k);  // "text", "html_table", "latex", "picture"

enum class Origin { model, user, text_layer };  // who made the region
const char* origin_name(Origin o);  // as in JSON: "model", "user", "text_layer"

enum class RegionState { reading, read, unsure, unread, stopped, failed };  // how far its text can be trusted
const char* region_state_name(RegionState s);  // as in JSON

enum class PageState { waiting, reading, read, warnings, failed, stopped };  // of the page as a whole
const char* page_state_name(PageState s);  // as in JSON

struct Word {  // a word of a printed line
    Rect box;  // empty: unknown (models that read whole pages do not say)
    std::string text;  // UTF-8
    std::optional<double> confidence;  // 0 … 1; absent: unknown
};

struct Line {  // a printed line
    Rect box;  // likewise
    std::string text;  // UTF-8
    std::optional<double> confidence;  // 0 to 1; absent: unknown
    std::vector<Word> words;  // from left to right as printed; may be absent
};

struct Region {  // one part of a page: its place, what it is and what it says
    int64_t id = 0;  // unique in its page
    Rect box;  // points
    Category category = Category::Text;  // what it is on the page
    ContentKind kind = ContentKind::text;  // how to take `content`
    std::string content;  // markdown-free plain text, "<table>…</table>", or LaTeX without delimiters
    std::optional<double> confidence;  // 0 to 1; absent: unknown
    int64_t order = 0;  // reading order, from 0
    int64_t level = 0;  // Section-header and Title: heading depth from 1; List-item: nesting from 0
    Origin origin = Origin::model;  // who made it
    RegionState state = RegionState::reading;  // how far its text can be trusted
    bool edited = false;  // a person changed its text
    bool locked = false;   // a person said it shall stay as it is
    bool ignored = false;  // left out of exports but json
    std::vector<std::string> warnings;  // sentences
    std::string cut;  // taken off the end of `content` because it only repeats; at most caps::kCutBytes
    std::vector<Line> lines;  // of the print, where the reader tells
};

struct Page {  // one page: its size, how it was read, and its regions
    int64_t number = 1;             // from 1, in the source
    double width = 0, height = 0;   // points, as shown
    int rotation = 0;               // 0, 90, 180, 270: applied to get from the stored page to the shown one
    double dpi = 0;                 // the page was rendered at
    double skew = 0;                // degrees the ink was turned by, found by layout; 0 when straight
    PageState state = PageState::waiting;  // how far reading came
    std::string reader;             // model name
    std::string failure;            // sentence, when failed
    std::vector<std::string> warnings;  // sentences about the page as a whole: a damaged picture, fewer dpi
    Fault fault = Fault::memory;    // its kind; not stored
    double seconds = 0;  // spent reading it
    std::vector<Region> regions;    // in reading order
};

struct Source {  // the file a document was read from
    std::string name;  // file name without folder
    std::string sha256;  // of the file, in hexadecimal
    std::map<std::string, std::string> metadata;  // "title", "author", …
};

struct Document {
    Source source;  // where it came from
    std::vector<Page> pages;  // in the file's order
};

}  // namespace lectern
