#include "site/respond.hpp"

#include <algorithm>

namespace cramp::site {

namespace {

constexpr std::string_view kHtml = "text/html";

const Asset* find(std::span<const Asset> from, std::string_view path) {
  const auto found = std::ranges::lower_bound(from, path, {}, &Asset::path);
  return found != from.end() && found->path == path ? &*found : nullptr;
}

/// "/rules" for "/rules/med-statin", where that is a page.
const Asset* find_page_above(std::span<const Asset> from, std::string_view path) {
  const auto slash = path.find('/', 1);
  if (slash == std::string_view::npos) return nullptr;
  const Asset* page = find(from, path.substr(0, slash));
  return page != nullptr && page->content_type.starts_with(kHtml) ? page : nullptr;
}

/// Whether a comma-separated list has the item, weak or not (RFC 9110, If-None-Match).
bool lists(std::string_view list, std::string_view item) {
  return list == "*" || list.find(item) != std::string_view::npos;
}

/// RFC 9110, Accept-Encoding: "gzip", unless its weight is 0.
bool takes_gzip(std::string_view accept) {
  const auto at = accept.find("gzip");
  if (at == std::string_view::npos) return false;
  const std::string_view rest = accept.substr(at + 4, accept.find(',', at) - at - 4);
  const auto weight = rest.find("q=");
  return weight == std::string_view::npos ||
         rest.substr(weight + 2).find_first_of("123456789") != std::string_view::npos;
}

net::Response refuse_method() {
  net::Response response =
      net::error_response({base::Code::kMethodNotAllowed, "This path answers GET, HEAD.", {}, {}});
  response.headers.emplace_back("Allow", "GET, HEAD");
  return response;
}

}  // namespace

void add_security_headers(net::Response& response) {
  response.headers.emplace_back(
      "Content-Security-Policy",
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src "
      "'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; "
      "require-trusted-types-for 'script'; trusted-types 'none'");
  response.headers.emplace_back("X-Content-Type-Options", "nosniff");
  response.headers.emplace_back("Referrer-Policy", "no-referrer");
  response.headers.emplace_back("Cross-Origin-Opener-Policy", "same-origin");
  response.headers.emplace_back("Cross-Origin-Resource-Policy", "same-origin");
  response.headers.emplace_back("Permissions-Policy",
                                "camera=(), geolocation=(), microphone=(), payment=(), usb=()");
}

std::optional<net::Response> respond(const net::Request& request, std::span<const Asset> from) {
  const Asset* asset = find(from, request.path);
  if (asset == nullptr) asset = find_page_above(from, request.path);
  if (asset == nullptr) return std::nullopt;
  if (request.method != "GET" && request.method != "HEAD") return refuse_method();

  net::Response response;
  add_security_headers(response);
  response.headers.emplace_back("ETag", asset->etag);
  response.headers.emplace_back("Vary", "Accept-Encoding");
  response.headers.emplace_back(
      "Cache-Control", asset->immutable ? "public, max-age=31536000, immutable" : "no-cache");
  if (lists(request.if_none_match, asset->etag)) {
    response.status = 304;
    return response;
  }
  response.content_type = asset->content_type;
  const bool packed = !asset->gzip.empty() && takes_gzip(request.accept_encoding);
  if (packed) response.headers.emplace_back("Content-Encoding", "gzip");
  response.body = packed ? asset->gzip : asset->text;
  return response;
}

}  // namespace cramp::site
