#pragma once
// Structured log: one JSON object a line. Whoever adds a field answers for what is in it: names,
// numbers and checked ids, never text of a request (docs/operations.md lists the fields).

#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>

#include "app/config/config.hpp"

namespace cramp::app {

/// Any thread. Lines are written by a thread of its own, several at once; when the reader is so
/// slow that `queue` lines wait, further ones are dropped and counted, and no call waits.
class Log {
 public:
  Log(int descriptor, unsigned queue);
  ~Log();  ///< writes what waits
  Log(const Log&) = delete;
  Log& operator=(const Log&) = delete;

  void set_level(LogLevel level) { level_ = level; }
  bool wants(LogLevel level) const { return level >= level_; }
  std::uint64_t dropped() const { return dropped_; }

  /// A whole line without its end; LogLine is the usual way.
  void write(std::string line);

 private:
  void run();

  int descriptor_;
  unsigned queue_;
  std::atomic<LogLevel> level_ = LogLevel::kInfo;
  std::atomic<std::uint64_t> dropped_ = 0;
  std::mutex mutex_;
  std::condition_variable waiting_;
  std::string lines_;    // under mutex_
  unsigned count_ = 0;   // under mutex_
  bool ending_ = false;  // under mutex_
  std::thread thread_;
};

/// Puts a line together and writes it when it ends; does nothing below the log's level.
///   LogLine(log, LogLevel::kInfo, "reload").text("result", "ok").number("clients", 3);
class LogLine {
 public:
  LogLine(Log& log, LogLevel level, std::string_view event);
  ~LogLine();
  LogLine(const LogLine&) = delete;
  LogLine& operator=(const LogLine&) = delete;

  /// Nothing for an empty text.
  LogLine& text(std::string_view name, std::string_view value);
  LogLine& number(std::string_view name, std::uint64_t value);
  /// A member that is JSON already.
  LogLine& json(std::string_view name, std::string_view value);

 private:
  void begin_member(std::string_view name);

  Log& log_;
  bool wanted_;
  std::string line_;
};

}  // namespace cramp::app
