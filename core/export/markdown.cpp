// CommonMark with GitHub tables and $$ formulas: what people paste into notes, wikis and prompts.
#include <algorithm>
#include <cctype>

#include "core/document/table.h"
#include "core/export/formats.h"
#include "core/export/markdown_text.h"
#include "core/export/picture.h"

namespace lectern {

static constexpr int kMaxPipeColumns = 12;

static std::string trimmed(const std::string& s) {
    const auto first = s.find_first_not_of(" \t\r\n");
    if (first == std::string::npos) return {};
    return s.substr(first, s.find_last_not_of(" \t\r\n") - first + 1);
}

static std::string one_line(std::string s) {
    std::replace(s.begin(), s.end(), '\n', ' ');
    return trimmed(s);
}

// -- tables

static bool all_headers(const Table& t, int row) {
    return std::ranges::all_of(t.cells, [row](const TableCell& c) { return c.row != row || c.header; });
}

static bool numeric(const std::string& s) {
    return s.find_first_of("0123456789") != std::string::npos && s.find_first_not_of("0123456789.,'%+-−–() \u00a0€$£") == std::string::npos;
}

static bool right_aligned(const Table& t, int column) {
    bool any = false;
    for (const TableCell& c : t.cells) {
        if (c.column != column || c.header || c.text.empty()) continue;
        if (!numeric(c.text)) return false;
        any = true;
    }
    return any;
}

static std::string pipe_row(const Table& t, int row) {
    std::string out = "|";
    for (int c = 0; c < t.columns; ++c) out += " " + (row < 0 ? std::string() : escape_markdown_cell(t.at(row, c)->text)) + " |";
    return out;
}

// A pipe table where the grid allows it; HTML, which every reader of Markdown passes through, where it does not.
static std::string table_block(const std::string& html) {
    const Table t = table_from_html(html);
    if (t.rows == 0) return escape_markdown_block(html);
    const bool header = all_headers(t, 0);
    int header_rows = 0;
    while (header_rows < t.rows && all_headers(t, header_rows)) ++header_rows;
    if (t.has_spans() || header_rows > 1 || t.columns > kMaxPipeColumns) return table_to_html(t);
    std::string out = pipe_row(t, header ? 0 : -1) + "\n|";
    for (int c = 0; c < t.columns; ++c) out += right_aligned(t, c) ? " ---: |" : " --- |";
    for (int r = header ? 1 : 0; r < t.rows; ++r) out += "\n" + pipe_row(t, r);
    return out;
}

// -- lists

struct ListMark {
    size_t bytes = 0;   // of the content taken by the mark and the blanks after it
    std::string mark;   // "-" or "3."
};

// "• text", "– text", "3. text", "b) text". Letters have no list syntax: they stay in the text of a bulleted item.
static ListMark list_mark(const std::string& s) {
    static const char* const bullets[] = {"•", "‣", "◦", "▪", "■", "●", "○", "–", "—", "·", "-", "*", "\u2043", "►", "➢", "✓"};
    const auto past_blanks = [&](size_t i) { while (i < s.size() && s[i] == ' ') ++i; return i; };
    for (const char* b : bullets) {
        const size_t n = std::string_view(b).size();
        if (s.compare(0, n, b) == 0 && (s.size() == n || s[n] == ' ' || static_cast<unsigned char>(b[0]) == 0xE2)) return {past_blanks(n), "-"};
    }
    size_t digits = 0;
    while (digits < s.size() && digits < 9 && std::isdigit(static_cast<unsigned char>(s[digits]))) ++digits;
    if (digits && digits + 1 < s.size() && (s[digits] == '.' || s[digits] == ')') && s[digits + 1] == ' ')
        return {past_blanks(digits + 1), s.substr(0, digits + 1)};
    return {0, "-"};
}

static std::string list_item(const Region& r, int64_t depth) {
    const std::string text = trimmed(r.content);
    const ListMark m = list_mark(text);
    const std::string indent(static_cast<size_t>(depth * 3), ' ');
    const std::string hang = indent + std::string(m.mark.size() + 1, ' ');
    std::string body = escape_markdown_block(text.substr(m.bytes));
    for (size_t at = 0; (at = body.find('\n', at)) != std::string::npos; at += 1 + hang.size()) body.insert(at + 1, hang);
    return indent + m.mark + " " + body;
}

// -- one document

class MarkdownWriter {
   public:
    MarkdownWriter(const Document& document, const PageImages& images, const ExportTarget& target)
        : document_(document), images_(images), target_(target) {}

    void write() {
        for (size_t i = 0; i < document_.pages.size(); ++i) write_page(i);
        if (!out_.empty()) out_ += "\n";
        target_.stream << out_;
    }

   private:
    void write_page(size_t index) {
        const Page& page = document_.pages[index];
        picture_ = 0;
        page_image_ = {};
        if (index > 0) begin_page(page);
        if (page.state == PageState::failed)
            block("*[Page " + std::to_string(page.number) + " could not be read: " + escape_markdown(page.failure) + "]*");
        for (size_t r = 0; r < page.regions.size(); ++r) write_region(index, r);
        if (page.state == PageState::stopped) block("*[Reading of page " + std::to_string(page.number) + " was stopped here]*");
    }

