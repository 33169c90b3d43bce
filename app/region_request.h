// RegionRequest: regions that are to be read once more, and how; with what has come of it so far.
#pragma once

#include <QString>
#include <vector>

#include "app/engine_worker.h"
#include "core/document/edit.h"

namespace lectern {

struct RegionRequest {
    int document = 0;
    int page = 0;
    RegionIds ids;       // in turn
    bool drawn = false;  // just made by hand: the result belongs to that edit
    Task task = Task::page;
    QString prompt;
    EngineChoice engine;
    double dpi = 0;  // 0: what the model wants

    size_t done = 0;                      // of ids
    double part = 0;                      // of the one being read
    Page heard;                           // what streams in of it
    std::vector<ReplaceContent> results;  // of those done
};

// What a reading of the part of a page where `old` stands makes of it. A task names what it is; without one `old` keeps
// its category, unless a person only just drew it.
Region readingResult(const Region& old, const Page& read, const RegionRequest& request);

}  // namespace lectern
