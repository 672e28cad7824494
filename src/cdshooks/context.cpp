#include "cdshooks/context.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <unordered_set>

#include "fhir/model.hpp"

namespace cramp::cdshooks {

namespace {

using base::Ok;
using base::Status;
using std::string_view;

std::string join(std::span<const string_view> types) {
  std::string text;
  for (const string_view type : types) text += (text.empty() ? "" : ", ") + std::string(type);
  return text;
}

bool allows(std::span<const string_view> types, string_view type) {
  return types.empty() || std::find(types.begin(), types.end(), type) != types.end();
}

bool is_resource_type(string_view type) {
  const fhir::TypeId id = fhir::find_type(type);
  return id != fhir::kUnknownType && fhir::is_subtype(id, fhir::find_type("Resource"));
}

/// Shapes that only FHIR STU3 has, in resources whose type R4 has too (CH-012).
struct OldShape {
  string_view type, element, member;
};
constexpr std::array kOldShapes{OldShape{"MedicationRequest", "context", "reference"},
                                OldShape{"MedicationRequest", "requester", "agent"},
                                OldShape{"AllergyIntolerance", "assertedDate", ""}};

bool has_old_shape(json::View resource) {
  return std::any_of(kOldShapes.begin(), kOldShapes.end(), [&](const OldShape& shape) {
    if (resource.string("resourceType") != shape.type) return false;
    const json::View element = resource.find(shape.element);
    return shape.member.empty()
               ? element.is_string()
               : element.find(shape.member).is_string() || element.find(shape.member).is_object();
  });
}

struct Checker {
  const Hook& hook;
  const RequestRules& rules;
  Request& request;

  Status user(const ContextField& field, const std::string& where, json::View value) {
    const Reference user = split_reference(value.is_string() ? value.text() : string_view());
    if (user.id.empty() || !allows(field.types, user.type)) {
      return unprocessable(where, "must be \"Type/id\" with one of " + join(field.types));
    }
    request.user = value.text();
    return Ok{};
  }

  Status id(const ContextField& field, const std::string& where, json::View value) {
    const string_view text = value.is_string() ? value.text() : string_view();
    const string_view id = bare_id(text, field.types.front());
    if (!is_fhir_id(id))
      return unprocessable(where, "must be the id of a resource, without its type");
    if (id.size() != text.size()) request.warnings.push_back({where, "holds a type beside the id"});
    if (field.name == "patientId") request.patient_id = base::Phi<string_view>(id);
    if (field.name == "encounterId") request.encounter_id = base::Phi<string_view>(id);
    return Ok{};
  }

  Status reference(const ContextField& field, const std::string& where, json::View value) {
    const string_view text = value.is_string() ? value.text() : value.string("reference");
    const Reference reference = split_reference(text);
    if (reference.id.empty() || !allows(field.types, reference.type)) {
      return unprocessable(where, "must be a reference \"Type/id\"");
    }
    return Ok{};
  }

  Status references(const ContextField& field, const std::string& where, json::View value) {
    if (!value.is_array() || (field.kind == FieldKind::kReferences && value.size() == 0)) {
      return unprocessable(where, "must be an array of \"Type/id\"");
    }
    for (const json::View item : value.items()) {
      if (Status status = reference(field, where, item); !status) return status;
    }
    return Ok{};
  }

  Status resource(const ContextField& field, const std::string& where, json::View value) {
    const json::View resource = unwrap(value);
    if (resource.node() != value.node()) {
      request.warnings.push_back({where, "is wrapped in {\"resource\": ...}"});
    }
    const string_view type = resource.string("resourceType");
    if (type.empty()) return unprocessable(where, "must be a FHIR resource with a resourceType");
    if (!is_resource_type(type) || has_old_shape(resource)) {
      return unprocessable(where, "is not a FHIR R4 resource");
    }
    if (!allows(field.types, type)) return unprocessable(where, "must be " + join(field.types));
    return Ok{};
  }

  Status resources(const ContextField& field, const std::string& where, json::View value) {
    if (!value.is_array()) return unprocessable(where, "must be an array of resources");
    for (const json::View item : value.items()) {
      if (Status status = resource(field, where, item); !status) return status;
    }
    return Ok{};
  }

