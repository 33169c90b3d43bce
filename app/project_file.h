// A project: a document as it stands after reading and editing, with the name of the file it is of. A lectern-document
// JSON with one key more, "project".
#pragma once

#include <filesystem>
#include <string>

#include "app/page_arrangement.h"
#include "core/document/document.h"

namespace lectern {

struct Project {
    std::filesystem::path source;  // the PDF or picture; as read: where it is now
    PageArrangement arrangement;
    Document document;
};

// `file`: where the project will lie; the source is named from there and by its full path.
std::string project_to_json(const Project& project, const std::filesystem::path& file);
// Error{Fault::input} when it is no project, is damaged, or names pages its source cannot have.
Project read_project(const std::filesystem::path& file);
bool is_project_name(const std::filesystem::path& file);  // by its ending, ".lectern"

}  // namespace lectern
