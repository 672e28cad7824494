// What comes over the wire: patient data alone, and whole calls.

#include "shipped.hpp"

#include <utility>

#include "cdshooks/prefetch.hpp"
#include "cdshooks/request.hpp"
#include "target.hpp"

namespace cramp::fuzz {

namespace {

time::Temporal noon() {
  return *time::parse_datetime("2026-03-01T12:00:00.000Z", 0);
}

/// What `app` does with a body (app/pipeline.cpp), for each service that answers the hook.
void call(json::View body, const cdshooks::Offer& offer) {
  auto request = cdshooks::read_request(body, *offer.hook, {});
  if (!request) return;
  const rules::Service& service = *offer.service;
  const auto states = cdshooks::read_prefetch(service, *request);
  if (!states || !cdshooks::check_required(*states)) return;
  fhir::PatientData data(request->patient_id.expose());
  cdshooks::collect(*states, data);
  const auto unavailable = cdshooks::unavailable(*states);
  const rules::Applied applied =
      rules::apply(service, {.data = data,
                             .now = noon(),
                             .unavailable = unavailable,
                             .encounter_id = request->encounter_id.expose(),
                             .user = request->user});
  const auto response = cdshooks::write_response(applied, offer.cards);
  // What is drafted repeats parts of the request, some levels further down.
  require(json::parse(response.body, elm::json_limits()).ok(), "a response is JSON");
}

void evaluate_all(const engine::Program& program, const fhir::PatientData& data) {
  engine::Evaluation evaluation(program, data, noon());
  for (engine::DefinitionId id = 0; id < program.definitions().size(); ++id) {
    const auto value = evaluation.value(id);
    if (!value) continue;
    std::string text;
    engine::write_json(text, *value);
    require(json::parse(std::move(text), elm::json_limits()).ok(), "a value is written as JSON");
    engine::to_fhir(*value);
  }
}

}  // namespace

const cdshooks::Catalog& shipped() {
  static const auto catalog = [] {
    base::Faults faults;
    auto loaded = cdshooks::load(CRAMP_SOURCE_DIR, faults);
    require(loaded != nullptr, "the shipped packages load");
    return loaded;
  }();
  return *catalog;
}

void run_data(std::string_view input) {
  const auto document = json::parse(std::string(input));
  if (!document) return;
  fhir::PatientData data("");
  data.add(document->root());
  const engine::Program* last = nullptr;
  for (const cdshooks::Offer& offer : shipped().offers()) {
    const engine::Program* program = offer.service->program;
    if (program != std::exchange(last, program)) evaluate_all(*program, data);
  }
}

void run_hook(std::string_view input) {
  const auto document = json::parse(std::string(input));
  if (!document) return;
  const auto hook = cdshooks::read_hook(document->root());
  if (!hook) return;
  for (const cdshooks::Offer& offer : shipped().offers()) {
    if (offer.service->trigger == *hook) call(document->root(), offer);
  }
}

}  // namespace cramp::fuzz
