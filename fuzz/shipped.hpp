#pragma once
#include "cdshooks/catalog.hpp"

namespace cramp::fuzz {

/// The packages of this source tree, loaded once.
const cdshooks::Catalog& shipped();

}  // namespace cramp::fuzz
