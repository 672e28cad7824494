#pragma once
// An ELM library (HL7 ELM r1, JSON form) read and checked, not yet linked to others.

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.hpp"
#include "json/document.hpp"

namespace cramp::elm {

struct Locator {
  std::uint32_t line = 0, column = 0, end_line = 0, end_column = 0;
};

}  // namespace cramp::elm
