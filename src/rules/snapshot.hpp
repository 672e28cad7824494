#pragma once
// All packages of a content directory, loaded and checked as a whole.

#include <filesystem>
#include <functional>
#include <memory>
#include <span>
#include <string_view>
#include <vector>

#include "base/error.hpp"
#include "rules/service.hpp"

namespace cramp::rules {

/// Immutable; any number of threads may use it. Services, programs and value sets point into it, so
/// whoever holds one of them holds the Snapshot.
class Snapshot {
 public:
  ~Snapshot();
  Snapshot(const Snapshot&) = delete;
  Snapshot& operator=(const Snapshot&) = delete;

  /// In the order of package folder and plan file: the same from start to start.
  std::span<const Service> services() const { return services_; }
  /// nullptr when there is none.
  const Service* find(std::string_view id, std::string_view trigger) const;
  const terminology::Terminology& terminology() const { return terminology_; }
  /// What an author should mend, though it keeps nothing from going live.
  const base::Faults& warnings() const { return warnings_; }

 private:
  friend class SnapshotBuilder;
  Snapshot();

  terminology::Terminology terminology_;
  std::vector<std::unique_ptr<const engine::Program>> programs_;
  std::vector<Service> services_;
  base::Faults warnings_;
};

/// A check of a higher layer. Runs on everything that could be loaded, also when there are faults.
using Check = std::function<void(const Snapshot&, base::Faults& faults, base::Faults& warnings)>;

/// Loads `content`/rules/*/ and `content`/profiles/ (docs/content.md). Every fault is reported,
/// with the file, the element and what to do; a Snapshot is returned only when there are none.
/// Traced programs can tell what an evaluation reached (engine/coverage.hpp).
std::shared_ptr<const Snapshot> load(const std::filesystem::path& content, base::Faults& faults,
                                     std::span<const Check> checks = {},
                                     engine::Tracing tracing = engine::Tracing::kOff);

}  // namespace cramp::rules
