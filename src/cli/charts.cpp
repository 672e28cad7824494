#include "cli/charts.hpp"

#include <algorithm>
#include <fstream>
#include <iostream>
#include <iterator>

#include "base/file.hpp"
#include "cli/input.hpp"
#include "json/document.hpp"

namespace cramp::cli {

namespace {

namespace fs = std::filesystem;

class FolderCharts : public Charts {
 public:
  explicit FolderCharts(const fs::path& folder) : files_(json_files(folder)) {}

  bool next(Chart& chart) override {
    if (at_ == files_.size()) return false;
    const fs::path& file = files_[at_++];
    auto text = base::read_file(file);
    chart = {file.filename().string(), file.string(), {}, {}};
    if (text) {
      chart.text = *std::move(text);
    } else {
      chart.problem = base::describe(text.error());
    }
    return true;
  }
  double progress() const override {
    return static_cast<double>(at_) / static_cast<double>(std::max<std::size_t>(files_.size(), 1));
  }

 private:
  std::vector<fs::path> files_;
  std::size_t at_ = 0;
};

bool is_blank(const std::string& line) {
  return line.find_first_not_of(" \t\r") == std::string::npos;
}

/// Line by line; never more than two lines are held.
class LineCharts : public Charts {
 public:
  LineCharts(std::istream& stream, std::string name, double bytes)
      : stream_(stream), name_(std::move(name)), bytes_(bytes) {
    advance();
  }

  /// Decides whether this is one Bundle over several lines, and then reads it whole.
  void settle() {
    const std::size_t first_number = number_;
    std::string first = std::move(line_);
    const bool is_whole = has_line_ && json::parse(first, {.bytes = kBytes}).ok();
    if (is_whole) {
      advance();
      is_single_ = !has_line_;
    } else if (has_line_) {
      first += '\n';
      first.append(std::istreambuf_iterator<char>(stream_), {});
      is_single_ = true;
      has_line_ = false;
    }
    if (first.empty()) return;
    held_ = {.name = {}, .where = name_, .text = std::move(first), .problem = {}};
    if (!is_single_) put_line(held_, first_number, std::string(held_.text));
    has_held_ = true;
  }

  bool next(Chart& chart) override {
    if (has_held_) {
      chart = std::move(held_);
      has_held_ = false;
      return true;
    }
    if (!has_line_) return false;
    put_line(chart, number_, std::move(line_));
    advance();
    return true;
  }
  bool is_single() const override { return is_single_; }
  double progress() const override { return bytes_ > 0 ? read_ / bytes_ : -1; }

  static constexpr std::size_t kBytes = 1U << 30U;

 private:
  void put_line(Chart& chart, std::size_t number, std::string text) const {
    const std::string shown = std::to_string(number);
    chart = {shown, name_ + ":" + shown, std::move(text), {}};
  }
  /// To the next line that is not blank.
  void advance() {
    line_.clear();
    do {
      has_line_ = static_cast<bool>(std::getline(stream_, line_));
      ++number_;
      read_ += static_cast<double>(line_.size()) + 1;
    } while (has_line_ && is_blank(line_));
  }

  std::istream& stream_;
  std::string name_;
  double bytes_, read_ = 0;
  std::string line_;
  bool has_line_ = false, has_held_ = false, is_single_ = false;
  std::size_t number_ = 0;
  Chart held_;
};

class FileCharts : public Charts {
 public:
  FileCharts(const fs::path& file, double bytes)
      : stream_(file, std::ios::binary), lines_(stream_, file.string(), bytes) {
    const bool by_line = file.extension() == ".ndjson" || file.extension() == ".jsonl";
    if (!by_line) lines_.settle();
  }
  bool next(Chart& chart) override { return lines_.next(chart); }
  bool is_single() const override { return lines_.is_single(); }
  double progress() const override { return lines_.progress(); }

 private:
  std::ifstream stream_;
  LineCharts lines_;
};

}  // namespace

std::unique_ptr<Charts> open_charts(const fs::path& data, std::string& problem) {
  std::error_code error;
  if (data == "-") {
    auto lines = std::make_unique<LineCharts>(std::cin, "standard input", 0);
    lines->settle();
    return lines;
  }
  if (fs::is_directory(data, error)) return std::make_unique<FolderCharts>(data);
  if (!std::ifstream(data).good()) {
    problem = "--data: " + data.string() + " cannot be read";
    return nullptr;
  }
  const auto bytes = fs::file_size(data, error);
  return std::make_unique<FileCharts>(data, error ? 0 : static_cast<double>(bytes));
}

}  // namespace cramp::cli
