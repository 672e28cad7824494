#include "app/trust.hpp"

namespace cramp::app {

namespace {

base::Error stranger(std::string reason) {
  return {base::Code::kUnauthorized, "The caller is not recognised.", std::move(reason), {}};
}

}  // namespace

base::Result<Caller> identify(const State& state, const net::Request& request) {
  if (state.dev) return Caller{};
  const std::string& certificate = request.peer->certificate_sha256;
  if (certificate.empty()) return stranger("no client certificate");
  const auto found = state.by_certificate.find(certificate);
  if (found == state.by_certificate.end()) return stranger("certificate of no client");
  const ClientConfig& client = *found->second;
  if (client.authentication != Authentication::kCertificate) {
    return stranger("client " + client.id + " must send a token");
  }
  return Caller{&client, {}};
}

}  // namespace cramp::app
