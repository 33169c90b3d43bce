#include "core/layout/pix.h"

#include <allheaders.h>

#include "core/base/error.h"

namespace lectern {

void PixDelete::operator()(Pix* p) const {
    pixDestroy(&p);
}

PixPtr owned(Pix* p) {
    if (!p) {
        throw Error({.fault = Fault::memory,
                     .attempted = "find the text lines of the page",
                     .expected = "memory for another page picture",
                     .advice = "read the page at a lower resolution"});
    }
    return PixPtr(p);
}

}  // namespace lectern
