// bench_tokens FOLDER COUNT: what a client and its service need for calls with tokens.
//   FOLDER/config.toml, FOLDER/keys.json   of the service
//   FOLDER/ES384.txt, FOLDER/RS384.txt     COUNT tokens each, one a line: each can be used once

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "net/token_maker.hpp"

namespace {

using cramp::json::Value;
using cramp::net::jose::Algorithm;
using cramp::net::testing::KeyPair;

constexpr const char* kConfig = R"([server]
behind_proxy = true
public_url = "https://cds.example.org"
[admin]
enabled = false
[store]
kind = "none"
[log]
calls = false
[[clients]]
id = "bench"
issuer = "https://ehr.example"
keys = "keys.json"
)";

void write_tokens(const std::filesystem::path& file, const KeyPair& key, std::string_view algorithm,
                  unsigned count) {
  using namespace std::chrono;
  const auto now = duration_cast<seconds>(system_clock::now().time_since_epoch()).count();
  Value claims = Value::object()
                     .set("iss", "https://ehr.example")
                     .set("aud", "https://cds.example.org/cds-services/leg-cramp-patient-view")
                     .set("iat", Value::number(now))
                     .set("exp", Value::number(now + 600));
  const Value header =
      Value::object().set("alg", algorithm).set("typ", "JWT").set("kid", algorithm);
  std::ofstream out(file);
  for (unsigned i = 0; i < count; ++i) {
    claims.set("jti", std::string(algorithm) + '-' + std::to_string(i));
    out << key.token(header, claims) << '\n';
  }
}

}  // namespace

int main(int count, char** arguments) {
  if (count != 3) {
    std::fputs("usage: bench_tokens FOLDER COUNT\n", stderr);
    return 2;
  }
  const std::filesystem::path folder = arguments[1];
  const auto tokens = static_cast<unsigned>(std::strtoul(arguments[2], nullptr, 10));
  const KeyPair ec(Algorithm::kEs384);
  const KeyPair rsa(Algorithm::kRs384);
  std::ofstream(folder / "config.toml") << kConfig;
  std::ofstream(folder / "keys.json")
      << cramp::net::testing::key_set({ec.jwk("ES384"), rsa.jwk("RS384")});
  write_tokens(folder / "ES384.txt", ec, "ES384", tokens);
  write_tokens(folder / "RS384.txt", rsa, "RS384", tokens);
  return 0;
}
