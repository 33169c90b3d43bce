#include "core/model/markdown_output.h"

#include <algorithm>

#include "core/document/table.h"
#include "core/model/json_stream.h"
#include "core/model/markdown_text.h"

namespace lectern {

static constexpr std::string_view kBlank = " \t\r\n";

static std::string_view trimmed(std::string_view s) {
    const size_t first = s.find_first_not_of(kBlank);
    if (first == std::string_view::npos) return {};
    return s.substr(first, s.find_last_not_of(kBlank) - first + 1);
}

// "## Heading": the number of marks, 0 when it is none.
static int heading_marks(std::string_view line) {
    const size_t marks = std::min(line.find_first_not_of('#'), line.size());
    return marks > 0 && marks <= 6 && marks < line.size() && line[marks] == ' ' ? static_cast<int>(marks) : 0;
}

static bool is_list_item(std::string_view line) {
    const std::string_view s = trimmed(line);
    for (const std::string_view bullet : {"- ", "* ", "+ ", "• "})
        if (s.starts_with(bullet)) return true;
    const size_t digits = std::min(s.find_first_not_of("0123456789"), s.size());
    return digits > 0 && digits <= 3 && digits + 1 < s.size() && (s[digits] == '.' || s[digits] == ')') && s[digits + 1] == ' ';
}

static bool is_rule(std::string_view line) {
    const std::string_view s = trimmed(line);
    return s.size() >= 3 && (s.find_first_not_of('-') == std::string_view::npos || s.find_first_not_of('*') == std::string_view::npos ||
                             s.find_first_not_of('_') == std::string_view::npos);
}

static bool is_pipe_row(std::string_view line) {
    const std::string_view s = trimmed(line);
    return s.size() >= 3 && s.front() == '|' && s.find('|', 1) != std::string_view::npos;
}

static bool is_pipe_ruler(std::string_view line) {
    return is_pipe_row(line) && trimmed(line).find_first_not_of("|-: \t") == std::string_view::npos;
}

static std::vector<std::string> pipe_cells(std::string_view line) {
    std::string_view s = trimmed(line);
    s.remove_prefix(1);
    if (s.ends_with('|')) s.remove_suffix(1);
    std::vector<std::string> cells(1);
    for (size_t i = 0; i < s.size(); ++i) {
        if (s[i] == '\\' && i + 1 < s.size() && s[i + 1] == '|') {
            cells.back() += s[++i];
        } else if (s[i] == '|') {
            cells.emplace_back();
        } else {
            cells.back() += s[i];
        }
    }
    for (std::string& cell : cells) cell = trimmed(cell);
    return cells;
}

// Rows of a pipe table, the one above the ruler as heads.
static std::string pipes_to_html(const std::string& text) {
    std::string html = "<table>";
    bool head = text.find('\n') != std::string::npos && is_pipe_ruler(std::string_view(text).substr(text.find('\n') + 1, text.find('\n', text.find('\n') + 1) - text.find('\n') - 1));
    for (size_t at = 0; at < text.size();) {
        const size_t end = std::min(text.find('\n', at), text.size());
        const std::string_view line = std::string_view(text).substr(at, end - at);
        at = end + 1;
        if (!is_pipe_row(line) || is_pipe_ruler(line)) continue;
        html += "<tr>";
        for (const std::string& cell : pipe_cells(line)) html += (head ? "<th>" : "<td>") + escape_html(cell) + (head ? "</th>" : "</td>");
        html += "</tr>";
        head = false;
    }
    return html + "</table>";
}

// "<name>inside</name>", alone in its line.
static bool unwrap_tag(std::string_view line, std::string_view name, std::string& inside) {
    const std::string_view s = trimmed(line);
    const std::string open = "<" + std::string(name) + ">", close = "</" + std::string(name) + ">";
    if (!s.starts_with(open) || !s.ends_with(close) || s.size() < open.size() + close.size()) return false;
    inside = trimmed(s.substr(open.size(), s.size() - open.size() - close.size()));
    return true;
}

// "![alt](target)" alone in its line → alt.
static bool unwrap_picture(std::string_view line, std::string& alt) {
    const std::string_view s = trimmed(line);
    const size_t middle = s.find("](");
    if (!s.starts_with("![") || !s.ends_with(')') || middle == std::string_view::npos) return false;
    alt = s.substr(2, middle - 2);
    return true;
}

namespace {

class MarkdownParser final : public OutputParser {
   public:
    void add(std::string_view piece) override;
    void finish() override;
    const std::vector<Region>& regions() const override { return regions_; }
    const std::vector<std::string>& warnings() const override { return warnings_; }
    void property(std::string_view name, std::string_view value);  // of a front matter

