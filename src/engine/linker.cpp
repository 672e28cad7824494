#include "engine/linker.hpp"

#include <fmt/core.h>

#include <algorithm>

#include "engine/compiler.hpp"
#include "engine/tracer.hpp"

namespace cramp::engine {

namespace {

std::string display(std::string_view name, std::string_view version) {
  return version.empty() ? std::string(name) : fmt::format("{} version {}", name, version);
}

template <class Map>
std::optional<typename Map::mapped_type> find_in(const Map& map, std::string_view name) {
  const auto found = map.find(name);
  if (found == map.end()) return std::nullopt;
  return found->second;
}

}  // namespace

void Linker::run() {
  const auto count = static_cast<std::uint32_t>(program_.libraries.size());
  names_.resize(count);
  for (std::uint32_t i = 0; i < count; ++i) {
    register_includes(i);
    register_statements(i);
    register_parameters(i);
  }
  compile_parameters();
  compile_definitions();
  compile_functions();
  if (program_.trace) program_.trace->seal(*this, Tracer::eval, Compiler::is_constant);
  for (const fhir::TypeId type : program_.resource_types) noted_types_.push_back(type);
  program_.paths.resolve(std::move(noted_types_));
}

void Linker::fault(std::uint32_t library, std::uint32_t line, std::string_view definition,
                   std::string text) {
  if (!definition.empty()) text = fmt::format("{}: {}", definition, text);
  faults_.push_back({base::Code::kContent, "A rule library is faulty.", std::move(text),
                     fmt::format("{}:{}", program_.libraries[library].name, line)});
}

void Linker::register_includes(std::uint32_t library) {
  for (std::uint32_t other = 0; other < library; ++other) {
    if (program_.libraries[other].name == program_.libraries[library].name &&
        program_.libraries[other].version == program_.libraries[library].version) {
      fault(library, 0, {}, "the library is there twice");
    }
  }
  for (const elm::IncludeDef& include : program_.libraries[library].includes) {
    const auto fits = [&](const elm::Library& other) {
      return other.name == include.library &&
             (include.version.empty() || other.version == include.version);
    };
    const auto found = std::ranges::find_if(program_.libraries, fits);
    if (found == program_.libraries.end()) {
      fault(library, include.locator.line, {},
            fmt::format("included library {} is not there",
                        display(include.library, include.version)));
      continue;
    }
    names_[library].includes.emplace(
        include.alias, static_cast<std::uint32_t>(found - program_.libraries.begin()));
  }
}

void Linker::register_statements(std::uint32_t library) {
  Names& names = names_[library];
  for (const elm::Statement& statement : program_.libraries[library].statements) {
    if (statement.is_function) {
      auto* plan =
          program_.arena.make<FunctionPlan>(&statement, library, operand_types(library, statement));
      functions_.push_back(plan);
      continue;
    }
    const auto id = static_cast<DefinitionId>(program_.definitions.size());
    if (!names.definitions.emplace(statement.name, id).second) {
      fault(library, statement.locator.line, statement.name, "defined twice");
      continue;
    }
    program_.definitions.push_back(
        {program_.libraries[library].name, statement.name, statement.is_public});
    program_.expressions.push_back({&statement, library, {}});
  }
}

std::span<const Type* const> Linker::operand_types(std::uint32_t library,
                                                   const elm::Statement& statement) {
  const auto types = program_.arena.array<const Type*>(statement.operands.size());
  for (std::size_t i = 0; i < types.size(); ++i) {
    const elm::OperandDef& operand = statement.operands[i];
    types[i] = read_type(program_.arena, operand.type);
    if (types[i] == nullptr) {
      fault(library, statement.locator.line, statement.name,
            fmt::format("operand {} is of a type that the engine does not have", operand.name));
      types[i] = program_.arena.make<Type>();
    }
    note_type(types[i]->fhir);
  }
  return types;
}

void Linker::register_parameters(std::uint32_t library) {
  for (const elm::ParameterDef& parameter : program_.libraries[library].parameters) {
    names_[library].parameters.emplace(parameter.name, program_.parameters.size());
    ParameterPlan plan{parameter.name, library, nullptr, {}};
    if (parameter.type) {
      plan.type = read_type(program_.arena, parameter.type);
      if (plan.type == nullptr) {
        fault(library, parameter.locator.line, parameter.name,
              "the parameter is of a type that the engine does not have");
      }
    }
    program_.parameters.push_back(plan);
    if (std::ranges::find(program_.parameter_names, parameter.name) ==
        program_.parameter_names.end()) {
      program_.parameter_names.push_back(parameter.name);
    }
  }
}

void Linker::compile_parameters() {
  for (ParameterPlan& plan : program_.parameters) {
    const auto& declared = program_.libraries[plan.library].parameters;
    const auto& parameter = *std::ranges::find(declared, plan.name, &elm::ParameterDef::name);
    if (parameter.default_value == nullptr) continue;
    Compiler compiler(*this, plan.library, plan.name);
    plan.default_value = compiler.body(*parameter.default_value);
  }
}

void Linker::compile_definitions() {
  for (ExpressionPlan& plan : program_.expressions) {
    if (plan.statement->body == nullptr) continue;
    Compiler compiler(*this, plan.library, plan.statement->name, plan.statement->context);
    plan.body = compiler.body(*plan.statement->body);
  }
}

void Linker::compile_functions() {
  for (FunctionPlan* plan : functions_) {
    const elm::Statement& statement = *plan->statement;
    if (statement.body == nullptr) continue;  // external: a call of it is the fault
    Compiler compiler(*this, plan->library, statement.name);
    for (std::size_t i = 0; i < statement.operands.size(); ++i) {
      compiler.add_operand(statement.operands[i].name, plan->operands[i]);
    }
    plan->body = compiler.body(*statement.body);
  }
}

std::optional<std::uint32_t> Linker::library(std::uint32_t from, std::string_view alias) const {
  if (alias.empty() || alias == program_.libraries[from].name) return from;
  return find_in(names_[from].includes, alias);
}

std::optional<DefinitionId> Linker::definition(std::uint32_t library, std::string_view name) const {
  return find_in(names_[library].definitions, name);
}

std::optional<std::size_t> Linker::parameter(std::uint32_t library, std::string_view name) const {
  return find_in(names_[library].parameters, name);
}

std::vector<const FunctionPlan*> Linker::functions(std::uint32_t library, std::string_view name,
                                                   std::size_t operands) const {
  std::vector<const FunctionPlan*> result;
  for (const FunctionPlan* plan : functions_) {
    if (plan->library == library && plan->statement->name == name &&
        plan->operands.size() == operands) {
      result.push_back(plan);
    }
  }
  return result;
}

std::size_t Linker::resource_type(fhir::TypeId type) {
  auto& types = program_.resource_types;
  const auto found = std::ranges::find(types, type);
  if (found != types.end()) return static_cast<std::size_t>(found - types.begin());
  types.push_back(type);
  return types.size() - 1;
}

std::optional<std::size_t> Linker::code_key(fhir::TypeId type, std::string_view property) {
  auto& keys = program_.code_keys;
  const auto found = std::ranges::find_if(
      keys, [&](const CodeKey& key) { return key.type == type && key.property == property; });
  if (found != keys.end()) return static_cast<std::size_t>(found - keys.begin());
  const auto members = coded_members(program_.arena, type, property);
  if (members.empty()) return std::nullopt;
  keys.push_back({type, fhir::type_info(type).name, property, members});
  keys.back().set_places.assign(program_.terminology->size(), CodeKey::kNoSet);
  return keys.size() - 1;
}

std::size_t Linker::retrieved_set(std::size_t key_index, terminology::ValueSetId id) {
  CodeKey& key = program_.code_keys[key_index];
  std::uint32_t& place = key.set_places[id];
  if (place == CodeKey::kNoSet) place = key.sets++;
  return place;
}

}  // namespace cramp::engine