    // A paragraph that runs over the page's end is finished first; then comes the comment that marks the page.
    void begin_page(const Page& page) {
        pending_page_ = "<!-- page " + std::to_string(page.number) + " -->";
        if (!runs_on(page)) flush_page();
    }
    void flush_page() {
        if (pending_page_.empty()) return;
        std::string comment;
        comment.swap(pending_page_);
        block(comment);
    }
    bool runs_on(const Page& page) const {
        if (!last_was_text_ || last_text_.empty()) return false;
        const auto first = std::ranges::find_if(page.regions, [](const Region& r) {
            return r.category != Category::PageHeader && r.category != Category::PageFooter;
        });
        if (first == page.regions.end() || first->category != Category::Text || first->state == RegionState::unread) return false;
        const std::string start = trimmed(first->content);
        const char end = last_text_.back();
        return !start.empty() && std::islower(static_cast<unsigned char>(start[0])) && end != '.' && end != ':' && end != '!' && end != '?';
    }

    void block(const std::string& text, bool tight = false) {
        if (text.empty()) return;
        if (!out_.empty()) out_ += tight ? "\n" : "\n\n";
        out_ += text;
        last_was_text_ = false;
        last_was_item_ = false;
    }

    void write_region(size_t page_index, size_t region_index) {
        const Page& page = document_.pages[page_index];
        const Region& r = page.regions[region_index];
        if (r.category == Category::PageHeader || r.category == Category::PageFooter) return;
        if (!pending_page_.empty()) {
            // runs_on() looked at this very region: it is the rest of the last paragraph
            out_ += " " + escape_markdown(one_line(r.content));
            last_text_ = trimmed(r.content);
            flush_page();
            return;
        }
        if (r.category == Category::Picture) return write_picture(page_index, region_index);
        if (trimmed(r.content).empty()) {
            if (r.state == RegionState::unread || r.state == RegionState::failed) block("*[Text on page " + std::to_string(page.number) + " could not be read]*");
            return;
        }
        write_text(r);
    }

    void write_text(const Region& r) {
        if (r.kind == ContentKind::html_table) return block(table_block(r.content));
        if (r.kind == ContentKind::latex) return block("$$\n" + trimmed(r.content) + "\n$$");
        if (r.category == Category::Title || r.category == Category::SectionHeader) {
            block(std::string(static_cast<size_t>(heading_level(r)), '#') + " " + escape_markdown(one_line(r.content)));
            return;
        }
        if (r.category == Category::ListItem) {
            const int64_t depth = std::clamp<int64_t>(r.level, 0, last_was_item_ ? item_depth_ + 1 : 0);
            block(list_item(r, depth), last_was_item_);
            last_was_item_ = true;
            item_depth_ = depth;
            return;
        }
        block(escape_markdown_block(r.content));
        last_was_text_ = r.category == Category::Text;
        last_text_ = trimmed(r.content);
    }

    // One title; sections from two on, never more than one step deeper than the heading before.
    int heading_level(const Region& r) {
        if (r.category == Category::Title && !has_title_) {
            has_title_ = true;
            return heading_ = 1;
        }
        const int wanted = 1 + static_cast<int>(std::clamp<int64_t>(r.level, 1, 5));
        heading_ = std::min(wanted, std::max(heading_, 1) + 1);
        return heading_;
    }

    // The text of a caption next to the picture, as what is shown to those who cannot see it.
    static std::string description(const Page& page, size_t region_index) {
        for (const size_t neighbour : {region_index + 1, region_index - 1})
            if (neighbour < page.regions.size() && page.regions[neighbour].category == Category::Caption)
                return one_line(page.regions[neighbour].content);
        return "Picture on page " + std::to_string(page.number);
    }

    void write_picture(size_t page_index, size_t region_index) {
        if (!target_.add_image) return;
        const Page& page = document_.pages[page_index];
        if (page_image_.empty()) page_image_ = images_(page_index);
        SideImage side;
        side.name = target_.stem + "_images/p" + std::to_string(page.number) + "-" + std::to_string(++picture_) + ".png";
        side.image = cut_out(page_image_, page.width, page.regions[region_index].box);
        if (side.image.empty()) return;
        target_.add_image(side);
        std::string alt;
        for (char c : description(page, region_index)) {
            if (c == '[' || c == ']' || c == '\\') alt += '\\';
            alt += c;
        }
        block("![" + alt + "](" + markdown_target(side.name) + ")");
    }

    const Document& document_;
    const PageImages& images_;
    const ExportTarget& target_;
    std::string out_;
    std::string pending_page_;  // comment that waits for the end of a paragraph
    std::string last_text_;
    Image page_image_;  // of the page being written, drawn when the first picture wants it
    int picture_ = 0;
    int heading_ = 0;
    int64_t item_depth_ = 0;
    bool has_title_ = false, last_was_text_ = false, last_was_item_ = false;
};

class MarkdownExporter : public Exporter {
   public:
    std::string id() const override { return "markdown"; }
    std::string label() const override { return "Markdown"; }
    std::string extension() const override { return "md"; }
    void write(const Document& document, const PageImages& images, const ExportTarget& target) const override {
        MarkdownWriter(document, images, target).write();
    }
};

std::unique_ptr<Exporter> make_markdown_exporter() {
    return std::make_unique<MarkdownExporter>();
}

}  // namespace lectern