   private:
    enum class Block { none, paragraph, item, html_table, pipe_table, formula };
    void take_line(std::string_view line);
    bool take_front_matter(std::string_view line);
    bool take_single(std::string_view line);
    bool goes_on(std::string_view line);
    void begin(Category category, Block block);
    void append_line(std::string_view line);
    void grow(std::string_view line);
    void end(bool complete);

    std::string line_;        // what has come of it
    std::string raw_;         // of the open block, as written
    Block block_ = Block::none;
    std::string formula_end_;
    int fences_ = 0;
    enum class Front { possible, inside, over } front_ = Front::possible;
    std::vector<Region> regions_;
    std::vector<std::string> warnings_;
};

}  // namespace

void MarkdownParser::property(std::string_view name, std::string_view value) {
    if (name == "is_rotation_valid" && (value == "False" || value == "false"))
        warnings_.push_back("the model says that the page does not stand upright; turn it and read it again");
    if (name == "rotation_correction" && value != "0" && !value.empty() && value.size() < 8)
        warnings_.push_back("the model says that the page should be turned by " + std::string(value) + " degrees clockwise");
}

// "---", "name: value" lines, "---" at the very beginning.
bool MarkdownParser::take_front_matter(std::string_view line) {
    const std::string_view s = trimmed(line);
    if (front_ == Front::over || (front_ == Front::possible && s.empty())) return front_ != Front::over;
    if (front_ == Front::possible) {
        front_ = s == "---" ? Front::inside : Front::over;
        return front_ == Front::inside;
    }
    if (s == "---") {
        front_ = Front::over;
        return true;
    }
    const size_t colon = s.find(':');
    const bool pair = colon != std::string_view::npos && s.substr(0, colon).find(' ') == std::string_view::npos;
    if (!pair && !s.empty()) front_ = Front::over;  // it was a rule, and this is text
    if (pair) property(s.substr(0, colon), trimmed(s.substr(colon + 1)));
    return pair || s.empty();
}

void MarkdownParser::begin(Category category, Block block) {
    end(true);
    Region region;
    region.id = static_cast<int64_t>(regions_.size()) + 1;
    region.order = static_cast<int64_t>(regions_.size());
    region.category = category;
    region.kind = category == Category::Table     ? ContentKind::html_table
                  : category == Category::Formula ? ContentKind::latex
                  : category == Category::Picture ? ContentKind::picture
                                                  : ContentKind::text;
    regions_.push_back(std::move(region));
    block_ = block;
    raw_.clear();
}

// While a block arrives its marks are held back; end() gives the final form.
void MarkdownParser::grow(std::string_view line) {
    std::string& content = regions_.back().content;
    if (content.empty()) line.remove_prefix(std::min(line.find_first_not_of(" \t#$-*"), line.size()));
    if (!content.empty()) content += '\n';
    content += line;
}

void MarkdownParser::append_line(std::string_view line) {
    if (!raw_.empty()) raw_ += '\n';
    raw_ += line;
    if (block_ != Block::pipe_table) grow(line);
}

void MarkdownParser::end(bool complete) {
    if (block_ == Block::none) return;
    Region& region = regions_.back();
    if (block_ == Block::pipe_table) raw_ = pipes_to_html(raw_);
    if (region.category == Category::Table) {
        const Table table = table_from_html(raw_);
        region.content = table.rows > 0 ? table_to_html(table) : std::string(trimmed(raw_));
        if (table.repaired) region.warnings.push_back("this table's rows or spans did not fit together and were mended");
    } else {
        MarkdownText text = plain_from_markdown(region.category, raw_);
        region.content = std::move(text.content);
        region.level = text.level;
    }
    region.state = complete ? RegionState::read : RegionState::stopped;
    block_ = Block::none;
}

// Lines that are a block of their own.
bool MarkdownParser::take_single(std::string_view line) {
    std::string inside;
    const auto alone = [&](Category category, std::string_view content) {
        begin(category, Block::paragraph);
        append_line(content);
        end(true);
        return true;
    };
    if (const int marks = heading_marks(trimmed(line))) return alone(marks == 1 ? Category::Title : Category::SectionHeader, line);
    if (unwrap_tag(line, "page_number", inside)) return alone(Category::PageFooter, inside);
    if (unwrap_tag(line, "watermark", inside) || unwrap_tag(line, "signature", inside)) return alone(Category::Text, inside);
    if (unwrap_tag(line, "img", inside) || unwrap_tag(line, "Image", inside) || unwrap_picture(line, inside)) return alone(Category::Picture, inside);
    return is_rule(line);
}

// Does the line belong to the open block?
bool MarkdownParser::goes_on(std::string_view line) {
    const std::string_view s = trimmed(line);
    switch (block_) {
        case Block::html_table: return true;
        case Block::formula: return true;
        case Block::pipe_table: return is_pipe_row(line);
        case Block::paragraph:
            return !s.empty() && heading_marks(s) == 0 && !s.starts_with("<table") && !s.starts_with("$$") && s != "\\[" && !is_list_item(line) && !is_pipe_row(line) && !s.starts_with("![");
        case Block::item: return !s.empty() && !is_list_item(line) && line.starts_with("  ");
        case Block::none: return false;
    }
    return false;
}

void MarkdownParser::take_line(std::string_view line) {
    if (take_front_matter(line)) return;
    const std::string_view s = trimmed(line);
    if (block_ != Block::html_table && s.starts_with("```") && s.size() < 16 && (fences_ > 0 || regions_.empty())) {
        ++fences_;  // around the whole page
        return;
    }
    if (goes_on(line)) {
        append_line(line);
        if (block_ == Block::html_table && s.find("</table>") != std::string_view::npos) end(true);
        if (block_ == Block::formula && s.ends_with(formula_end_)) end(true);
        return;
    }
    end(true);
    if (s.empty() || take_single(line)) return;
    if (s.starts_with("<table")) {
        begin(Category::Table, Block::html_table);
    } else if (is_pipe_row(line)) {
        begin(Category::Table, Block::pipe_table);
    } else if (s.starts_with("$$") || s.starts_with("\\[")) {
        begin(Category::Formula, Block::formula);
        formula_end_ = s.starts_with("$$") ? "$$" : "\\]";
    } else {
        begin(is_list_item(line) ? Category::ListItem : Category::Text, is_list_item(line) ? Block::item : Block::paragraph);
    }
    append_line(line);
    if (block_ == Block::html_table && s.find("</table>") != std::string_view::npos) end(true);
    if (block_ == Block::formula && s.size() > 2 && s.ends_with(formula_end_)) end(true);
}

void MarkdownParser::add(std::string_view piece) {
    for (const char c : piece) {
        if (c == '\n') {
            take_line(line_);
            line_.clear();
        } else if (c != '\r') {
            line_ += c;
        }
    }
}

void MarkdownParser::finish() {
    if (!line_.empty()) take_line(line_);
    line_.clear();
    end(true);
}

namespace {

// {"primary_language": …, "is_rotation_valid": …, …, "natural_text": "…"}
class PageJsonParser final : public OutputParser, private JsonStreamEvents {
   public:
    PageJsonParser() : stream_(*this) {}
    void add(std::string_view piece) override {
        if (!any_object_) before_ += piece;
        stream_.add(piece);
    }
    void finish() override;
    const std::vector<Region>& regions() const override { return page_.regions(); }
    const std::vector<std::string>& warnings() const override { return said_.empty() ? page_.warnings() : said_; }

