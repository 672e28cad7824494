#pragma once
// Rows for spreadsheets and for programs.

#include <ostream>
#include <string>

#include "json/value.hpp"

namespace cramp::cli {

enum class TableFormat { kCsv, kNdjson };

/// Every row is an object with the same members. CSV (RFC 4180): their names in the first line;
/// lists and objects become "a;b" and "a:1;b:2", and a cell that a spreadsheet would take for a
/// formula begins with an apostrophe.
class TablePrinter {
 public:
  TablePrinter(std::ostream& out, TableFormat format) : out_(out), format_(format) {}
  void print(const json::Value& row);

 private:
  void print_line(const json::Value::Object& row, bool names);

  std::ostream& out_;
  TableFormat format_;
  bool begun_ = false;
};

/// One cell of CSV, quoted where it must be.
std::string csv_cell(const json::Value& value);

}  // namespace cramp::cli
