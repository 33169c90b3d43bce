// Document ↔ JSON, format "lectern-document" version 1. resources/document.schema.json describes it.
#pragma once

#include <string>
#include <string_view>

#include "core/document/document.h"

namespace lectern {

// UTF-8, keys always in the same order, one region's words a line each, final newline. What is unknown (an absent
// confidence, no lines, an empty hash) is left out. Boxes and sizes are rounded to 1/1000 point, confidences to 1/10000.
// Text that is not UTF-8 gets U+FFFD where it is broken.
std::string document_to_json(const Document& document);

// The reverse. Unknown keys are ignored. Throws Error{Fault::input} whose sentence names the path of the field
// ("pages[2].regions[0].box") and what was expected; `subject` names the file there.
Document document_from_json(std::string_view text, const std::string& subject = "the document");

}  // namespace lectern