   private:
    void begin_object() override { any_object_ = true; }
    void end_object(bool) override {}
    bool key(const std::string& name) override {
        key_ = name;
        return name == "natural_text";
    }
    void number(double value) override {
        if (key_ == "rotation_correction") page_.property(key_, std::to_string(static_cast<int>(std::clamp(value, -360.0, 360.0))));
    }
    void list_end() override {}
    void text(std::string_view piece) override {
        if (key_ == "natural_text") page_.add(piece);
    }
    void text_end(bool) override {}

    JsonStream stream_;
    MarkdownParser page_;
    bool any_object_ = false;
    std::string key_, before_;
    std::vector<std::string> said_;
};

}  // namespace

void PageJsonParser::finish() {
    stream_.finish();
    const bool plain = !any_object_ && !trimmed(before_).empty();
    if (plain) page_.add(before_);  // a page without the object around it is still a page
    page_.finish();
    said_ = page_.warnings();
    if (plain) said_.push_back("the answer was plain text instead of a JSON object");
    for (const auto& [what, times] : stream_.repairs())
        said_.push_back("the answer was repaired: " + what + (times > 1 ? " (" + std::to_string(times) + " times)" : ""));
}

std::unique_ptr<OutputParser> make_markdown_parser() {
    return std::make_unique<MarkdownParser>();
}

std::unique_ptr<OutputParser> make_page_json_parser() {
    return std::make_unique<PageJsonParser>();
}

}  // namespace lectern
