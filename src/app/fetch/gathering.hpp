#pragma once
// The queries of one call. Internal to app/fetch.

#include <boost/asio/awaitable.hpp>
#include <optional>

#include "app/fetch/access.hpp"
#include "app/pipeline.hpp"
#include "net/http_client.hpp"

namespace cramp::app {

/// Lives on one thread, and until run() has ended.
class Gathering {
 public:
  struct Parts {
    net::HttpClient& client;
    const State& state;
    const Access& access;
    Call& call;
    CallRecord& record;
  };

  explicit Gathering(Parts parts);

  /// The states at these indexes.
  boost::asio::awaitable<void> run(std::vector<std::size_t> indexes);

 private:
  struct Answer {
    FetchOutcome outcome = FetchOutcome::kOk;
    json::View root;  ///< of a document that the call keeps; set when kOk
  };

  boost::asio::awaitable<void> one(cdshooks::KeyState& state, FetchRecord& record);
  boost::asio::awaitable<FetchOutcome> fetch(cdshooks::KeyState& state, FetchRecord& record);
  boost::asio::awaitable<FetchOutcome> follow_pages(cdshooks::KeyState& state, net::Url page,
                                                    FetchRecord& record);
  /// One document, with the attempts that it takes.
  boost::asio::awaitable<Answer> get(net::Url url, FetchRecord& record);
  Answer read(net::HttpAnswer answer, FetchRecord& record);
  std::optional<std::string> query_of(const cdshooks::KeyState& state) const;

  Parts parts_;
  const FhirConfig& config_;
  CallRecord::Clock::time_point deadline_;
  std::size_t room_;  ///< bytes that may still come
};

}  // namespace cramp::app