  /// `Bundle.type` is not looked at: published examples lack it (CH-207). Nor is the status of the
  /// entries: an order may be signed again (CH-198).
  Status bundle(const ContextField& field, const std::string& where, json::View value) {
    const json::View entries = value.find("entry");
    if (value.string("resourceType") != "Bundle" || (entries && !entries.is_array())) {
      return unprocessable(where, "must be a Bundle");
    }
    for (std::size_t i = 0; i < entries.size(); ++i) {
      const std::string place = where + ".entry[" + std::to_string(i) + "].resource";
      if (Status status = resource(field, place, entries.at(i).find("resource")); !status) {
        return status;
      }
    }
    return Ok{};
  }

  Status value(FieldKind kind, const ContextField& field, const std::string& where,
               json::View value) {
    switch (kind) {
      case FieldKind::kUser:
        return user(field, where, value);
      case FieldKind::kId:
        return id(field, where, value);
      case FieldKind::kReference:
        return reference(field, where, value);
      case FieldKind::kReferences:
      case FieldKind::kSelections:
        return references(field, where, value);
      case FieldKind::kBundle:
        return bundle(field, where, value);
      case FieldKind::kResource:
        return resource(field, where, value);
      case FieldKind::kResources:
        return resources(field, where, value);
    }
    return Ok{};
  }

  Status field(const ContextField& field) {
    const auto is_absent = [](json::View value) {
      return value.is_null() || (value.is_string() && value.text().empty());
    };
    FieldKind kind = field.kind;
    string_view name = field.name;
    json::View found = request.context.find(name);
    if (is_absent(found) && !field.older_name.empty()) {
      if (const json::View older = request.context.find(field.older_name); !is_absent(older)) {
        found = older;
        kind = field.older_kind;
        name = field.older_name;
      }
    }
    const std::string where = "context." + std::string(name);
    if (!is_absent(found)) return value(kind, field, where, found);
    if (!field.required) return Ok{};
    return unprocessable(where, "is required for this hook");
  }

  std::unordered_set<std::string> drafted() const {
    std::unordered_set<std::string> references;
    for (const json::View entry : request.context.find("draftOrders").find("entry").items()) {
      const json::View order = unwrap(entry.find("resource"));
      references.insert(std::string(order.string("resourceType")) + "/" +
                        std::string(order.string("id")));
    }
    return references;
  }

  Status selections() {
    if (find_field(hook, "selections") == nullptr) return Ok{};
    const auto orders = drafted();
    for (const json::View selection : request.context.find("selections").items()) {
      if (orders.contains(std::string(selection.text()))) continue;
      constexpr string_view kText = "each must be an entry of draftOrders";
      if (rules.strict_selections) return unprocessable("context.selections", kText);
      request.warnings.push_back({"context.selections", std::string(kText)});
      break;
    }
    return Ok{};
  }
};

}  // namespace

bool is_fhir_id(string_view text) {
  if (text.empty() || text.size() > 64) return false;
  return std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
           c == '.';
  });
}

Reference split_reference(string_view text) {
  const std::size_t slash = text.find('/');
  if (slash == string_view::npos || !is_fhir_id(text.substr(slash + 1))) return {};
  const string_view type = text.substr(0, slash);
  const bool letters = !type.empty() && std::all_of(type.begin(), type.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  });
  return letters ? Reference{type, text.substr(slash + 1)} : Reference{};
}

string_view bare_id(string_view text, string_view type) {
  const Reference reference = split_reference(text);
  return !type.empty() && reference.type == type ? reference.id : text;
}

base::Error unprocessable(string_view where, string_view text) {
  const std::string place(where);
  return {base::Code::kUnprocessable,
          place.empty() ? std::string(text) : place + " " + std::string(text), "", place};
}

json::View unwrap(json::View value) {
  const json::View inner = value.find("resource");
  return inner.is_object() && !value.find("resourceType") ? inner : value;
}

Status check_context(const Hook& hook, const RequestRules& rules, Request& request) {
  Checker checker{hook, rules, request};
  for (const ContextField& field : hook.fields) {
    if (Status status = checker.field(field); !status) return status;
  }
  return checker.selections();
}

}  // namespace cramp::cdshooks
