// OpenDocument: a file that is open in the window and what has been read of it. Lives on the GUI thread.
#pragma once

#include <QString>
#include <map>
#include <memory>
#include <vector>

#include "app/page_source.h"
#include "core/document/document.h"
#include "core/document/edit.h"

namespace lectern {

class EditHistory;

// A page somebody asked something of; pages nobody touched have none (a document may have 100,000).
struct PageEntry {
    Page base;                // as read, without edits; grows while it is being read
    std::vector<Edit> edits;  // done to it, in turn
    Page page;                // the two together: what is shown and exported
    bool rendering = false;   // being drawn for the reader
    double part = 0;          // 0 … 1 read

    void rebase(Page read);  // another base under the same edits
};

struct OpenDocument {
    OpenDocument();
    ~OpenDocument();
    OpenDocument(const OpenDocument&) = delete;
    OpenDocument& operator=(const OpenDocument&) = delete;

    int id = 0;  // never reused while the program runs
    QString path;
    QString name;
    int pageCount = 0;
    std::unique_ptr<PageSource> source;  // only cloned here: clones do the work on other threads
    Source description;                  // name and metadata for the exports
    std::map<int, PageEntry> pages;      // by index
    int currentPage = 0;
    std::unique_ptr<EditHistory> history;  // last: its commands refer to the pages. Made on the GUI thread
};

PageState pageState(const OpenDocument& document, int index);
// Read, read with warnings: nothing to be done.
bool pageFinished(const OpenDocument& document, int index);
// Pages that hold something to export, in order.
Document readPart(const OpenDocument& document);

}  // namespace lectern
