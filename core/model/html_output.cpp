#include "core/model/html_output.h"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <optional>

#include "core/document/table.h"
#include "core/model/html_stream.h"
#include "core/model/markdown_text.h"

namespace lectern {

static constexpr std::string_view kBlank = " \t\r\n";

static bool one_of(std::string_view name, std::initializer_list<std::string_view> names) {
    return std::find(names.begin(), names.end(), name) != names.end();
}

// What an element is, from its tag and class; nothing: it only holds others, or is a mark inside text.
static std::optional<Category> category_of(const HtmlTag& tag) {
    const std::string_view kind = tag.attribute("class");
    const auto says = [&](std::string_view word) { return kind.find(word) != std::string_view::npos; };
    if (tag.name == "table") return Category::Table;
    if (tag.name == "li") return Category::ListItem;
    if (tag.name == "h1") return Category::Title;
    if (tag.name.size() == 2 && tag.name[0] == 'h' && tag.name[1] >= '2' && tag.name[1] <= '6') return Category::SectionHeader;
    if (one_of(tag.name, {"figcaption", "caption"}) || (says("caption") && !says("image"))) return Category::Caption;
    if (says("formula") && !says("chem")) return Category::Formula;
    if (tag.name == "img" || says("image") || says("chart") || says("music") || says("chem") || says("figure")) return Category::Picture;
    if (tag.name == "header" || says("header")) return Category::PageHeader;
    if (tag.name == "footer" || says("footer") || says("page_number")) return Category::PageFooter;
    if (says("footnote")) return Category::Footnote;
    if (one_of(tag.name, {"p", "pre", "blockquote", "address"})) return Category::Text;
    return std::nullopt;
}

static ContentKind kind_of(Category c) {
    if (c == Category::Table) return ContentKind::html_table;
    if (c == Category::Formula) return ContentKind::latex;
    return c == Category::Picture ? ContentKind::picture : ContentKind::text;
}

// "310 94 658 132", "310,94,658,132" or "[310, 94, …]".
static std::vector<double> numbers_of(std::string_view s) {
    const std::string text(s.substr(0, 512));
    std::vector<double> numbers;
    for (const char* at = text.c_str(); *at != 0;) {
        char* end = nullptr;
        const double value = std::strtod(at, &end);
        if (end == at || value < -1e9 || value > 1e9) {
            end = const_cast<char*>(at) + 1;
        } else {
            numbers.push_back(value);
        }
        at = end;
    }
    return numbers;
}

// The box of data-bbox, or around data-polygon; empty when the element has neither.
static std::vector<double> box_numbers(const HtmlTag& tag) {
    if (!tag.attribute("data-bbox").empty()) return numbers_of(tag.attribute("data-bbox"));
    const std::vector<double> points = numbers_of(tag.attribute("data-polygon"));
    if (points.size() < 4 || points.size() % 2 != 0) return {};
    std::vector<double> box{points[0], points[1], points[0], points[1]};
    for (size_t i = 0; i < points.size(); i += 2) {
        box[0] = std::min(box[0], points[i]), box[2] = std::max(box[2], points[i]);
        box[1] = std::min(box[1], points[i + 1]), box[3] = std::max(box[3], points[i + 1]);
    }
    return box;
}

class HtmlParser final : public OutputParser, private HtmlStreamEvents {
   public:
    explicit HtmlParser(const BoxSpace& space) : space_(space), stream_(*this) {}
    void add(std::string_view piece) override { stream_.add(piece); }
    void finish() override;
    const std::vector<Region>& regions() const override { return regions_; }
    const std::vector<std::string>& warnings() const override { return warnings_; }

   private:
    void open_tag(const HtmlTag& tag) override;
    void close_tag(const std::string& name) override;
    void text(std::string_view piece) override;

    void open_region(const HtmlTag& tag, Category category, const std::vector<double>& box);
    void close_region(bool complete);
    void inside_table(const HtmlTag& tag);
    bool inside_picture(const HtmlTag& tag);
    void append(std::string_view piece);

