#pragma once
// The files of the pages, as they are embedded. Which ones there are says the generated table
// (cmake/Web.cmake): the bundle of web/, or one page that tells how to build it.

#include <span>
#include <string_view>

namespace cramp::site {

struct Asset {
  std::string_view path;          ///< "/", "/rules", "/assets/workbench-1A2B3C4D.js"
  std::string_view content_type;  ///< "text/html; charset=utf-8"
  std::string_view etag;          ///< in quotes; of the text, whatever its compression
  std::string_view text;
  std::string_view gzip;   ///< empty: not worth it
  bool immutable = false;  ///< its name has the hash of its text
};

/// Sorted by path.
std::span<const Asset> assets();

}  // namespace cramp::site
