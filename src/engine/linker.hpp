#pragma once
// Names of all libraries of a Program, and what they stand for. Used while linking only.

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "engine/program.hpp"

namespace cramp::engine {

class Linker {
 public:
  Linker(Program::Impl& program, base::Faults& faults) : program_(program), faults_(faults) {}

  /// Registers every definition, then compiles every body. Afterwards the program is complete,
  /// unless there are faults.
  void run();

  Program::Impl& program() { return program_; }
  void fault(std::uint32_t library, std::uint32_t line, std::string_view definition,
             std::string text);

  /// The library that an include's alias names in `library`; itself for an empty alias.
  std::optional<std::uint32_t> library(std::uint32_t from, std::string_view alias) const;
  std::optional<DefinitionId> definition(std::uint32_t library, std::string_view name) const;
  std::optional<std::size_t> parameter(std::uint32_t library, std::string_view name) const;
  std::vector<const FunctionPlan*> functions(std::uint32_t library, std::string_view name,
                                             std::size_t operands) const;
  /// nullptr when there is no such definition.
  const CodeSystemRef* code_system(std::uint32_t library, std::string_view name);
  const ValueSetRef* value_set(std::uint32_t library, std::string_view name);
  /// The URL of a value set that `library` defines, loaded or not; empty when it defines none.
  std::string_view value_set_url(std::uint32_t library, std::string_view name) const;
  /// Whether this is the first time that the value set is missed.
  bool misses(std::string_view url) { return missed_.insert(url).second; }
  const Code* code(std::uint32_t library, std::string_view name);
  const Concept* concept_(std::uint32_t library, std::string_view name);

  /// Places in the tables of the program, made on first use.
  std::size_t resource_type(fhir::TypeId type);
  /// Nothing when the type has no such property or it holds no codes.
  std::optional<std::size_t> code_key(fhir::TypeId type, std::string_view property);
  std::size_t retrieved_set(std::size_t key, terminology::ValueSetId id);
  /// A FHIR type that occurs in the program: paths are resolved for it.
  void note_type(fhir::TypeId type) { noted_types_.push_back(type); }

 private:
  void register_includes(std::uint32_t library);
  void register_statements(std::uint32_t library);
  void register_parameters(std::uint32_t library);
  std::span<const Type* const> operand_types(std::uint32_t library,
                                             const elm::Statement& statement);
  void compile_parameters();
  void compile_definitions();
  void compile_functions();

  struct Names {
    std::unordered_map<std::string_view, std::uint32_t> includes;
    std::unordered_map<std::string_view, DefinitionId> definitions;
    std::unordered_map<std::string_view, std::size_t> parameters;
  };

  Program::Impl& program_;
  base::Faults& faults_;
  std::vector<Names> names_;
  std::vector<FunctionPlan*> functions_;
  std::vector<fhir::TypeId> noted_types_;
  std::unordered_set<std::string_view> missed_;
};

}  // namespace cramp::engine
