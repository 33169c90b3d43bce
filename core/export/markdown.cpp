// Markdown: CommonMark with GitHub's tables and footnotes and $$ maths. The flow is made in markdown_flow.cpp.
#include <algorithm>
#include <cmath>

#include "core/document/table.h"
#include "core/export/markdown_flow.h"
#include "core/export/markdown_list.h"
#include "core/export/markdown_table.h"
#include "core/export/markdown_text.h"
#include "core/export/formats.h"
#include "core/export/picture.h"

namespace lectern {

namespace {

class MarkdownWriter {
 public:
    MarkdownWriter(const PageImages& images, const ExportTarget& target) : images_(images), target_(target) {}
    std::string write(const Document& document);

 private:
    void block(const std::string& text);
    void page(const FlowPage& flow, size_t index);
    size_t list(const FlowPage& flow, size_t first);
    void item(const FlowPage& flow, size_t i, size_t page_index);
    void heading(const FlowItem& item);
    void table(const FlowItem& item);
    void formula(const FlowItem& item);
    void picture(const FlowPage& flow, size_t i, size_t page_index);
    void doubts(const Region& region);

    const PageImages& images_;
    const ExportTarget& target_;
    std::string out_;
    bool titled_ = false;
    std::vector<int64_t> outline_;  // printed levels of the headings that are open
    // Of the page being written.
    Image page_image_;
    int pictures_ = 0;
};

class MarkdownExporter : public Exporter {
 public:
    std::string id() const override { return "markdown"; }
    std::string label() const override { return "Markdown"; }
    std::string extension() const override { return "md"; }
    void write(const Document& document, const PageImages& images, const ExportTarget& target) const override {
        target.stream << MarkdownWriter(images, target).write(document);
    }
};

}  // namespace

static std::string place_of(const Region& r) {
    const auto n = [](double v) { return std::to_string(static_cast<int64_t>(std::lround(v))); };
    return n(r.box.x0) + " " + n(r.box.y0) + " " + n(r.box.x1) + " " + n(r.box.y1) + " pt";
}

// Braces in balance, and no end before its beginning.
static bool balanced(const std::string& latex) {
    int depth = 0;
    for (size_t i = 0; i < latex.size(); ++i) {
        if (latex[i] == '\\') ++i;
        else if (latex[i] == '{') ++depth;
        else if (latex[i] == '}' && --depth < 0) return false;
    }
    return depth == 0;
}

static std::string without_delimiters(std::string latex) {
    for (const auto& [open, close] : {std::pair("$$", "$$"), std::pair("\\[", "\\]"), std::pair("$", "$")}) {
        const std::string_view o = open, c = close;
        if (latex.size() < o.size() + c.size() || !latex.starts_with(o) || !latex.ends_with(c)) continue;
        return clean_text(latex.substr(o.size(), latex.size() - o.size() - c.size()));
    }
    return latex;
}

static std::string without_empty_lines(const std::string& text) {
    std::string out;
    for (char c : text)
        if (c != '\n' || (!out.empty() && out.back() != '\n')) out += c;
    return out;
}

void MarkdownWriter::block(const std::string& text) {
    if (text.empty()) return;
    if (!out_.empty()) out_ += "\n";
    out_ += text + "\n";
}

// What was not read, or not wholly, is said where it stands. The doubtful reading itself is never written as text.
void MarkdownWriter::doubts(const Region& region) {
    const auto missing = std::ranges::count_if(region.lines, [](const Line& l) { return l.text.empty(); });
    std::string what;
    if (region.state == RegionState::unread) what = "Text that could not be read with confidence";
    if (region.state == RegionState::failed) what = "Text that could not be read";
    if (region.state == RegionState::stopped || region.state == RegionState::reading)
        what = region.content.empty() ? "Not read" : "Reading was stopped here";
    if (what.empty() && missing > 0 && !region.edited && region.category != Category::Picture)
        what = std::to_string(missing) + (missing == 1 ? " line" : " lines") + " could not be read with confidence";
    if (what.empty()) return;
    block("*[" + what + "]* <!-- " + place_of(region) + " -->");
}

void MarkdownWriter::heading(const FlowItem& item) {
    const std::string text = markdown_heading(item.content);
    if (text.empty()) return;
    int64_t level = 1;
    if (item.region->category != Category::Title || titled_) {
        // Levels as printed may leave steps out; written ones do not. Equal ones stay equal.
        const int64_t printed = item.region->category == Category::Title ? 0 : std::max<int64_t>(item.region->level, 1);
        while (!outline_.empty() && outline_.back() >= printed) outline_.pop_back();
        outline_.push_back(printed);
        level = std::min<int64_t>(static_cast<int64_t>(outline_.size()) + 1, 6);
    } else {
        titled_ = true;
        outline_.clear();
    }
    block(std::string(static_cast<size_t>(level), '#') + " " + with_note_references(text));
}

void MarkdownWriter::table(const FlowItem& item) {
    if (item.content.empty()) return;
    const Table table = table_from_html(item.content);
    block(table.rows == 0 ? escape_markdown_block(item.content) : markdown_table(table));
    if (table.repaired) block("<!-- the rows of this table did not fit together: compare it with the page -->");
}

void MarkdownWriter::formula(const FlowItem& item) {
    const std::string latex = without_empty_lines(without_delimiters(item.content));
    if (latex.empty()) return;
    if (balanced(latex) && latex.find("$$") == std::string::npos) {
        block("$$\n" + latex + (item.tag.empty() ? "" : " \\tag{" + item.tag + "}") + "\n$$");
    } else {
        std::string fence = "```";
        while (latex.find(fence) != std::string::npos) fence += '`';
        block(fence + "latex\n" + latex + "\n" + fence);
        if (!item.tag.empty()) block("(" + item.tag + ")");
    }
}

// The text of a caption next to the picture, as what is shown to those who cannot see it.
static std::string description(const FlowPage& flow, size_t i) {
    for (const size_t k : {i + 1, i - 1}) {  // i - 1 of the first is beyond the end
        if (k >= flow.items.size() || flow.items[k].region->category != Category::Caption) continue;
        std::string out;
        for (char c : markdown_heading(flow.items[k].content)) {
            if ((c == '[' || c == ']') && !out.ends_with('\\')) out += '\\';
            out += c;
        }
        return out;
    }
    return "Picture on page " + std::to_string(flow.page->number);
}

static std::string one_line(std::string text) {
    std::ranges::replace(text, '\n', ' ');
    return text;
}

void MarkdownWriter::picture(const FlowPage& flow, size_t i, size_t page_index) {
    const Region& region = *flow.items[i].region;
    Image cut;
    if (target_.add_image && flow.page->dpi > 0) {
        if (page_image_.empty()) page_image_ = images_(page_index);
        cut = cut_out(page_image_, flow.page->width, region.box, flow.page->skew);
    }
    if (cut.empty()) {
        block("<!-- picture left out: " + place_of(region) + " -->");
    } else {
        ++pictures_;
        const std::string name = target_.stem + "_images/p" + std::to_string(flow.page->number) + "-" + std::to_string(pictures_) + ".png";
        target_.add_image({name, std::move(cut)});
        block("![" + description(flow, i) + "](" + markdown_target(name) + ")");
    }
    const std::string inside = escape_markdown_block(flow.items[i].content);
    if (!inside.empty()) block("<details><summary>Text in the picture</summary>\n\n" + inside + "\n\n</details>");
}

void MarkdownWriter::item(const FlowPage& flow, size_t i, size_t page_index) {
    const FlowItem& item = flow.items[i];
    const bool believed = item.region->state != RegionState::unread && item.region->state != RegionState::failed;
    if (item.region->category == Category::Picture || item.region->kind == ContentKind::picture) {
        picture(flow, i, page_index);
    } else if (believed) {
        const Category c = item.region->category;
        if (item.region->kind == ContentKind::html_table) table(item);
        else if (item.region->kind == ContentKind::latex) formula(item);
        else if (c == Category::Title || c == Category::SectionHeader) heading(item);
        else block(with_note_references(escape_markdown_block(item.content)));
        if (c == Category::Footnote && !item.content.empty()) block("<!-- a note whose mark was not found in the text -->");
    }
    doubts(*item.region);
}

// The run of list items that begins at `first`; returns where it ends.
size_t MarkdownWriter::list(const FlowPage& flow, size_t first) {
    std::vector<const Region*> items;
    std::vector<std::string> contents;
    size_t end = first;
    for (; end < flow.items.size() && flow.items[end].region->category == Category::ListItem; ++end) {
        const FlowItem& item = flow.items[end];
        const bool believed = item.region->state != RegionState::unread && item.region->state != RegionState::failed;
        if (!believed || item.content.empty()) continue;
        items.push_back(item.region);
        contents.push_back(item.content);
    }
    block(with_note_references(markdown_list(items, contents)));
    for (size_t i = first; i < end; ++i) doubts(*flow.items[i].region);
    return end;
}

void MarkdownWriter::page(const FlowPage& flow, size_t index) {
    page_image_ = {};
    pictures_ = 0;
    const std::string printed = flow.printed.empty() ? "" : " \"" + flow.printed + "\"";
    if (index > 0) block("<!-- page " + std::to_string(flow.page->number) + printed + " -->");
    if (flow.page->state == PageState::failed) {
        block("*[Page " + std::to_string(flow.page->number) + " could not be read: " + markdown_heading(flow.page->failure) + "]*");
    }
    for (size_t i = 0; i < flow.items.size();) {
        if (flow.items[i].region->category == Category::ListItem) {
            i = list(flow, i);
            continue;
        }
        if (!flow.items[i].note) item(flow, i, index);
        ++i;
    }
    for (const FlowItem& note : flow.items)
        if (note.note) block("[^" + note.label + "]: " + escape_markdown_block(one_line(note.content)));
}

std::string MarkdownWriter::write(const Document& document) {
    const std::vector<FlowPage> flow = make_flow(document);
    for (size_t i = 0; i < flow.size(); ++i) page(flow[i], i);
    return out_;
}

std::unique_ptr<Exporter> make_markdown_exporter() { return std::make_unique<MarkdownExporter>(); }

}  // namespace lectern
