#pragma once
// The patients that `eval` is given: one after the other, so that their number does not matter.

#include <filesystem>
#include <memory>
#include <string>

namespace cramp::cli {

struct Chart {
  std::string name;     ///< of the file, or the number of the line
  std::string where;    ///< "FILE" or "FILE:LINE", for messages
  std::string text;     ///< JSON
  std::string problem;  ///< not empty: it could not be read
};

/// One thread.
class Charts {
 public:
  virtual ~Charts() = default;
  /// False when there are no more.
  virtual bool next(Chart& chart) = 0;
  /// True: one patient, whose values are printed alone.
  virtual bool is_single() const { return false; }
  /// How far the reading is, 0 to 1; negative when that is not known.
  virtual double progress() const { return -1; }
};

/// `data` is
/// - a folder: its *.json files in the order of their names;
/// - a file *.ndjson or *.jsonl: a Bundle in each line that is not empty;
/// - another file, or "-" for standard input: one Bundle, or several when the first line alone is
///   JSON and more lines follow.
/// nullptr, with `problem` set, when there is nothing of that name.
std::unique_ptr<Charts> open_charts(const std::filesystem::path& data, std::string& problem);

}  // namespace cramp::cli
