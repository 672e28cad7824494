#include "engine/evaluation.hpp"

#include "engine/linker.hpp"
#include "engine/run.hpp"
#include "engine/tracer.hpp"

namespace cramp::engine {

Program::Program() = default;
Program::~Program() = default;

std::unique_ptr<const Program> Program::link(std::vector<elm::Library> libraries,
                                             const terminology::Terminology& terminology,
                                             base::Faults& faults, Tracing tracing) {
  const std::size_t before = faults.size();
  std::unique_ptr<Program> program(new Program);
  program->impl_ = std::make_unique<Impl>(terminology);
  program->impl_->libraries = std::move(libraries);
  if (tracing == Tracing::kOn) program->impl_->trace = std::make_unique<TracePoints>();
  for (const elm::Library& library : program->impl_->libraries) {
    if (!library.complete) {
      faults.push_back({base::Code::kContent, "A rule library is faulty.",
                        "the library could not be read", std::string(library.name)});
    }
  }
  if (faults.size() == before) Linker(*program->impl_, faults).run();
  if (faults.size() != before) return nullptr;
  return program;
}

std::optional<DefinitionId> Program::find(std::string_view library, std::string_view name) const {
  const auto& definitions = impl_->definitions;
  for (DefinitionId id = 0; id < definitions.size(); ++id) {
    if (definitions[id].name == name && definitions[id].library == library) return id;
  }
  return std::nullopt;
}

std::span<const Definition> Program::definitions() const {
  return impl_->definitions;
}
std::span<const RetrieveInfo> Program::retrieves() const {
  return impl_->retrieves;
}
std::span<const std::string_view> Program::parameters() const {
  return impl_->parameter_names;
}

bool Program::is_traced() const {
  return impl_->trace != nullptr;
}

std::span<const elm::Library> Program::libraries() const {
  return impl_->libraries;
}

struct Evaluation::Impl {
  Run run;
  std::unique_ptr<Tracer> tracer = {};
};

Evaluation::Evaluation(const Program& program, const fhir::PatientData& data,
                       const time::Temporal& now, std::span<const Parameter> parameters,
                       const Budget& budget)
    : program_(program), impl_(new Impl{Run(program.impl(), data, now, parameters, budget)}) {
  if (!program.is_traced()) return;
  impl_->tracer = std::make_unique<Tracer>(program.impl());
  impl_->run.tracer = impl_->tracer.get();
}
Evaluation::~Evaluation() = default;

base::Result<Value> Evaluation::value(DefinitionId definition) {
  return impl_->run.evaluate_outermost(definition);
}
std::optional<base::Result<Value>> Evaluation::known(DefinitionId definition) const {
  return impl_->run.known(definition);
}
std::optional<Evaluation::Place> Evaluation::failed_at(DefinitionId definition) const {
  const LocatedError* error = impl_->run.failure(definition);
  if (error == nullptr || error->node == nullptr) return std::nullopt;
  const Node& node = *error->node;
  return Place{impl_->run.program.libraries[node.library].name, node.source->locator};
}
bool Evaluation::has_read(std::string_view parameter) const {
  return impl_->run.has_read(parameter);
}
Context& Evaluation::context() {
  return impl_->run.context;
}
const Tracer* Evaluation::tracer() const {
  return impl_->tracer.get();
}
std::size_t Evaluation::arena_bytes() const {
  return impl_->run.arena.reserved();
}

}  // namespace cramp::engine
