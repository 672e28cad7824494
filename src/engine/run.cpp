#include "engine/run.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <memory>
#include <new>

#include "engine/parameter.hpp"

namespace cramp::engine {

namespace {

/// What nested definitions and calls may use of the machine's stack.
constexpr std::ptrdiff_t kStackBytes = 2 << 20;

const char* stack_position() {
  return static_cast<const char*>(__builtin_frame_address(0));
}

base::Error as_error(const LocatedError& error) {
  return {base::Code::kContent, "A rule could not be evaluated.", error.text, error.where};
}

/// A step for each part of a value, however often it shares them: whoever is given the value may
/// write it out.
void count_parts(Context& context, const Value& value) {
  if (value.is(Kind::kList)) {
    const auto items = value.as_list().items;
    context.spend(items.size());
    for (const Value& item : items) count_parts(context, item);
  } else if (value.is(Kind::kTuple) || value.is(Kind::kInstance)) {
    context.spend(value.as_tuple().values.size());
    for (const Value& part : value.as_tuple().values) count_parts(context, part);
  }
}

std::string place_of(const Program::Impl& program, std::uint32_t library, std::uint32_t line) {
  return fmt::format("{}:{}", program.libraries[library].name, line);
}

}  // namespace

Run::Run(const Program::Impl& program_, const fhir::PatientData& data, const time::Temporal& now,
         std::span<const Parameter> parameters, const Budget& budget)
    : program(program_),
      arena(budget.arena_bytes),
      context{arena, now, program_.terminology, budget},
      reader(context, program_.paths.places()),
      retrieves(program_, data, context),
      once(program_.once_count),
      given_(parameters),
      definitions_(program_.definitions.size()),
      parameters_(program_.parameters.size()) {}

Value Run::first_time(DefinitionId id) {
  switch (definitions_.state(id)) {
    case Memo::State::kRunning:
      Context::fail(fmt::format("{} depends on itself", program.definitions[id].name));
    case Memo::State::kFailed:
      fail_again(id);
    case Memo::State::kNew:
    case Memo::State::kDone:
      break;
  }
  return evaluate_definition(id);
}

base::Result<Value> Run::evaluate_outermost(DefinitionId id) {
  stack_end_ = stack_position() - kStackBytes;
  context.steps_left = context.budget.steps;
  try {
    const Value value = definition(id);
    count_parts(context, value);
    return value;
  } catch (const LocatedError& error) {
    return as_error(error);
  } catch (const EvaluationError& error) {
    const ExpressionPlan& plan = program.expressions[id];
    return as_error({place_of(program, plan.library, plan.statement->locator.line), error.text,
                     plan.body.node});
  }
}

std::optional<base::Result<Value>> Run::known(DefinitionId id) const {
  if (const LocatedError* error = failure(id)) return as_error(*error);
  if (definitions_.state(id) != Memo::State::kDone) return std::nullopt;
  return definitions_.value(id);
}

Value Run::evaluate_definition(DefinitionId id) {
  definitions_.begin(id);
  const std::uint32_t calls = calls_;
  const std::size_t mark = scratch.mark();
  const auto unwind = [&] {
    calls_ = calls;
    scratch.drop_to(mark);
  };
  try {
    const Value value = evaluate_body(program.expressions[id].body);
    definitions_.finish(id, value);
    return value;
  } catch (const LocatedError& error) {
    unwind();
    fail_definition(id, error);
  } catch (const EvaluationError& error) {
    unwind();
    fail_definition(id, {place(), error.text, current});
  } catch (const std::bad_alloc&) {
    unwind();
    fail_definition(
        id, {place(), fmt::format("more than {} bytes of memory", context.budget.arena_bytes),
             current});
  }
}

void Run::fail_definition(DefinitionId id, LocatedError error) {
  definitions_.fail(id);
  errors_.emplace_back(id, error);
  throw error;
}

void Run::fail_again(DefinitionId id) const {
  throw LocatedError(*failure(id));
}

const LocatedError* Run::failure(DefinitionId id) const {
  const auto found = std::ranges::find(errors_, id, &std::pair<DefinitionId, LocatedError>::first);
  return found == errors_.end() ? nullptr : &found->second;
}

Value Run::parameter(std::size_t index) {
  if (parameters_.state(index) == Memo::State::kDone) return parameters_.value(index);
  if (parameters_.state(index) == Memo::State::kRunning) {
    Context::fail("the default of a parameter depends on itself");
  }
  const ParameterPlan& plan = program.parameters[index];
  const auto given = std::ranges::find(given_, plan.name, &Parameter::name);
  Value value;
  if (given != given_.end()) {
    value = parameter_value(context, plan, given->value);
  } else if (plan.default_value.node != nullptr) {
    parameters_.begin(index);
    value = evaluate_body(plan.default_value);
  }
  parameters_.finish(index, value);
  return value;
}

bool Run::has_read(std::string_view parameter) const {
  for (std::size_t i = 0; i < program.parameters.size(); ++i) {
    if (program.parameters[i].name == parameter && parameters_.state(i) != Memo::State::kNew)
      return true;
  }
  return false;
}

Value Run::call(const Body& body, std::span<const Value> arguments) {
  const auto slots = arena.array<Value>(body.slots);
  std::ranges::copy(arguments, slots.begin());
  return call(body, slots.data());
}

Value Run::evaluate_body(const Body& body) {
  FewSlots few;
  const bool fits = body.slots <= FewSlots::kCount;
  return evaluate_body(body, fits ? few.slots : arena.array<Value>(body.slots).data());
}

void Run::calls_too_deep() const {
  Context::fail(fmt::format("calls nested more than {} deep", context.budget.recursion));
}

void Run::stack_too_deep() {
  Context::fail("expressions nested too deep");
}

std::string Run::place() const {
  if (current == nullptr) return {};
  return place_of(program, current->library, current->source->locator.line);
}

}  // namespace cramp::engine
