#include "net/jose/jws.hpp"

#include "net/jose/base64url.hpp"

namespace cramp::net::jose {

namespace {

base::Error broken(std::string why) {
  return {base::Code::kUnauthorized, {}, std::move(why), {}};
}

base::Result<json::Document> read_object(std::string text, const std::string& name) {
  auto document = json::parse(std::move(text), {.depth = Jws::kDeepest, .bytes = Jws::kMostBytes});
  if (!document) return broken(name + " is not JSON");
  if (!document->root().is_object()) return broken(name + " is no object");
  return document;
}

}  // namespace

base::Result<Jws> Jws::parse(std::string_view compact) {
  if (compact.size() > kMostBytes) return broken("is longer than 8 KiB");
  const auto first = compact.find('.');
  const auto second = first == compact.npos ? first : compact.find('.', first + 1);
  if (second == compact.npos || compact.find('.', second + 1) != compact.npos)
    return broken("has not three parts");
  auto header = decode_base64url(compact.substr(0, first));
  auto payload = decode_base64url(compact.substr(first + 1, second - first - 1));
  auto signature = decode_base64url(compact.substr(second + 1));
  if (!header || !payload || !signature) return broken("is not base64url");
  auto read = read_object(std::move(*header), "header");
  if (!read) return read.error();
  if (read->root().find("crit")) return broken("header wants an extension (crit)");

  Jws jws;
  jws.signed_part_ = compact.substr(0, second);
  jws.signature_ = std::move(*signature);
  jws.payload_ = std::move(*payload);
  jws.header_ = std::move(*read);
  return jws;
}

base::Result<json::Document> Jws::claims() const {
  return read_object(payload_, "payload");
}

}  // namespace cramp::net::jose
