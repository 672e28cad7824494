#pragma once
// The published hooks (CDS Hooks library) as data: what their contexts hold.

#include <cstdint>
#include <span>
#include <string_view>

namespace cramp::cdshooks {

/// The shapes that context fields have.
enum class FieldKind : std::uint8_t {
  kUser,        ///< "Type/id" of one of `types`
  kId,          ///< bare id of a resource of `types[0]`; "Type/id" is read leniently (CH-065)
  kReference,   ///< "Type/id" of one of `types`, or a FHIR Reference to it
  kReferences,  ///< array of "Type/id"; not empty
  kSelections,  ///< array of "Type/id"
  kBundle,      ///< Bundle whose entries are resources of `types` (any, when empty)
  kResource,    ///< one resource of `types`
  kResources,   ///< array of resources of `types`
};

struct ContextField {
  std::string_view name;
  FieldKind kind = FieldKind::kId;
  bool required = false;
  bool token = false;  ///< may stand in a 2.0 prefetch template
  std::span<const std::string_view> types = {};
  /// Names under which earlier versions of the hook or its published examples send the field.
  std::string_view older_name = {};
  FieldKind older_kind = FieldKind::kId;
};

struct Hook {
  std::string_view name;
  std::string_view version;  ///< of the hook definition, as its metadata table says
  std::span<const ContextField> fields;
  std::string_view successor = {};  ///< of a deprecated hook
};

/// Conformance checklist, section K (CH-181 to CH-221).
std::span<const Hook> hooks();
/// nullptr for a hook that is not published: a private one, or a misspelt one.
const Hook* find_hook(std::string_view name);
const ContextField* find_field(const Hook& hook, std::string_view name);

/// Private hooks have reverse-domain names (CH-220).
bool is_private_hook(std::string_view name);

/// The context of a hook that the table does not know: patientId is required, userId and
/// encounterId have their usual meaning.
const Hook& private_hook();

}  // namespace cramp::cdshooks
