// One maker per format; registry.cpp lists them.
#pragma once

#include <memory>

#include "core/export/exporter.h"

namespace lectern {

std::unique_ptr<Exporter> make_markdown_exporter();
std::unique_ptr<Exporter> make_json_exporter();
std::unique_ptr<Exporter> make_fields_exporter();

}  // namespace lectern
