// cramp-cds feedback: what the store knows, for the people who answer for the rules.

#include <fmt/format.h>

#include <filesystem>
#include <iostream>

#include "app/config/load.hpp"
#include "app/recall.hpp"
#include "base/clock.hpp"
#include "cli/commands.hpp"
#include "cli/input.hpp"
#include "cli/table.hpp"
#include "store/database.hpp"

namespace cramp::cli {

namespace {

using json::Value;
using store::Millis;

constexpr Millis kDay = 86'400'000;
/// In the row that counts every card once.
constexpr const char* kAllRules = "*";

/// Complains and returns nothing where there is no store to read.
std::optional<app::StoreConfig> store_of(const std::string& config) {
  app::StoreConfig store;
  if (!config.empty()) {
    base::Faults faults;
    store = app::load_config(config, true, faults).config.store;
    complain(faults);
    if (!faults.empty()) return std::nullopt;
  }
  std::error_code ignored;
  if (store.kind == app::StoreKind::kNone) {
    complain("the configuration has no store");
  } else if (store.kind == app::StoreKind::kSqlite &&
             !std::filesystem::is_regular_file(store.sqlite, ignored)) {
    complain("there is no database " + store.sqlite.string());
  } else {
    return store;
  }
  return std::nullopt;
}

/// Midnight, in UTC, of the day in the option; `otherwise` where it is not given.
std::optional<Millis> day(const char* option, const std::string& text, Millis otherwise) {
  if (text.empty()) return otherwise;
  const auto date = time::parse_date(text);
  const auto midnight = time::parse_datetime(text + "T00:00:00Z", 0);
  if (date && date->precision == time::Precision::kDay && midnight) {
    return time::instant(*midnight);
  }
  complain(fmt::format("{} wants a date like 2026-03-01, not '{}'", option, text));
  return std::nullopt;
}

Value instant_text(Millis at) {
  return at == 0 ? Value() : Value(time::datetime_text(time::from_instant(at, 0)));
}

Value list_of(std::string_view text) {
  Value list = Value::array();
  while (!text.empty()) {
    const std::string_view item = text.substr(0, text.find(','));
    list.push(Value(item));
    text.remove_prefix(std::min(text.size(), item.size() + 1));
  }
  return list;
}

Value row_of(const store::ExportRow& row) {
  Value out = Value::object();
  out.set("card", row.card).set("shown_at", instant_text(row.shown_at));
  out.set("service", row.service).set("version", row.version).set("hook", row.hook);
  out.set("client", row.client).set("tenant", row.tenant).set("indicator", row.indicator);
  out.set("rules", list_of(row.rules)).set("visibility", row.visibility);
  out.set("outcome", row.outcome).set("outcome_at", instant_text(row.outcome_at));
  out.set("reason", row.reason).set("reason_system", row.reason_system);
  out.set("commented", row.commented).set("accepted_suggestions", list_of(row.suggestions));
  return out.set("events", Value::number(row.events));
}

Value row_of(const store::ReportRow& row, const std::string& period) {
  const store::Counts& counts = row.counts;
  Value reasons = Value::object();
  for (const auto& [code, count] : counts.reasons) reasons.set(code, Value::number(count));
  Value out = Value::object();
  out.set("period", period).set("rule", row.rule.empty() ? kAllRules : row.rule);
  out.set("service", row.service).set("version", row.version).set("hook", row.hook);
  out.set("client", row.client);
  const std::pair<const char*, std::int64_t> numbers[] = {
      {"calls", counts.calls},       {"shown", counts.shown},
      {"accepted", counts.accepted}, {"overridden", counts.overridden},
      {"silent", counts.silent},     {"suppressed", counts.suppressed},
      {"capped", counts.capped}};
  for (const auto& [name, count] : numbers) out.set(name, Value::number(count));
  return out.set("override_reasons", reasons);
}

base::Status print_periods(store::Database& database, const FeedbackOptions& options, Millis since,
                           Millis until, TablePrinter& printer) {
  const auto edges = options.weekly ? store::weeks(since, until) : store::months(since, until);
  auto report = database.report(edges);
  if (!report) return std::move(report).error();
  for (const store::ReportRow& row : report->rows) {
    printer.print(
        row_of(row, options.weekly ? store::week_name(row.from) : store::month_name(row.from)));
  }
  return base::Ok{};
}

int done(const base::Status& status) {
  if (!status) complain(status.error());
  return status ? 0 : 2;
}

store::Target unhurried(const app::StoreConfig& config) {
  store::Target target = app::store_target(config);
  target.statement_timeout = std::chrono::minutes(10);
  return target;
}

}  // namespace

int feedback_export(const FeedbackOptions& options) {
  const Millis now = base::SystemClock().now().time_since_epoch().count();
  const auto store = store_of(options.config);
  if (!store) return 2;
  const auto since = day("--from", options.from, now - store->retention.count());
  const auto until = day("--to", options.to, now / kDay * kDay + kDay);
  if (!since || !until) return 2;
  store::Database database(unhurried(*store));
  TablePrinter printer(std::cout,
                       options.format == "csv" ? TableFormat::kCsv : TableFormat::kNdjson);
  if (options.monthly || options.weekly) {
    return done(print_periods(database, options, *since, *until, printer));
  }
  return done(database.export_feedback(
      *since, *until, [&](const store::ExportRow& row) { printer.print(row_of(row)); }));
}

int feedback_purge(const FeedbackOptions& options) {
  const Millis now = base::SystemClock().now().time_since_epoch().count();
  const auto store = store_of(options.config);
  if (!store) return 2;
  const auto before = day("--before", options.before, now - store->retention.count());
  if (!before) return 2;
  store::Database database(unhurried(*store));
  constexpr std::int64_t kBatch = 5'000;
  for (std::int64_t rows = 0;;) {
    const auto purged = database.purge(*before, now, kBatch);
    if (!purged) return done(purged.error());
    rows += *purged;
    if (*purged > 0) continue;
    std::cout << rows << " rows deleted\n";
    return 0;
  }
}

}  // namespace cramp::cli
