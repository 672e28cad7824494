#include "app/trust/shared_replay.hpp"

#include <fmt/format.h>

#include "app/wait.hpp"

namespace cramp::app {

boost::asio::awaitable<Novelty> SharedReplayGuard::see(TokenDigest token, base::Instant until,
                                                       base::Instant now) {
  const Novelty here = own_.see_now(token, until, now);
  if (here != Novelty::kNew) co_return here;
  store::TokenRow row{fmt::format("{:016x}{:016x}", token.high, token.low),
                      until.time_since_epoch().count()};
  std::function<void(store::Memory::Done<bool>)> ask = [&](store::Memory::Done<bool> done) {
    memory_.first_use(std::move(row), options_.patience, std::move(done));
  };
  const auto is_new = co_await wait_for<bool>(std::move(ask), options_.patience);
  if (is_new && is_new->ok()) co_return **is_new ? Novelty::kNew : Novelty::kSeen;
  co_return options_.without_store == ReplayWithoutStore::kAccept ? Novelty::kNew
                                                                  : Novelty::kUnknown;
}

}  // namespace cramp::app
