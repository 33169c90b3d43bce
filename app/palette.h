// The program's palette: the system's, or a light or dark one of our own.
#pragma once

#include "app/settings.h"

namespace lectern {

void applyAppearance(Settings::Appearance appearance);

}  // namespace lectern
