// A checker for the part of JSON Schema that resources/document.schema.json uses; any other keyword is a fault.
#pragma once

#include <string>
#include <vector>

#include "core/base/json.h"

namespace lectern {

// One sentence per place where `value` breaks `schema`, each beginning with the place. Empty: it holds.
std::vector<std::string> schema_problems(const Json& schema, const Json& value);

}  // namespace lectern
