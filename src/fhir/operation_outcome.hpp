#pragma once
// OperationOutcome: the FHIR form of an error, to write and to recognise.

#include "base/error.hpp"
#include "json/document.hpp"
#include "json/value.hpp"

namespace cramp::fhir {

/// One issue of severity error (CH-095): its code from the error's code, its diagnostics the public
/// text alone (CH-096), with the byte offset for text that is not JSON; its expression is `where`
/// when that is the path of an element.
json::Value operation_outcome(const base::Error& error);

/// True for an OperationOutcome, and for a Bundle that has one among its entries (CH-074).
bool has_operation_outcome(json::View resource_or_bundle);

}  // namespace cramp::fhir
