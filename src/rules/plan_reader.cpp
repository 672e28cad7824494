#include "rules/plan_reader.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "rules/action_reader.hpp"
#include "rules/coverage.hpp"
#include "rules/requirement_reader.hpp"

namespace cramp::rules {

namespace {

using std::string_view;

class Reader {
 public:
  Reader(const ContentFile& plan, const Package& package, base::Faults& faults)
      : plan_(plan), root_(plan.root()), package_(package), faults_(faults) {}

  Service read() {
    service_.file = plan_.path;
    service_.program = package_.program;
    service_.title = std::string(root_.string("title"));
    service_.description = std::string(root_.string("description"));
    service_.usage = std::string(root_.string("usage"));
    service_.version = std::string(root_.string("version"));
    if (service_.description.empty()) {
      fault("description", "is missing; it tells an integrator what the service does");
    }
    check_extensions(root_, {}, plan_.at(""), faults_);
    id();
    trigger();
    if (const ContentFile* library = main_library()) logic(*library);
    return std::move(service_);
  }

 private:
  void fault(const std::string& where, std::string text) {
    faults_.push_back(content_fault(plan_.at(where), std::move(text)));
  }

  void id() {
    service_.url = std::string(root_.string("url"));
    const std::size_t slash = service_.url.rfind('/');
    service_.id = slash == std::string::npos ? service_.url : service_.url.substr(slash + 1);
    const bool is_plain = std::all_of(service_.id.begin(), service_.id.end(), [](char c) {
      return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
             c == '-' || c == '.';
    });
    const bool is_dots = service_.id.find_first_not_of('.') == std::string::npos;
    if (service_.id.empty() || !is_plain || is_dots) {
      fault("url", fmt::format("ends in \"{}\"; its last segment is the service id and may hold "
                               "letters, digits, '-' and '.'",
                               service_.id));
    }
  }

  void trigger() {
    const json::View actions = root_.find("action");
    if (actions.size() == 0) fault("action", "is missing; each one is a card");
    for (std::size_t i = 0; i < actions.size(); ++i) {
      string_view name;
      for (const json::View trigger : actions.at(i).find("trigger").items()) {
        if (trigger.string("type") == "named-event") name = trigger.string("name");
      }
      const std::string where = fmt::format("action[{}].trigger", i);
      if (name.empty()) {
        fault(where, "is missing; type named-event with the name of the hook");
      } else if (service_.trigger.empty()) {
        service_.trigger = std::string(name);
      } else if (service_.trigger != name) {
        fault(where, fmt::format("is {}, but other actions have {}; one plan answers one hook",
                                 name, service_.trigger));
      }
    }
  }

  const ContentFile* main_library() {
    const json::View canonical = root_.find("library").at(0);
    if (!canonical.is_string()) {
      fault("library", "is missing; it names the Library resource of the main CQL library");
      return nullptr;
    }
    const ContentFile* library = find_canonical(package_.libraries, canonical.text());
    if (library == nullptr) {
      fault("library[0]",
            fmt::format("no Library {} is in {}/libraries", canonical.text(), package_.folder));
      return nullptr;
    }
    const string_view name = library->root().string("name");
    if (package_.names.has_library(name)) return library;
    faults_.push_back(content_fault(
        library->at("name"), fmt::format("no CQL library {} is in {}/elm", name, package_.folder)));
    return nullptr;
  }

  void logic(const ContentFile& library) {
    service_.requirements = read_requirements(library, *package_.terminology, faults_);
    const std::size_t before = faults_.size();
    Expressions expressions(package_, std::string(library.root().string("name")), faults_);
    ActionReader actions(plan_, package_, expressions, faults_);
    const json::View items = root_.find("action");
    for (std::size_t i = 0; i < items.size(); ++i) {
      service_.actions.push_back(actions.top(items.at(i), fmt::format("action[{}]", i)));
    }
    const bool is_all_known = faults_.size() == before && package_.program != nullptr;
    const auto retrieves = package_.names.retrieves(expressions.used());
    check_coverage(service_, retrieves, *package_.terminology, library.at("dataRequirement"),
                   faults_);
    if (is_all_known) check_needed(service_, retrieves, faults_);
    // What has no key of its own comes along with the answers of others; nothing asks for it.
    std::erase_if(service_.requirements,
                  [](const DataRequirement& one) { return one.key.empty(); });
  }

  const ContentFile& plan_;
  json::View root_;
  const Package& package_;
  base::Faults& faults_;
  Service service_;
};

}  // namespace

Service read_plan(const ContentFile& plan, const Package& package, base::Faults& faults) {
  return Reader(plan, package, faults).read();
}

}  // namespace cramp::rules
