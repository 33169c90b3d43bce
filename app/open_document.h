// OpenDocument: a file that is open in the window and what has been read of it. Lives on the GUI thread.
#pragma once

#include <QDateTime>
#include <QString>
#include <map>
#include <memory>
#include <optional>
#include <vector>

#include "app/page_arrangement.h"
#include "app/page_source.h"
#include "core/document/document.h"
#include "core/document/edit.h"
#include "core/document/text_layer.h"
#include "core/layout/ink_check.h"

namespace lectern {

class EditHistory;

// What of a page's reading does not fit its print or the text the file brings along.
struct PageTrust {
    InkReport ink;
    LayerReport layer;
};

// A page somebody asked something of; pages nobody touched have none (a document may have 100,000).
struct PageEntry {
    Page base;                       // as read, without edits; grows while it is being read
    std::vector<Edit> edits;         // done to it, in turn
    Page page;                       // the two together: what is shown and exported
    bool rendering = false;          // being drawn for the reader
    double part = 0;                 // 0 … 1 read
    std::optional<PageTrust> trust;  // of `page`, once it has been looked at

    void rebase(Page read);  // another base under the same edits
};

// By which model and on which device pages are read; empty: as the settings say.
struct ReaderChoice {
    QString model, device;
    bool operator==(const ReaderChoice&) const = default;
};

// It counts as read, and there is print on it, but no region says what.
bool nothingFound(const PageEntry& entry);

struct OpenDocument {
    OpenDocument();
    ~OpenDocument();
    OpenDocument(const OpenDocument&) = delete;
    OpenDocument& operator=(const OpenDocument&) = delete;

    int id = 0;             // never reused while the program runs
    QString path;           // of the PDF or picture
    QString project;        // file it was saved in; empty: none yet
    QDateTime projectTime;  // that file's as it was read or written here
    QString name;
    int pageCount = 0;
    std::unique_ptr<PageSource> source;  // only cloned here: clones do the work on other threads
    Source description;                  // name and metadata for the exports
    std::map<int, PageEntry> pages;      // by index in the file
    PageArrangement arrangement;
    int readings = 0;                      // of pages, since it was opened
    int readingsKept = 0;                  // so many of them are in a file: saved or exported
    int currentPage = 0;                   // likewise an index in the file
    RegionIds selection;                   // while another document is in view
    ReaderChoice reader;                   // of this document; empty: as in the settings
    std::unique_ptr<EditHistory> history;  // last: its commands refer to the pages. Made on the GUI thread
};

PageState pageState(const OpenDocument& document, int index);
// Read, read with warnings: nothing to be done.
bool pageFinished(const OpenDocument& document, int index);
// As an index in the arrangement's order, from 0.
inline int positionOf(const OpenDocument& document, int page) {
    return document.arrangement.positionOf(page);
}
// Those that have an entry, in the order they are arranged in.
std::vector<int> touchedPages(const OpenDocument& document);
// Every page that is not left out is.
bool allFinished(const OpenDocument& document);
// Pages that hold something to export and are not left out, in the order they are arranged in.
Document readPart(const OpenDocument& document);

}  // namespace lectern
