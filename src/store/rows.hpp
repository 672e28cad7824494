#pragma once
// Rows turned into columns, so that one prepared statement inserts all of a group. Internal to
// store.

#include <soci/soci.h>

#include <array>
#include <functional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "store/database.hpp"

namespace cramp::store {

/// Text that both databases take: PostgreSQL knows no NUL, and nobody needs a text without end.
std::string plain(const std::string& text);

/// Texts, then numbers, as the statement names them.
template <std::size_t Texts, std::size_t Numbers>
class Columns {
 public:
  void add(const std::array<std::string, Texts>& texts,
           const std::array<std::int64_t, Numbers>& numbers) {
    for (std::size_t i = 0; i < Texts; ++i) texts_[i].push_back(plain(texts[i]));
    for (std::size_t i = 0; i < Numbers; ++i) numbers_[i].push_back(numbers[i]);
  }
  void insert(soci::session& session, const char* sql) {
    if (texts_.front().empty()) return;
    soci::statement statement(session);
    for (auto& column : texts_) statement.exchange(soci::use(column));
    for (auto& column : numbers_) statement.exchange(soci::use(column));
    statement.alloc();
    statement.prepare(sql);
    statement.define_and_bind();
    statement.execute(true);
  }

 private:
  std::array<std::vector<std::string>, Texts> texts_;
  std::array<std::vector<long long>, Numbers> numbers_;
};

/// Of a card's events the one that counts is the last by its own time, and of those the last to
/// arrive; a time in the future counts as the time of arrival.
#define CRAMP_LAST_EVENT_FIRST                                                             \
  "case when f.outcome_at < f.received_at then f.outcome_at else f.received_at end desc, " \
  "f.received_at desc"

/// When the first card was made or the first event came; far in the future without any.
Millis earliest_record(soci::session& session);
/// The same of the last one; 0 without any.
Millis latest_record(soci::session& session);
void export_rows(soci::session& session, Millis since, Millis until,
                 const std::function<void(const ExportRow&)>& row);
Report read_report(soci::session& session, std::span<const Millis> edges);

}  // namespace cramp::store
