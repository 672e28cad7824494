#pragma once
// Why a definition has its value: where it stands in the CQL, what its parts gave, and which of the
// patient's resources it rests on. For evaluations of a Program that was linked with Tracing::on.
//
//   Explainer explainer(evaluation);
//   const Explanation why = explainer.explain(*program->find("Demo", "Potassium is low"));
//   for (const Evidence& one : why.evidence) highlight(one.type, one.id, one.path);
//
// What "rests on" promises. A value rests on an element of a resource when the evaluation read it
// on the way to that value and the value came about through it:
//   - a comparison, a calculation: on the elements that its operands were read from;
//   - `and`, `or`, `implies`: on the operand that decided, or on both where both had to be as they
//     are; null on the operands that were null;
//   - `if`, `case`: on the branch that was taken and the conditions met on the way to it;
//   - a query: on the rows that were accepted (their item, the conditions that let them pass, what
//     was returned); without any, on what the conditions read of the rows that were not;
//   - `exists`, `First`: on the row that decided; a false `exists` as a query without rows;
//   - an item taken from a list (First, Max, [0], flatten …), an element of a tuple: on what that
//   item
//     or element rested on, not on its neighbours;
//   - a Retrieve: on the resources it delivered. What it looked for is told apart (`searched`), for
//     that is all that an absence can rest on;
//   - a definition, parameter default, `let`: inherited wherever it is used, also when it was
//     evaluated before for another one.
// An element of a path that is not there counts as read: a value may rest on its absence. What was
// not evaluated (the right side of a decided `or`) is nothing that a value rests on. Numbers and
// Booleans taken out of a list may rest on the whole list. Values are never changed by tracing.

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "elm/source_text.hpp"
#include "engine/evaluation.hpp"

namespace cramp::engine {

struct Fact;

struct Evidence {
  std::string_view type, id;  ///< of the resource; `id` may be empty
  std::string path;  ///< FHIRPath without the type: "value.unit", "code.coding[0].code"; empty: all
};

/// A Retrieve that the value rests on.
struct Searched {
  std::string_view library;
  elm::Locator locator;
  std::string_view type, code_property, value_set;  ///< "Observation", "code", canonical
  std::size_t found = 0;
};

/// A sub-expression whose value tells something: logic, comparison and its operands, references.
struct Reason {
  std::string_view operation;  ///< ELM node: "And", "Exists", "ExpressionRef"
  std::string_view name;       ///< of what it refers to, with its library's alias in front
  elm::Locator locator;
  std::string text;                         ///< the CQL, where it is known
  std::uint32_t times = 0;                  ///< evaluated: once, or for each row
  std::uint32_t yes = 0, no = 0, null = 0;  ///< how often it was true, false, null
  bool failed = false;                      ///< it never gave a value
  Value value;                              ///< the last one
  std::vector<Reason> because = {};         ///< its parts
};

struct Explanation {
  DefinitionId definition = 0;
  bool evaluated = false;  ///< false: nothing asked for it, and all below but the source is empty
  std::optional<base::Result<Value>> value;
  std::string_view library, name;
  elm::Locator locator;
  std::string text;
  std::vector<Evidence> evidence;  ///< in the order of reading, each once
  std::vector<Searched> searched;
  std::vector<std::string_view> parameters;
  std::vector<Reason> because;
  bool complete = true;  ///< false: the evaluation was too long to remember all
};

/// One line of an outline of the tree of `because` may be long: texts are cut here.
inline constexpr std::size_t kMaxReasonText = 400;

/// Reads an evaluation; asks for nothing that was not evaluated. One thread, which is that of the
/// evaluation, and not longer than it.
class Explainer {
 public:
  /// The Program must be traced. `texts`, one for each library by index, may be shared by many;
  /// empty: no texts.
  explicit Explainer(const Evaluation& evaluation,
                     const std::vector<elm::SourceText>* texts = nullptr);

  Explanation explain(DefinitionId definition) const;
  /// Of every FunctionRef to that function (there may be several): its value where it was called.
  std::vector<Explanation> explain_calls(std::string_view library, std::string_view function) const;

  /// The CQL of all libraries of a Program, from their annotations.
  static std::vector<elm::SourceText> texts(const Program& program);

 private:
  Explanation explain_point(std::uint32_t point) const;
  void add_facts(Explanation& explanation, std::span<const Fact> facts) const;
  std::vector<Reason> reasons(std::uint32_t point) const;
  std::string text(std::uint32_t library, const elm::Locator& locator) const;

  const Evaluation& evaluation_;
  const std::vector<elm::SourceText>* texts_;
};

/// The JSON object of docs/eval.md.
void write_json(std::string& out, const Explanation& explanation);

}  // namespace cramp::engine
