#pragma once
// The HTTP face: which path and method do what, and CORS.

#include <functional>
#include <memory>

#include "app/pipeline.hpp"
#include "net/message.hpp"

namespace cramp::app {

/// Immutable; any thread. `clock` must outlive it.
class Routes {
 public:
  /// Called after each call to a service, on its thread.
  using Recorder = std::function<void(const CallRecord&)>;

  /// `dev`: pages of this machine (loopback origins) may call it from a browser (CH-175), and a
  /// fhirServer may be plain http (CH-055).
  Routes(std::shared_ptr<const cdshooks::Catalog> catalog, const base::Clock& clock, bool dev,
         Recorder recorder);

  /// Every answer is JSON; every refusal an OperationOutcome (CH-001, CH-095).
  net::Response respond(net::Request request) const;

 private:
  net::Response route(net::Request& request) const;
  net::Response discovery(const net::Request& request) const;
  net::Response call(net::Request& request, std::string_view service_id) const;
  bool allows_origin(std::string_view origin) const;
  net::Response preflight(std::string allow) const;

  Pipeline pipeline_;
  const base::Clock& clock_;
  bool dev_;
  Recorder recorder_;
};

}  // namespace cramp::app
