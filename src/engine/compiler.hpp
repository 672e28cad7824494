#pragma once
// Compiles one body (a definition, a function, a parameter's default) from ELM to nodes. Used while
// linking only. Forms add to it through `Form` tables; operators come from `find_operator`.

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/linker.hpp"

namespace cramp::engine {

/// A name that expressions inside may use.
struct Variable {
  enum class Kind : std::uint8_t { kAlias, kLet, kOperand, kIndex, kTotal, kSortItem };
  Kind kind;
  std::string_view name;
  std::uint32_t slot;
  const Node* let = nullptr;   ///< kLet: evaluated on first use; slot + 1 tells whether it was
  const Type* type = nullptr;  ///< kOperand: declared
};

class Compiler {
 public:
  /// `context`: of the definition; empty for what is evaluated in the context of its user.
  Compiler(Linker& linker, std::uint32_t library, std::string_view definition,
           std::string_view context = {})
      : linker_(linker), library_(library), definition_(definition), context_(context) {}

  Body body(const elm::Expression& expression) {
    const Node* node = compile(expression);
    return {node, slots_};
  }
  void add_operand(std::string_view name, const Type* type) {
    variables_.push_back({Variable::Kind::kOperand, name, add_slot(), nullptr, type});
  }

  /// Never null; what cannot run is reported as a fault.
  const Node* compile(const elm::Expression& expression);
  /// As a strict operator, passing forms by.
  const Node* compile_operator(const elm::Expression& expression);
  /// A strict operator over compiled operands.
  const Node* strict(const elm::Expression& expression, std::span<const Node* const> operands);
  /// A child that may be absent: nullptr then.
  const Node* compile_child(const elm::Expression& parent, std::string_view slot);
  std::span<const Node* const> compile_all(std::span<const elm::Child> children);

  /// The elements at the node's `path` of the items of a list, as aggregates may ask for.
  const Node* along_path(const elm::Expression& expression, const Node* list);

  const Node* node(const elm::Expression& source, Eval eval,
                   std::span<const Node* const> operands = {}, const void* data = nullptr);
  const Node* node(const elm::Expression& source, Eval eval,
                   std::initializer_list<const Node*> operands, const void* data = nullptr);
  /// A node that is read without a call: see Node::slot. Called all the same where it is traced.
  const Node* leaf(const elm::Expression& source, Eval eval, const void* data, std::uint32_t slot);
  const Node* constant(const elm::Expression& source, const Value& value);
  /// A node that fails whenever it is evaluated.
  const Node* failing(const elm::Expression& source, std::string_view text);
  static bool is_constant(const Node& node);
  /// True when the node is read from its slot.
  static bool is_variable(const Node& node) { return node.slot < Node::kConstant; }
  static const Value& constant_value(const Node& node) { return node.as<Value>(); }
  /// Reports, and gives a node to go on with.
  const Node* fault(const elm::Expression& source, std::string text);

  std::uint32_t add_slot() { return slots_++; }
  void push(const Variable& variable) { variables_.push_back(variable); }
  std::size_t mark() const { return variables_.size(); }
  void pop_to(std::size_t mark) {
    variables_.erase(variables_.begin() + static_cast<std::ptrdiff_t>(mark), variables_.end());
  }
  /// The innermost variable of one of these kinds and of this name; any name when it is empty.
  const Variable* find(std::initializer_list<Variable::Kind> kinds, std::string_view name);

  // What a loop evaluates for each row, but is the same for all of its rows, is evaluated for the
  // first row that needs it. begin_rows comes before the loop's variables are pushed; end_rows
  // gives the slots that the loop sets to null before its first row.
  void begin_rows() { row_scopes_.push_back({variables_.size(), {}}); }
  std::span<const std::uint32_t> end_rows();

  /// A node that reads the variable.
  const Node* variable(const elm::Expression& source, const Variable& of);

  /// The type as `read_type`, with a fault where there is none; noted for the paths.
  const Type* type(const elm::Expression& source, std::string_view specifier,
                   std::string_view short_form);

  /// Nodes must then be one for each expression: no shortcut past an inner one.
  bool tracing() const { return linker_.program().trace != nullptr; }

  Linker& linker() { return linker_; }
  base::Arena& arena() { return linker_.program().arena; }
  std::uint32_t library() const { return library_; }
  std::string_view context() const { return context_; }
  template <class T>
  const T* data(const T& value) {
    return arena().make<T>(value);
  }

 private:
  /// A loop whose rows are being compiled.
  struct RowScope {
    std::size_t first_variable;
    std::vector<std::uint32_t> known;  ///< slots that tell whether a value is there
  };
  /// Sets of variables by place; all past the 63rd count as one.
  static constexpr std::size_t kLastPlace = 63;
  static std::uint64_t below(std::size_t places) {
    return places > kLastPlace ? ~std::uint64_t{0} : (std::uint64_t{1} << places) - 1;
  }

  /// A node that evaluates `inner` at most once in an evaluation.
  const Node* once(const elm::Expression& source, const Node* inner);
  /// `inner`, which uses these variables, at most once for all rows of the outermost loop that has
  /// none of them; `inner` itself where that would not pay.
  const Node* once_for_rows(const elm::Expression& source, const Node* inner, std::uint64_t used);
  const Prepared* prepare(const Operator& op, std::span<const Node* const> operands);

  Linker& linker_;
  std::uint32_t library_;
  std::string_view definition_, context_;
  std::uint32_t slots_ = 0;
  std::vector<Variable> variables_;
  std::vector<RowScope> row_scopes_;
  std::uint64_t used_ = 0;  ///< variables that were found since it was reset
};

/// How a node that decides itself what to evaluate is compiled.
struct Form {
  std::string_view name;  ///< ELM node name
  const Node* (*compile)(Compiler& compiler, const elm::Expression& expression);
};

// The families, one file each in forms/; registry.cpp lists them.
std::span<const Form> constant_forms();
std::span<const Form> terminology_forms();
std::span<const Form> logical_forms();
std::span<const Form> comparison_forms();
std::span<const Form> conditional_forms();
std::span<const Form> selector_forms();
std::span<const Form> type_forms();
std::span<const Form> reference_forms();
std::span<const Form> function_forms();
std::span<const Form> property_forms();
std::span<const Form> query_forms();
std::span<const Form> iteration_forms();
std::span<const Form> retrieve_forms();
std::span<const Form> message_forms();

/// All of them, by name.
std::span<const Form> all_forms();

/// By ELM name; nullptr when it is not a form.
const Form* find_form(std::string_view name);

}  // namespace cramp::engine
