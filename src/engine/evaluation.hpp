#pragma once
// The engine's face: a compiled Program, and one Evaluation of it for one patient at one instant.

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "elm/library.hpp"
#include "engine/operator.hpp"
#include "fhir/patient_data.hpp"
#include "json/value.hpp"
#include "terminology/terminology.hpp"

namespace cramp::engine {

class Tracer;

/// Index of an expression definition in a Program.
using DefinitionId = std::uint32_t;

struct Definition {
  std::string_view library, name;
  bool is_public = true;
};

/// One ELM Retrieve as it was compiled: what data a package asks for. `check` proves that the
/// data requirements of the package's Library resources cover all of them.
struct RetrieveInfo {
  std::string_view library;
  std::uint32_t line = 0;
  std::string_view resource_type;  ///< "Observation"
  std::string_view code_property;  ///< "code", or empty
  std::string_view value_set;      ///< canonical URL, or empty
};

/// Whether a Program's evaluations tell how they came to their values (explanation.hpp) and what of
/// the CQL they reached (coverage.hpp). On, every node is evaluated through a second function,
/// which takes several times as long; off, nothing is left of it.
enum class Tracing : bool { kOff, kOn };

/// Libraries linked together: every include, definition, function, value set, code and parameter
/// resolved, every node an operator the engine has. Immutable; any number of threads may evaluate
/// it. `terminology` must outlive it.
class Program {
 public:
  /// Links the libraries. Every fault (library:line, node named) is reported; a Program is returned
  /// only when there are none.
  static std::unique_ptr<const Program> link(std::vector<elm::Library> libraries,
                                             const terminology::Terminology& terminology,
                                             base::Faults& faults, Tracing tracing = Tracing::kOff);
  ~Program();

  std::optional<DefinitionId> find(std::string_view library, std::string_view name) const;
  std::span<const Definition> definitions() const;
  std::span<const RetrieveInfo> retrieves() const;
  /// Names of the parameters that some library declares.
  std::span<const std::string_view> parameters() const;

  struct Impl;
  const Impl& impl() const { return *impl_; }
  bool is_traced() const;
  std::span<const elm::Library> libraries() const;

 private:
  Program();
  std::unique_ptr<Impl> impl_;
};

/// A parameter's value as JSON in the form `to_json` prints; it reaches every library that declares
/// the name (design: declared and not set is its default, else null).
struct Parameter {
  std::string name;
  json::View value;
};

/// Faults of parameters whose JSON is not of the declared type, with an example of one that is; an
/// Evaluation meets them only where a definition uses them. Warnings of those that no library
/// declares.
void check_parameters(const Program& program, std::span<const Parameter> parameters,
                      base::Faults& faults, base::Faults& warnings);

/// One patient, one instant. Definitions are evaluated when asked for and at most once. One thread.
/// Program, data and parameters must outlive it; values stay valid as long as it.
class Evaluation {
 public:
  Evaluation(const Program& program, const fhir::PatientData& data, const time::Temporal& now,
             std::span<const Parameter> parameters = {}, const Budget& budget = {});
  ~Evaluation();

  /// An error is the content's (Code::kContent) and names library:line; asking again returns it
  /// again.
  base::Result<Value> value(DefinitionId definition);
  /// The same for a definition that was evaluated already; nothing for others.
  std::optional<base::Result<Value>> known(DefinitionId definition) const;
  /// Where a failed definition went wrong; nothing of one that did not fail.
  struct Place {
    std::string_view library;
    elm::Locator locator;
  };
  std::optional<Place> failed_at(DefinitionId definition) const;
  /// Whether any definition so far has asked for this parameter: what did not cannot depend on it.
  bool has_read(std::string_view parameter) const;
  Context& context();
  std::size_t arena_bytes() const;
  /// What was seen, of a traced Program, else nullptr. Inside the engine only.
  const Tracer* tracer() const;
  const Program& program() const { return program_; }

 private:
  struct Impl;
  const Program& program_;
  std::unique_ptr<Impl> impl_;
};

/// The JSON form of `cramp-cds eval` (README of the command; design: Integer, Long, Decimal as
/// numbers, Quantity {"value","unit"}, Interval {"low","high","lowClosed","highClosed"}, a FHIR
/// element as its JSON, null).
void write_json(std::string& out, const Value& value);

/// The FHIR JSON of a value, for putting it into a resource: Code -> Coding, Concept ->
/// CodeableConcept, Quantity with system and code, DateTime as text; list -> array. Null -> null.
json::Value to_fhir(const Value& value);

}  // namespace cramp::engine
