#include "engine/explanation.hpp"

#include <algorithm>
#include <set>

#include "engine/program.hpp"
#include "engine/tracer.hpp"

namespace cramp::engine {

namespace {

/// A resource, or an element inside one, that the evidence names more exactly elsewhere: "value"
/// beside "value.unit".
bool is_inner_path(std::string_view outer, std::string_view inner) {
  if (inner.size() <= outer.size() || !inner.starts_with(outer)) return false;
  return outer.empty() || inner[outer.size()] == '.' || inner[outer.size()] == '[';
}

/// The library that an include's alias means, seen from `from`.
std::string_view library_of(const Program::Impl& program, std::uint32_t from,
                            std::string_view alias) {
  if (alias.empty()) return program.libraries[from].name;
  const auto& includes = program.libraries[from].includes;
  const auto found = std::ranges::find(includes, alias, &elm::IncludeDef::alias);
  return found == includes.end() ? alias : found->library;
}

Searched searched(const Program::Impl& program, const TracePoint& point, const Seen& seen) {
  const elm::Expression& retrieve = *point.expression;
  const std::uint32_t library = program.trace->units()[point.unit].library;
  Searched result{program.libraries[library].name,
                  retrieve.locator,
                  elm::qname(retrieve.attribute("dataType")).name,
                  {},
                  {},
                  0};
  if (seen.value.is(Kind::kList)) result.found = seen.value.as_list().items.size();
  const elm::Expression* codes = retrieve.child("codes");
  if (codes == nullptr) return result;
  result.code_property = retrieve.attribute("codeProperty");
  if (!codes->is("ValueSetRef")) return result;
  const std::string_view owner = library_of(program, library, codes->attribute("libraryName"));
  for (const elm::Library& one : program.libraries) {
    if (one.name != owner) continue;
    const auto found =
        std::ranges::find(one.value_sets, codes->attribute("name"), &elm::ValueSetDef::name);
    if (found != one.value_sets.end()) result.value_set = found->id;
  }
  return result;
}

}  // namespace

Explainer::Explainer(const Evaluation& evaluation, const std::vector<elm::SourceText>* texts)
    : evaluation_(evaluation), texts_(texts) {}

std::vector<elm::SourceText> Explainer::texts(const Program& program) {
  std::vector<elm::SourceText> texts;
  for (const elm::Library& library : program.impl().libraries) texts.emplace_back(library);
  return texts;
}

std::string Explainer::text(std::uint32_t library, const elm::Locator& locator) const {
  return texts_ == nullptr ? std::string() : (*texts_)[library].at(locator);
}

Explanation Explainer::explain(DefinitionId definition) const {
  const Program::Impl& program = evaluation_.program().impl();
  const TracePoints& points = *program.trace;
  const PointId body = points.body(definition);
  const ExpressionPlan& plan = program.expressions[definition];
  Explanation result;
  result.value = evaluation_.known(definition);
  result.evaluated = result.value.has_value();
  const bool has_trace = body != kNoPoint && points.points()[body].has_node;
  if (result.evaluated && has_trace) {
    Explanation traced = explain_point(body);
    traced.value = std::move(result.value);
    traced.evaluated = true;
    result = std::move(traced);
  }
  result.definition = definition;
  result.library = program.libraries[plan.library].name;
  result.name = plan.statement->name;
  result.locator = plan.statement->locator;
  result.text = text(plan.library, result.locator);
  return result;
}

std::vector<Explanation> Explainer::explain_calls(std::string_view library,
                                                  std::string_view function) const {
  const Program::Impl& program = evaluation_.program().impl();
  const TracePoints& points = *program.trace;
  std::vector<Explanation> result;
  for (PointId id = 0; id < points.points().size(); ++id) {
    const elm::Expression& call = *points.points()[id].expression;
    if (!call.is("FunctionRef") || call.attribute("name") != function) continue;
    const std::uint32_t from = points.units()[points.points()[id].unit].library;
    if (library_of(program, from, call.attribute("libraryName")) != library) continue;
    const Seen& seen = evaluation_.tracer()->seen()[id];
    Explanation one;
    if (seen.entered != 0) {
      one = explain_point(id);
      one.evaluated = true;
      one.value = seen.value;
    }
    one.library = program.libraries[from].name;
    one.name = function;
    one.locator = call.locator;
    one.text = text(from, one.locator);
    result.push_back(std::move(one));
  }
  return result;
}

Explanation Explainer::explain_point(PointId point) const {
  Explanation result;
  const Seen& seen = evaluation_.tracer()->seen()[point];
  add_facts(result, evaluation_.tracer()->evidence().facts(seen.pair));
  result.because = reasons(point);
  result.complete = evaluation_.tracer()->evidence().complete();
  return result;
}

void Explainer::add_facts(Explanation& explanation, std::span<const Fact> facts) const {
  const Program::Impl& program = evaluation_.program().impl();
  const Tracer& tracer = *evaluation_.tracer();
  std::set<std::pair<const json::Node*, std::string_view>> paths;
  for (const Fact& fact : facts) {
    if (fact.kind == Fact::Kind::kElement) {
      paths.emplace(fact.resource, tracer.evidence().path(fact.path));
    }
  }
  for (const Fact& fact : facts) {
    if (fact.kind == Fact::Kind::kSearch) {
      const TracePoint& place = program.trace->points()[fact.place];
      explanation.searched.push_back(searched(program, place, tracer.seen()[fact.place]));
    } else if (fact.kind == Fact::Kind::kParameter) {
      explanation.parameters.push_back(program.parameters[fact.place].name);
    } else {
      const std::string& path = tracer.evidence().path(fact.path);
      const auto next = paths.upper_bound(std::pair(fact.resource, std::string_view(path)));
      const bool has_inner =
          next != paths.end() && next->first == fact.resource && is_inner_path(path, next->second);
      if (has_inner) continue;
      const json::View resource(fact.resource);
      explanation.evidence.push_back(
          {resource.string("resourceType"), resource.string("id"), path});
    }
  }
}

}  // namespace cramp::engine
