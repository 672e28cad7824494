#include "net/message.hpp"

#include "fhir/operation_outcome.hpp"
#include "json/writer.hpp"

namespace cramp::net {

Response error_response(const base::Error& error) {
  Response response;
  response.status = base::info(error.code).http_status;
  response.body = json::write(fhir::operation_outcome(error));
  if (error.code == base::Code::kOverloaded) response.headers.emplace_back("Retry-After", "1");
  if (error.code == base::Code::kUnauthorized)
    response.headers.emplace_back("WWW-Authenticate", "Bearer");
  return response;
}

}  // namespace cramp::net
