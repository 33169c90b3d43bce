// Arguments of `read` that are more than a number: lists of pages, rectangles, names.
#pragma once

#include <CLI/CLI.hpp>

#include <optional>
#include <string>
#include <vector>

#include "core/document/geometry.h"
#include "core/export/exporter.h"
#include "core/model/model.h"

namespace lectern {

struct PageRange {
    size_t first = 1;            // counted from 1
    std::optional<size_t> last;  // none: to the end
};

// "1-3,7" or "5-"; Error{Fault::argument} for what is no such list. What the document has is not known yet.
std::vector<PageRange> parse_page_ranges(const std::string& text);

// "1-3,7" → indices from 0, ascending, each once; "" is every page; "5-" goes to the end.
// Error{Fault::argument} for what is no such list or beyond `count`.
std::vector<size_t> parse_pages(const std::string& text, size_t count);

// "X,Y,W,H" in points.
Rect parse_region(const std::string& text, const std::string& option = "--region",
                  const std::string& advice = "write left,top,width,height in points from the page's top left corner");

Task parse_task(const std::string& name);

// The form of --task extract from a file: an example with empty values, or a JSON Schema (extraction_form()).
std::string read_form(const std::string& file);

// "md,json" → formats; Error{Fault::argument} that lists those there are.
std::vector<const Exporter*> parse_formats(const std::string& text);

std::vector<std::string> split_list(const std::string& text);  // at commas

// --quant none, int8 or int4.
Quant parse_quant(const std::string& name);
void add_quant_option(CLI::App& command, std::string& value);

std::string megabytes(size_t bytes);  // "12.3 MB"

// First line of the file, without its end. Error{Fault::argument} when it cannot be read.
std::string read_password(const std::string& file);

}  // namespace lectern
