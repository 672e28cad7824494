#pragma once
// The library that `eval` is asked for, with all that it includes.

#include <filesystem>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "elm/library.hpp"
#include "elm/source_text.hpp"
#include "terminology/terminology.hpp"

namespace cramp::cli {

/// Libraries as they were found, with the CQL beside them: "X.cql" in the folder of the ELM or in a
/// folder cql next to it, else what the annotations of the ELM hold.
class LibraryFinder {
 public:
  explicit LibraryFinder(std::vector<std::string> library_paths)
      : folders_(std::move(library_paths)) {}

  /// `file` and what it includes, looked for by identifier as X.json or X-ELM.json in the library
  /// paths and beside the file. The first one is that of the file. What is missing is left to
  /// Program::link, which names where it is included.
  std::vector<elm::Library> find(const std::filesystem::path& file, base::Faults& faults);

  /// Of the library of that name, or nullptr.
  const elm::SourceText* source(std::string_view library) const;
  /// "Library:12:3" as people look for it: "rules/x/cql/Library.cql:12:3", where that file is
  /// there.
  std::string shown(std::string_view library, const elm::Locator& place) const;

 private:
  struct Source {
    std::string file;  ///< of the CQL, or empty
    elm::SourceText text;
  };

  void add(const std::filesystem::path& file, std::vector<elm::Library>& found,
           base::Faults& faults);
  void add_included(std::string_view name, std::vector<elm::Library>& found, base::Faults& faults);

  std::vector<std::string> folders_;
  std::map<std::string, Source, std::less<>> sources_;
};

/// All ValueSets of these folders; a folder that is not there is a fault.
terminology::Terminology load_value_sets(const std::vector<std::string>& folders,
                                         base::Faults& faults);

/// "file:line:column: text" and the line of the CQL below it.
std::string describe_at(const LibraryFinder& libraries, std::string_view library,
                        const elm::Locator& place, std::string_view text);
/// The same for a fault whose `where` is "Library:line"; others as base::describe.
std::string describe_fault(const LibraryFinder& libraries, const base::Error& fault);

}  // namespace cramp::cli
