#include "app/routes.hpp"

#include <algorithm>
#include <array>
#include <cctype>

namespace cramp::app {

namespace {

constexpr std::string_view kDiscovery = "/cds-services";

net::Response refuse(base::Code code, std::string text) {
  return net::error_response({code, std::move(text), {}, {}});
}

/// "application/json", "application/json; charset=utf-8", "application/fhir+json": RFC 6839.
bool is_json(std::string_view content_type) {
  std::string type(content_type.substr(0, content_type.find(';')));
  while (!type.empty() && type.back() == ' ') type.pop_back();
  std::transform(type.begin(), type.end(), type.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return type == "application/json" || type.ends_with("+json");
}

bool is_loopback_origin(std::string_view origin) {
  for (const std::string_view scheme : {"http://", "https://"}) {
    if (!origin.starts_with(scheme)) continue;
    const std::string_view host = origin.substr(scheme.size());
    for (const std::string_view name : {"localhost", "127.0.0.1", "[::1]"}) {
      if (host.starts_with(name) && (host.size() == name.size() || host[name.size()] == ':'))
        return true;
    }
  }
  return false;
}

net::Response not_allowed(const std::string& allow) {
  net::Response response =
      refuse(base::Code::kMethodNotAllowed, "This path answers " + allow + ".");
  response.headers.emplace_back("Allow", allow);
  return response;
}

}  // namespace

Routes::Routes(std::shared_ptr<const cdshooks::Catalog> catalog, const base::Clock& clock, bool dev,
               Recorder recorder)
    : pipeline_{std::move(catalog), {.allow_plain_http = dev}},
      clock_(clock),
      dev_(dev),
      recorder_(std::move(recorder)) {}

net::Response Routes::respond(net::Request request) const {
  net::Response response = route(request);
  if (dev_) response.headers.emplace_back("Vary", "Origin");
  if (allows_origin(request.origin)) {
    response.headers.emplace_back("Access-Control-Allow-Origin", std::move(request.origin));
  }
  return response;
}

net::Response Routes::route(net::Request& request) const {
  const std::string_view path = request.path;
  if (path == kDiscovery) return discovery(request);
  if (path.starts_with(kDiscovery) && path[kDiscovery.size()] == '/') {
    const std::string_view id = path.substr(kDiscovery.size() + 1);
    if (pipeline_.catalog->knows(id)) return call(request, id);
  }
  return refuse(base::Code::kNotFound,
                "There is no such service; GET /cds-services lists those that there are.");
}

net::Response Routes::discovery(const net::Request& request) const {
  const std::string allow = "GET, HEAD, OPTIONS";
  if (request.method == "OPTIONS") return preflight(allow);
  if (request.method != "GET" && request.method != "HEAD") return not_allowed(allow);
  net::Response response;
  response.body = pipeline_.catalog->discovery();
  return response;
}

net::Response Routes::call(net::Request& request, std::string_view service_id) const {
  const std::string allow = "POST, OPTIONS";
  if (request.method == "OPTIONS") return preflight(allow);
  if (request.method != "POST") return not_allowed(allow);
  if (!is_json(request.content_type)) {
    return refuse(base::Code::kUnsupportedMedia, "The body must be application/json.");
  }
  CallRecord record;
  auto body = answer(pipeline_, service_id, std::move(request.body), local_now(clock_), record);
  if (recorder_) recorder_(record);
  if (!body) return net::error_response(body.error());
  net::Response response;
  response.body = std::move(*body);
  return response;
}

bool Routes::allows_origin(std::string_view origin) const {
  return dev_ && is_loopback_origin(origin);
}

net::Response Routes::preflight(std::string allow) const {
  net::Response response;
  response.status = 204;
  if (dev_) {
    response.headers.emplace_back("Access-Control-Allow-Methods", allow);
    response.headers.emplace_back("Access-Control-Allow-Headers", "authorization, content-type");
    response.headers.emplace_back("Access-Control-Max-Age", "600");
  }
  response.headers.emplace_back("Allow", std::move(allow));
  return response;
}

}  // namespace cramp::app
