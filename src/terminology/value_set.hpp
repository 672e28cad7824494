#pragma once
// A ValueSet resource as it stands: what it lists and what it refers to. Internal to terminology.

#include <string>
#include <vector>

#include "base/error.hpp"
#include "json/document.hpp"
#include "terminology/terminology.hpp"

namespace cramp::terminology {

using Coding = Terminology::Coding;

/// A filter over a hierarchical system.
struct Prefix {
  std::string system;
  std::string code;
  bool self = true;  ///< is-a; false: descendent-of
};

struct ValueSet {
  std::string url;
  std::string version;
  std::vector<Coding> listed;
  std::vector<Prefix> prefixes;
  std::vector<Coding> excluded;
  std::vector<std::string> references;  ///< canonicals of other value sets
};

base::Error fault(std::string where, std::string what);

/// Reads one resource; what `Terminology::add_value_set` does not support becomes a fault.
ValueSet read_value_set(json::View resource, base::Faults& faults);

}  // namespace cramp::terminology
