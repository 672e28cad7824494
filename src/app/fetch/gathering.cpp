#include "app/fetch/gathering.hpp"

#include <algorithm>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "cdshooks/prefetch_template.hpp"
#include "net/gzip.hpp"

namespace cramp::app {

namespace asio = boost::asio;
using cdshooks::DataState;
using cdshooks::KeyState;
using Clock = CallRecord::Clock;

namespace {

constexpr auto kAwait = asio::as_tuple(asio::use_awaitable);
/// Asked for where a search does not say itself how much it wants at once: fewer round trips.
constexpr std::string_view kCount = "&_count=200";

FetchOutcome outcome_of(net::HttpEnd end) {
  switch (end) {
    case net::HttpEnd::kAnswered:
      return FetchOutcome::kOk;
    case net::HttpEnd::kUnreachable:
      return FetchOutcome::kUnreachable;
    case net::HttpEnd::kNotTrusted:
      return FetchOutcome::kNotTrusted;
    case net::HttpEnd::kTimeout:
      return FetchOutcome::kTimeout;
    case net::HttpEnd::kClosed:
      return FetchOutcome::kClosed;
    case net::HttpEnd::kTooLarge:
      return FetchOutcome::kTooLarge;
    case net::HttpEnd::kNotHttp:
      return FetchOutcome::kUnreadable;
  }
  return FetchOutcome::kUnreadable;
}

FetchOutcome outcome_of(unsigned status) {
  switch (status) {
    case 200:
      return FetchOutcome::kOk;
    case 401:
      return FetchOutcome::kUnauthorized;
    case 403:
      return FetchOutcome::kForbidden;
    case 404:
    case 410:
      return FetchOutcome::kNotFound;
    case 429:
    case 503:
      return FetchOutcome::kBusy;
    default:
      break;
  }
  if (status >= 500) return FetchOutcome::kServerError;
  return status >= 400 || status < 300 ? FetchOutcome::kRefused : FetchOutcome::kRedirect;
}

}  // namespace

Gathering::Gathering(Parts parts)
    : parts_(parts),
      config_(parts.state.config.fhir),
      deadline_(std::min(Clock::now() + config_.deadline, parts.access.ends)),
      room_(config_.response.count) {}

asio::awaitable<void> Gathering::run(std::vector<std::size_t> indexes) {
  const auto executor = co_await asio::this_coro::executor;
  asio::steady_timer all_done(executor, asio::steady_timer::time_point::max());
  std::size_t running = indexes.size();
  auto& records = parts_.record.fetches;
  records.resize(indexes.size());
  for (std::size_t i = 0; i < indexes.size(); ++i) {
    asio::co_spawn(executor, one(parts_.call.states()[indexes[i]], records[i]),
                   [&](const std::exception_ptr&) {
                     if (--running == 0) all_done.cancel();
                   });
  }
  while (running > 0) co_await all_done.async_wait(kAwait);
}

asio::awaitable<void> Gathering::one(KeyState& state, FetchRecord& record) {
  const auto begun = Clock::now();
  record.key = state.requirement->key;
  FetchOutcome outcome = FetchOutcome::kUnreadable;
  try {
    outcome = co_await fetch(state, record);
  } catch (const std::exception&) {
    // Out of memory for this key: it is missing, the others may come.
  }
  record.outcome = word(outcome);
  record.time = Clock::now() - begun;
}

std::optional<std::string> Gathering::query_of(const KeyState& state) const {
  for (const auto& [key, text] : parts_.call.offer().prefetch) {
    if (key == state.requirement->key) return fill_template(text, parts_.call.request());
  }
  return std::nullopt;
}

asio::awaitable<FetchOutcome> Gathering::fetch(KeyState& state, FetchRecord& record) {
  auto query = query_of(state);
  if (!query) co_return FetchOutcome::kNoValue;
  if (parts_.access.scopes && !parts_.access.scopes->grant(*query))
    co_return FetchOutcome::kNotInScope;
  if (state.state == DataState::kPaged)
    co_return co_await follow_pages(state, *parts_.access.query(""), record);

  if (query->find('?') != query->npos && query->find("_count=") == query->npos) *query += kCount;
  const auto url = parts_.access.query(*query);
  if (!url) co_return FetchOutcome::kNoValue;
  const Answer answer = co_await get(*url, record);
  state.state = DataState::kFailed;
  if (answer.outcome != FetchOutcome::kOk) co_return answer.outcome;
  cdshooks::read_answer(answer.root, state);
  if (state.state == DataState::kFailed) co_return FetchOutcome::kUnreadable;
  co_return co_await follow_pages(state, *url, record);
}

asio::awaitable<FetchOutcome> Gathering::follow_pages(KeyState& state, net::Url page,
                                                      FetchRecord& record) {
  while (state.state == DataState::kPaged) {
    if (record.pages >= config_.pages) co_return FetchOutcome::kTooManyPages;
    const auto next = parts_.access.next(page, state.next);
    if (!next) co_return FetchOutcome::kForeignLink;
    page = *next;
    const Answer answer = co_await get(page, record);
    if (answer.outcome != FetchOutcome::kOk) co_return answer.outcome;
    if (!cdshooks::read_page(answer.root, state)) co_return FetchOutcome::kUnreadable;
  }
  co_return FetchOutcome::kOk;
}

asio::awaitable<Gathering::Answer> Gathering::get(net::Url url, FetchRecord& record) {
  for (unsigned attempt = 0;; ++attempt) {
    // A named object: GCC 12 destroys the temporaries of a co_await too often.
    net::HttpGet query;
    query.url = url;
    query.bearer = parts_.access.bearer;
    query.tls = parts_.state.fhir_tls;
    query.connect_timeout = config_.connect_timeout;
    query.deadline = deadline_;
    query.bytes = room_;
    net::HttpAnswer answer = co_await parts_.client.get(std::move(query));
    const bool busy =
        answer.end == net::HttpEnd::kAnswered && outcome_of(answer.status) == FetchOutcome::kBusy;
    if (!busy || !answer.retry_after || attempt >= config_.retries)
      co_return read(std::move(answer), record);
    const auto again = Clock::now() + *answer.retry_after;
    if (again >= deadline_) co_return read(std::move(answer), record);
    asio::steady_timer pause(co_await asio::this_coro::executor, again);
    co_await pause.async_wait(kAwait);
  }
}

Gathering::Answer Gathering::read(net::HttpAnswer answer, FetchRecord& record) {
  record.bytes += answer.body.size();
  FetchOutcome outcome = outcome_of(answer.end);
  if (outcome == FetchOutcome::kOk) outcome = outcome_of(answer.status);
  if (outcome != FetchOutcome::kOk) return {outcome, {}};
  ++record.pages;
  if (answer.content_encoding == "gzip") {
    auto text = net::gunzip(answer.body, room_);
    if (!text) {
      const bool large = text.error().code == base::Code::kTooLarge;
      return {large ? FetchOutcome::kTooLarge : FetchOutcome::kUnreadable, {}};
    }
    answer.body = std::move(*text);
  } else if (!answer.content_encoding.empty() && answer.content_encoding != "identity") {
    return {FetchOutcome::kUnreadable, {}};
  }
  if (answer.body.size() > room_) return {FetchOutcome::kTooLarge, {}};
  room_ -= answer.body.size();
  auto document = json::parse(std::move(answer.body), {.bytes = config_.response.count});
  if (!document) return {FetchOutcome::kUnreadable, {}};
  const json::View root = document->root();
  parts_.call.keep(std::move(*document));
  return {FetchOutcome::kOk, root};
}

}  // namespace cramp::app
