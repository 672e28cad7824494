#include "app/log.hpp"

#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <array>
#include <sstream>
#include <vector>

#include "app/call_log.hpp"
#include "json/document.hpp"

namespace cramp::app {
namespace {

/// A pipe whose other end the test reads, or leaves alone.
struct Pipe {
  Pipe() { EXPECT_EQ(pipe2(ends.data(), O_CLOEXEC), 0); }
  ~Pipe() {
    close(ends[0]);
    close_writing();
  }
  void close_writing() {
    if (ends[1] >= 0) close(ends[1]);
    ends[1] = -1;
  }
  std::vector<std::string> lines() {
    close_writing();
    std::string text;
    std::array<char, 4096> block{};
    for (ssize_t n = 0; (n = read(ends[0], block.data(), block.size())) > 0;) {
      text.append(block.data(), static_cast<std::size_t>(n));
    }
    std::vector<std::string> out;
    std::istringstream stream(text);
    for (std::string line; std::getline(stream, line);) out.push_back(line);
    return out;
  }
  std::array<int, 2> ends{};
};

json::Document parsed(const std::string& line) {
  auto document = json::parse(line);
  EXPECT_TRUE(document.ok()) << line;
  return document.ok() ? std::move(*document) : json::Document();
}

TEST(Log, WritesOneJsonObjectALine) {
  Pipe pipe;
  {
    Log log(pipe.ends[1], 100);
    LogLine(log, LogLevel::kInfo, "one")
        .text("name", "a \"b\"\n")
        .number("count", 3)
        .text("no", "");
    LogLine(log, LogLevel::kDebug, "below");
    LogLine(log, LogLevel::kError, "two");
  }
  const auto lines = pipe.lines();
  ASSERT_EQ(lines.size(), 2U);
  const auto first = parsed(lines[0]);
  EXPECT_EQ(first.root().string("event"), "one");
  EXPECT_EQ(first.root().string("level"), "info");
  EXPECT_EQ(first.root().string("name"), "a \"b\"\n");
  EXPECT_EQ(first.root().string("time").size(), 24U);
  EXPECT_EQ(first.root().find("no").text(), "");
  EXPECT_EQ(parsed(lines[1]).root().string("event"), "two");
}

TEST(Log, ASlowReaderCostsLinesAndNotTime) {
  Pipe pipe;
  const int size = fcntl(pipe.ends[1], F_SETPIPE_SZ, 4096);
  Log log(pipe.ends[1], 100);
  const std::string line(static_cast<std::size_t>(size), 'x');
  for (int i = 0; i < 1000; ++i) log.write(line);
  EXPECT_GE(log.dropped(), 800U);  // nobody has read a byte, and all calls came back
  std::thread reader([&] {
    std::array<char, 65536> block{};
    for (std::size_t left = (1000 - log.dropped()) * (line.size() + 1); left > 0;) {
      const ssize_t n = read(pipe.ends[0], block.data(), block.size());
      if (n <= 0) break;
      left -= static_cast<std::size_t>(n);
    }
  });
  reader.join();
}

TEST(CallLog, SaysHowACallWent) {
  Pipe pipe;
  CallRecord call;
  call.service = "leg-cramp-patient-view";
  call.hook = "patient-view";
  call.hook_instance = "d1577c69-dfbe-44ad-ba6d-3e05e953b2ea";
  call.client = "ehr";
  call.status = 200;
  call.cards.resize(2);
  call.trace = trace_from("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");
  call.stages[static_cast<std::size_t>(Stage::kRead)] = std::chrono::microseconds(1234);
  call.failures.push_back({"action[0]", "Library.Definition", "Library:12", "a text"});
  {
    Log log(pipe.ends[1], 100);
    log_call(log, call, true);
    call.failures.clear();
    log_call(log, call, false);  // calls are not wanted
    call.status = 500;
    log_call(log, call, false);  // but failures of the service always
  }
  const auto lines = pipe.lines();
  ASSERT_EQ(lines.size(), 3U);
  EXPECT_EQ(parsed(lines[0]).root().string("definition"), "Library.Definition");
  EXPECT_THAT(lines[0], ::testing::Not(::testing::HasSubstr("a text")));
  const auto line = parsed(lines[1]);
  EXPECT_EQ(line.root().string("event"), "call");
  EXPECT_EQ(line.root().string("hookInstance"), call.hook_instance);
  EXPECT_EQ(line.root().string("parentSpan"), "b7ad6b7169203331");
  EXPECT_EQ(line.root().find("cards").text(), "2");
  EXPECT_EQ(line.root().find("stagesMicroseconds").find("read").text(), "1234");
  EXPECT_EQ(parsed(lines[2]).root().string("level"), "error");
}

}  // namespace
}  // namespace cramp::app