    BoxSpace space_;
    HtmlStream stream_;
    std::vector<Region> regions_;
    std::vector<std::string> warnings_;
    std::vector<double> list_box_;   // of the list being read
    std::vector<double> held_box_;   // of an element that holds others: the next text without a place of its own is there
    std::string tag_;                // of the open region, regions_.back(); empty: none is open
    int depth_ = 0;                  // of elements of that name inside it
    bool items_together_ = false;    // list items have no boxes: they are lines of one region
    std::string loose_;              // text outside all elements
};

void HtmlParser::append(std::string_view piece) {
    Region& region = regions_.back();
    if (region.content.empty()) piece.remove_prefix(std::min(piece.find_first_not_of(kBlank), piece.size()));
    region.content += piece;
}

void HtmlParser::open_region(const HtmlTag& tag, Category category, const std::vector<double>& box) {
    Region region;
    region.id = static_cast<int64_t>(regions_.size()) + 1;
    region.order = static_cast<int64_t>(regions_.size());
    region.category = category;
    region.kind = kind_of(category);
    if (category == Category::Title || category == Category::SectionHeader) region.level = tag.name[1] - '0';
    if (!box.empty()) region.box = place_box(space_, box, region);
    regions_.push_back(std::move(region));
    tag_ = tag.name;
    depth_ = 1;
    if (category == Category::Table) append("<table>");
    if (tag.closed_at_once || tag.name == "img") close_region(true);
}

static void trim_end(std::string& s) {
    const size_t last = s.find_last_not_of(kBlank);
    s.resize(last == std::string::npos ? 0 : last + 1);
}

void HtmlParser::close_region(bool complete) {
    if (tag_.empty()) return;
    Region& region = regions_.back();
    trim_end(region.content);
    if (region.category == Category::Table) {
        const Table table = table_from_html(region.content);
        if (table.rows > 0) region.content = table_to_html(table);
        if (table.repaired) region.warnings.push_back("this table's rows or spans did not fit together and were mended");
    } else if (region.category == Category::Formula) {
        region.content = plain_from_markdown(Category::Formula, region.content).content;
    }
    region.state = complete ? RegionState::read : RegionState::stopped;
    if (!complete) region.warnings.push_back("the answer ended inside this region; what came is kept");
    tag_.clear();
    items_together_ = false;
}

// A table is kept as HTML; of its attributes only spans count.
void HtmlParser::inside_table(const HtmlTag& tag) {
    if (!one_of(tag.name, {"table", "thead", "tbody", "tfoot", "tr", "td", "th", "br"})) return;
    std::string text = "<" + tag.name;
    for (const char* span : {"rowspan", "colspan"}) {
        const std::string_view value = tag.attribute(span);
        const bool number = !value.empty() && value.size() < 6 && value.find_first_not_of("0123456789") == std::string_view::npos;
        if (number) text += std::string(" ") + span + "=\"" + std::string(value) + '"';
    }
    append(text + ">");
    if (tag.name == "table") ++depth_;
}

// <div class="image" data-bbox="…"><img data-bbox="…"/><p>…</p></div> is one picture with what the model says of it, at the
// first box that is there; a formula or caption may hold its own picture, too. Elements with a box of their own that are not
// pictures begin something new.
bool HtmlParser::inside_picture(const HtmlTag& tag) {
    Region& region = regions_.back();
    const std::vector<double> box = box_numbers(tag);
    if (tag.name == "img" && tag_ != "p") {
        if (region.box.empty() && !box.empty()) region.box = place_box(space_, box, region);
        return true;
    }
    if (region.category != Category::Picture || !box.empty()) return false;
    if (one_of(tag.name, {"tr", "p", "br", "li"}) && !region.content.empty()) append("\n");
    if (one_of(tag.name, {"td", "th"}) && !region.content.empty() && !region.content.ends_with('\n')) append(" ");
    if (tag.name == tag_) ++depth_;
    return true;
}

void HtmlParser::open_tag(const HtmlTag& tag) {
    const bool open = !tag_.empty();
    if (open && regions_.back().category == Category::Table) return inside_table(tag);
    if (open && inside_picture(tag)) return;
    if (tag.name == "br") return text("\n");
    if (one_of(tag.name, {"html", "body", "head", "meta", "style", "script"})) return;
    const std::vector<double> box = box_numbers(tag);
    if (one_of(tag.name, {"ul", "ol"})) {
        if (open && tag_ != "li") close_region(true);
        list_box_ = box;
        return;
    }
    std::optional<Category> category = category_of(tag);
    if (!category) {
        if (open && tag.name == tag_) ++depth_;
        if (!open && !box.empty() && one_of(tag.name, {"div", "section", "article", "span"})) held_box_ = box;
        return;
    }
    if (tag.name == "li" && box.empty()) {
        if (items_together_) return append(regions_.back().content.empty() ? "- " : "\n- ");
        close_region(true);
        open_region(tag, *category, list_box_);
        if (list_box_.empty()) return;
        items_together_ = true;  // the list's box holds them all
        return append("- ");
    }
    // Parts of a formula, a caption, a quotation stay in it; an element with a place of its own begins a new region.
    if (open && box.empty() && tag_ != "p" && !one_of(tag.name, {"table", "h1", "h2", "h3", "h4", "h5", "h6"})) {
        if (tag.name == tag_) ++depth_;
        return;
    }
    close_region(true);
    open_region(tag, *category, box.empty() ? held_box_ : box);
    held_box_.clear();
}

void HtmlParser::close_tag(const std::string& name) {
    if (one_of(name, {"ul", "ol"})) {
        list_box_.clear();
        if (tag_ == "li") close_region(true);
        return;
    }
    if (tag_.empty()) return;
    if (items_together_ && name == "li") return;
    if (regions_.back().category == Category::Table && one_of(name, {"table", "thead", "tbody", "tfoot", "tr", "td", "th"})) {
        append("</" + name + ">");
    }
    if (name == tag_ && --depth_ <= 0) close_region(true);
    if (one_of(name, {"body", "html"})) close_region(true);
}

void HtmlParser::text(std::string_view piece) {
    if (!tag_.empty()) {
        if (regions_.back().category == Category::Table)
            append(escape_html(piece));
        else
            append(piece);
        return;
    }
    if (!held_box_.empty() && piece.find_first_not_of(kBlank) != std::string_view::npos) {
        open_region({"div", {}, false}, Category::Text, held_box_);
        held_box_.clear();
        return append(piece);
    }
    loose_ += piece;
}

// Without the code fence; empty when nothing else was said.
static std::string without_fence(std::string s) {
    for (size_t at = s.find("```"); at != std::string::npos; at = s.find("```")) {
        size_t end = at + 3;
        while (end < s.size() && s[end] >= 'a' && s[end] <= 'z') ++end;
        s.erase(at, end - at);
    }
    if (s.find_first_not_of("` \t\r\n") == std::string::npos) return {};  // cut inside the fence
    trim_end(s);
    s.erase(0, std::min(s.find_first_not_of(kBlank), s.size()));
    return s;
}

void HtmlParser::finish() {
    stream_.finish();
    close_region(false);
    Region rest;
    rest.content = without_fence(std::move(loose_));
    loose_.clear();
    if (rest.content.empty()) return;
    rest.id = static_cast<int64_t>(regions_.size()) + 1;
    rest.order = static_cast<int64_t>(regions_.size());
    rest.state = RegionState::read;
    if (regions_.empty())
        rest.box = {0, 0, static_cast<double>(space_.picture_width), static_cast<double>(space_.picture_height)};
    else
        rest.warnings.push_back("this text stood outside the elements of the answer; its place is unknown");
    const bool all = regions_.empty();
    regions_.push_back(std::move(rest));
    if (all) warnings_.push_back("the answer was plain text instead of a page of HTML");
}

std::unique_ptr<OutputParser> make_html_parser(const BoxSpace& space) {
    return std::make_unique<HtmlParser>(space);
}

}  // namespace lectern
