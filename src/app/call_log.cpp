#include "app/call_log.hpp"

#include <fmt/format.h>

namespace cramp::app {

namespace {

LogLevel level_of(int status) {
  if (status >= 500) return LogLevel::kError;
  return status >= 400 ? LogLevel::kWarning : LogLevel::kInfo;
}

/// What ties the lines of one request together, here and in the logs of the client.
LogLine& identify(LogLine& line, const CallRecord& call) {
  return line.text("service", call.service)
      .text("hook", call.hook)
      .text("client", call.client)
      .text("hookInstance", call.hook_instance)
      .text("traceparent", call.trace.header());
}

std::string stages_as_json(const CallRecord& call) {
  std::string out = "{";
  for (std::size_t i = 0; i < call.stages.size(); ++i) {
    if (call.stages[i].count() == 0) continue;
    const fmt::format_int time(
        std::chrono::duration_cast<std::chrono::microseconds>(call.stages[i]).count());
    out.append(out.size() > 1 ? ",\"" : "\"").append(kStageNames[i]).append("\":");
    out.append(time.data(), time.size());
  }
  return out + '}';
}

/// What was asked of the FHIR server, by prefetch key.
std::string fetches_as_json(const CallRecord& call) {
  std::string out = "{";
  for (const FetchRecord& fetch : call.fetches) {
    out.append(out.size() > 1 ? ",\"" : "\"").append(fetch.key).append("\":\"");
    out.append(fetch.outcome).append("\"");
  }
  return out + '}';
}

}  // namespace

void log_call(Log& log, const CallRecord& call, bool calls) {
  for (const rules::Failure& failure : call.failures) {
    LogLine line(log, LogLevel::kError, "definition-failed");
    identify(line, call)
        .text("action", failure.action)
        .text("definition", failure.definition)
        .text("where", failure.where);
  }
  if (!calls && call.status < 500) return;
  const std::string_view event = call.service.empty() ? "request"
                                 : call.is_feedback   ? "feedback"
                                                      : "call";
  LogLine line(log, level_of(call.status), event);
  identify(line, call)
      .text("parentSpan", call.trace.parent)
      .number("status", static_cast<unsigned>(call.status))
      .text("refusal", call.refusal)
      .text("claimedClient", call.claimed_client);
  if (call.service.empty()) return;
  if (call.is_feedback) {
    line.number("events", call.feedback.size());
    return;
  }
  line.number("cards", call.cards.size())
      .number("withheld", call.withheld.size())
      .number("failures", call.failures.size())
      .number("warnings", call.warnings.size())
      .number("foreignDropped", call.dropped)
      .json("stagesMicroseconds", stages_as_json(call));
  if (call.system_actions > 0) line.number("systemActions", call.system_actions);
  line.text("fhirServer", call.fhir_server).text("noFetch", call.no_fetch);
  if (!call.fetches.empty()) line.json("fetches", fetches_as_json(call));
}

}  // namespace cramp::app
