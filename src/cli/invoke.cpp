// cramp-cds invoke: one call without a server.

#include <iostream>

#include "app/chart.hpp"
#include "app/explain.hpp"
#include "base/file.hpp"
#include "cli/commands.hpp"
#include "cli/input.hpp"
#include "fhir/operation_outcome.hpp"
#include "json/writer.hpp"

namespace cramp::cli {

namespace {

constexpr std::size_t kChartLimit = 1U << 30U;

/// The text itself, or, when it is a Bundle, the request that an EHR would send for that chart.
/// What is not JSON goes on as it is: the answer says what is wrong with it.
std::string request_from(std::string text, const cdshooks::Catalog& catalog,
                         const std::string& service_id) {
  const auto document = json::parse(text, {.bytes = kChartLimit});
  if (!document || document->root().string("resourceType") != "Bundle") return text;
  const cdshooks::Offer* offer = app::find_offer(catalog, service_id);
  if (offer == nullptr) return text;
  const auto resources = app::resources_of(document->root());
  return app::request_from_chart(*offer, catalog.snapshot().terminology(), resources);
}

/// `{"response": …, "explanation": …}`
base::Result<std::string> explained(const app::Pipeline& pipeline, const std::string& service,
                                    std::string request, const time::Temporal& now,
                                    app::CallRecord& record) {
  const auto answer = app::explain(pipeline, service, std::move(request), now, record);
  if (!answer) return answer.error();
  return "{\"response\":" + answer->response + ",\"explanation\":" + answer->explanation + "}";
}

void print(const std::string& body) {
  const auto document = json::parse(body, {.bytes = kChartLimit});
  std::cout << (document ? json::write_pretty(json::Value(document->root())) : body) << '\n';
}

}  // namespace

int invoke(const InvokeOptions& options) {
  const auto now = instant_from(options.now);
  if (!now) {
    complain(now.error());
    return 2;
  }
  const auto catalog =
      load_content(options.content, options.explain ? engine::Tracing::kOn : engine::Tracing::kOff);
  if (!catalog) return 2;
  auto text = base::read_file(options.request);
  if (!text) {
    complain(text.error());
    return 2;
  }
  auto history = read_history(options.history);
  if (!history) {
    complain(history.error());
    return 2;
  }
  app::CallRecord record;
  const app::Pipeline pipeline{.catalog = catalog,
                               .rules = {.allow_plain_http = true},
                               .history = [&](const cdshooks::Request&) { return *history; }};
  std::string request = request_from(std::move(*text), *catalog, options.service);
  const auto body = options.explain
                        ? explained(pipeline, options.service, std::move(request), *now, record)
                        : app::answer(pipeline, options.service, std::move(request), *now, record);
  for (const cdshooks::Warning& warning : record.warnings)
    complain(warning.where + ": " + warning.text);
  for (const rules::Failure& failure : record.failures) {
    complain(failure.where + ": " + failure.definition + ": " + failure.text);
  }
  if (body) {
    print(*body);
    return 0;
  }
  std::cout << json::write_pretty(fhir::operation_outcome(body.error())) << '\n';
  complain(std::to_string(base::info(body.error().code).http_status) + " " +
           body.error().public_text);
  return 1;
}

}  // namespace cramp::cli
