#pragma once
// What the Retrieves of one evaluation find. Each resource's codes are looked up once, for all
// value sets together, when the first Retrieve of its type and code property asks. Inside the
// engine only.

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "engine/program.hpp"

namespace cramp::engine {

/// A code to look for. Without a system (data() == nullptr) it matches in any.
struct Needle {
  std::string_view system, code;
};

class RetrieveIndex {
 public:
  RetrieveIndex(const Program::Impl& program, const fhir::PatientData& data, Context& context);

  /// All resources of Program::Impl::resource_types[type].
  Value all(std::size_t type);
  /// Those whose code property (code_keys[key]) has a code in the value set at that place of the
  /// key.
  Value in_value_set(std::size_t key, std::size_t set);
  /// As in_value_set, for a value set that no Retrieve names and only an expression gives.
  Value in_set(std::size_t key, terminology::ValueSetId set);
  /// Those with a code of the system.
  Value of_system(std::size_t key, std::string_view system);
  /// Those with one of these codes.
  Value with_code(std::size_t key, std::span<const Needle> needles);

 private:
  struct Coding {
    std::size_t resource;
    std::string_view system, code;
  };
  /// Of one code key; `lists` has one list of resources for each value set.
  struct Codes {
    bool ready = false;
    bool distinct = false;  ///< no two resources are equal
    std::span<const json::View> resources;
    std::vector<Coding> codings;
    std::span<Value> lists;
  };

  Codes& codes(std::size_t key);
  void group_by_value_set(const CodeKey& key, Codes& into);
  Value make_list(const CodeKey& key, const Codes& from, std::vector<std::size_t>& resources);

  const Program::Impl& program_;
  const fhir::PatientData& data_;
  Context& context_;
  std::vector<Value> all_;
  std::vector<Codes> codes_;
};

}  // namespace cramp::engine
