#pragma once
// What an access token was granted (SMART App Launch 1.0 and 2.x, "Scopes and Launch Context").

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace cramp::app {

class Scopes {
 public:
  /// Of "patient/Observation.read launch ..."; what grants no reading of resources is passed over.
  explicit Scopes(std::string_view text);

  /// Whether a query "Type/id" or "Type?parameters", with its values percent-encoded, may be asked
  /// and would be answered in full (CH-084): a scope that is narrowed by search parameters grants a
  /// query that is narrowed by the same.
  bool grant(std::string_view query) const;

 private:
  struct Grant {
    std::string type;  ///< or "*"
    bool read = false, search = false;
    std::vector<std::pair<std::string, std::string>> narrowed_by;
  };

  void add(std::string_view scope);

  std::vector<Grant> grants_;
};

}  // namespace cramp::app
