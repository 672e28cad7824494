#pragma once
// Everything the CDS Hooks server offers from one load of its content.
//
// A call goes through the parts in this order:
//   json::parse                                   the body
//   catalog.knows(id)                             404
//   read_hook, catalog.find(id, hook)             which service (CH-026)
//   read_request                                  cdshooks/request.hpp
//   read_prefetch ... check_required, collect     cdshooks/prefetch.hpp
//   rules::apply                                  rules/apply.hpp
//   write_response                                cdshooks/cards.hpp

#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.hpp"
#include "cdshooks/cards.hpp"
#include "cdshooks/hook.hpp"
#include "rules/snapshot.hpp"

namespace cramp::cdshooks {

/// A service and what is made of it once.
struct Offer {
  const rules::Service* service = nullptr;
  const Hook* hook = nullptr;                                 ///< private_hook() for private ones
  std::vector<std::pair<std::string, std::string>> prefetch;  ///< key and template, in order
  std::vector<CardText> cards;                                ///< one for each action
};

/// Immutable; any thread. Holds its Snapshot.
class Catalog {
 public:
  explicit Catalog(std::shared_ptr<const rules::Snapshot> snapshot);

  const rules::Snapshot& snapshot() const { return *snapshot_; }
  const std::vector<Offer>& offers() const { return offers_; }
  /// The body of GET /cds-services; the same bytes for the same content (CH-047).
  std::string_view discovery() const { return discovery_; }

  /// True when some service has this id: if not, the answer is 404 (CH-050).
  bool knows(std::string_view id) const;
  /// By id and hook. kNotFound for an unknown id; kUnprocessable naming both hooks for a hook that
  /// the service does not answer (CH-051).
  base::Result<const Offer*> find(std::string_view id, std::string_view hook) const;

 private:
  std::shared_ptr<const rules::Snapshot> snapshot_;
  std::vector<Offer> offers_;
  std::string discovery_;
};

/// What CDS Hooks asks of services beyond what a package must be: known hooks, portable prefetch
/// templates, harmless texts. For rules::load.
void check_services(const rules::Snapshot& snapshot, base::Faults& faults, base::Faults& warnings);

/// rules::load with these checks; nullptr when there are faults.
std::shared_ptr<const Catalog> load(const std::filesystem::path& content, base::Faults& faults,
                                    engine::Tracing tracing = engine::Tracing::kOff);

}  // namespace cramp::cdshooks
