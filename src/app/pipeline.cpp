#include "app/pipeline.hpp"

#include "cdshooks/context_data.hpp"
#include "cdshooks/prefetch.hpp"

namespace cramp::app {

base::Result<std::string> answer(const Pipeline& pipeline, std::string_view service_id,
                                 std::string body, const time::Temporal& now, CallRecord& record) {
  record.service = service_id;
  const auto document = json::parse(std::move(body));
  if (!document) return document.error();
  const auto hook = cdshooks::read_hook(document->root());
  if (!hook) return hook.error();
  const auto offer = pipeline.catalog->find(service_id, *hook);
  if (!offer) return offer.error();
  auto request = cdshooks::read_request(document->root(), *(*offer)->hook, pipeline.rules);
  if (!request) return request.error();

  const rules::Service& service = *(*offer)->service;
  const auto states = cdshooks::read_prefetch(service, *request);
  fhir::PatientData data(request->patient_id.expose());
  const auto context = cdshooks::collect_context(*(*offer)->hook, *request, data);
  record.warnings = std::move(request->warnings);
  if (!states) return states.error();
  if (const auto required = cdshooks::check_required(*states); !required) return required.error();

  cdshooks::collect(*states, data);
  record.dropped = data.dropped();
  const auto unavailable = cdshooks::unavailable(*states);
  const std::vector<std::string_view> resources(context.resources.begin(), context.resources.end());
  const auto history =
      pipeline.history ? pipeline.history(*request) : std::vector<rules::Outcome>();
  rules::Applied applied = rules::apply(service, {.data = data,
                                                  .now = now,
                                                  .unavailable = unavailable,
                                                  .encounter_id = request->encounter_id.expose(),
                                                  .user = request->user,
                                                  .context_resources = resources,
                                                  .selections = context.selections,
                                                  .history = history,
                                                  .observer = pipeline.observer});
  record.failures = std::move(applied.failures);
  return cdshooks::write_response(applied, (*offer)->cards).body;
}

time::Temporal local_now(const base::Clock& clock) {
  const base::Instant now = clock.now();
  return time::from_instant(now.time_since_epoch().count(), clock.offset_minutes(now));
}

}  // namespace cramp::app
