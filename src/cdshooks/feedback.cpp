#include "cdshooks/feedback.hpp"

#include <fmt/format.h>

#include <cctype>

#include "base/uuid.hpp"
#include "cdshooks/context.hpp"
#include "time/temporal.hpp"

namespace cramp::cdshooks {

namespace {

using base::Ok;
using base::Status;

/// Of one card; nobody accepts more.
constexpr std::size_t kMostSuggestions = 50;
constexpr std::size_t kLongestId = 64, kLongestCode = 255;

/// RFC 3339: seconds and an offset, "Z" or "+hh:mm", are there.
bool has_time_and_offset(std::string_view text) {
  constexpr std::size_t kSeconds = 19;  // 2026-03-01T12:00:00
  if (text.size() <= kSeconds) return false;
  const std::string_view rest = text.substr(kSeconds);
  return rest.ends_with('Z') || (rest.size() >= 6 && rest[rest.size() - 3] == ':' &&
                                 (rest[rest.size() - 6] == '+' || rest[rest.size() - 6] == '-'));
}

Status read_time(json::View item, const std::string& where, Feedback& out) {
  const std::string_view text = item.string("outcomeTimestamp");
  const auto time = has_time_and_offset(text) ? time::parse_datetime(text, 0) : std::nullopt;
  if (!time || time->precision < time::Precision::kSecond) {
    return unprocessable(where + ".outcomeTimestamp",
                         "must be a date and time with offset, like 2026-03-01T12:00:00Z");
  }
  out.outcome_at = time::instant(*time);
  return Ok{};
}

Status read_suggestions(json::View item, const std::string& where, Feedback& out) {
  const json::View list = item.find("acceptedSuggestions");
  const std::string path = where + ".acceptedSuggestions";
  if (!list.is_array() || list.size() == 0) {
    return unprocessable(path, "is required where the outcome is accepted");
  }
  if (list.size() > kMostSuggestions) return unprocessable(path, "has too many items");
  for (std::size_t i = 0; i < list.size(); ++i) {
    const std::string_view id = list.at(i).string("id");
    if (id.empty() || id.size() > kLongestId) {
      return unprocessable(fmt::format("{}[{}].id", path, i), "must be the uuid of a suggestion");
    }
    out.suggestions.push_back(id);
  }
  return Ok{};
}

Status read_reason(json::View item, const std::string& where, Feedback& out) {
  const json::View given = item.find("overrideReason");
  if (given.is_null()) return Ok{};
  const std::string path = where + ".overrideReason";
  const json::View reason = given.find("reason");
  const json::View comment = given.find("userComment");
  out.comment = given.string("userComment");
  if (!reason.is_null()) {
    out.reason = reason.string("code");
    out.reason_system = reason.string("system");
    if (out.reason.empty() || out.reason.size() > kLongestCode ||
        out.reason_system.size() > kLongestCode) {
      return unprocessable(path + ".reason", "must be a Coding with a code");
    }
  }
  if (!comment.is_null() && !comment.is_string()) {
    return unprocessable(path + ".userComment", "must be a string");
  }
  if (out.reason.empty() && out.comment.empty()) {
    return unprocessable(path, "wants reason, userComment or both");
  }
  return Ok{};
}

Status read_item(json::View item, const std::string& where, Feedback& out) {
  out.card = item.string("card");
  if (!base::is_uuid(out.card)) return unprocessable(where + ".card", "must be the uuid of a card");
  const std::string_view outcome = item.string("outcome");
  out.accepted = outcome == "accepted";
  if (!out.accepted && outcome != "overridden") {
    return unprocessable(where + ".outcome", "must be accepted or overridden");
  }
  if (const auto time = read_time(item, where, out); !time) return time.error();
  return out.accepted ? read_suggestions(item, where, out) : read_reason(item, where, out);
}

}  // namespace

base::Result<std::vector<Feedback>> read_feedback(json::View body) {
  const json::View list = body.find("feedback");
  if (!list.is_array()) return unprocessable("feedback", "must be an array of feedback items");
  if (list.size() > kMostFeedback) {
    return base::Error{base::Code::kTooLarge,
                       fmt::format("At most {} feedback items may be sent at once.", kMostFeedback),
                       "", "feedback"};
  }
  std::vector<Feedback> items(list.size());
  for (std::size_t i = 0; i < list.size(); ++i) {
    if (const auto read = read_item(list.at(i), fmt::format("feedback[{}]", i), items[i]); !read)
      return read.error();
  }
  return items;
}

}  // namespace cramp::cdshooks
