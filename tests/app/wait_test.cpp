#include "app/wait.hpp"

#include <gtest/gtest.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/asio/use_future.hpp>
#include <thread>

namespace cramp::app {
namespace {

using namespace std::chrono_literals;
using Done = std::function<void(base::Result<int>)>;
using Waited = std::optional<base::Result<int>>;

Waited wait_on_threads(std::function<void(Done)> start, std::chrono::milliseconds time) {
  boost::asio::thread_pool pool(2);
  auto future =
      boost::asio::co_spawn(pool, wait_for<int>(std::move(start), time), boost::asio::use_future);
  return future.get();
}

TEST(Wait, AResultEndsItWheneverItComes) {
  constexpr auto kLong = 1h;  // the test ends only when nothing waits for it
  for (int i = 0; i < 200; ++i) {
    std::thread other;
    const auto from_another_thread = [&](Done done) {
      other = std::thread([done = std::move(done), i] { done(i); });
    };
    const Waited waited = wait_on_threads(from_another_thread, kLong);
    other.join();
    ASSERT_TRUE(waited && *waited);
    EXPECT_EQ(**waited, i);
  }
  const Waited at_once = wait_on_threads([](const Done& done) { done(7); }, kLong);
  EXPECT_EQ(**at_once, 7);
}

TEST(Wait, NothingComesOfALateResult) {
  Done late;
  EXPECT_FALSE(wait_on_threads([&](Done done) { late = std::move(done); }, 1ms));
  late(1);
}

TEST(Wait, AnErrorIsAResult) {
  const Waited waited = wait_on_threads(
      [](const Done& done) {
        done(base::Error{base::Code::kInternal, "", "x", ""});
      },
      1h);
  ASSERT_TRUE(waited);
  EXPECT_EQ(waited->error().internal_text, "x");
}

}  // namespace
}  // namespace cramp::app
