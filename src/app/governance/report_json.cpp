#include "app/governance/report_json.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <tuple>
#include <vector>

#include "json/writer.hpp"
#include "time/temporal.hpp"

namespace cramp::app {

namespace {

using json::Value;
using store::Counts;
using store::Millis;
using Series = std::vector<std::int64_t>;

struct Measure {
  std::string_view name;
  std::int64_t Counts::*count;
};
constexpr std::array<Measure, 7> kMeasures{{{"shown", &Counts::shown},
                                            {"accepted", &Counts::accepted},
                                            {"overridden", &Counts::overridden},
                                            {"silent", &Counts::silent},
                                            {"suppressed", &Counts::suppressed},
                                            {"capped", &Counts::capped},
                                            {"repeats", &Counts::repeats}}};

/// Where all cards of the service are counted, whatever their rules.
constexpr std::string_view kAllCards;

std::string instant_text(Millis at) {
  return time::datetime_text(time::from_instant(at, 0));
}
std::string day_text(Millis at) {
  return instant_text(at).substr(0, 10);
}

Value series(const Series& numbers) {
  Value::Array items;
  items.reserve(numbers.size());
  for (const std::int64_t number : numbers) items.push_back(Value::number(number));
  return items;
}

class Weeks {
 public:
  explicit Weeks(std::span<const Millis> edges)
      : edges_(edges.first(edges.empty() ? 0 : edges.size() - 1)) {}

  std::size_t size() const { return edges_.size(); }
  std::size_t index(Millis from) const {
    return static_cast<std::size_t>(std::ranges::lower_bound(edges_, from) - edges_.begin());
  }
  Value names() const {
    Value weeks = Value::array();
    for (const Millis edge : edges_) {
      weeks.push(Value::object().set("name", store::week_name(edge)).set("from", day_text(edge)));
    }
    return weeks;
  }

 private:
  std::span<const Millis> edges_;
};

/// The series of one group, made as they are needed.
class Group {
 public:
  explicit Group(std::size_t weeks) : weeks_(weeks) {}

  void add(std::string_view measure, std::size_t week, std::int64_t count) {
    add_to(measures_, measure, week, count);
  }
  void add_reason(std::string_view code, std::size_t week, std::int64_t count) {
    add_to(reasons_, code, week, count);
  }
  void write(Value& group) const {
    for (const auto& [name, numbers] : measures_) group.set(name, series(numbers));
    if (reasons_.empty()) return;
    Value reasons = Value::object();
    for (const auto& [code, numbers] : reasons_) reasons.set(code, series(numbers));
    group.set("reasons", std::move(reasons));
  }

 private:
  using Named = std::map<std::string, Series, std::less<>>;

  void add_to(Named& all, std::string_view name, std::size_t week, std::int64_t count) const {
    if (count == 0) return;
    Series& numbers = all[std::string(name)];
    numbers.resize(weeks_);
    numbers[week] += count;
  }

  std::size_t weeks_;
  Named measures_, reasons_;
};

void add(Group& group, const store::ReportRow& row, std::size_t week) {
  const Counts& counts = row.counts;
  // For a rule the calls of all hooks where it has cards are the denominator, also in weeks in
  // which it has none: they stand with all cards only, so that nobody adds up half of them.
  if (row.rule == kAllCards) group.add("calls", week, counts.calls);
  for (const Measure& measure : kMeasures) group.add(measure.name, week, counts.*measure.count);
  group.add("ignored", week, counts.shown - counts.accepted - counts.overridden);
  for (const auto& [code, count] : counts.reasons) group.add_reason(code, week, count);
}

Value groups_of(const store::Report& report, const Weeks& weeks) {
  using Key = std::tuple<std::string, std::string, std::string, std::string, std::string>;
  std::map<Key, Group> groups;
  for (const store::ReportRow& row : report.rows) {
    const Key key{row.rule, row.service, row.version, row.hook, row.client};
    add(groups.try_emplace(key, weeks.size()).first->second, row, weeks.index(row.from));
  }
  Value::Array out;
  for (const auto& [key, group] : groups) {
    const auto& [rule, service, version, hook, client] = key;
    Value& one = out.emplace_back(Value::object());
    one.set("rule", rule == kAllCards ? Value() : Value(rule))
        .set("service", service)
        .set("version", version)
        .set("hook", hook)
        .set("client", client);
    group.write(one);
  }
  return out;
}

Value visits_of(const store::Report& report, const Weeks& weeks) {
  std::map<std::pair<std::string, std::string>, Series> all;
  for (const store::VisitRow& row : report.visits) {
    Series& numbers = all[{row.hook, row.client}];
    numbers.resize(weeks.size());
    numbers[weeks.index(row.from)] += row.visits;
  }
  Value::Array out;
  for (const auto& [key, numbers] : all) {
    out.emplace_back(Value::object()
                         .set("hook", key.first.empty() ? Value() : Value(key.first))
                         .set("client", key.second)
                         .set("visits", series(numbers)));
  }
  return out;
}

}  // namespace

std::string report_json(const store::Report& report, std::span<const Millis> edges,
                        std::string_view source, Millis now) {
  const Weeks weeks(edges);
  Value versions = Value::array();
  for (const store::RuleVersionRow& row : report.versions) {
    versions.push(Value::object()
                      .set("service", row.service)
                      .set("version", row.version)
                      .set("since", instant_text(row.first_seen)));
  }
  std::int64_t complete = 0;
  for (const Millis edge : edges.subspan(std::min<std::size_t>(1, edges.size()))) {
    complete += edge <= now ? 1 : 0;
  }
  return json::write(Value::object()
                         .set("source", source)
                         .set("weeks", weeks.names())
                         .set("completeWeeks", Value::number(complete))
                         .set("groups", groups_of(report, weeks))
                         .set("visits", visits_of(report, weeks))
                         .set("versions", std::move(versions))
                         .set("unmatchedFeedback", Value::number(report.unmatched)));
}

}  // namespace cramp::app
