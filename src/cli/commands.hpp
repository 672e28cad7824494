#pragma once
// The commands of cramp-cds. Each returns the exit status: 0 done, 1 done and something was found
// (a fault, a failed case, an error answer), 2 could not be done.

#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace cramp::cli {

/// What is not given is what the configuration says.
struct ServeOptions {
  std::string config;  ///< TOML file; empty: the defaults
  std::string listen, admin_listen, content;
  std::optional<unsigned> threads;
  bool dev = false;
};
int serve(const ServeOptions& options);

struct InvokeOptions {
  std::string service;
  std::string request;  ///< file, or "-"
  std::string content;
  std::string now;
  std::string history;  ///< file with earlier outcomes, or empty
  bool explain = false;
};
int invoke(const InvokeOptions& options);

struct EvalOptions {
  std::string library;
  std::vector<std::string> library_paths;
  std::string data;
  std::vector<std::string> value_sets;
  std::vector<std::string> expressions;
  std::vector<std::string> parameters;  ///< NAME=JSON
  std::string now;
  bool explain = false;
  unsigned threads = 0;  ///< 0: one for each core
};
int eval(const EvalOptions& options);

struct CheckOptions {
  std::string content;
  std::string config;  ///< TOML file to check instead of the content
  bool dev = false;    ///< as `serve --dev` would read it
  bool print_defaults = false, print_reference = false, print_prefetch = false;
};
int check(const CheckOptions& options);

struct TestOptions {
  std::string content;
  std::vector<std::string> cases;  ///< ids; empty: all
  std::string filter;              ///< only cases about this: part of an id, title, service or rule
  bool verbose = false;            ///< also says which cases passed
  bool coverage = false;           ///< also says which CQL no case reached
  std::string responses;           ///< file that gets every response, one a line; or empty
};
int test(const TestOptions& options);

struct FeedbackOptions {
  std::string config;            ///< TOML file; empty: the defaults
  std::string from, to, before;  ///< days in UTC, [from, to); empty: all that is kept
  std::string format = "csv";    ///< or "ndjson"
  bool monthly = false, weekly = false;
};
int feedback_export(const FeedbackOptions& options);
int feedback_purge(const FeedbackOptions& options);

}  // namespace cramp::cli
