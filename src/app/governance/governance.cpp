#include "app/governance/governance.hpp"

#include <algorithm>

#include "app/governance/report_json.hpp"
#include "app/governance/sample_year.hpp"
#include "app/http_parts.hpp"
#include "app/wait.hpp"
#include "time/temporal.hpp"

namespace cramp::app {

namespace {

using store::Millis;

constexpr std::string_view kReport = "/governance/report", kSample = "/governance/sample";
constexpr Millis kDay = 86'400'000;
constexpr Millis kDefault = 52 * 7 * kDay;
constexpr std::size_t kMostWeeks = 106;
constexpr std::chrono::seconds kPatience{60};

std::optional<std::string_view> rest_after(std::string_view path, std::string_view begin) {
  if (!path.starts_with(begin)) return std::nullopt;
  path.remove_prefix(begin.size());
  if (!path.empty() && path.front() != '/') return std::nullopt;
  return path;
}

/// The begin of the day in "/2026-01-01"; -1 where it is none, or before 1970.
Millis day_from(std::string_view text) {
  if (text.size() != 11 || text.front() != '/' || !time::parse_date(text.substr(1))) return -1;
  const std::string midnight = std::string(text.substr(1)) + "T00:00:00.000Z";
  const auto instant = time::parse_datetime(midnight, 0);
  return instant ? time::instant(*instant) : -1;
}

}  // namespace

bool Governance::knows(std::string_view path) {
  return rest_after(path, kReport) || rest_after(path, kSample);
}

base::Result<std::vector<Millis>> weeks_of(std::string_view rest, Millis now) {
  if (rest.empty()) return store::weeks(now - kDefault, now + 1);
  constexpr std::size_t kWord = 11;  // "/2026-01-01"
  const auto from = day_from(rest.substr(0, kWord));
  const auto to = day_from(rest.substr(std::min(rest.size(), kWord)));
  if (from < 0 || to < from) {
    return base::Error{base::Code::kNotFound,
                       "The path names two days: /governance/report/2026-01-01/2026-03-31.", "",
                       ""};
  }
  auto edges = store::weeks(from, to + 1);
  if (edges.size() > kMostWeeks + 1) {
    return base::Error{base::Code::kNotFound, "A report has at most 106 weeks.", "", ""};
  }
  return edges;
}

boost::asio::awaitable<net::Response> Governance::respond(const State& state,
                                                          const net::Request& request) const {
  const auto of_sample = rest_after(request.path, kSample);
  if (request.method != "GET" && request.method != "HEAD") co_return not_allowed("GET, HEAD");
  if (of_sample && !state.dev) {
    co_return refuse(base::Code::kNotFound, "Sample data is there with --dev only.");
  }
  const Millis now = clock_.now().time_since_epoch().count();
  auto edges = weeks_of(of_sample ? *of_sample : *rest_after(request.path, kReport), now);
  if (!edges) co_return net::error_response(edges.error());
  if (!of_sample) co_return co_await recorded(std::move(*edges));
  net::Response response;
  response.body = report_json(sample_report(*edges, now), *edges, "sample", now);
  co_return response;
}

boost::asio::awaitable<net::Response> Governance::recorded(std::vector<Millis> edges) const {
  if (recall_ == nullptr) {
    co_return refuse(base::Code::kNotFound, "This service has no store: nothing is recorded.");
  }
  std::function<void(store::Memory::Done<store::Report>)> ask =
      [&](store::Memory::Done<store::Report> done) {
        recall_->memory().report(edges, std::move(done));
      };
  auto report = co_await wait_for<store::Report>(std::move(ask), kPatience);
  if (!report || !*report) {
    co_return refuse(base::Code::kOverloaded,
                     "The store does not answer, or makes other reports: try again later.");
  }
  net::Response response;
  response.body = report_json(**report, edges, "records", clock_.now().time_since_epoch().count());
  co_return response;
}

}  // namespace cramp::app
