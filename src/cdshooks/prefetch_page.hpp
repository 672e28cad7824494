#pragma once
#include <string>

#include "cdshooks/catalog.hpp"

namespace cramp::cdshooks {

/// The prefetch keys of all services as a Markdown table: docs/integration.md. Long lists of codes
/// are cut; discovery has them whole.
std::string prefetch_markdown(const Catalog& catalog);

}  // namespace cramp::cdshooks
