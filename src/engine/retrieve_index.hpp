#pragma once
// What the Retrieves of one evaluation find. Each resource's codes are looked up once, for all
// value sets together, when the first Retrieve of its type and code property asks. Inside the
// engine only.

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "engine/element_reader.hpp"
#include "engine/program.hpp"

namespace cramp::engine {

/// A code to look for. Without a system (data() == nullptr) it matches in any.
struct Needle {
  std::string_view system, code;
};

class RetrieveIndex {
 public:
  RetrieveIndex(const Program::Impl& program, const fhir::PatientData& data, Context& context,
                ElementReader& reader);

  /// All resources of Program::Impl::resource_types[type].
  Value all(std::size_t type);
  /// Those whose code property (code_keys[key]) has a code in value_sets[set].
  Value in_value_set(std::size_t key, std::size_t set);
  /// As in_value_set, for a value set that no Retrieve names and only an expression gives.
  Value in_set(std::size_t key, terminology::ValueSetId set);
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
    std::span<const json::View> resources;
    std::vector<Coding> codings;
    std::span<Value> lists;
  };

  Codes& codes(std::size_t key);
  void collect(const Value& property, std::size_t resource, Codes& into);
  void group_by_value_set(const CodeKey& key, Codes& into);
  Value make_list(const CodeKey& key, const Codes& from, std::vector<std::size_t>& resources);

  const Program::Impl& program_;
  const fhir::PatientData& data_;
  Context& context_;
  ElementReader& reader_;
  std::vector<Value> all_;
  std::vector<Codes> codes_;
};

/// Calls `use(system, code)` for every code of a value: Code, Concept, String, FHIR Coding,
/// CodeableConcept and code, and lists of these. `system` has no data() where there is none.
template <class Use>
void for_each_code(const CommonTypes& types, const Value& value, Use&& use) {
  const auto coding = [&use](json::View view) {
    // Nearly all sources write the system first and the code second.
    std::uint32_t first = 0;
    std::uint32_t second = 1;
    if (!view.is_object()) return;
    const std::string_view system = find_at(view, "system", first).text();
    use(system.empty() ? std::string_view() : system, find_at(view, "code", second).text());
  };
  switch (value.kind()) {
    case Kind::kString:
      return use(std::string_view(), value.as_string());
    case Kind::kCode:
      return use(value.as_code().system, value.as_code().code);
    case Kind::kConcept:
      for (const Code& code : value.as_concept().codes) use(code.system, code.code);
      return;
    case Kind::kList:
      for (const Value& item : value.as_list().items) for_each_code(types, item, use);
      return;
    case Kind::kElement:
      if (value.fhir_type() == types.codeable_concept) {
        for (const json::View item : value.as_element().find("coding").items()) coding(item);
      } else if (value.fhir_type() == types.coding) {
        coding(value.as_element());
      } else if (value.as_element().is_string()) {
        use(std::string_view(), value.as_element().text());
      }
      return;
    default:
      return;
  }
}

}  // namespace cramp::engine
