#include "rules/snapshot.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "elm/library.hpp"
#include "rules/content_files.hpp"
#include "rules/package.hpp"
#include "rules/plan_reader.hpp"

namespace cramp::rules {

namespace fs = std::filesystem;

Snapshot::Snapshot() = default;
Snapshot::~Snapshot() = default;

const Service* Snapshot::find(std::string_view id, std::string_view trigger) const {
  for (const Service& service : services_) {
    if (service.id == id && service.trigger == trigger) return &service;
  }
  return nullptr;
}

class SnapshotBuilder {
 public:
  SnapshotBuilder(fs::path content, base::Faults& faults, engine::Tracing tracing)
      : content_(std::move(content)),
        faults_(faults),
        tracing_(tracing),
        snapshot_(new Snapshot()) {}

  std::shared_ptr<const Snapshot> build(std::span<const Check> checks) {
    if (!fs::is_directory(content_ / "rules")) {
      faults_.push_back(content_fault(content_.generic_string(),
                                      "has no folder rules/; the content directory is the one that "
                                      "holds rules/ and profiles/"));
      return nullptr;
    }
    profiles();
    for (const std::string& name : subfolders(content_, "rules")) package("rules/" + name);
    services();
    for (const Check& check : checks) check(*snapshot_, faults_, snapshot_->warnings_);
    remove_repeats();
    if (!faults_.empty()) return nullptr;
    return snapshot_;
  }

 private:
  /// Every canonical stands for one resource only, wherever it is.
  void remember_urls(const std::vector<ContentFile>& files) {
    for (const ContentFile& file : files) {
      const std::string url(file.root().string("url"));
      if (url.empty()) {
        faults_.push_back(content_fault(file.at("url"), "is missing"));
        continue;
      }
      const auto [other, is_new] = urls_.emplace(url, file.path);
      if (!is_new) {
        faults_.push_back(content_fault(
            file.at("url"), fmt::format("{} is also the url of {}", url, other->second)));
      }
    }
  }

  std::vector<ContentFile> resources(const fs::path& folder, std::string_view type) {
    auto files = read_folder(content_, folder, type, {}, faults_);
    remember_urls(files);
    return files;
  }

  void profiles() {
    for (const ContentFile& file : resources("profiles/valuesets", "ValueSet")) {
      snapshot_->terminology_.add_value_set(file.root(), faults_);
    }
    snapshot_->terminology_.freeze(faults_);
    resources("profiles/codesystems", "CodeSystem");
    resources("profiles/structures", "StructureDefinition");
    resources("profiles/extensions", "StructureDefinition");
  }

  void package(const std::string& folder) {
    Package package;
    package.folder = folder;
    package.terminology = &snapshot_->terminology_;
    package.libraries = resources(folder + "/libraries", "Library");
    package.plans = resources(folder + "/plans", "PlanDefinition");
    package.activities = resources(folder + "/activities", "ActivityDefinition");
    link(package);
    if (package.plans.empty()) {
      faults_.push_back(content_fault(
          folder + "/plans", "holds no PlanDefinition; a package without one offers nothing"));
    }
    for (const ContentFile& plan : package.plans) {
      snapshot_->services_.push_back(read_plan(plan, package, faults_));
    }
    warn_of_unused(package);
  }

  void link(Package& package) {
    const std::size_t before = faults_.size();
    std::vector<elm::Library> libraries;
    for (ContentFile& file :
         read_folder(content_, package.folder + "/elm", "", elm::json_limits(), faults_)) {
      libraries.push_back(elm::load(std::move(file.document), faults_));
      if (libraries.back().name != file.stem) {
        faults_.push_back(content_fault(
            file.at("library.identifier.id"),
            fmt::format("is \"{}\"; a library has the name of its file", libraries.back().name)));
      }
      package.names.add(libraries.back());
    }
    const bool is_sound = faults_.size() == before;
    for (const elm::Library& library : libraries) check_value_sets(library);
    if (!is_sound) return;
    auto program =
        engine::Program::link(std::move(libraries), snapshot_->terminology_, faults_, tracing_);
    package.program = program.get();
    if (program != nullptr) snapshot_->programs_.push_back(std::move(program));
  }

  /// Also those that nothing refers to: a mistyped URL is better found before it is used.
  void check_value_sets(const elm::Library& library) {
    for (const elm::ValueSetDef& set : library.value_sets) {
      if (snapshot_->terminology_.find(set.id)) continue;
      faults_.push_back(
          content_fault(fmt::format("{}:{}", library.name, set.locator.line),
                        fmt::format("value set \"{}\" is {}, which is not in profiles/valuesets",
                                    set.name, set.id)));
    }
  }

  void warn_of_unused(const Package& package) {
    std::set<std::string> used;
    for (const Service& service : snapshot_->services_) {
      for (const TopAction& action : service.actions) {
        for (const ChildAction& child : action.children) {
          for (const DraftAction& draft : child.drafts) {
            if (draft.activity != nullptr) used.insert(draft.activity->url);
          }
        }
      }
    }
    for (const ContentFile& file : package.activities) {
      if (used.contains(std::string(file.root().string("url")))) continue;
      snapshot_->warnings_.push_back(content_fault(file.path, "no plan names this activity"));
    }
  }

  /// CH-026: one id may stand for several hooks, but then for one plan each.
  void services() {
    std::map<std::pair<std::string, std::string>, std::string> seen;
    for (const Service& service : snapshot_->services_) {
      if (service.title.empty()) {
        snapshot_->warnings_.push_back(
            content_fault(service.file + ":title", "is missing; clients show it to people"));
      }
      const auto [other, is_new] =
          seen.emplace(std::pair(service.id, service.trigger), service.file);
      if (is_new || service.id.empty()) continue;
      faults_.push_back(content_fault(service.file + ":url",
                                      fmt::format("service {} for {} is already offered by {}",
                                                  service.id, service.trigger, other->second)));
    }
  }

  /// Plans that share a Library or an ActivityDefinition find its faults each.
  void remove_repeats() {
    std::set<std::pair<std::string, std::string>> seen;
    std::erase_if(faults_, [&](const base::Error& fault) {
      return !seen.emplace(fault.where, fault.internal_text).second;
    });
  }

  fs::path content_;
  base::Faults& faults_;
  engine::Tracing tracing_;
  std::shared_ptr<Snapshot> snapshot_;
  std::map<std::string, std::string> urls_;
};

std::shared_ptr<const Snapshot> load(const fs::path& content, base::Faults& faults,
                                     std::span<const Check> checks, engine::Tracing tracing) {
  return SnapshotBuilder(content, faults, tracing).build(checks);
}

}  // namespace cramp::rules
