// DeferredSource: a page source that opens its file when the first page is asked for, on the thread that asks.
// A window with hundreds of files has one handle on each, and more only on those that are looked at.
#pragma once

#include <functional>

#include "app/page_source.h"

namespace lectern {

std::unique_ptr<PageSource> deferred_source(std::function<std::unique_ptr<PageSource>()> open);

}  // namespace lectern
