#include "rules/rule_sources.hpp"

#include <algorithm>
#include <map>

namespace cramp::rules {

namespace {

using elm::Expression;

/// A function that takes the id as an operand: library and name, and which operand.
using Makers = std::map<std::pair<std::string_view, std::string_view>, std::size_t>;

std::string_view library_of(const elm::Library& from, std::string_view alias) {
  if (alias.empty()) return from.name;
  const auto found = std::ranges::find(from.includes, alias, &elm::IncludeDef::alias);
  return found == from.includes.end() ? alias : found->library;
}

/// The value of the element `rule`, of a Tuple that has it.
const Expression* rule_of(const Expression& node) {
  if (!node.is("Tuple")) return nullptr;
  for (const elm::Child& element : node.children) {
    if (element.node->attribute("name") == "rule") return element.node->child("value");
  }
  return nullptr;
}

bool is_text(const Expression& node) {
  return node.is("Literal") && elm::qname(node.attribute("valueType")).name == "String";
}

template <class Use>
void visit(const Expression& node, const Use& use) {
  use(node);
  for (const elm::Child& child : node.children) visit(*child.node, use);
}

template <class Use>
void visit_statements(const engine::Program& program, Use use) {
  for (const elm::Library& library : program.libraries()) {
    for (const elm::Statement& statement : library.statements) {
      if (statement.body != nullptr) use(library, statement);
    }
  }
}

Makers find_makers(const engine::Program& program) {
  Makers makers;
  visit_statements(program, [&](const elm::Library& library, const elm::Statement& statement) {
    visit(*statement.body, [&](const Expression& node) {
      const Expression* rule = rule_of(node);
      if (rule == nullptr || !rule->is("OperandRef")) return;
      const auto operand =
          std::ranges::find(statement.operands, rule->attribute("name"), &elm::OperandDef::name);
      if (operand == statement.operands.end()) return;
      makers[{library.name, statement.name}] =
          static_cast<std::size_t>(operand - statement.operands.begin());
    });
  });
  return makers;
}

/// The id that a call gives to a function that makes rules; nullptr of other nodes.
const Expression* rule_of_call(const Expression& node, const elm::Library& library,
                               const Makers& makers) {
  if (!node.is("FunctionRef")) return nullptr;
  const auto maker =
      makers.find({library_of(library, node.attribute("libraryName")), node.attribute("name")});
  if (maker == makers.end()) return nullptr;
  const auto operands = node.all("operand");
  return maker->second < operands.size() ? operands[maker->second].node : nullptr;
}

}  // namespace

std::vector<RuleSource> rule_sources(const engine::Program& program) {
  const Makers makers = find_makers(program);
  std::vector<RuleSource> sources;
  visit_statements(program, [&](const elm::Library& library, const elm::Statement& statement) {
    visit(*statement.body, [&](const Expression& node) {
      const Expression* rule = rule_of(node);
      if (rule == nullptr) rule = rule_of_call(node, library, makers);
      if (rule == nullptr || !is_text(*rule)) return;
      RuleSource source{std::string(rule->attribute("value")), library.name, statement.name,
                        statement.is_function};
      const auto is_same = [&](const RuleSource& other) {
        return other.rule == source.rule && other.library == source.library &&
               other.definition == source.definition;
      };
      if (std::ranges::none_of(sources, is_same)) sources.push_back(std::move(source));
    });
  });
  return sources;
}

}  // namespace cramp::rules
