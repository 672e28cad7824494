#include "cdshooks/context_data.hpp"

#include "cdshooks/context.hpp"

namespace cramp::cdshooks {

namespace {

using std::string_view;

bool holds_resources(FieldKind kind) {
  return kind == FieldKind::kBundle || kind == FieldKind::kResource ||
         kind == FieldKind::kResources;
}

/// The field's value, under its own name or the one of an earlier version.
json::View value_of(const ContextField& field, json::View context) {
  const json::View value = context.find(field.name);
  if (value && !value.is_null()) return value;
  return field.older_name.empty() ? json::View() : context.find(field.older_name);
}

class Collector {
 public:
  Collector(Request& request, fhir::PatientData& data) : request_(request), data_(data) {}

  void field(const ContextField& field) {
    const json::View value = value_of(field, request_.context);
    const std::string where = "context." + std::string(field.name);
    if (value.is_array()) {
      for (const json::View item : value.items()) add(item, where);
    } else if (value) {
      add(value, where);
    }
  }

  ContextData take() { return std::move(found_); }

 private:
  /// A resource, or a Bundle of them; with or without its `type`.
  void add(json::View value, const std::string& where) {
    data_.add(value);
    if (value.string("resourceType") != "Bundle") return name(unwrap(value), where);
    for (const json::View entry : value.find("entry").items()) {
      const json::View resource = unwrap(entry.find("resource"));
      if (resource.node() != entry.find("resource").node()) data_.add(resource);
      name(resource, where);
    }
  }

  void name(json::View resource, const std::string& where) {
    const string_view id = resource.string("id");
    if (id.empty()) {
      request_.warnings.push_back({where, "holds a resource without an id; no advice names it"});
    } else {
      found_.resources.push_back(std::string(resource.string("resourceType")) + "/" +
                                 std::string(id));
    }
  }

  Request& request_;
  fhir::PatientData& data_;
  ContextData found_;
};

}  // namespace

ContextData collect_context(const Hook& hook, Request& request, fhir::PatientData& data) {
  Collector collector(request, data);
  for (const ContextField& field : hook.fields) {
    if (holds_resources(field.kind)) collector.field(field);
  }
  ContextData found = collector.take();
  for (const json::View selection : request.context.find("selections").items()) {
    const string_view text =
        selection.is_string() ? selection.text() : selection.string("reference");
    if (!text.empty()) found.selections.push_back(text);
  }
  return found;
}

}  // namespace cramp::cdshooks
