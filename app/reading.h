// Reading of whole documents: the page loop of the command line.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "app/engine.h"
#include "app/page_source.h"
#include "core/base/error.h"

namespace lectern {

struct ReadingJob {
    std::string name;  // of the source file, without folder
    std::string sha256;
    std::vector<size_t> pages;  // indices, ascending
    double dpi = 0;             // 0: what the model wants and the page allows
    ReadOptions options;
};

// Everything a reader of PageEvents hears, and the pages around it. Called on the thread of read_document().
class ReadingEvents : public PageEvents {
 public:
    virtual void page_begins(size_t done, const PageInput& input) { (void)done, (void)input; }
    virtual void page_ends(size_t done, const Page& page) { (void)done, (void)page; }
};

struct PageFault {
    int64_t number = 1;
    Fault fault = Fault::input;
    std::string sentence;
};

struct ReadingResult {
    Document document;              // pages that were finished, failed ones too (as PageState::failed)
    std::vector<PageFault> faults;  // one for each failed page
    bool stopped = false;           // by the token; the page it happened in is left out
};

// While one page is read the next is drawn and its layout found on a second thread. The result does not depend on that.
// Throws Error for what would fail every page (model, device, arguments).
ReadingResult read_document(Engine& engine, const PageSource& source, const ReadingJob& job, ReadingEvents& events,
                            std::stop_token stop);

// Of a file, in hexadecimal; empty when it cannot be read.
std::string file_sha256(const std::filesystem::path& file);

}  // namespace lectern
