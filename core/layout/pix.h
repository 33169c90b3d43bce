// Ownership of Leptonica's pictures.
#pragma once

#include <memory>

struct Pix;

namespace lectern {

struct PixDelete {
    void operator()(Pix* p) const;
};
using PixPtr = std::unique_ptr<Pix, PixDelete>;

// Throws Error{Fault::memory} when Leptonica returned nothing.
PixPtr owned(Pix* p);

}  // namespace lectern
