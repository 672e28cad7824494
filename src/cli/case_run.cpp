#include "cli/case_run.hpp"

#include <fmt/format.h>

#include "app/chart.hpp"
#include "app/pipeline.hpp"
#include "cli/input.hpp"

namespace cramp::cli {

namespace {

CaseResult refused(std::string why) {
  return {.differences = {{"case", "an answer", std::move(why)}}, .response = {}};
}

/// The call that the case describes.
app::ChartCall call_of(json::View test) {
  app::ChartCall call{.context = test.find("context"), .unavailable = {}};
  for (const json::View key : test.find("unavailable").items())
    call.unavailable.push_back(key.text());
  return call;
}

}  // namespace

CaseResult run_case(const std::shared_ptr<const cdshooks::Catalog>& content, json::View test,
                    const rules::Observer* observer) {
  const cdshooks::Catalog& catalog = *content;
  const std::string_view service = test.string("service");
  const cdshooks::Offer* offer = app::find_offer(catalog, service);
  if (offer == nullptr) return refused(fmt::format("there is no service \"{}\"", service));
  const auto now = instant_from(std::string(test.string("now")));
  if (!now) return refused(base::describe(now.error()));
  const auto resources = app::resources_of(test.find("data"));
  const auto history = rules::read_outcomes(test.find("history"));
  if (!history) return refused("history" + base::describe(history.error()));
  const app::Pipeline pipeline{.catalog = content,
                               .rules = {},
                               .history = [&](const cdshooks::Request&) { return *history; },
                               .observer = observer};
  app::CallRecord record;
  auto body = app::answer(
      pipeline, service,
      app::request_from_chart(*offer, catalog.snapshot().terminology(), resources, call_of(test)),
      *now, record);
  if (!body) return refused(base::describe(body.error()));
  CaseResult result{.differences = {}, .response = std::move(*body)};
  for (const rules::Failure& failure : record.failures) {
    result.differences.push_back({failure.definition, "a value",
                                  fmt::format("failed at {}: {}", failure.where, failure.text)});
  }
  const auto response = json::parse(result.response);
  if (!response) return refused("a response that is not JSON");
  check_response(test.find("expected"), response->root(), result.differences);
  return result;
}

}  // namespace cramp::cli
