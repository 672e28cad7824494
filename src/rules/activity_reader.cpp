#include "rules/activity_reader.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "fhir/model.hpp"
#include "rules/activity_kinds.hpp"

namespace cramp::rules {

namespace {

using std::string_view;

class Reader {
 public:
  Reader(const ContentFile& file, const ActivityKind& kind, base::Faults& faults)
      : file_(file), root_(file.root()), kind_(kind), faults_(faults) {}

  json::Value resource() {
    json::Value out = json::Value::object();
    out.set("resourceType", kind_.name);
    if (const string_view profile = root_.string("profile"); !profile.empty()) {
      out.set("meta", json::Value().set("profile", json::Value().push(profile)));
    }
    canonical(out);
    out.set("status", "draft");
    if (kind_.has_intent) {
      const string_view intent = root_.string("intent");
      out.set("intent", intent.empty() ? string_view("order") : intent);
    }
    if (const string_view priority = root_.string("priority"); !priority.empty()) {
      out.set("priority", priority);
    }
    do_not_perform(out);
    contents(out);
    return out;
  }

  void check_required(const Activity& activity) {
    if (kind_.required.empty()) return;
    const auto is_it = [&](string_view name) { return name.starts_with(kind_.required); };
    const json::Value::Object& members = *activity.resource.members();
    const bool is_fixed = std::any_of(members.begin(), members.end(),
                                      [&](const auto& member) { return is_it(member.first); });
    const bool is_dynamic = std::any_of(
        activity.values.begin(), activity.values.end(),
        [&](const DynamicValue& value) { return is_it(value.path.steps.front().name); });
    if (is_fixed || is_dynamic) return;
    fault("kind", fmt::format("a {} needs {}[x]; give it as product or as a dynamicValue",
                              kind_.name, kind_.required));
  }

 private:
  void fault(string_view element, std::string text) {
    faults_.push_back(content_fault(file_.at(element), std::move(text)));
  }

  void canonical(json::Value& out) {
    const string_view url = root_.string("url");
    if (kind_.canonical == ActivityKind::Canonical::kNone || url.empty()) return;
    if (kind_.canonical == ActivityKind::Canonical::kOne) {
      out.set("instantiatesCanonical", url);
    } else {
      out.set("instantiatesCanonical", json::Value().push(url));
    }
  }

  void do_not_perform(json::Value& out) {
    if (!root_.find("doNotPerform").boolean()) return;
    if (kind_.has_do_not_perform) {
      out.set("doNotPerform", true);
    } else {
      fault("doNotPerform", fmt::format("a {} cannot say so", kind_.name));
    }
  }

  void contents(json::Value& out) {
    for (const string_view name : activity_content_elements()) {
      const json::View element = root_.find(name);
      if (!element) continue;
      const auto mapping =
          std::find_if(kind_.elements.begin(), kind_.elements.end(),
                       [&](const ElementMapping& candidate) { return candidate.from == name; });
      if (mapping == kind_.elements.end()) {
        fault(name, fmt::format("has no place in a {}; use a dynamicValue", kind_.name));
      } else {
        out.set_unless_empty(mapping->to, json::Value(element));
      }
    }
  }

  const ContentFile& file_;
  json::View root_;
  const ActivityKind& kind_;
  base::Faults& faults_;
};

}  // namespace

std::vector<DynamicValue> read_dynamic_values(json::View element, string_view kind,
                                              std::span<const string_view> skipped,
                                              const std::string& prefix, Expressions& expressions,
                                              base::Faults& faults) {
  std::vector<DynamicValue> values;
  const json::View items = element.find("dynamicValue");
  for (std::size_t i = 0; i < items.size(); ++i) {
    const std::string place = fmt::format("{}dynamicValue[{}]", prefix, i);
    const string_view text = items.at(i).string("path");
    if (std::find(skipped.begin(), skipped.end(), text) != skipped.end()) continue;
    auto path = compile_path(text, fhir::find_type(kind));
    if (!path) faults.push_back(content_fault(place + ".path", path.error().internal_text));
    auto expression = expressions.read(items.at(i).find("expression"), place + ".expression");
    if (!path || !expression) continue;
    values.push_back({std::move(path).value(), std::string(text), std::move(*expression)});
  }
  return values;
}

std::shared_ptr<const Activity> read_activity(const ContentFile& file, Expressions& expressions,
                                              base::Faults& faults) {
  const json::View root = file.root();
  const ActivityKind* kind = find_activity_kind(root.string("kind"));
  if (kind == nullptr) {
    faults.push_back(
        content_fault(file.at("kind"), fmt::format("\"{}\" cannot be drafted; there are {}",
                                                   root.string("kind"), activity_kind_names())));
    return nullptr;
  }
  auto activity = std::make_shared<Activity>();
  activity->url = std::string(root.string("url"));
  activity->title = std::string(root.string("title"));
  activity->kind = std::string(kind->name);
  check_extensions(root, {}, file.path + ":", faults);
  Reader reader(file, *kind, faults);
  activity->resource = reader.resource();
  activity->values =
      read_dynamic_values(root, kind->name, {}, file.path + ":", expressions, faults);
  reader.check_required(*activity);
  return activity;
}

}  // namespace cramp::rules
